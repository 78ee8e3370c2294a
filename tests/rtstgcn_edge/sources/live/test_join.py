"""The join against a slow one that sees all samples at once, and by hand."""

import heapq
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtstgcn_edge.resample import resample
from rtstgcn_edge.sources.live.counts import NodeCounts
from rtstgcn_edge.sources.live.join import Join

MS = 1_000_000
PERIOD = 10 * MS
START = 3_000_000_000


def value(node, tick):
    return (float(tick), float(node))


def give(join, node, tick, arrived=None, *, sequence=True, values=None, time=None):
    time = START + tick * PERIOD if time is None else time
    arrived = time if arrived is None else arrived
    join.add(node, tick + 500 if sequence else None, time, min(time, arrived), arrived, values or value(node, tick))


def scheduled(nodes, ticks, *, loss=0.0, jitter_ms=0.0, again=0.0, swapped=0.0, seed=0):
    """(arrival, node, tick), by arrival; a node's own samples are in order but for a share that is swapped."""
    r = random.Random(seed)
    events = []
    for node in range(nodes):
        last = 0
        mine = []
        for tick in range(ticks):
            if r.random() < loss:
                continue
            last = max(last + 1, START + tick * PERIOD + round(r.uniform(0, jitter_ms) * MS))
            mine += [(last, node, tick)] * (2 if r.random() < again else 1)
        for i in range(len(mine) - 1):
            if r.random() < swapped:
                (_, _, one), (then, _, other) = mine[i], mine[i + 1]
                mine[i], mine[i + 1] = (then, node, other), (then, node, one)
        events += mine
    return sorted(events, key=lambda event: event[0])


def slow_join(nodes, samples, hold):
    """What leaves when one can wait for ever: by tick the values of each node, as fresh or held, or None."""
    by_node = [sorted({tick for _, n, tick in samples if n == node}) for node in range(nodes)]
    if not all(by_node):
        return {}
    frames = {}
    for tick in range(max(ticks[0] for ticks in by_node), max(ticks[-1] for ticks in by_node) + 1):
        shown = [max((t for t in ticks if t <= tick), default=None) for ticks in by_node]
        nobody = all(t != tick for t in shown)
        too_old = any(t is None or t < tick - hold for t in shown)
        frames[tick] = None if nobody or too_old else shown
    return frames


def ticks_shown(frame):
    return [int(t) for t in frame.bodies[0].joints[0]] if frame.bodies else None


@settings(max_examples=150, deadline=None)
@given(
    nodes=st.integers(1, 4),
    ticks=st.integers(1, 90),
    loss=st.sampled_from([0.0, 0.05, 0.5]),
    jitter_ms=st.sampled_from([0.0, 3.0, 80.0]),
    again=st.sampled_from([0.0, 0.1]),
    swapped=st.sampled_from([0.0, 0.1]),
    hold_ms=st.sampled_from([0.0, 30.0, 100.0]),
    seed=st.integers(0, 2**16),
    often=st.booleans(),
)
def test_with_patience_it_is_the_slow_join(nodes, ticks, loss, jitter_ms, again, swapped, hold_ms, seed, often):
    samples = scheduled(nodes, ticks, loss=loss, jitter_ms=jitter_ms, again=again, swapped=0.0, seed=seed)
    join = Join(nodes, 100, 100, wait_ms=2000, hold_ms=hold_ms, silence_ms=10_000)
    frames = []
    for arrived, node, tick in samples:
        give(join, node, tick, arrived)
        if often:
            frames += join.frames(arrived)
    frames += join.flush()
    expected = slow_join(nodes, samples, int(hold_ms / 10))
    late = sum(counts.late for counts in join.counts)
    if expected and late == 0:  # a node that was dead is not waited for, so its first sample back may be late
        first = min(expected, default=0)
        assert [frame.number for frame in frames] == [tick - first for tick in expected]
        assert [ticks_shown(frame) for frame in frames] == list(expected.values())
        for frame in frames:
            if frame.bodies:
                fresh = np.equal(ticks_shown(frame), frame.number + first)
                confidence = frame.bodies[0].confidence
                assert fresh.all() if confidence is None else (confidence == fresh).all()
    assert not often or late == 0 or loss
    for node, counts in enumerate(join.counts):
        assert counts.balanced() and counts.received == sum(n == node for _, n, _ in samples)
        assert join.waiting(node) == 0 or not expected
        if not again and counts.received:
            mine = [tick for _, n, tick in samples if n == node]
            assert counts.lost == mine[-1] - mine[0] + 1 - len(mine) and counts.duplicate == 0


