"""Frames onto the model's clock: gaps become ticks, and every frame is in exactly one count."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rtstgcn_edge.frames import Body, Frame
from rtstgcn_edge.pipeline.align import Align
from rtstgcn_edge.pipeline.counts import SampleCounts, TickCounts

GOOD = np.ones((3, 2), np.float32)
BAD = {"nan": np.array([[1, np.nan], [1, 1], [1, 1]], np.float32), "inf": np.full((3, 2), np.inf, np.float32)}


def frame(number, *bodies):
    return Frame(number, 10 * number, 10 * number + 1, [Body(joints, track) for track, joints in enumerate(bodies)])


def aligned(*frames):
    counts = SampleCounts()
    align = Align(counts, TickCounts(), hold_ticks=100)
    return [tick for one in frames for tick in align.ticks(one)], counts


def test_frames_without_a_gap_pass_as_they_are():
    frames = [frame(n, GOOD) for n in range(3)]
    ticks, counts = aligned(*frames)
    assert ticks == frames
    assert counts == SampleCounts(received=3, used=3)


def test_a_gap_becomes_ticks_without_bodies_when_the_next_frame_comes():
    ticks, counts = aligned(frame(0, GOOD), frame(3, GOOD))
    assert [tick.number for tick in ticks] == [0, 1, 2, 3]
    assert [len(tick.bodies) for tick in ticks] == [1, 0, 0, 1]
    assert [tick.arrived for tick in ticks] == [1, 31, 31, 31]
    assert counts == SampleCounts(received=2, used=2, lost=2)


def test_what_exceeds_the_hold_time_of_a_long_gap_is_passed_over_and_counted_as_reset():
    samples, clock = SampleCounts(), TickCounts()
    align = Align(samples, clock, hold_ticks=3)
    ticks = [tick.number for one in (frame(0, GOOD), frame(10**12, GOOD)) for tick in align.ticks(one)]
    assert ticks == [0, 1, 2, 3, 4, 10**12]
    assert samples.lost == 10**12 - 1
    assert clock == TickCounts(ticks=10**12 - 5, reset=10**12 - 5)


def test_of_two_bodies_with_one_track_the_second_is_refused():
    twins = Frame(0, 0, 1, [Body(GOOD, 4), Body(2 * GOOD, 4)])
    ticks, counts = aligned(twins)
    assert [body.joints[0, 0] for body in ticks[0].bodies] == [1]
    assert counts == SampleCounts(received=1, used=1, refused_bodies=1)


def test_frames_lost_before_the_first_are_a_gap_too():
    ticks, counts = aligned(frame(2, GOOD))
    assert [len(tick.bodies) for tick in ticks] == [0, 0, 1]
    assert counts.lost == 2


def test_the_same_frame_again_is_a_duplicate_and_an_older_one_is_late():
    ticks, counts = aligned(frame(0, GOOD), frame(1, GOOD), frame(1, GOOD), frame(0, GOOD), frame(2, GOOD))
    assert [tick.number for tick in ticks] == [0, 1, 2]
    assert counts == SampleCounts(received=5, used=3, duplicate=1, late=1)


def test_a_frame_whose_only_body_is_not_finite_is_refused_and_leaves_an_empty_tick():
    for joints in BAD.values():
        ticks, counts = aligned(frame(0, joints))
        assert [tick.bodies for tick in ticks] == [[]]
        assert counts == SampleCounts(received=1, refused=1, refused_bodies=1)


def test_one_bad_body_costs_the_others_nothing():
    ticks, counts = aligned(frame(0, GOOD, BAD["nan"], GOOD))
    assert [body.track for body in ticks[0].bodies] == [0, 2]
    assert counts == SampleCounts(received=1, used=1, refused_bodies=1)


def test_a_frame_that_shows_nobody_is_used():
    ticks, counts = aligned(frame(0))
    assert len(ticks) == 1
    assert counts == SampleCounts(received=1, used=1)


numbers = st.lists(st.integers(0, 20), max_size=30)


@given(numbers, st.randoms(use_true_random=False))
def test_every_tick_comes_once_in_order_and_every_frame_is_in_one_count(numbers, random):
    bodies = [GOOD, *BAD.values()]
    frames = [frame(n, *random.choices(bodies, k=random.randrange(3))) for n in numbers]
    ticks, counts = aligned(*frames)
    assert [tick.number for tick in ticks] == list(range(max(numbers, default=-1) + 1))
    assert counts.balanced()
    assert counts.received == len(frames)
    assert counts.used + counts.refused == len({n for i, n in enumerate(numbers) if n > max(numbers[:i], default=-1)})
    assert len(ticks) == counts.used + counts.refused + counts.lost


def test_a_sum_that_does_not_close_is_seen():
    assert not SampleCounts(received=2, used=1).balanced()
    assert SampleCounts(received=5, used=1, late=1, duplicate=1, refused=1, dropped=1).balanced()
