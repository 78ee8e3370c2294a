"""Frames onto the model's clock: every tick once, in order, gaps made visible, every sample accounted for.

Sources run at the model's rate, so a frame's number is its tick. A tick for which no usable frame came is handed on
without bodies; the tracker then holds each skeleton's last frame, for a while.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rtstgcn_edge.frames import Body, Frame
from rtstgcn_edge.pipeline.counts import SampleCounts, TickCounts


class Align:
    """Ticks of one trial from its frames.

    Args:
        samples: what became of the frames is counted here.
        ticks: ticks that are passed over are counted here, as reset.
        hold_ticks: a longer gap than this leaves nobody live, so the rest of it is passed over at once.
    """

    def __init__(self, samples: SampleCounts, ticks: TickCounts, hold_ticks: int) -> None:
        self._samples, self._ticks = samples, ticks
        self._longest_gap = hold_ticks + 1
        self._next = 0

    def ticks(self, frame: Frame) -> Iterator[Frame]:
        """The ticks up to and with this frame, oldest first."""
        samples = self._samples
        samples.received += 1
        if frame.number < self._next:
            if frame.number == self._next - 1:
                samples.duplicate += 1
            else:
                samples.late += 1
            return
        yield from self._gap(frame)
        self._next = frame.number + 1
        seen = len(frame.bodies)
        frame.bodies = _usable(frame.bodies)
        samples.refused_bodies += seen - len(frame.bodies)
        if seen and not frame.bodies:
            samples.refused += 1
        else:
            samples.used += 1
        yield frame

    def _gap(self, frame: Frame) -> Iterator[Frame]:
        """Ticks without bodies up to `frame`."""
        lost = frame.number - self._next
        self._samples.lost += lost
        stepped = min(lost, self._longest_gap)
        for number in range(self._next, self._next + stepped):
            yield Frame(number, frame.captured, frame.arrived, [], due=frame.due)
        self._ticks.ticks += lost - stepped
        self._ticks.reset += lost - stepped


def _usable(bodies: list[Body]) -> list[Body]:
    """Bodies whose values are all finite, the first of each track."""
    usable: dict[int | None, Body] = {}
    for body in bodies:
        if np.isfinite(body.joints).all():
            usable.setdefault(body.track, body)
    return list(usable.values())
