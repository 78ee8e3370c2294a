"""Messages to many viewers, none of whom can hold up another, or the run."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import Any

MOST_WAITING = 50
"""Messages that wait for one viewer (two seconds)."""
MOST_VIEWERS = 32


def event(kind: str, said: dict[str, Any]) -> bytes:
    """A server-sent event."""
    return f"event: {kind}\ndata: {json.dumps(said, separators=(',', ':'))}\n\n".encode()


class _Viewer:
    def __init__(self) -> None:
        self.waiting: deque[bytes | None] = deque()
        self.something = asyncio.Event()

    def give(self, message: bytes | None) -> None:
        self.waiting.append(message)
        self.something.set()


class Hub:
    """The viewers of one run; everything but the counters belongs to the server's thread.

    A viewer for whom too much waits gets `greeting()` anew in place of what it missed: it sees a jump, never half a
    state.
    """

    def __init__(self, greeting: Callable[[], bytes]) -> None:
        self._greeting = greeting
        self._viewers: set[_Viewer] = set()
        self._ended = False
        self.came = self.most = self.messages = self.missed = 0

    def __len__(self) -> int:
        """Viewers that are there."""
        return len(self._viewers)

    @property
    def full(self) -> bool:
        """Whether nobody else is let in."""
        return len(self._viewers) >= MOST_VIEWERS

    def send(self, message: bytes) -> None:
        """A message to all."""
        self.messages += 1
        late = None
        for viewer in self._viewers:
            if len(viewer.waiting) >= MOST_WAITING:
                self.missed += len(viewer.waiting)
                viewer.waiting.clear()
                late = late or self._greeting()
                viewer.give(late)
            viewer.give(message)

    def end(self) -> None:
        """Nothing more will come."""
        self._ended = True
        for viewer in self._viewers:
            viewer.give(None)

    async def watch(self) -> AsyncIterator[bytes]:
        """What one viewer gets, from its greeting to the end of the run; to be closed when it leaves.

        Nothing where the last place was taken since it asked.
        """
        if self.full:
            return
        viewer = _Viewer()
        self._viewers.add(viewer)
        self.came, self.most = self.came + 1, max(self.most, len(self._viewers))
        viewer.give(self._greeting())
        if self._ended:
            viewer.give(None)
        try:
            while True:
                await viewer.something.wait()
                viewer.something.clear()
                while viewer.waiting:
                    message = viewer.waiting.popleft()
                    if message is None:
                        return
                    yield message
        finally:
            self._viewers.discard(viewer)
