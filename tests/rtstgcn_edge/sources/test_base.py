"""What all sources share: the rhythm of frames, and the rate that must be the model's."""

from types import SimpleNamespace

import pytest

from rtstgcn_edge.sources import base
from rtstgcn_edge.sources.base import pace


class Clock:
    """Stands still but for sleeping, and for the work that a test says."""

    def __init__(self):
        self.now = 1_000
        self.slept = []

    def monotonic_ns(self):
        return self.now

    def sleep(self, seconds):
        assert seconds > 0
        self.slept.append(seconds)
        self.now += round(seconds * 1e9)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(base, "time", SimpleNamespace(monotonic_ns=clock.monotonic_ns, sleep=clock.sleep))
    return clock


def test_frames_come_one_period_apart_in_real_time(clock):
    assert list(pace(3, 50, 1.0)) == [(0, 1_000, 1_000), (1, 20_001_000, 20_001_000), (2, 40_001_000, 40_001_000)]
    assert clock.slept == [0.02, 0.02]


def test_at_twice_the_speed_they_come_half_a_period_apart(clock):
    assert [captured - 1_000 for _, captured, _ in pace(3, 50, 2.0)] == [0, 10_000_000, 20_000_000]


def test_a_late_reader_gets_the_frames_it_missed_at_once_with_their_own_instants(clock):
    frames = pace(4, 50, 1.0)
    next(frames)
    clock.now += 50_000_000
    assert next(frames) == (1, 20_001_000, 50_001_000)
    assert next(frames) == (2, 40_001_000, 50_001_000)
    assert next(frames) == (3, 60_001_000, 60_001_000)
    assert clock.slept == [0.01]


def test_waits_do_not_add_up_to_a_drift(clock):
    captured = [captured for _, captured, _ in pace(1_001, 30, 1.0)]
    assert captured[-1] - captured[0] == round(1_000 / 30 * 1e9)


def test_as_fast_as_possible_nothing_waits_and_a_frame_is_captured_when_asked_for(clock):
    stamps = []
    for number, captured, arrived in pace(3, 50, None):
        stamps.append((number, captured, arrived))
        clock.now += 7
    assert stamps == [(0, 1_000, 1_000), (1, 1_007, 1_007), (2, 1_014, 1_014)]
    assert clock.slept == []
