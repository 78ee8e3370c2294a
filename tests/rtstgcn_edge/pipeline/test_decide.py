"""From probabilities to events, against a slow version that looks at the whole past at every tick."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtstgcn_edge.manifest import Decision
from rtstgcn_edge.pipeline.decide import Decide, delay_s, minimum_ticks

RATE_HZ = 50.0


def decided(decision, rows, warm=None):
    decide = Decide(decision, RATE_HZ)
    labels = []
    for row, is_warm in zip(rows, warm or [True] * len(rows), strict=True):
        before = decide.label
        changed = decide.update(np.array(row, np.float32), is_warm)
        assert changed == (decide.label != before)
        labels.append(decide.label)
    return labels


def slowly_decided(rows, warm, hysteresis, minimum):
    """Without smoothing. A label stands until another has led it, warm and without a break, for `minimum` ticks."""
    labels, present, since = [], None, 0
    for t in range(len(rows)):
        window = range(t - minimum + 1, t + 1)
        best = int(np.argmax(rows[t]))
        if window[0] >= since and best != present and all(warm[k] for k in window):
            leads = [np.argmax(rows[k]) == best for k in window]
            if present is not None:
                leads += [rows[k][best] - rows[k][present] >= hysteresis for k in window]
            if all(leads):
                present, since = best, t + 1
        labels.append(present)
    return labels


eighths = st.lists(st.lists(st.integers(0, 8).map(lambda n: n / 8), min_size=3, max_size=3), min_size=1, max_size=40)


@given(rows=eighths, hysteresis=st.integers(0, 7), minimum=st.integers(1, 4), data=st.data())
def test_decisions_equal_those_of_the_slow_version(rows, hysteresis, minimum, data):
    warm = data.draw(st.lists(st.sampled_from([True, True, True, False]), min_size=len(rows), max_size=len(rows)))
    decision = Decision(hysteresis=hysteresis / 8, minimum_s=minimum / RATE_HZ)
    assert decided(decision, rows, warm) == slowly_decided(rows, warm, hysteresis / 8, minimum)


@given(eighths)
def test_without_any_decision_each_label_is_an_event(rows):
    assert decided(Decision(), rows) == [int(np.argmax(row)) for row in rows]


def test_hysteresis_keeps_a_label_that_is_led_by_too_little():
    rows = [[0.75, 0.25], [0.4375, 0.5625], [0.375, 0.625], [0.5, 0.5]]
    assert decided(Decision(hysteresis=0.25), rows) == [0, 0, 1, 1]


def test_a_break_starts_the_minimum_anew():
    rows = [[1, 0], [1, 0], [1, 0], [0, 1], [0, 1], [1, 0], [0, 1], [0, 1], [0, 1]]
    assert decided(Decision(minimum_s=3 / RATE_HZ), rows) == [None, None, 0, 0, 0, 0, 0, 0, 1]


def test_ticks_before_warm_do_not_count_towards_the_minimum():
    warm = [False, False, False, True, True, True]
    assert decided(Decision(minimum_s=2 / RATE_HZ), [[0, 1]] * 6, warm) == [None] * 4 + [1, 1]


@given(st.lists(st.lists(st.floats(0, 1, width=32), min_size=2, max_size=2), min_size=1, max_size=30))
def test_smoothing_is_an_exponential_average_that_starts_at_the_first_value(rows):
    decide = Decide(Decision(smoothing_s=0.1), RATE_HZ)
    for row in rows:
        decide.update(np.array(row, np.float32), True)
    keep = np.exp(-1 / (0.1 * RATE_HZ))
    weights = [(1 - keep) * keep**age for age in range(len(rows))][::-1]
    weights[0] = keep ** (len(rows) - 1)
    expected = np.array(weights) @ np.array(rows)
    assert [decide.probability(label) for label in (0, 1)] == pytest.approx(expected, abs=1e-6)


def test_a_clear_change_is_decided_after_exactly_the_declared_minimum():
    for minimum in (1, 2, 5, 25):
        decision = Decision(minimum_s=minimum / RATE_HZ)
        labels = decided(decision, [[1, 0]] * 30 + [[0, 1]] * 30)
        assert (labels.index(1) - 30) / RATE_HZ == pytest.approx(delay_s(decision, RATE_HZ))
        assert minimum_ticks(decision, RATE_HZ) == minimum


def test_smoothing_trails_a_steady_rise_by_its_declared_time_within_a_tick():
    decision = Decision(smoothing_s=0.3)
    decide = Decide(decision, RATE_HZ)
    rise = [t / 1000 for t in range(500)]
    for value in rise:
        decide.update(np.array([1 - value, value], np.float32), True)
    behind = (rise[-1] - decide.probability(1)) * 1000 / RATE_HZ
    assert abs(behind - delay_s(decision, RATE_HZ)) < 1 / RATE_HZ


def test_no_decision_declares_no_delay():
    assert delay_s(Decision(), RATE_HZ) == 0
    assert delay_s(Decision(smoothing_s=0.5, minimum_s=0.2), RATE_HZ) == pytest.approx(0.5 + 0.18)