@settings(max_examples=100, deadline=None)
@given(
    nodes=st.integers(1, 5),
    loss=st.sampled_from([0.0, 0.02, 0.3]),
    jitter_ms=st.sampled_from([0.0, 5.0, 28.0, 60.0]),
    wait_ms=st.sampled_from([0.0, 10.0, 30.0]),
    swapped=st.sampled_from([0.0, 0.1]),
    sequence=st.booleans(),
    seed=st.integers(0, 2**16),
)
def test_in_real_time_nothing_waits_too_long_or_for_nothing(nodes, loss, jitter_ms, wait_ms, swapped, sequence, seed):
    samples = scheduled(nodes, 150, loss=loss, jitter_ms=jitter_ms, again=0.05, swapped=swapped, seed=seed)
    join = Join(nodes, 100, 100, wait_ms=wait_ms)
    came = {}
    newest = [-1] * nodes
    out = []

    def asked(now):
        for frame in join.frames(now):
            out.append(frame)
            assert frame.captured <= frame.arrived <= now
            begun = all(n >= 0 for n in newest) and frame.captured > heard_all
            assert not begun or now <= frame.captured + (jitter_ms + wait_ms) * MS + 1000

    heard_all = 0
    for arrived, node, tick in samples:
        while (due := join.due_ns()) is not None and due < arrived:
            asked(due)
        give(join, node, tick, arrived, sequence=sequence)
        if min(newest) < 0:
            heard_all = arrived
        newest[node] = max(newest[node], tick)
        came.setdefault((node, tick), arrived)
        asked(arrived)
    numbers = [frame.number for frame in out]
    assert numbers == sorted(set(numbers))
    for frame in out:
        if frame.bodies:
            tick = max(ticks_shown(frame))
            assert all(tick - 10 <= t <= tick for t in ticks_shown(frame))
            assert frame.arrived >= came[ticks_shown(frame).index(tick), tick]
    out += join.flush()
    assert all(counts.balanced() for counts in join.counts)


def test_by_hand():
    """Two nodes; the second's sample of tick 1 is lost, that of tick 3 late."""
    join = Join(2, 100, 100, wait_ms=30, hold_ms=10)
    give(join, 0, 0)
    assert join.frames(START + 20 * MS) == []
    assert join.due_ns() == START + 2000 * MS  # until all have been heard
    give(join, 1, 0, START + MS)
    [frame] = join.frames(START + MS)
    assert (frame.number, frame.captured, frame.arrived) == (0, START, START + MS)
    np.testing.assert_array_equal(frame.bodies[0].joints, [[0, 0], [0, 1]])
    give(join, 0, 1)
    assert join.frames(START + PERIOD) == []
    assert join.due_ns() == START + PERIOD + 31 * MS  # the second node's transport is 1 ms
    give(join, 0, 2)
    give(join, 1, 2, START + 21 * MS)
    one, two = join.frames(START + 21 * MS)  # a later one: streams are ordered
    assert one.arrived == two.arrived == START + 21 * MS
    np.testing.assert_array_equal(one.bodies[0].joints, [[1, 0], [0, 1]])
    assert one.bodies[0].confidence.tolist() == [1, 0] and two.bodies[0].confidence is None
    give(join, 0, 3)
    assert join.frames(START + 60 * MS) == []
    [three] = join.frames(START + 63 * MS)
    assert three.arrived == START + 61 * MS  # given up
    assert ticks_shown(three) == [3, 2] and three.captured == START + 30 * MS
    give(join, 1, 3, START + 64 * MS)
    assert join.counts[1].late == 1
    give(join, 0, 4)
    give(join, 0, 5)
    assert [ticks_shown(frame) for frame in join.frames(START + 81 * MS)] == [[4, 3], None]  # held: one period
    zeros = NodeCounts().facts()
    assert [counts.facts() for counts in join.counts] == [
        {**zeros, "received": 6, "used": 5, "dropped": 1},
        {**zeros, "received": 3, "used": 2, "late": 1, "lost": 1, "held": 3},
    ]
    assert join.incomplete == 3


