"""One place for the newest frame, from the thread that reads a camera to the run."""

from __future__ import annotations

import threading
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
"""(H, W, 3), blue, green, red."""


class Captured(NamedTuple):
    """A frame of a camera: its tick, when it was taken and when it came (monotonic ns)."""

    number: int
    captured: int
    arrived: int
    image: Image


class Mailbox:
    """Holds the newest frame; one that nobody took in time gives way to it. put = taken + dropped + waiting."""

    def __init__(self) -> None:
        self._there = threading.Condition()
        self._frame: Captured | None = None
        self.put_count = 0
        self.taken = 0
        self.dropped = 0

    @property
    def waiting(self) -> int:
        """Frames held: 0 or 1."""
        return int(self._frame is not None)

    def put(self, frame: Captured) -> None:
        """The newest frame."""
        with self._there:
            self.put_count += 1
            self.dropped += self._frame is not None
            self._frame = frame
            self._there.notify()

    def take(self, timeout_s: float) -> Captured | None:
        """The frame held; waits for one up to `timeout_s` (s)."""
        with self._there:
            if self._frame is None:
                self._there.wait(timeout_s)
            frame, self._frame = self._frame, None
            self.taken += frame is not None
            return frame
