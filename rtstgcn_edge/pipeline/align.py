"""Frames onto the model's clock: every tick once, in order, gaps made visible, every sample accounted for.

Sources run at the model's rate, so a frame's number is its tick. A tick for which no usable frame came is handed on
without bodies; the tracker then holds each skeleton's last frame, for a while.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rtstgcn_edge.frames import Frame


@dataclass
class SampleCounts:
    """What became of the frames of a source: received = used + late + duplicate + refused + dropped."""

    received: int = 0
    used: int = 0
    late: int = 0
    duplicate: int = 0
    refused: int = 0
    """Frames without a body whose values are all finite."""
    dropped: int = 0
    """Frames that a live source overwrote because the device was behind."""
    lost: int = 0
    """Ticks for which the source had no frame (not part of the sum)."""
    refused_bodies: int = 0
    """Single bodies with values that are not finite (not part of the sum)."""

    def balanced(self) -> bool:
        """Whether every frame received is accounted for."""
        return self.received == self.used + self.late + self.duplicate + self.refused + self.dropped


class Align:
    """Ticks of one trial from its frames."""

    def __init__(self, counts: SampleCounts) -> None:
        self._counts = counts
        self._next = 0

    def ticks(self, frame: Frame) -> Iterator[Frame]:
        """The ticks up to and with this frame, oldest first."""
        counts = self._counts
        counts.received += 1
        if frame.number < self._next:
            if frame.number == self._next - 1:
                counts.duplicate += 1
            else:
                counts.late += 1
            return
        for number in range(self._next, frame.number):
            counts.lost += 1
            yield Frame(number, frame.captured, frame.arrived, [])
        self._next = frame.number + 1
        seen = len(frame.bodies)
        frame.bodies = [body for body in frame.bodies if np.isfinite(body.joints).all()]
        counts.refused_bodies += seen - len(frame.bodies)
        if seen and not frame.bodies:
            counts.refused += 1
        else:
            counts.used += 1
        yield frame
