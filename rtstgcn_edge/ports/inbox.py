"""What a reading thread hands to the run: chunks of bytes with their arrival, bounded, the oldest given up first."""

from __future__ import annotations

import contextlib
from queue import Empty, SimpleQueue
from typing import NamedTuple


class Chunk(NamedTuple):
    """Bytes as one read gave them; `arrival_ns` is monotonic, taken right after the read."""

    arrival_ns: int
    data: bytes


class Inbox:
    """A queue from one thread to another that holds at most `limit` bytes.

    Every counter is written by one thread alone, so none needs a lock: put = taken + dropped + held.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._chunks: SimpleQueue[Chunk] = SimpleQueue()
        self.put_bytes = 0
        self.taken_bytes = 0
        self.dropped_bytes = 0
        self.dropped_chunks = 0

    def put(self, chunk: Chunk) -> None:
        """Add a chunk (reading thread only); the oldest ones go where there is no room."""
        self.put_bytes += len(chunk.data)
        self._chunks.put(chunk)
        while self.put_bytes - self.taken_bytes - self.dropped_bytes > self._limit:
            try:
                oldest = self._chunks.get_nowait()
            except Empty:  # the taker has just had them
                return
            self.dropped_bytes += len(oldest.data)
            self.dropped_chunks += 1

    def take(self, timeout_s: float) -> list[Chunk]:
        """All chunks held (taking thread only), in order; waits up to `timeout_s` for the first one."""
        try:
            first = self._chunks.get(timeout=timeout_s) if timeout_s > 0 else self._chunks.get_nowait()
        except Empty:
            return []
        chunks = [first]
        with contextlib.suppress(Empty):
            while True:
                chunks.append(self._chunks.get_nowait())
        self.taken_bytes += sum(len(chunk.data) for chunk in chunks)
        return chunks
