"""From the device's ticks to the model's."""

import numpy as np
import pytest
from refusals import refusal

from rtstgcn_edge.frames import Body
from rtstgcn_edge.resample import Resampler, resample
from rtstgcn_edge.sources.live.rate import Rate

RATES = [(100.0, 58.8), (50.0, 64.0), (128.0, 64.0), (25.0, 100.0), (100.0, 3.0)]


def bodies(x):
    return [Body(joints) for joints in x]


def noise(frames, seed=0):
    return np.random.default_rng(seed).standard_normal((frames, 2, 3)).astype(np.float32)


@pytest.mark.parametrize(("one", "other"), RATES)
def test_what_is_whole_is_resampled_bit_for_bit(one, other):
    x, rate, bare = noise(300), Rate(one, other), Resampler(one, other)
    frames = []
    for tick, body in enumerate(bodies(x)):
        captured = round(tick * 1e9 / one)
        new = rate.push(tick, body, captured, captured + 5)
        assert len(new) == len(bare.push(x[tick : tick + 1]))  # as soon as they can be known
        assert all(frame.arrived == captured + 5 for frame in new)
        frames += new
    frames += rate.flush()
    np.testing.assert_array_equal([frame.bodies[0].joints for frame in frames], resample(x, one, other))
    assert [frame.number for frame in frames] == list(range(len(frames)))
    for frame in frames:
        assert frame.captured == pytest.approx(frame.number * 1e9 / other, abs=1.1e9 / one if other > one else 2)


def test_the_same_rate_passes_as_it_is():
    rate, body = Rate(58.8235, 58.8), Body(noise(1)[0])
    [frame] = rate.push(7, body, 1, 2)
    assert frame.bodies == [body] and (frame.number, frame.captured, frame.arrived) == (7, 1, 2)
    assert rate.push(8, None, 3, 4)[0].bodies == [] and rate.flush() == [] and rate.same and rate.delay_s == 0


@pytest.mark.parametrize(("one", "other"), RATES)
def test_frames_nearest_to_a_tick_without_joints_have_none(one, other):
    x, rate, hole = noise(400), Rate(one, other), range(200, 240)
    frames = []
    for tick, body in enumerate(bodies(x)):
        frames += rate.push(tick, None if tick in hole else body, round(tick * 1e9 / one), 0)
    frames += rate.flush()
    held = x.copy()
    held[200:240] = x[199]
    expected = resample(held, one, other)
    assert len(frames) == len(expected)
    for frame, joints in zip(frames, expected, strict=True):
        at = frame.number * one / other
        near = min(round(at), 399)
        if abs(at % 1 - 0.5) > 1e-6:
            assert bool(frame.bodies) is (near not in hole)
        for body in frame.bodies:
            np.testing.assert_array_equal(body.joints, joints)


@pytest.mark.parametrize(("one", "other"), RATES)
def test_after_a_gap_it_begins_anew_at_the_right_tick(one, other):
    x, rate = noise(200), Rate(one, other)
    first, second = [], []
    for tick, body in enumerate(bodies(x[:100])):
        first += rate.push(tick, body, round(tick * 1e9 / one), 0)
    for tick, body in enumerate(bodies(x[100:]), 1000):
        second += rate.push(tick, body, round(tick * 1e9 / one), 0)
    second += rate.flush()
    frames = first + second
    np.testing.assert_array_equal(
        [frame.bodies[0].joints for frame in frames],
        np.concatenate([resample(x[:100], one, other), resample(x[100:], one, other)]),
    )
    numbers = [frame.number for frame in frames]
    assert numbers == sorted(set(numbers))
    after = [frame for frame in frames if frame.captured >= 1000e9 / one]
    assert after[0].number == pytest.approx(1000 * other / one, abs=1)


def test_no_number_comes_twice_where_a_gap_is_shorter_than_a_frame():
    x, rate = noise(1), Rate(100, 3)
    ticks = [tick for tick in range(1, 400) if tick % 50]
    frames = [frame for tick in ticks for frame in rate.push(tick, Body(x[0]), tick * 10_000_000, 0)]
    numbers = [frame.number for frame in [*frames, *rate.flush()]]
    assert len(numbers) > 12 and numbers == sorted(set(numbers))


def test_rates_too_far_apart_are_refused():
    assert "at most a factor of 100" in refusal(Rate, 1000, 5)
