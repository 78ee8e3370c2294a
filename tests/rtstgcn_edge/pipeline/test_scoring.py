"""Scores of a run equal those of the score board on the same labels."""

import json

import numpy as np
from refusals import refusal
from runs import tiny_manifest

from rtstgcn_edge.frames import Prediction, Stamps
from rtstgcn_edge.pipeline.scoring import Scoring
from rtstgcn_edge.scores import EventBoard, ScoreBoard, ranks_of_truth

CLASSES = ("rest", "walk", "turn")
RANDOM = np.random.default_rng(0)


def prediction(skeleton, label, decided, truth, probabilities=None):
    p = np.ones(len(CLASSES), np.float32) if probabilities is None else probabilities
    return Prediction("", 0, skeleton, label, p, True, False, Stamps(0, 0), truth, decided)


def scoring_of(background=None, classes=CLASSES, **options):
    return Scoring(tiny_manifest(classes=list(classes), background=background), **options)


def test_scores_are_those_of_the_score_board_each_skeleton_a_sequence():
    scoring = scoring_of(0)
    boards = {"raw": ScoreBoard(CLASSES, 0), "decided": ScoreBoard(CLASSES, 0)}
    for frames in (60, 35):
        label, decided, truth = RANDOM.integers(3, size=(3, 2, frames))
        for t in range(frames):
            scoring.add([prediction(s, int(label[s, t]), int(decided[s, t]), int(truth[s, t])) for s in (0, 1)])
        scoring.end_trial()
        for s in (0, 1):
            boards["raw"].add(label[s], truth[s], np.zeros(frames))
            boards["decided"].add(decided[s], truth[s])
    assert scoring.results() == {kind: board.result() for kind, board in boards.items()}
    assert scoring.results()["raw"].trials == 4
    assert json.loads(json.dumps(scoring.to_dict())) == scoring.to_dict()


def test_decided_scores_begin_with_the_first_decision():
    scoring = scoring_of()
    scoring.add([prediction(0, 1, None, 1)])
    scoring.add([prediction(0, 1, 2, 1)])
    results = scoring.results()
    assert (results["raw"].top1, results["raw"].frames) == (1.0, 2)
    assert (results["decided"].top1, results["decided"].frames) == (0.0, 1)


def test_where_nothing_was_decided_there_are_no_decided_scores():
    scoring = scoring_of()
    scoring.add([prediction(0, 1, None, 1)])
    assert set(scoring.results()) == {"raw"}


def test_a_trial_that_broke_off_counts_as_far_as_it_went():
    scoring = scoring_of()
    scoring.add([prediction(0, 1, 1, 1)])
    assert scoring.results()["raw"].frames == 1
    assert scoring.results()["raw"].frames == 1


def test_a_run_without_a_scored_frame_has_no_scores():
    scoring = scoring_of()
    scoring.end_trial()
    scoring.add([prediction(0, 1, 1, None)])
    scoring.end_trial()
    assert scoring.results() == {} and scoring.to_dict() == {"scores": {}, "events": {}}


def test_top5_is_of_the_probabilities_of_raw_labels():
    names = [f"class {i}" for i in range(9)]
    scoring, board = scoring_of(classes=names), ScoreBoard(names)
    # halves so that classes tie
    probabilities = (RANDOM.integers(0, 3, (200, 9)) / 2).astype(np.float32)
    labels, truth = probabilities.argmax(1), RANDOM.integers(9, size=200)
    for p, label, true in zip(probabilities, labels.tolist(), truth.tolist(), strict=True):
        scoring.add([prediction(0, label, label, true, p)])
    board.add(labels, truth, ranks_of_truth(probabilities, truth))
    results = scoring.results()
    assert results["raw"] == board.result() and 0 < results["raw"].top5 < 1
    assert results["decided"].top5 is None


def test_events_are_those_of_the_event_board_with_the_delay_of_the_model():
    scoring = Scoring(tiny_manifest(classes=list(CLASSES)).model_copy(update={"delay": 5}), ["turn"])
    boards = {kind: EventBoard(CLASSES, ["turn"], 50.0, delay_s=0.1) for kind in ("raw", "decided")}
    label, decided, truth = np.repeat(RANDOM.integers(3, size=(3, 30)), 10, axis=1)
    for row in zip(label.tolist(), decided.tolist(), truth.tolist(), strict=True):
        scoring.add([prediction(0, *row)])
    boards["raw"].add(label, truth)
    boards["decided"].add(decided, truth)
    assert scoring.event_results() == {kind: board.result() for kind, board in boards.items()}
    assert scoring.event_results()["raw"].onset_delay_ms.median is not None
    assert json.loads(json.dumps(scoring.to_dict())) == scoring.to_dict()


def test_an_event_that_is_no_class_is_refused():
    assert "did you mean 'turn'?" in refusal(lambda: scoring_of(events=["turns"]))
