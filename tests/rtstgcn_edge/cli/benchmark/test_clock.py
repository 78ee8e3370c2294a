"""Turns: everyone gets the same time, and the figures are those of the ticks."""

import time

import numpy as np
import pytest
from model_by_hand import native_manifest

from rtstgcn_edge.cli.benchmark.clock import LONGEST_BLOCK, Contender, measure


class Busy:
    """An engine that is busy for a given time."""

    def __init__(self, step_s=0.0, after_s=0.0):
        self.manifest, self.ids = native_manifest(), []
        self.step_s, self.after_s = step_s, after_s
        self.fed = []

    def join(self, skeleton):
        self.ids.append(skeleton)

    def step(self, joints):
        self.fed.append(joints)
        busy(self.step_s)

    def advance(self):
        busy(self.after_s)


def busy(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def test_step_and_housekeeping_are_told_apart():
    one = Contender(Busy(0.002, 0.001), 1)
    step, after = (min(times) for times in zip(*(one.once() for _ in range(10)), strict=True))
    assert 2e6 <= step < 2.5e6 and 1e6 <= after < 1.5e6


def test_every_skeleton_is_fed_frames_of_the_models_shape_that_change():
    one = Contender(Busy(), 3)
    for _ in range(2):
        one.once()
    assert one.engine.ids == [0, 1, 2]
    first, second = one.engine.fed
    assert list(first) == [0, 1, 2]
    assert all(frame.shape == (2, 2) and frame.dtype == np.float32 for frame in first.values())
    assert (first[0] != second[0]).any() and (first[0] != first[1]).any()


def test_a_turn_counts_all_ticks_but_its_first():
    one = Contender(Busy(), 1, block=7)
    one.turn()
    assert len(one.engine.fed) == 8 and len(one.step_ns) == len(one.after_ns) == 7


@pytest.mark.parametrize(("step_s", "block"), [(0.0, (LONGEST_BLOCK, LONGEST_BLOCK)), (0.003, (2, 3)), (0.02, (1, 1))])
def test_a_turn_takes_about_ten_milliseconds(step_s, block):
    one = Contender(Busy(step_s), 1)
    one.warm_up()
    assert block[0] <= one.block <= block[1]


def test_slow_and_fast_get_the_same_time():
    slow, fast = Contender(Busy(0.02), 1), Contender(Busy(0.0002), 1)
    shares = []
    measure([slow, fast], 0.6, shares.append)
    assert len(fast.step_ns) > 10 * len(slow.step_ns)
    assert abs(slow.spent_ns - fast.spent_ns) < 0.15e9
    assert shares[0] == 0 and shares == sorted(shares) and shares[-1] < 1


def test_figures_are_percentiles_in_microseconds():
    one = Contender(Busy(), 1, step_ns=[1000 * n for n in range(1, 102)], after_ns=[5000] * 101)
    assert one.figures() == {
        "ticks": 101,
        "step_us": {"p50": 51, "p95": 96, "p99": 100},
        "tick_us": {"p50": 56, "p95": 101, "p99": 105},
        "realtime_share": pytest.approx(101e-6 * 50),
    }