def test_nobody_waits_for_the_dead_and_the_first_one_back_is_waited_for_again():
    join = Join(2, 100, 100, hold_ms=50)
    for tick in range(10):
        give(join, 0, tick)
        give(join, 1, tick)
    join.frames(START + 90 * MS)
    left = []
    for tick in range(10, 30):
        give(join, 0, tick)
        left += [(frame.number, bool(frame.bodies)) for frame in join.frames(START + tick * PERIOD + 2 * MS)]
    assert left[-1] == (29, False) and left[-13][0] == 17  # from tick 16 on, at once
    give(join, 0, 30)
    assert len(join.frames(START + 300 * MS)) == 1
    give(join, 1, 30, START + 301 * MS)
    assert join.counts[1].late == 1
    give(join, 0, 31)
    assert join.frames(START + 310 * MS) == []
    give(join, 1, 31, START + 311 * MS)
    assert ticks_shown(join.frames(START + 311 * MS)[0]) == [31, 31]


def test_silence_gives_frames_without_bodies_for_a_while_and_then_none():
    join = Join(1, 100, 100, silence_ms=200)
    give(join, 0, 0)
    assert len(join.frames(START)) == 1
    now, numbers = START, []
    while (due := join.due_ns()) is not None:
        assert due > now
        now = due
        frames = join.frames(now)
        assert all(not frame.bodies and frame.captured <= now for frame in frames)
        numbers += [frame.number for frame in frames]
    assert numbers == list(range(1, 21)) and now == START + 230 * MS
    assert join.frames(now + 3600 * 1000 * MS) == []
    give(join, 0, 5000)
    [frame] = join.frames(START + 50_000 * MS)
    assert frame.number == 5000 and join.counts[0].lost == 4999


def test_after_a_silence_of_all_the_first_tick_is_waited_for():
    join = Join(2, 100, 100)
    for node in (0, 1):
        give(join, node, 0)
    join.frames(START + 700 * MS)
    give(join, 0, 80, START + 800 * MS)
    assert all(not frame.bodies for frame in join.frames(START + 800 * MS))
    give(join, 1, 80, START + 804 * MS)
    assert ticks_shown(join.frames(START + 804 * MS)[-1]) == [80, 80]


def test_frames_are_never_captured_before_the_one_before():
    """Where clocks that are learnt map a later stamp earlier."""
    join = Join(1, 100, 100)
    for tick, captured in enumerate((0, 10, 8, 30)):
        join.add(0, tick, START + tick * PERIOD, START + captured * MS, START + 40 * MS, value(0, tick))
    captured = [frame.captured - START for frame in join.frames(START + 40 * MS)]
    assert captured == [0, 10 * MS, 10 * MS, 30 * MS]


def test_a_slow_transport_is_waited_for():
    """60 ms under way, as over some radios: nothing is late, though 30 ms is all that is waited."""
    join = Join(2, 100, 100)
    events = [(START + t * PERIOD, 0, t) for t in range(100)] + [
        (START + t * PERIOD + 60 * MS, 1, t) for t in range(100)
    ]
    frames = []
    for arrived, node, tick in sorted(events):
        while (due := join.due_ns()) is not None and due < arrived:
            frames += join.frames(due)
        give(join, node, tick, arrived)
        frames += join.frames(arrived)
    assert [ticks_shown(frame) for frame in frames] == [[t, t] for t in range(100)]


