"""How long samples are on their way at least, which is how long the slowest node must be waited for."""

from __future__ import annotations

from rtstgcn_edge.sources.live.ticks import NEVER, Ticks

EVERY = 32
"""Ticks between two looks at the least transport."""
WINDOW = 512
"""Ticks at least, over which it is the least."""


class LeastTransport:
    """The least transport of each node, over the last one to two windows; memory is fixed."""

    def __init__(self, nodes: int) -> None:
        self._low = [NEVER] * nodes  # ns, of this window
        self._low_before = [NEVER] * nodes  # and of the one before
        self._slowest = 0
        self._look = self._window_end = -NEVER

    def add(self, node: int, transport_ns: int) -> None:
        """A sample of a node was so long on its way."""
        if transport_ns < self._low[node]:
            self._low[node] = transport_ns

    def slowest(self, tick: int, ticks: Ticks, since: int) -> int:
        """That (ns) of the slowest of the nodes that are alive since a tick, as of the latest look; never negative."""
        if tick >= self._look:
            self._look = tick + EVERY
            low = [min(self._low[node], self._low_before[node]) for node in ticks.alive(since)]
            self._slowest = max([0, *(ns for ns in low if ns < NEVER)])
            if tick >= self._window_end:
                self._window_end = tick + WINDOW
                self._low_before, self._low = self._low, [NEVER] * len(self._low)
        return self._slowest
