"""UTKinect-Action3D (Xia et al., CVPR Workshops 2012): ten actions in a row, Kinect v1 skeletons."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import numpy as np

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import near_miss
from rtstgcn_edge.skeletons import load_skeleton

from .files import first_of_each_name, matching, some
from .intervals import Interval, label_frames
from .recording import Description, IntArray, Options, Recording, RecordingSet, Source, nodes_by_channels
from .report import Report
from .text import read_lines, read_table, whole_numbers

CLASSES = (
    "none",
    "walk",
    "sitDown",
    "standUp",
    "pickUp",
    "carry",
    "throw",
    "push",
    "pull",
    "waveHands",
    "clapHands",
)
VALIDATE = ("s07", "s08")
LABEL_FILES = ("actionLabel_modified.txt", "actionLabel.txt")
"""The first of these that is there is read: it mends intervals of the other."""

SOURCE = (
    "UTKinect-Action3D. L. Xia, C.-C. Chen and J. K. Aggarwal, View Invariant Human Action Recognition Using "
    "Histograms of 3D Joints, CVPR Workshops 2012. Offered for research; the terms of reuse are unclear."
)


def open_set(raw: Path, options: Options, report: Report) -> RecordingSet:
    """`joints_sXX_eYY.txt`: frame id and 20 joints a row; `actionLabel.txt`: intervals of frame ids."""
    found = some(raw, r"joints_((s\d\d)_e\d\d)\.txt", "files named joints_sXX_eYY.txt")
    intervals = _read_intervals(_label_file(raw), report)
    sources = []
    for path, match in first_of_each_name(found, report):
        if match[1] in intervals:
            read = partial(_read, path, match[1], match[2], intervals[match[1]], report)
            sources.append(Source(path, match[2], read))
        else:
            report.skip(path.name, "the label file does not name it")
    for name in sorted(intervals.keys() - {match[1] for _, match in found}):
        report.skip(name, "the label file names it, but it is not there")
    description = Description(
        name="utkinect",
        rate_hz=15,
        channels=("x", "y", "z"),
        units=("m",) * 3,
        skeleton=load_skeleton("kinect20"),
        classes=CLASSES,
        background=0,
        source=SOURCE,
    )
    treatment = "label intervals are in frame ids, repeated ids dropped, the frame ids step by about 2 of a 30 Hz clock"
    return RecordingSet(description, sources, f"by subject: val = {' '.join(VALIDATE)}, train = the rest", treatment)


def _label_file(raw: Path) -> Path:
    for name in LABEL_FILES:
        for path, _ in matching(raw, name.replace(".", r"\.")):
            return path
    raise InputError(f"{raw}: no {' or '.join(LABEL_FILES)}; it holds the intervals of the actions")


def _read_intervals(path: Path, report: Report) -> dict[str, list[Interval]]:
    """Sequence -> intervals of frame ids, the last id included in `stop`."""
    intervals: dict[str, list[Interval]] = {}
    current: list[Interval] | None = None
    for number, line in enumerate(read_lines(path), start=1):
        words, where = line.replace(":", " ").split(), f"{path.name} line {number}"
        if not words:
            continue
        if len(words) == 1:
            current = intervals.setdefault(words[0], [])
            continue
        if len(words) != 3 or current is None:
            raise InputError(
                f"{path} line {number}: {line.strip()!r}; 'ACTION: FIRST LAST' below a sequence is expected"
            )
        action, first, last = words
        if action not in CLASSES:
            hint = near_miss(action, CLASSES) or f"actions are {', '.join(CLASSES[1:])}"
            raise InputError(f"{path} line {number}: no action {action!r}; {hint}")
        if "nan" in (first.lower(), last.lower()):
            report.skip(where, "interval without frame ids (NaN)")
            continue
        try:
            current.append(Interval(int(first), int(last) + 1, CLASSES.index(action), where))
        except ValueError:
            raise InputError(f"{path} line {number}: {first} {last}; two frame ids are expected") from None
    return intervals


def _read(path: Path, name: str, subject: str, intervals: list[Interval], report: Report) -> Iterable[Recording]:
    table = read_table(path, 61)
    ids, first = np.unique(whole_numbers(path, table[:, 0], "frame id"), return_index=True)
    for _ in range(len(table) - len(ids)):
        report.skip(path.name, "a row whose frame id was there before")
    in_rows = [Interval(_row(ids, i.start), _row(ids, i.stop), i.label, i.where) for i in intervals]
    labels = label_frames(len(ids), in_rows, 0, report)
    features = nodes_by_channels(table[first, 1:], 20, 3)
    yield Recording(name, features, labels, subject, "val" if subject in VALIDATE else "train")


def _row(ids: IntArray, frame_id: int) -> int:
    """Position of a frame id among those that are there; as far outside of them as the id is."""
    beyond = max(0, frame_id - int(ids[-1]) - 1) - max(0, int(ids[0]) - frame_id)
    return int(np.searchsorted(ids, frame_id)) + beyond
