"""Samples on their way from the threads that read streams to the run."""

from __future__ import annotations

import struct
import threading
from collections import deque
from typing import NamedTuple

LOST, BACK = "lost", "back"


class Chunk(NamedTuple):
    """Samples that came together: arrival and instants in monotonic ns, and a row of values for each instant.

    `number` is that of the first sample since the stream was opened the `session`th time.
    """

    stream: int
    session: int
    number: int
    arrival_ns: int
    captured_ns: list[int]
    rows: list[list[float]]

    def to_bytes(self) -> bytes:
        """As it is recorded, little-endian.

        stream u8, session u32, number u64, samples u32, channels u32; then each sample: instant i64 (monotonic ns) and
        its values f64.
        """
        channels = len(self.rows[0])
        head = struct.pack("<BIQII", self.stream, self.session, self.number, len(self.rows), channels)
        sample = struct.Struct(f"<q{channels}d")
        return head + b"".join(sample.pack(ns, *row) for ns, row in zip(self.captured_ns, self.rows, strict=True))


class Inbox:
    """Chunks on their way from the threads, the oldest dropped where nobody takes them."""

    def __init__(self) -> None:
        self.room = 1000
        """Samples that may wait."""
        self.events: deque[tuple[int, str]] = deque(maxlen=100)
        """Number of a stream, and LOST or BACK."""
        self._waiting: deque[Chunk] = deque()
        self._samples = 0
        self._ready = threading.Condition()
        self.dropped = 0
        """Samples."""

    def put(self, chunk: Chunk) -> None:
        """Take a chunk, from any thread."""
        with self._ready:
            self._waiting.append(chunk)
            self._samples += len(chunk.rows)
            while self._samples > self.room and len(self._waiting) > 1:
                oldest = self._waiting.popleft()
                self._samples -= len(oldest.rows)
                self.dropped += len(oldest.rows)
            self._ready.notify()

    def take(self, timeout_s: float) -> list[Chunk]:
        """All that is there; waits for some."""
        with self._ready:
            if not self._waiting:
                self._ready.wait(timeout_s)
            chunks = list(self._waiting)
            self._waiting.clear()
            self._samples = 0
        return chunks