def test_not_finite_is_refused_and_its_tick_has_come():
    join = Join(2, 100, 100)
    for tick in range(3):
        give(join, 0, tick)
        join.add(1, tick, START + tick * PERIOD, START + tick * PERIOD, START, None if tick == 1 else value(1, tick))
    assert [ticks_shown(frame) for frame in join.frames(START + 20 * MS)] == [[0, 0], [1, 0], [2, 2]]
    assert join.counts[1].refused == 1 and join.counts[1].balanced()


def test_the_first_frame_waits_two_seconds_for_those_that_were_not_heard():
    join = Join(2, 100, 100)
    for tick in range(201):
        give(join, 0, tick)
        frames = join.frames(START + tick * PERIOD)
        assert bool(frames) is (tick == 200)
    assert frames[0].number == 0 and not frames[0].bodies and join.counts[0].dropped == 201
    give(join, 0, 201)
    give(join, 1, 201)
    assert ticks_shown(join.frames(START + 2010 * MS)[0]) == [201, 201]


def test_numbers_that_begin_anew_find_their_tick_by_time():
    join = Join(1, 100, 100)
    give(join, 0, 0)
    join.forget()
    join.add(0, 3, START + 7 * PERIOD, START + 7 * PERIOD, START + 7 * PERIOD, value(0, 7))
    frames = join.frames(START + 70 * MS)
    assert frames[-1].number == 7 and join.counts[0].lost == join.counts[0].slips == 0


@pytest.mark.parametrize(("rate_in", "rate_out"), [(100, 58.8), (50, 128), (60, 15)])
def test_at_another_rate_it_is_resampled_bit_for_bit(rate_in, rate_out):
    x = np.random.default_rng(0).standard_normal((200, 3, 2)).astype(np.float32)
    join = Join(2, rate_in, rate_out)
    frames = []
    for tick in range(200):
        time = START + round(tick * 1e9 / rate_in)
        for node in (0, 1):
            join.add(node, tick, time, time, time, x[tick, :, node].tolist())
        frames += join.frames(time)
    frames += join.flush()
    np.testing.assert_array_equal([frame.bodies[0].joints for frame in frames], resample(x, rate_in, rate_out))


def test_memory_does_not_grow():
    join = Join(3, 100, 100)
    events = scheduled(3, 20_000, loss=0.1, jitter_ms=20, again=0.01, seed=1)
    most = 0
    for arrived, node, tick in heapq.merge(events):
        give(join, node, tick, arrived)
        join.frames(arrived)
        most = max(most, len(join._slots))
    assert most < 12 and all(counts.balanced(join.waiting(node)) for node, counts in enumerate(join.counts))


def heard(join, arrivals):
    """All frames of (arrival ms, node, tick) at 100 Hz, each with its tick for a value; time passes in between."""
    frames = []
    for arrival_ms, node, tick in sorted(arrivals):
        while (due := join.due_ns()) is not None and due < arrival_ms * 10**6:
            frames += join.frames(due)
        join.add(node, tick, tick * 10**7, tick * 10**7, round(arrival_ms * 10**6), (tick,))
        frames += join.frames(round(arrival_ms * 10**6))
    return frames


def test_a_late_sample_does_not_stand_in_for_what_came_after_it():
    both = [(10 * tick + 1, node, tick) for tick in range(6) for node in (0, 1) if (node, tick) not in {(1, 2), (1, 4)}]
    frames = heard(join := Join(2, 100, 100), [*both, (35.5, 1, 2), (61, 0, 6), (61, 1, 6)])
    assert join.counts[1].late == 1
    assert frames[4].bodies[0].joints[0].tolist() == [4, 3]


def test_a_transport_that_has_grown_is_waited_for():
    late_ms = [1 if tick < 100 else 45 for tick in range(2400)]
    arrivals = [(10 * tick + ms, node, tick) for tick, late in enumerate(late_ms) for node, ms in ((0, 1), (1, late))]
    frames = heard(join := Join(2, 100, 100), arrivals)
    assert 0 < join.counts[1].late < 1200
    assert all(frame.bodies[0].confidence is None for frame in frames[1300:])
