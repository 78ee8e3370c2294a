"""Clocks of a device, by hand."""

import random

import pytest

from rtstgcn_edge.virtual_imu.clocks import VirtualClock, since, spread

HOUR = 3_600_000_000_000


def test_a_clock_counts_microseconds_from_when_it_was_started():
    clock = VirtualClock(0)
    clock.start(5_000_000, says_us=7)
    assert clock.us(5_000_000) == 7
    assert clock.us(6_000_999) == 1007


def test_100_ppm_are_360_ms_an_hour():
    clock = VirtualClock(100)
    clock.start(0)
    assert clock.us(HOUR) == 3_600_360_000
    slow = VirtualClock(-100)
    slow.start(0)
    assert slow.us(HOUR) == 3_599_640_000


def test_it_wraps_after_71_minutes():
    clock = VirtualClock(0)
    clock.start(0, says_us=2**32 - 2)
    assert [clock.us(k * 1000) for k in range(4)] == [2**32 - 2, 2**32 - 1, 0, 1]


def test_a_jump_moves_it():
    clock = VirtualClock(0)
    clock.start(0, says_us=1000)
    clock.jump(-400)
    assert clock.us(0) == 600


def test_its_own_time_is_found_again_in_true_time():
    clock = VirtualClock(200)
    clock.start(3_000)
    for periods in (1, 7, 100_000):
        true_ns = clock.after_ns(periods * 10_000_000)
        assert clock.us(true_ns + 600) in (periods * 10_000, periods * 10_000 + 1)


@pytest.mark.parametrize(
    ("begin", "end", "passed"), [(10, 15, 5), (2**32 - 1, 1, 2), (1, 2**32 - 1, -2), (0, 2**31 - 1, 2**31 - 1)]
)
def test_the_time_between_two_stamps(begin, end, passed):
    assert since(begin, end) == passed


def test_skews_are_spread_over_both_signs():
    skews = spread(7, 90, random.Random(1))
    assert sorted(skews) == pytest.approx([-90, -60, -30, 0, 30, 60, 90])
    assert skews != sorted(skews)
