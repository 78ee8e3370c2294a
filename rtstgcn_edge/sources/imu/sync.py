"""When clocks are asked for their time. Requests carry their own send time, so nothing needs to be remembered."""

from __future__ import annotations

from collections.abc import Iterable

from rtstgcn_firmware.messages import SyncRequest

FAST = 10
"""Answers after which a clock is asked less often."""
FAST_NS = 50_000_000
SLOW_NS = 1_000_000_000
PATIENCE = 100
"""Requests without so many answers, after which it is asked less often all the same."""
_SPAN = 1 << 32


class Sync:
    """Requests to the clocks of these nodes; none where there are no nodes."""

    def __init__(self, nodes: Iterable[int]) -> None:
        self._due = dict.fromkeys(nodes, 0)
        self._answers = dict.fromkeys(self._due, 0)
        self._asked = dict.fromkeys(self._due, 0)
        self._next = 0

    def wants(self, now_ns: int) -> list[SyncRequest]:
        """What is to be asked now."""
        if now_ns < self._next or not self._due:
            return []
        requests = []
        for node, due in self._due.items():
            if now_ns >= due:
                fast = self._answers[node] < FAST and self._asked[node] < PATIENCE
                self._due[node] = now_ns + (FAST_NS if fast else SLOW_NS)
                self._asked[node] += 1
                requests.append(SyncRequest(node, now_ns // 1000 % _SPAN))
        self._next = min(self._due.values())
        return requests

    @property
    def due_ns(self) -> int | None:
        """When something is to be asked."""
        return self._next if self._due else None

    def answered(self, node: int) -> None:
        """An answer came."""
        if node in self._answers:
            self._answers[node] += 1

    def restart(self) -> None:
        """Ask often again: clocks are new."""
        for node in self._due:
            self._due[node] = self._answers[node] = self._asked[node] = 0
        self._next = 0


def sent_ns(echo: int, arrived_ns: int) -> int:
    """When the request that said `echo` was sent, whose answer arrived then."""
    arrived_us = arrived_ns // 1000
    return (arrived_us - (arrived_us - echo) % _SPAN) * 1000
