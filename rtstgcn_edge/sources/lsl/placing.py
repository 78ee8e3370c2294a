"""Samples of streams at their instants, given to the nodes that they are of. No clock is looked at here.

The samples of a stream come in order and none is lost on the way, so they are numbered as they come. What their number
says of their time, at the stream's rate, is put on this computer's clock by the earliest of their stamps: those of
samples that a sender got in bursts are late, and count for nothing. Stamps of irregular streams are taken as they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from rtstgcn_firmware.clock import DeviceClock

from rtstgcn_edge.sources.live.join import Join
from rtstgcn_edge.sources.live.mapping import Mapping
from rtstgcn_edge.sources.lsl.inbox import Chunk
from rtstgcn_edge.sources.streams import StreamNode

FIRST_STAMPS_NS = 250_000_000
"""Of a stream are used to find the earliest ones; their samples, whose place is not known yet, are dropped."""


class Placing:
    """From chunks to samples of a join.

    Args:
        nodes: of all streams, as the mapping numbers them.
        streams: how many there are.
        rate_hz: of them; None where they are irregular.
        mapping: which node is which joint.
        join: takes the samples.
    """

    def __init__(
        self, nodes: Sequence[StreamNode], streams: int, rate_hz: float | None, mapping: Mapping, join: Join
    ) -> None:
        wanted = [(joint, nodes[node]) for joint, node in enumerate(mapping.node_of)]
        self._wanted = [[pair for pair in wanted if pair[1].stream == k] for k in range(streams)]
        self._clocks = [DeviceClock() for _ in range(streams)]
        self._sessions = [0] * streams
        self._ready_ns = [0] * streams
        self._rate_hz, self._mapping, self._join = rate_hz, mapping, join
        self.unplaced = [0] * len(wanted)
        """Samples of each joint that were dropped at a beginning."""

    def add(self, chunk: Chunk) -> None:
        """Take a chunk."""
        if self._sessions[chunk.stream] != chunk.session:
            self._begin(chunk)
        if self._rate_hz is None:
            self._give(chunk, [None] * len(chunk.rows), chunk.captured_ns)
            return
        clock = self._clocks[chunk.stream]
        numbers = range(chunk.number, chunk.number + len(chunk.rows))
        since_us = [round(number * 1e6 / self._rate_hz) for number in numbers]
        for us, stamp in zip(since_us, chunk.captured_ns, strict=True):
            clock.add_arrival(us, stamp)
        if chunk.arrival_ns < self._ready_ns[chunk.stream]:
            self._drop(chunk)
        else:
            self._give(chunk, numbers, [clock.to_host_ns(us) for us in since_us])

    def _begin(self, chunk: Chunk) -> None:
        """The first chunk since a stream was opened."""
        self._sessions[chunk.stream] = chunk.session
        self._clocks[chunk.stream].reset()
        self._ready_ns[chunk.stream] = chunk.arrival_ns + FIRST_STAMPS_NS
        for joint, _ in self._wanted[chunk.stream]:
            self._join.forget(joint)

    def _give(self, chunk: Chunk, numbers: Sequence[int | None], instants: Sequence[int]) -> None:
        for number, instant, row in zip(numbers, instants, chunk.rows, strict=True):
            for joint, node in self._wanted[chunk.stream]:
                values = self._mapping.convert(joint, [row[column] for column in node.columns])
                self._join.add(joint, number, instant, instant, max(chunk.arrival_ns, instant), values)

    def _drop(self, chunk: Chunk) -> None:
        for joint, _ in self._wanted[chunk.stream]:
            self.unplaced[joint] += len(chunk.rows)
            for _ in chunk.rows:
                self._join.drop(joint)
