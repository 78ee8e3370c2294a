"""Each number on the detection of events against worked examples and a slow restatement of its definition."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from label_runs import a_trial, labels
from refusals import refusal

from rtstgcn_edge.scores.events import EventBoard, find_events, icc

CLASSES = ("walk", "freeze", "turn")


def scored(*trials, events=("freeze",), rate_hz=10.0, early_s=0.2, **options):
    """Ten frames a second; an alarm may come two frames early."""
    board = EventBoard(CLASSES, events, rate_hz, early_s=early_s, **options)
    for predicted, truth in trials:
        board.add(labels(predicted), labels(truth))
    return board.result()


def test_a_perfect_detector():
    scores = scored(("AABBAC", "AABBAC"))
    assert vars(scores.frame) == dict.fromkeys(("sensitivity", "specificity", "precision", "f1"), 1)
    event = scores.event
    assert (event.true, event.detected, event.missed, event.predicted, event.false_alarms) == (1, 1, 0, 1, 0)
    assert (event.sensitivity, event.specificity, event.precision, event.f1) == (1, 1, 1, 1)
    assert (event.false_alarms_per_hour, scores.onset_delay_ms.median, scores.onset_delay_ms.p90) == (0, 0, 0)


def test_a_worked_example():
    # true      ...1111......11.....  events 3-7 and 13-15
    # predicted .....111..1....1....  alarms 5-8 (the first event, 200 ms late), 10-11 (false), 15-16 (too late: false)
    scores = scored(("AAAAABBBAABAAAABAAAA", "AAABBBBAAAAAABBAAAAA"))
    assert (scores.frame.sensitivity, scores.frame.precision) == (2 / 6, 2 / 5)
    assert scores.frame.specificity == 11 / 14
    assert scores.frame.f1 == pytest.approx(2 * (1 / 3) * (2 / 5) / (1 / 3 + 2 / 5))
    event = scores.event
    assert (event.true, event.detected, event.missed, event.predicted, event.false_alarms) == (2, 1, 1, 3, 2)
    assert (event.sensitivity, event.precision, event.f1) == (1 / 2, 1 / 3, 2 / 5)
    assert event.specificity == 1 / 3  # before, between, after: only before is free of false alarms
    assert event.false_alarms_per_hour == pytest.approx(2 / (14 / 10 / 3600))
    assert (scores.onset_delay_ms.median, scores.onset_delay_ms.p90) == (200, 200)
    assert scores.hours == pytest.approx(2 / 3600)
    assert (scores.time_share.true, scores.time_share.predicted) == (6 / 20, 5 / 20)
    assert (scores.count.true, scores.count.predicted) == (2, 3)
    assert scores.count.icc is None  # one trial


@pytest.mark.parametrize(
    ("predicted", "delay", "false_alarms"),
    [
        ("AAAAAAAABBAA", 200, 0),
        ("AAAAABBBBBAA", -100, 0),
        ("AAAABBBBBBAA", -200, 0),
        ("BBBBBBBBBBAA", -200, 0),  # no more than the tolerance, however long the alarm has stood
        ("AAAABAAAAAAA", -200, 0),  # over when the event begins, but within the tolerance
        ("AAABAAAAAAAA", None, 1),
        ("AAAAAAAAAABB", None, 1),
        ("AAABAAAAABAA", 300, 1),
        ("AAAAAABABAAA", 0, 0),  # in pieces: one event detected, no false alarm
    ],
)
def test_delay_and_false_alarms_around_one_event(predicted, delay, false_alarms):
    scores = scored((predicted, "AAAAAABBBBAA"))
    assert scores.onset_delay_ms.median == (None if delay is None else pytest.approx(delay))
    assert scores.event.detected == (delay is not None)
    assert scores.event.false_alarms == false_alarms


def test_an_alarm_never_counts_as_early_within_the_event_before():
    # The alarm lasts from one event into the next, which begins one frame after: 100 ms early.
    scores = scored(("AAAABBAA", "AABBBABA"))
    assert scores.event.detected == 2
    assert scores.onset_delay_ms.median == pytest.approx((200 - 100) / 2)
    scores = scored(("AAAABAAA", "AABBBABA"))
    assert scores.event.detected == 1


def test_delays_take_in_the_delay_of_the_model():
    assert scored(("AAABAA", "AABBAA"), delay_s=0.73).onset_delay_ms.median == pytest.approx(830)


def test_the_ninetieth_percentile_is_of_the_long_delays():
    # delays of 0, 100, ... 1000 ms
    trials = [("A" * late + "B" * (12 - late), "B" * 12) for late in range(11)]
    delays = scored(*trials).onset_delay_ms
    assert (delays.median, delays.p90) == (pytest.approx(500), pytest.approx(900))


def test_two_false_alarms_in_one_stretch_spoil_one_stretch():
    event = scored(("ABABAAAAAA", "AAAAAAABBA")).event
    assert (event.false_alarms, event.specificity) == (2, 1 / 2)


def test_agreement_is_over_the_trials():
    trials = [("ABBA", "BBAA"), ("AAAA", "ABAA"), ("ABAB", "BBBB"), ("BBBA", "BBBA")]
    scores = scored(*trials)
    assert scores.time_share.icc == icc(np.array([[2, 2], [1, 0], [4, 2], [3, 3]]) / 4)
    assert scores.count.icc == icc(np.array([[1.0, 1], [1, 0], [1, 2], [1, 1]]))
    assert 0 < scores.time_share.icc < 1


def test_several_classes_count_as_one_kind_of_event():
    scores = scored(("ABBCCA", "ABBCCA"), events=("freeze", "turn"))
    assert (scores.event.true, scores.classes) == (1, ["freeze", "turn"])


def test_counts_sum_over_trials_and_events_never_run_across_two():
    assert scored(("AB", "AB"), ("BA", "BA")).event.true == 2
    trials = [("AABBAA", "AABBAA"), ("AAAAAA", "AABBAA"), ("ABAAAA", "AAAAAA")]
    event = scored(*trials).event
    assert (event.true, event.detected, event.false_alarms) == (2, 1, 1)


def test_what_there_is_nothing_to_count_of_is_none():
    quiet = scored(("AAA", "AAA"))
    assert (quiet.frame.sensitivity, quiet.frame.precision, quiet.frame.specificity) == (None, None, 1)
    assert (quiet.event.sensitivity, quiet.event.precision, quiet.event.false_alarms_per_hour) == (None, None, 0)
    assert (quiet.onset_delay_ms.median, quiet.time_share.icc) == (None, None)
    frozen = scored(("BBB", "BBB"))
    assert (frozen.frame.specificity, frozen.event.specificity, frozen.event.false_alarms_per_hour) == (None,) * 3


def test_event_scores_survive_json():
    as_dict = scored(("AABB", "ABBA"), ("AAB", "ABB")).to_dict()
    assert json.loads(json.dumps(as_dict, allow_nan=False)) == as_dict
    assert as_dict["event"]["detected"] == 2


def test_icc_of_the_example_of_shrout_and_fleiss():
    ratings = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float)
    assert icc(ratings) == pytest.approx(0.29, abs=0.005)


def test_icc_of_two_who_agree_is_one_and_of_one_target_is_not_defined():
    pairs = np.array([[0.1, 0.1], [0.4, 0.4], [0.2, 0.2]])
    assert icc(pairs) == pytest.approx(1)
    assert icc(pairs + np.array([0, 0.2])) < 0.8  # absolute agreement: a constant difference counts
    assert icc(pairs[:1]) is None
    assert icc(np.full((4, 2), 0.1)) is None


def slow_events(mask):
    """Sets of frames of the runs of True."""
    runs, run = [], set()
    for t, there in enumerate([*mask, False]):
        if there:
            run.add(t)
        elif run:
            runs.append(run)
            run = set()
    return runs


def slow_zones(events, early):
    zones = []
    for i, event in enumerate(events):
        before = max(events[i - 1]) if i else -1
        zones.append(event | {t for t in range(min(event) - early, min(event)) if t > before})
    return zones


@given(st.lists(a_trial(), min_size=1, max_size=3), st.integers(0, 6), st.sampled_from([("freeze",), ("walk", "turn")]))
def test_event_scores_equal_a_slow_restatement_of_their_definition(trials, early, kinds):
    numbers = [CLASSES.index(kind) for kind in kinds]
    scores = scored(*trials, events=kinds, early_s=early / 10)
    delays, tally = [], dict.fromkeys(("true", "detected", "predicted", "false_alarms", "stretches", "clean"), 0)
    for predicted, truth in trials:
        alarm, event = (np.isin(labels(one), numbers) for one in (predicted, truth))
        alarms, events, stretches = slow_events(alarm), slow_events(event), slow_events(~event)
        zones = slow_zones(events, early)
        false = [one for one in alarms if not any(one & zone for zone in zones)]
        for zone, one in zip(zones, events, strict=True):
            found = sorted(t for t in zone if alarm[t])
            if found:
                delays.append(100 * (found[0] - min(one)))
        tally["true"] += len(events)
        tally["detected"] += sum(any(alarm[t] for t in zone) for zone in zones)
        tally["predicted"] += len(alarms)
        tally["false_alarms"] += len(false)
        tally["stretches"] += len(stretches)
        tally["clean"] += sum(not any(one & stretch for one in false) for stretch in stretches)
    event = scores.event
    assert {name: getattr(event, name) for name in ("true", "detected", "predicted", "false_alarms")} == {
        name: tally[name] for name in ("true", "detected", "predicted", "false_alarms")
    }
    assert event.true == event.detected + event.missed
    assert event.specificity == (tally["clean"] / tally["stretches"] if tally["stretches"] else None)
    if delays:
        assert scores.onset_delay_ms.median == pytest.approx(sorted_median(delays))
        assert -100 * early <= min(delays)
        assert min(delays) - 1e-9 <= scores.onset_delay_ms.p90 <= max(delays) + 1e-9
    frames = [
        (p, t) for a, b in trials for p, t in zip(np.isin(labels(a), numbers), np.isin(labels(b), numbers), strict=True)
    ]
    found, positives = sum(p and t for p, t in frames), sum(t for _, t in frames)
    assert scores.frame.sensitivity == (found / positives if positives else None)
    assert math.isclose(scores.hours, len(frames) / 10 / 3600)


def sorted_median(values):
    values = sorted(values)
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def test_an_event_that_is_no_class_is_refused_and_a_near_miss_named():
    assert "did you mean 'freeze'?" in refusal(find_events, CLASSES, ["freez"])
    assert "one of walk, freeze, turn" in refusal(find_events, CLASSES, ["x"])
    assert "at least one and not all" in refusal(find_events, CLASSES, [])
    assert "at least one and not all" in refusal(find_events, CLASSES, CLASSES)


def test_wrong_trials_are_refused_and_none_at_all_too():
    board = EventBoard(CLASSES, ["freeze"], 10.0)
    assert "2 predicted labels for 1 true" in refusal(board.add, labels("AB"), labels("A"))
    assert "no trial" in refusal(board.result)
