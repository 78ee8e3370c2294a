"""Ticks follow the stamps of one node."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtstgcn_edge.sources.live.lattice import MEMORY, TRUST, Lattice

START = 7_000_000_000


@pytest.mark.parametrize("off", [0.0, 0.001, -0.02, 0.15, -0.13])
def test_a_rate_that_is_off_is_followed_without_a_slip(off):
    lattice = Lattice(1e7)
    lattice.start(START)
    for k in range(1, 3000):
        time = START + round(k * 1e7 * (1 + off))
        assert abs(lattice.error(k, time)) < 0.5
        lattice.follow(k, time)
    assert lattice.period_ns == pytest.approx(1e7 * (1 + off), rel=1e-6)
    assert lattice.nearest(START + round(5000 * 1e7 * (1 + off))) == 5000


def test_jitter_counts_for_little():
    lattice, random = Lattice(1e7), np.random.default_rng(0)
    lattice.start(START)
    for k in range(1, 5000):
        lattice.follow(k, START + k * 10_000_000 + round(random.uniform(-4e6, 4e6)))
    assert lattice.error(5000, START + 50_000_000_000) == pytest.approx(0, abs=0.05)


def test_its_gains_are_those_of_a_straight_line_through_what_has_come():
    """The filter of expanding memory is the least-squares line: with no trust in the nominal, after `n` ticks."""
    lattice, random = Lattice(9e6), np.random.default_rng(1)
    lattice.start(START)
    lattice._ticks = 1
    times = np.append(0, np.arange(1, 40) * 1e7 + random.uniform(-1e6, 1e6, 39))
    for k, time in enumerate(times[1:], 1):
        lattice.follow(k, START + round(time))
        slope, at_zero = np.polyfit(np.arange(k + 1), times[: k + 1], 1)
        assert lattice.period_ns == pytest.approx(slope, rel=1e-6)
        assert lattice.error(k, START) * -lattice.period_ns == pytest.approx(at_zero + slope * k, rel=1e-6)


@given(st.integers(-(10**9), 10**9), st.floats(-0.45, 0.45))
def test_nearest_is_nearest(tick, phase):
    lattice = Lattice(1e7)
    lattice.start(START)
    time = START + round((tick + phase) * 1e7)
    assert lattice.nearest(time) == tick
    assert lattice.error(tick, time) == pytest.approx(phase, abs=1e-6)


def test_restarted_it_keeps_its_ticks_and_its_period():
    lattice = Lattice(1e7)
    lattice.start(START)
    for k in range(1, 2 * MEMORY):
        lattice.follow(k, START + k * 10_100_000)
    period = lattice.period_ns
    time = START + 2000 * 10_100_000 + 4_000_000
    lattice.restart(time)
    assert lattice.nearest(time) == 2000 and lattice.error(2000, time) == 0 and lattice.period_ns == period
    assert lattice._ticks == TRUST
    lattice.follow(1999, time)  # not after it: says nothing
    assert lattice.error(2000, time) == 0
