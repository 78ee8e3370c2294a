"""Which tick a sample belongs to: the first of a node by time, the next ones by number, and time has the last word."""

from __future__ import annotations

from rtstgcn_edge.sources.live.counts import NodeCounts
from rtstgcn_edge.sources.live.lattice import Lattice

SLIP = 0.6
"""Periods by which a sample's time must gainsay its number to be believed."""
NEVER = 1 << 62
_REMEMBERED = 64
"""Ticks of a node's past in which a second sample is known for one."""


class _Node:
    """What is known of one node."""

    __slots__ = ("first", "newest", "seen", "sequence", "tick")

    def __init__(self) -> None:
        self.first = self.newest = -NEVER
        self.seen = 0  # bit i: the sample of tick newest - i has come
        self.tick: int | None = None  # of the number `sequence`; None: the next sample finds it by time
        self.sequence: int | None = None


class Ticks:
    """Ticks of the samples of several nodes.

    The instants of ticks follow one node, the first that is heard, as long as it is: another takes over after a second
    without it. Nodes that sample in a rhythm of their own then slip against it now and then, and are counted.
    """

    def __init__(self, nodes: int, rate_hz: float, counts: list[NodeCounts]) -> None:
        self.lattice = Lattice(1e9 / rate_hz)
        self.newest = -NEVER
        """Over all nodes."""
        self._nodes = [_Node() for _ in range(nodes)]
        self._counts = counts
        self._reference = -1
        self._patience = round(rate_hz)

    def place(self, node: int, sequence: int | None, time_ns: int) -> int | None:
        """The tick of a sample; None where one of that tick has come before."""
        state = self._nodes[node]
        tick = self._found(node, state, sequence, time_ns)
        ahead = tick - state.newest
        if ahead > 0:
            state.seen = (state.seen << ahead | 1) & (1 << _REMEMBERED) - 1 if ahead < _REMEMBERED else 1
            if state.newest == -NEVER:
                state.first = tick
            state.newest = tick
            if tick > self.newest:
                self.newest = tick
        elif -ahead < _REMEMBERED:
            bit = 1 << -ahead
            if state.seen & bit:
                return None
            state.seen |= bit
        return tick

    def forget(self, node: int | None) -> None:
        """The next sample of this node, or of each, finds its tick by time."""
        for state in self._nodes if node is None else [self._nodes[node]]:
            state.tick = None
        if node is None or node == self._reference:
            self._reference = -1

    def newest_of(self, node: int) -> int:
        """The newest tick of a node; -NEVER before it has been heard."""
        return self._nodes[node].newest

    def first_of_all(self) -> int | None:
        """The first tick at which every node had been heard; None before."""
        first = [state.first for state in self._nodes]
        return None if -NEVER in first else max(first)

    def alive(self, since: int) -> list[int]:
        """Nodes that gave a sample of this tick or later."""
        return [node for node, state in enumerate(self._nodes) if state.newest >= since]

    def all_passed(self, tick: int, since: int) -> bool:
        """Whether all nodes that are `alive` since then (and some are) have given this tick's sample or a later one."""
        anybody = False
        for state in self._nodes:
            if state.newest >= since:
                if state.newest < tick:
                    return False
                anybody = True
        return anybody

    def _found(self, node: int, state: _Node, sequence: int | None, time_ns: int) -> int:
        lattice, counts = self.lattice, self._counts[node]
        if node != self._reference:
            self._follow(node, time_ns)
        if state.tick is None:
            tick = lattice.nearest(time_ns)
        else:
            numbered = sequence is not None and state.sequence is not None
            step = sequence - state.sequence if numbered else 1  # type: ignore[operator]
            tick = state.tick + step
            if not -SLIP <= lattice.error(tick, time_ns) <= SLIP:
                tick = lattice.nearest(time_ns)
                if numbered:
                    counts.slips += 1
                else:
                    counts.lost += max(tick - state.newest - 1, 0)
            elif step > 1:
                counts.lost += max(tick - state.newest - 1, 0)
            elif step < 1:
                if tick > state.first and counts.lost and not state.seen >> (state.newest - tick) & 1:
                    counts.lost -= 1  # out of order: it had been taken for lost
                return tick
        state.sequence, state.tick = sequence, tick
        if node == self._reference:
            lattice.follow(tick, time_ns)
        return tick

    def _follow(self, node: int, time_ns: int) -> None:
        """Take this node for the one that is followed, where there is no other."""
        if not self.lattice.started:
            self.lattice.start(time_ns)
        elif self._reference >= 0:
            if self._nodes[self._reference].newest >= self.newest - self._patience:
                return
        elif all(state.tick is None for state in self._nodes):
            self.lattice.restart(time_ns)
        self._reference = node
