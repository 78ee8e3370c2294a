"""Frames of a camera onto the model's clock."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtstgcn_edge.sources.camera.clock import HYSTERESIS, FrameClock

SECOND = 10**9


def numbers(rate_hz, seconds):
    clock = FrameClock(rate_hz)
    return [clock.number(5 * SECOND + round(at * SECOND)) for at in seconds]


def test_a_camera_at_the_models_rate_gives_every_tick():
    assert numbers(30, np.arange(100) / 30) == list(range(100))


def test_of_a_camera_twice_as_fast_every_other_frame_is_taken_at_even_distances():
    assert numbers(15, np.arange(10) / 30) == [0, None, 1, None, 2, None, 3, None, 4, None]


def test_a_camera_three_times_as_fast_gives_the_frame_nearest_to_each_tick():
    # frames at thirds of a tick, a sixth late: the nearest to tick k is the one at k - 1/6
    at = np.concatenate([[0, 1 / 3, 2 / 3], 5 / 6 + np.arange(9) / 3]) / 10
    assert [k for k in numbers(10, at) if k is not None] == [0, 1, 2, 3]
    assert numbers(10, at)[3] == 1


def test_a_slower_camera_leaves_ticks_out():
    assert numbers(30, np.arange(6) / 10) == [0, 3, 6, 9, 12, 15]


def test_a_camera_that_is_a_little_slow_leaves_out_one_tick_now_and_then_and_never_two():
    given = numbers(30, np.arange(3000) / 29.97)
    steps = np.diff(given)
    assert set(steps) == {1, 2} and (steps == 2).sum() == 3, "3000 frames at 29.97 Hz are 3003 ticks"


def test_a_camera_that_is_a_little_fast_loses_one_frame_now_and_then_and_no_tick():
    given = numbers(30, np.arange(3000) / 30.03)
    taken = [k for k in given if k is not None]
    assert taken == list(range(len(taken))) and given.count(None) == 3


def test_jitter_where_a_frame_lies_between_two_ticks_does_not_lose_ticks():
    rng = np.random.default_rng(0)
    at = np.arange(1000) / 30 + rng.uniform(-0.09, 0.09, 1000) / 30
    at[1:] += 0.5 / 30  # half a tick after the first
    taken = [k for k in numbers(30, at) if k is not None]
    assert (np.diff(taken) == 1).sum() >= len(taken) - 2 and len(taken) >= 999


def test_frames_that_go_back_in_time_are_left_out():
    assert numbers(10, [0.0, 0.1, 0.1, 0.05, 0.2]) == [0, 1, None, None, 2]


def test_after_a_gap_the_number_is_that_of_the_time():
    clock = FrameClock(10)
    assert [clock.number(round(t * SECOND)) for t in (1.0, 1.1, 1.2)] == [0, 1, 2]
    clock.interrupted()
    assert clock.number(61 * SECOND) == 600
    assert clock.period_ns == pytest.approx(0.1 * SECOND), "the gap is none of the camera's periods"


@given(
    st.floats(5, 120),
    st.lists(st.integers(10**6, SECOND), min_size=1, max_size=200),
)
def test_whatever_comes_ticks_only_grow_and_lie_near_their_frames(rate_hz, steps):
    clock = FrameClock(rate_hz)
    at, last = 0, -1
    for step in steps:
        at += step
        number = clock.number(at)
        if number is not None:
            assert number > last
            last = number
            assert abs((at - steps[0]) * 1e-9 * rate_hz - number) <= 0.5 + HYSTERESIS + 1e-6


@given(st.floats(1, 4), st.floats(0, 0.08), st.integers(0, 2**32 - 1))
def test_a_camera_at_least_as_fast_as_the_clock_loses_no_tick(ratio, jitter, seed):
    rng = np.random.default_rng(seed)
    at = np.arange(200) / ratio
    at[1:] += rng.uniform(-jitter, jitter, 199) / ratio
    taken = [k for k in numbers(1.0, np.maximum(at, 0)) if k is not None]
    assert len(taken) >= 199 / ratio - 2
    assert (np.diff(taken) > 1).sum() <= 1, "but for the first, before the camera's rate is known"
