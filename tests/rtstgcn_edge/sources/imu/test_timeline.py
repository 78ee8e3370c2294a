"""Counters unwrapped, and what leaps in them mean."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtstgcn_edge.sources.imu.timeline import Leap, Timeline

MS = 1_000_000


def wire(period_us=10_000):
    return Timeline(16, 32, 1.0, period_us)


def give(timeline, k, time_us, arrival_ms, near=None):
    number = None if k is None else k % 65536
    time = None if time_us is None else time_us % 2**32
    return timeline.add(number, time, round(arrival_ms * MS), near)


@settings(max_examples=60)
@given(
    first=st.integers(0, 65535),
    start_us=st.integers(0, 2**32 - 1),
    steps=st.lists(st.sampled_from([1, 1, 1, 2, 50, 5000, 40_000, 100_000]), max_size=30),
    lateness_ms=st.lists(st.floats(0, 400), min_size=30, max_size=30),
)
def test_losses_and_wraps_of_any_length(first, start_us, steps, lateness_ms):
    timeline, k = wire(), 0
    assert give(timeline, first, start_us, 0) is Leap.NONE
    for step, late in zip(steps, lateness_ms, strict=False):
        k += step
        assert give(timeline, first + k, start_us + k * 10_000, k * 10 + late) is Leap.NONE
        assert (timeline.sequence - first, timeline.time_us - start_us) == (k, k * 10_000)


def test_held_up_for_longer_than_a_jump_it_is_no_jump():
    """Six seconds of samples that arrive at once, in order; then some that were thrown away on the way."""
    timeline = wire()
    give(timeline, 0, 0, 0)
    for k in range(1, 600):
        assert give(timeline, k, k * 10_000, 6000) is Leap.NONE
    assert give(timeline, 1200, 12_000_000, 6010) is Leap.NONE
    assert timeline.sequence == 1200


@pytest.mark.parametrize("jump_us", [400_000, -40_000, -400_000, 5_000_000, -5_000_000, 1_000_000_000])
def test_time_that_was_set(jump_us):
    timeline = wire()
    for k in range(100):
        give(timeline, k, 20_000_000 + k * 10_000, k * 10)
    found = give(timeline, 100, 20_000_000 + 1_000_000 + jump_us, 1003)
    if jump_us == 400_000:  # or no sample was taken for so long: the join goes by time
        assert found is Leap.NONE
        return
    assert found is Leap.TIME_SET and timeline.jump_us == jump_us
    assert (timeline.sequence, timeline.time_us) == (100, 21_000_000 + jump_us)
    assert give(timeline, 101, 21_010_000 + jump_us, 1010) is Leap.NONE


def test_numbers_that_leap_alone_are_left_to_the_join():
    timeline = wire()
    give(timeline, 0, 0, 0)
    assert give(timeline, 3000, 10_000, 11) is Leap.NONE and timeline.sequence == 3000


@pytest.mark.parametrize("uptime_s", [3, 60, 3000, 4000])
def test_a_restart(uptime_s):
    timeline = wire()
    for k in range(3):
        give(timeline, uptime_s * 100 + k, uptime_s * 1_000_000 + k * 10_000, k * 10)
    assert give(timeline, 0, 5000, 520) is Leap.RESTARTED
    assert give(timeline, 1, 15_000, 530) is Leap.NONE
    timeline.reset()
    assert not timeline.started
    assert give(timeline, 700, 99, 540) is Leap.NONE and (timeline.sequence, timeline.time_us) == (700, 99)


def test_the_first_time_is_near_another_ones():
    one, other = wire(), wire()
    give(one, 0, 2**32 - 5000, 0)
    give(other, 0, 2**32 + 7000, 12, near=one)
    assert other.time_us - one.time_us == 12_000 and one.at(3000) - one.time_us == 8000


def test_times_alone():
    timeline = Timeline(None, 32, 1000.0, 10_000)
    assert give(timeline, None, 5000, 0) is Leap.NONE
    assert give(timeline, None, 5010, 12) is Leap.NONE and timeline.time_us == 5_010_000 and timeline.sequence is None
    assert give(timeline, None, 1010, 22) is Leap.TIME_SET and timeline.jump_us == -4_010_000
    assert give(timeline, None, 91_020, 32) is Leap.TIME_SET and timeline.jump_us == 90_000_000


def test_numbers_alone_of_eight_bits():
    timeline = Timeline(8, None, 1.0, 10_000)
    came = [*range(300), *range(420, 430), *range(428, 440), *range(1500, 1600), *range(100_000, 100_010)]
    for k in came:
        timeline.add(k % 256, None, k * 10 * MS)
        assert timeline.sequence == k and timeline.time_us == k * 10_000
    timeline = Timeline(8, None, 1.0, 10_000)
    for k in range(600):  # held up for 1.8 s: numbers go on
        timeline.add(k % 256, None, max(k * 10, 1800 if k > 1 else 0) * MS)
        assert timeline.sequence == k


def test_nothing_to_count_by():
    timeline = Timeline(None, None, 1.0, 10_000)
    for k in range(100):
        timeline.add(None, None, k * 10 * MS + (k % 7) * MS)
        assert timeline.sequence == k
    timeline.add(None, None, 99 * 10 * MS + 3000 * MS)
    assert timeline.sequence == 399 and timeline.time_us == 3_990_000


def test_counters_that_come_and_go_begin_anew():
    timeline = wire()
    give(timeline, 1, 1, 0)
    assert give(timeline, None, 9, 10) is Leap.RESTARTED and timeline.sequence is None
