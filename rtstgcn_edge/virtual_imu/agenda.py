"""What happens when: actions at true times, run in order."""

from __future__ import annotations

import heapq
from collections.abc import Callable

Action = Callable[[], None]
NEVER = 1 << 62


class Agenda:
    """Actions by time; those of one time in the order in which they were planned."""

    def __init__(self) -> None:
        self._actions: list[tuple[int, int, Action]] = []
        self._planned = 0

    @property
    def due_ns(self) -> int:
        """Time of the next action."""
        return self._actions[0][0] if self._actions else NEVER

    def at(self, ns: int, action: Action) -> None:
        """Plan an action."""
        heapq.heappush(self._actions, (ns, self._planned, action))
        self._planned += 1

    def next(self) -> Action:
        """Take the next action off."""
        return heapq.heappop(self._actions)[2]

    def clear(self) -> None:
        """None of it happens."""
        self._actions.clear()
