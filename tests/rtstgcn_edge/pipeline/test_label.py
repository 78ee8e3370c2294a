"""Logits to predictions: the frame they name, the label, warm, and events."""

import numpy as np
import pytest
from runs import tiny_manifest

from rtstgcn_edge.frames import Frame, Stamps
from rtstgcn_edge.manifest import Decision
from rtstgcn_edge.pipeline.label import Labeller, softmax
from rtstgcn_edge.pipeline.track import Track

LEADS = np.eye(4, dtype=np.float32) * 5


def label_all(labeller, rows, *, held=(), truth=None):
    """One skeleton (id 7), one row of logits a tick."""
    ticks = []
    for t, row in enumerate(rows):
        tick = Frame(t, 0, 0, [], None if truth is None else truth[t])
        tracks = {7: Track(age=t + 1, unseen=int(t in held))}
        ticks.append(labeller.label(tick, [7], tracks, np.array([row], np.float32), Stamps(0, 0)))
    return ticks


def labeller(decision=None, **said):
    return Labeller(tiny_manifest().model_copy(update=said), decision or Decision(), "walk", hold_ticks=3)


def test_softmax_gives_probabilities_that_keep_their_ratios():
    p = softmax(np.log(np.array([[1, 2, 5], [1000, 1, 1]], np.float32)))
    np.testing.assert_allclose(p[0], [0.125, 0.25, 0.625], rtol=1e-6)
    np.testing.assert_allclose(p.sum(axis=1), 1, rtol=1e-6)


def test_softmax_of_large_logits_does_not_overflow():
    assert softmax(np.array([[3e38, -3e38]], np.float32)).tolist() == [[1.0, 0.0]]


def test_without_delay_a_prediction_names_its_own_tick():
    ticks = label_all(labeller(), [LEADS[2], LEADS[1]], held={1}, truth=[2, 3])
    first, second = (tick.predictions[0] for tick in ticks)
    assert (first.trial, first.frame, first.skeleton, first.label, first.truth) == ("walk", 0, 7, 2, 2)
    assert (second.frame, second.label, second.truth) == (1, 1, 3)
    assert (first.held, second.held) == (False, True)


def test_with_delay_a_prediction_names_the_frame_so_many_ticks_ago_with_its_truth_and_hold():
    ticks = label_all(labeller(delay=2), [LEADS[t % 4] for t in range(5)], held={1}, truth=[3, 2, 1, 0, 0])
    assert [len(tick.predictions) for tick in ticks] == [0, 0, 1, 1, 1]
    found = [(p.frame, p.label, p.truth, p.held) for tick in ticks for p in tick.predictions]
    assert found == [(0, 2, 3, False), (1, 3, 2, True), (2, 0, 1, False)]


def test_warm_comes_with_the_whole_receptive_field():
    ticks = label_all(labeller(receptive_field=4), [LEADS[0]] * 6)
    assert [tick.predictions[0].warm for tick in ticks] == [False, False, False, True, True, True]
    assert [len(tick.events) for tick in ticks] == [0, 0, 0, 1, 0, 0]


def test_an_event_says_what_was_before_and_how_long_it_stood():
    ticks = label_all(labeller(receptive_field=1), [LEADS[0]] * 25 + [LEADS[3]] * 5)
    first, second = (event for tick in ticks for event in tick.events)
    assert (first.frame, first.label, first.previous, first.seconds, first.lasted) == (0, 0, None, 0.0, 0.0)
    assert (second.frame, second.label, second.previous) == (25, 3, 0)
    assert (second.seconds, second.lasted) == (0.5, 0.5)
    assert second.probability == pytest.approx(float(softmax(LEADS)[3, 3]))


def test_the_first_event_comes_after_no_label_however_late_it_is():
    (event,) = (e for tick in label_all(labeller(receptive_field=11), [LEADS[1]] * 20) for e in tick.events)
    assert (event.seconds, event.previous, event.lasted) == (0.2, None, 0.0)


@pytest.mark.parametrize("wild", [np.nan, np.inf, -np.inf])
def test_logits_that_are_not_finite_say_nothing_and_leave_the_decision_as_it_was(wild):
    rows = [LEADS[1]] * 20 + [[0, wild, 0, 0]] * 3 + [LEADS[2]] * 20
    ticks = label_all(labeller(Decision(smoothing_s=0.02), receptive_field=1), rows)
    predictions = [tick.predictions[0] for tick in ticks]
    assert all(np.isfinite(p.probabilities).all() for p in predictions)
    assert [p.probabilities.tolist() for p in predictions[20:23]] == [[0.25] * 4] * 3
    assert [p.warm for p in predictions[19:24]] == [True, False, False, False, True]
    assert [e.label for tick in ticks for e in tick.events] == [1, 2]


def test_one_skeletons_overflow_is_not_anothers():
    one = labeller(receptive_field=1)
    logits = np.array([[np.nan] * 4, LEADS[2]], np.float32)
    tick = one.label(Frame(0, 0, 0, []), [4, 9], {4: Track(age=1), 9: Track(age=1)}, logits, Stamps(0, 0))
    assert [(p.skeleton, p.label, p.warm) for p in tick.predictions] == [(4, 0, False), (9, 2, True)]


def test_a_skeleton_that_returns_is_a_newcomer():
    one = labeller(receptive_field=1)
    for age in (1, 2, 1):
        tick = one.label(Frame(0, 0, 0, []), [4], {4: Track(age=age)}, LEADS[:1], Stamps(0, 0))
    assert tick.events[0].previous is None
