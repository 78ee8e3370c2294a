"""Labels of frames from labelled intervals, as publishers give them: faults are told, not mended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from .recording import IntArray
from .report import Report


class Interval(NamedTuple):
    """Frames `start` up to but without `stop` are of class `label`; `where` names file and line."""

    start: int
    stop: int
    label: int
    where: str


def label_frames(frames: int, intervals: Iterable[Interval], background: int, report: Report) -> IntArray:
    """(L,) class indices: the class of the last interval that holds a frame, else the background.

    An interval that does not stop after it starts, or lies outside of the recording, is left out; one that reaches
    beyond it is cut. Both are in the report, as are overlaps.
    """
    labels = np.full(frames, background, np.int64)
    taken = np.zeros(frames, bool)
    for start, stop, label, where in intervals:
        if stop <= start:
            report.skip(where, "interval of no frames")
            continue
        if start >= frames or stop <= 0:
            report.skip(where, "interval outside of the recording")
            continue
        if start < 0 or stop > frames:
            report.note(where, "interval that reaches beyond the recording, cut")
        inside = slice(max(start, 0), stop)
        if taken[inside].any():
            report.note(where, "interval that overlaps an earlier one, which gives way")
        labels[inside] = label
        taken[inside] = True
    return labels
