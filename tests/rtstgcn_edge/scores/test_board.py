"""Each score against a worked example and against a slow restatement of its definition."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from label_runs import a_trial, labels, slow_edit_distance, slow_hits, slow_runs

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.scores import ScoreBoard, meaningful, ranks_of_truth

CLASSES = ("stand", "walk", "turn")


def scored(*trials, classes=CLASSES, **options):
    board = ScoreBoard(classes, **options)
    for predicted, truth in trials:
        board.add(labels(predicted), labels(truth))
    return board.result()


def test_a_perfect_prediction_scores_one_everywhere():
    scores = scored(("AABBC", "AABBC"), ("CA", "CA"))
    assert scores.top1 == scores.edit == 1
    assert scores.f1 == {"f1@10": 1, "f1@25": 1, "f1@50": 1}
    assert all((s.recall, s.precision, s.f1) == (1, 1, 1) for s in scores.per_class.values())


def test_a_prediction_that_shares_no_label_scores_zero_everywhere():
    scores = scored(("AAAA", "BBBB"))
    assert (scores.top1, scores.edit) == (0, 0)
    assert scores.f1 == {"f1@10": 0, "f1@25": 0, "f1@50": 0}


def test_a_late_boundary_costs_f1_only_at_the_overlaps_that_it_fails():
    # A: 8 frames predicted for 4, IoU 4/8; B: 2 for 6, IoU 2/6. Two hits of two, then one of two.
    scores = scored(("AAAAAAAABB", "AAAABBBBBB"))
    assert scores.f1 == {"f1@10": 1, "f1@25": 1, "f1@50": 0.5}
    assert scores.top1 == 0.6
    assert scores.edit == 1


def test_an_overlap_of_exactly_the_threshold_is_a_hit():
    # A: IoU 1/10; B: 2 frames of 11.
    scores = scored(("ABBBBBBBBBBB", "AAAAAAAAAABB"), overlaps=(0.10, 2 / 11))
    assert scores.f1["f1@10"] == 1
    assert scores.f1[f"f1@{200 / 11:g}"] == 0.5


def test_over_segmentation_costs_f1_and_edit_more_than_top1():
    # A 5/8 | B no candidate that overlaps | A 2/8, its candidate is taken: 1 hit, 3 segments for 1.
    scores = scored(("AAAAABAA", "AAAAAAAA"))
    assert scores.top1 == 7 / 8
    assert scores.f1["f1@10"] == scores.f1["f1@50"] == 2 * 1 / (3 + 1)
    assert scores.edit == pytest.approx(1 / 3)


def test_a_prediction_whose_best_candidate_is_taken_does_not_turn_to_its_second_best():
    # The last A overlaps the long A by 5/15 and the short one by 3/10, both above 0.25; the long one
    # went to the first A (4/10). So 1 hit, 3 segments predicted, 3 true.
    scores = scored(("AAAABAAAAAAAAAA", "AAAAAAAAAABBAAA"), overlaps=(0.25,))
    assert scores.f1 == {"f1@25": pytest.approx(2 * 1 / (3 + 3))}


def test_of_two_candidates_as_good_the_earlier_is_taken():
    # The first A overlaps both true A by 1/6; taking the earlier leaves the other to the second A.
    # 2 hits, 4 segments predicted, 3 true.
    scores = scored(("BBBAAABAA", "AAAABAAAA"), overlaps=(0.10,))
    assert scores.f1 == {"f1@10": pytest.approx(2 * 2 / (4 + 3))}


def test_f1_sums_the_counts_of_the_trials_and_edit_averages_the_trials():
    # First trial 1 hit of 1 and 1; second 0 hits of 1 and 3.
    scores = scored(("A", "A"), ("CCC", "ABA"))
    assert scores.f1["f1@50"] == 2 * 1 / (1 + 1 + 1 + 3)
    assert scores.edit == (1 + 0) / 2
    assert scores.top1 == 1 / 4


def test_segments_never_run_across_two_trials():
    apart, joined = scored(("AA", "AB"), ("AA", "AA")), scored(("AAAA", "ABAA"))
    assert apart.edit == pytest.approx((0.5 + 1) / 2)
    assert joined.edit == pytest.approx(1 / 3)


def test_the_background_is_left_out_of_what_says_so():
    # Without A: B predicted 2 frames, true 3, IoU 2/3; the spurious C is a false positive.
    # With A: A 2 of 2 and 1, IoU 1/2; the second A 1 of 2, IoU 1/2. C between them meets nothing.
    trial = ("AABBAC", "ABBBAA")
    scores = scored(trial, background=0)
    assert (scores.background, scores.top1, scores.top1_without_background) == ("stand", 4 / 6, 2 / 3)
    assert scores.f1["f1@50"] == pytest.approx(2 * 1 / (2 + 1))
    assert scores.f1_with_background["f1@50"] == pytest.approx(2 * 3 / (4 + 3))
    assert scores.edit == 0.5
    assert scores.edit_with_background == 0.75
    assert scores.macro.classes == 2 and scores.macro_without_background.classes == 1
    assert scores.macro_without_background.recall == 2 / 3


@given(st.lists(a_trial(), min_size=1, max_size=3))
def test_without_a_background_class_both_forms_of_a_score_are_the_same(trials):
    scores = scored(*trials)
    assert scores.background is None
    assert scores.top1_without_background == scores.top1
    assert scores.f1_with_background == scores.f1
    assert scores.edit_with_background == scores.edit
    assert scores.macro_without_background == scores.macro


def test_the_same_class_on_both_sides_of_a_background_segment_stays_two_segments():
    assert scored(("BAB", "BBB"), background=0).edit == 0.5


def test_a_trial_of_nothing_but_background_rightly_predicted_has_edit_one():
    scores = scored(("AAA", "AAA"), background=0)
    assert scores.edit == 1
    assert scores.f1["f1@50"] == 0
    assert scores.top1_without_background == 0


def test_per_class_scores_and_confusion_have_truth_in_rows():
    scores = scored(("AABB", "ABBB"))
    assert scores.confusion == ((1, 0, 0), (1, 2, 0), (0, 0, 0))
    walk = scores.per_class["walk"]
    assert (walk.frames, walk.recall, walk.precision, walk.f1) == (3, 2 / 3, 1, pytest.approx(0.8))
    turn = scores.per_class["turn"]
    assert (turn.frames, turn.recall, turn.precision, turn.f1) == (0, 0, 0, 0)


def test_segments_of_a_class_are_scored_on_their_own_and_averaged_over_the_classes_of_the_truth():
    # A: 8 frames predicted for 4, IoU 4/8; B: 2 for 6, IoU 2/6; C is predicted once and is not in the truth.
    scores = scored(("AAAAAAAABBC", "AAAABBBBBBB"))
    stand, walk, turn = (scores.per_class[name].segmental_f1 for name in CLASSES)
    assert stand == {"f1@10": 1, "f1@25": 1, "f1@50": 1}
    assert walk == {"f1@10": 1, "f1@25": 1, "f1@50": 0}
    assert turn == {"f1@10": 0, "f1@25": 0, "f1@50": 0}
    assert [one.segments for one in scores.per_class.values()] == [1, 1, 0]
    assert scores.macro.segmental_f1 == {"f1@10": 1, "f1@25": 1, "f1@50": 0.5}
    # recall 4/4 and 2/7, precision 4/8 and 2/2, F1 8/12 and 4/9
    assert scores.macro.classes == 2
    assert scores.macro.recall == pytest.approx((1 + 2 / 7) / 2)
    assert scores.macro.precision == pytest.approx((1 / 2 + 1) / 2)
    assert scores.macro.f1 == pytest.approx((8 / 12 + 4 / 9) / 2)
    assert scores.f1["f1@10"] == pytest.approx(2 * 2 / (3 + 2))


def test_a_split_of_background_alone_has_a_macro_score_of_no_classes():
    macro = scored(("AAA", "AAA"), background=0).macro_without_background
    assert (macro.classes, macro.recall, macro.segmental_f1) == (0, 0, {"f1@10": 0, "f1@25": 0, "f1@50": 0})


def test_top5_counts_frames_whose_class_is_among_the_best_five():
    # Scores fall with the class number: class 4 is the fifth, class 5 the sixth.
    falling = np.tile(-np.arange(7.0), (4, 1))
    truth = np.array([0, 4, 5, 6])
    board = ScoreBoard([f"class {i}" for i in range(7)])
    board.add(falling.argmax(1), truth, ranks_of_truth(falling, truth))
    assert (board.result().top1, board.result().top5) == (1 / 4, 2 / 4)
    board.add(truth, truth)
    assert board.result().top5 is None  # nothing is known of this trial


def test_top5_says_nothing_of_five_classes():
    board = ScoreBoard(list("abcde"))
    board.add(np.array([0]), np.array([0]), np.array([0]))
    assert board.result().top5 is None


@given(st.integers(0, 2**32 - 1))
def test_ranks_are_places_in_the_order_of_the_scores_and_the_first_of_equals_leads(seed):
    generator = np.random.default_rng(seed)
    scores, truth = generator.integers(0, 4, (20, 8)).astype(np.float32), generator.integers(0, 8, 20)
    by_score = [sorted(range(8), key=lambda i: (-row[i], i)) for row in scores]
    ranks = ranks_of_truth(scores, truth)
    assert ranks.tolist() == [order.index(label) for order, label in zip(by_score, truth, strict=True)]
    assert ((ranks == 0) == (scores.argmax(1) == truth)).all()


def test_ranks_of_another_length_are_refused():
    with pytest.raises(InputError, match=r"trial 0: ranks of shape \(2,\) for 1 labels"):
        ScoreBoard(CLASSES).add(np.array([0]), np.array([0]), np.array([0, 0]))


def test_small_integer_labels_do_not_overflow_with_many_classes():
    board = ScoreBoard([f"class {i}" for i in range(60)])
    board.add(np.array([59, 58], dtype=np.uint8), np.array([59, 59], dtype=np.int8))
    confusion = board.result().confusion
    assert (confusion[59][59], confusion[59][58]) == (1, 1)


def test_scores_survive_json():
    as_dict = scored(("AAB", "ABB"), background=0).to_dict()
    assert json.loads(json.dumps(as_dict, allow_nan=False)) == as_dict
    assert as_dict["per_class"]["walk"]["recall"] == 0.5


@given(st.lists(a_trial(), min_size=1, max_size=3), st.sampled_from([None, 0, 2]))
def test_scores_equal_a_slow_restatement_of_their_definition(trials, background):
    scores = scored(*trials, background=background)

    frames = [pair for predicted, truth in trials for pair in zip(labels(predicted), labels(truth), strict=True)]
    assert scores.frames == len(frames)
    assert scores.top1 == sum(p == t for p, t in frames) / len(frames)
    assert scores.confusion == tuple(tuple(frames.count((p, t)) for p in range(3)) for t in range(3))

    every = [tuple(slow_runs(labels(one)) for one in trial) for trial in trials]
    without = [tuple([run for run in runs if run[0] != background] for runs in pair) for pair in every]
    for runs, f1, edit in (
        (without, scores.f1, scores.edit),
        (every, scores.f1_with_background, scores.edit_with_background),
    ):
        assert f1 == slow_f1(runs)
        edits = [slow_edit([label for label, _ in p], [label for label, _ in t]) for p, t in runs]
        assert edit == pytest.approx(np.mean(edits), abs=1e-12)
    for number, name in enumerate(CLASSES):
        own = [tuple([run for run in runs if run[0] == number] for runs in pair) for pair in every]
        assert scores.per_class[name].segmental_f1 == slow_f1(own)


def slow_f1(runs):
    total = sum(len(predicted) + len(truth) for predicted, truth in runs)
    hits = {k: sum(slow_hits(p, t, k / 100) for p, t in runs) for k in (10, 25, 50)}
    return {f"f1@{k}": 2 * hits[k] / total if total else 0 for k in hits}


def slow_edit(a, b):
    return 1 - slow_edit_distance(a, b) / max(len(a), len(b)) if a or b else 1


@pytest.mark.parametrize(
    ("predicted", "truth", "complaint"),
    [
        ([0, 1], [0], "2 predicted labels for 1 true"),
        ([0, 3], [0, 1], "predicted labels run from 0 to 3"),
        ([0, 1], [-1, 1], "true labels run from -1 to 1"),
        ([0.0, 1.0], [0, 1], "predicted labels are float64"),
        ([[0, 1]], [0, 1], r"shape \(1, 2\)"),
        (np.zeros(0, int), np.zeros(0, int), r"shape \(0,\)"),
    ],
)
def test_a_wrong_trial_is_refused_and_leaves_the_board_as_it_was(predicted, truth, complaint):
    board = ScoreBoard(CLASSES)
    board.add(labels("AB"), labels("AA"))
    before = board.result()
    with pytest.raises(InputError, match=f"trial 1: .*{complaint}"):
        board.add(np.array(predicted), np.array(truth))
    assert board.result() == before


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"classes": ()}, "classes"),
        ({"classes": ("walk", "walk")}, "classes"),
        ({"classes": CLASSES, "background": 3}, "background"),
        ({"classes": CLASSES, "background": -1}, "background"),
        ({"classes": CLASSES, "overlaps": (0.0,)}, "overlaps"),
        ({"classes": CLASSES, "overlaps": (50,)}, "overlaps"),
    ],
)
def test_a_board_that_cannot_score_is_refused(arguments, complaint):
    with pytest.raises(InputError, match=complaint):
        ScoreBoard(**arguments)


def test_a_board_without_trials_has_no_scores():
    with pytest.raises(InputError, match="no trial"):
        ScoreBoard(CLASSES).result()


def test_where_a_score_is_no_number_no_class_leads():
    scores = np.array([[np.nan] * 7, [-np.inf, np.inf, np.nan, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 1.0]])
    assert meaningful(scores).tolist() == [[0] * 7, [0] * 7, scores[2].tolist()]
    assert ranks_of_truth(meaningful(scores), np.array([6, 6, 6])).tolist() == [6, 6, 0]
