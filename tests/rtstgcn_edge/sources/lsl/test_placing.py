"""Chunks of streams at an injected time: samples on their ticks whatever bursts, sessions and rates do."""

import numpy as np
import pytest

from rtstgcn_edge.sources.live.join import Join
from rtstgcn_edge.sources.live.mapping import Given, Mapping
from rtstgcn_edge.sources.lsl.inbox import Chunk
from rtstgcn_edge.sources.lsl.placing import FIRST_STAMPS_NS, Placing
from rtstgcn_edge.sources.streams import StreamNode

RATE = 100.0
PERIOD = 10_000_000
MAPPING = Mapping({0: 0, 1: 1}, (0, 1), (((0, 1.0),), ((0, 1.0),)))
ONE_STREAM = [StreamNode(0, (0,), Given(("x",), (1.0,))), StreamNode(0, (1,), Given(("x",), (1.0,)))]
TWO_STREAMS = [StreamNode(0, (0,), Given(("x",), (1.0,))), StreamNode(1, (0,), Given(("x",), (1.0,)))]


def run(placing, join, chunks):
    """The frames of chunks in order of their arrival."""
    frames = []
    for chunk in sorted(chunks, key=lambda one: one.arrival_ns):
        placing.add(chunk)
        frames += join.frames(chunk.arrival_ns)
    return frames


def chunks_of(rows, *, stream=0, session=1, start=0, burst=1, stamp_as_sent=False, late=None):
    """Rows sampled at RATE from `start`, sent `burst` at a time, `late` (ns) each."""
    for begin in range(0, len(rows), burst):
        part = rows[begin : begin + burst]
        instants = [start + (begin + k) * PERIOD for k in range(len(part))]
        sent = instants[-1] + (0 if late is None else int(late[begin]))
        stamps = [sent] * len(part) if stamp_as_sent else instants
        yield Chunk(stream, session, begin, sent + 100_000, stamps, [list(map(float, row)) for row in part])


def joined(streams, rate=RATE):
    join = Join(2, RATE, RATE, wait_ms=200)
    return Placing(ONE_STREAM if streams == 1 else TWO_STREAMS, streams, rate, MAPPING, join), join


@pytest.mark.parametrize("burst", [1, 7])
def test_every_sample_of_a_stream_is_a_frame_after_the_first_stamps(burst):
    rows = np.arange(400).reshape(200, 2)
    placing, join = joined(1)
    frames = run(placing, join, chunks_of(rows, burst=burst, stamp_as_sent=True))
    found = np.array([frame.bodies[0].joints[0] for frame in frames])
    first = int(found[0, 0]) // 2
    np.testing.assert_array_equal(found, rows[first:])
    assert [frame.number for frame in frames] == list(range(len(frames)))
    assert placing.unplaced == [first, first] and first * PERIOD <= FIRST_STAMPS_NS + burst * PERIOD
    for counts in join.counts:
        assert counts.dropped == first and counts.balanced(0) and counts.lost == counts.slips == 0


def test_instants_are_the_earliest_stamps_and_not_those_of_bursts():
    rows = np.zeros((300, 2))
    late = np.random.default_rng(0).integers(0, 40_000_000, 300)
    late[::10] = 0
    placing, join = joined(1)
    frames = run(placing, join, chunks_of(rows, stamp_as_sent=True, late=late))
    true = np.array([(300 - len(frames) + k) * PERIOD for k in range(len(frames))])
    off = np.array([frame.captured for frame in frames]) - true
    assert np.abs(off[50:]).max() < 1e6


def test_streams_that_begin_apart_are_joined_by_time():
    left, right = np.arange(200)[:, None], np.arange(1000, 1200)[:, None]
    placing, join = joined(2)
    later = 20 * PERIOD
    frames = run(placing, join, [*chunks_of(left), *chunks_of(right, stream=1, start=later)])
    assert len(frames) > 100
    for frame in frames:
        one, other = frame.bodies[0].joints[0]
        assert one - 20 == other - 1000


def test_a_new_session_begins_at_its_own_time():
    rows = np.arange(200).reshape(100, 2)
    placing, join = joined(1)
    again = chunks_of(rows + 1000, session=2, start=300 * PERIOD)
    frames = run(placing, join, [*chunks_of(rows), *again])
    seen = {frame.number: frame.bodies[0].joints[0, 0] for frame in frames if frame.bodies}
    first = min(seen)
    zero = int(seen[first]) // 2 - first  # row of frame 0
    for number, value in seen.items():
        row = number + zero
        assert value == (2 * row if row < 100 else 1000 + 2 * (row - 300))
    assert max(seen) + zero == 399


def test_irregular_streams_go_by_their_stamps():
    rows = np.arange(100).reshape(50, 2)
    placing, join = joined(1, rate=None)
    frames = run(placing, join, list(chunks_of(rows))[:20] + list(chunks_of(rows))[25:])
    seen = [frame.number for frame in frames if frame.bodies]
    assert seen == [*range(20), *range(25, 50)]
    assert placing.unplaced == [0, 0]
