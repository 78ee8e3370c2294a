"""SHREC 2021 (Caputo et al., Computers & Graphics 99, 2021): hand gestures in a stream, Leap Motion skeletons."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import numpy as np

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import near_miss
from rtstgcn_edge.skeletons import load_skeleton

from .files import matching, some
from .intervals import Interval, label_frames
from .recording import Description, Options, Part, Recording, RecordingSet, Source, nodes_by_channels
from .report import Report
from .text import read_lines, read_table

GESTURES = (
    "CIRCLE", "CROSS", "DENY", "EXPAND", "FOUR", "GRAB", "KNOB", "LEFT", "MENU", "OK", "ONE", "PINCH", "RIGHT", "TAP",
    "THREE", "TWO", "V",
)  # fmt: skip
CLASSES = ("none", *GESTURES)
JOINTS = 20
PER_JOINT = 7
"""Three coordinates and a quaternion, which is left out."""
GLITCH_M = 0.5
"""No joint moves so far between two frames (20 ms)."""

SOURCE = (
    "SHREC 2021 track on skeleton-based hand gesture recognition in the wild, revised annotations. A. Caputo et al., "
    "Computers & Graphics 99, 2021. Offered for research; the terms of reuse are unclear."
)


def open_set(raw: Path, options: Options, report: Report) -> RecordingSet:
    """`N.txt`: a frame a line; `annotations*.txt`: `N;GESTURE;first;last;...`, in the folder above or beside.

    With one annotation file, every fifth sequence is for validation; with those of training and test set, the test set.
    """
    annotations = _annotation_files(raw)
    sources = []
    for path, part in annotations:
        intervals = _read_annotations(path)
        prefix = f"{part}_" if part else ""
        found = some(path.parent, r"(\d+)\.txt", "sequences named N.txt")
        for number in sorted(intervals.keys() - {int(match[1]) for _, match in found}):
            report.skip(f"{prefix}{number}", "the annotation file names it, but it is not there")
        for file, match in found:
            number = int(match[1])
            if number not in intervals:
                report.skip(f"{prefix}{match[1]}", "the annotation file does not name it")
                continue
            chosen: Part = part or ("val" if number % 5 == 0 else "train")
            read = partial(_read, file, f"{prefix}{number:03d}", chosen, intervals[number], report)
            sources.append(Source(file, None, read))
    sources.sort(key=lambda source: (str(source.path.parent), int(source.path.stem)))
    description = Description(
        name="shrec21",
        rate_hz=50,
        channels=("x", "y", "z"),
        units=("m",) * 3,
        skeleton=load_skeleton("hand20"),
        classes=CLASSES,
        background=0,
        source=SOURCE,
    )
    split = (
        "val = the publisher's test set, train = its training set (no subject ids)"
        if len(annotations) > 1
        else "val = every fifth sequence, train = the rest (no subject ids)"
    )
    return RecordingSet(description, sources, split)


def _annotation_files(raw: Path) -> list[tuple[Path, Part | None]]:
    """The one annotation file; or two, in folders of training and of test. Of one folder the revised goes first."""
    by_folder: dict[Path, Path] = {}
    for path, _ in matching(raw, r"annotations?.*\.txt"):
        if path.parent not in by_folder or "revised" in path.name:
            by_folder[path.parent] = path
    files = list(by_folder.values())
    if len(files) == 1:
        return [(files[0], None)]
    train = [path for path in files if "train" in str(path.relative_to(raw)).lower()]
    test = [path for path in files if "test" in str(path.relative_to(raw)).lower()]
    if len(files) == 2 and len(train) == len(test) == 1:
        return [(train[0], "train"), (test[0], "val")]
    raise InputError(
        f"{raw}: {len(files)} folders with an annotations*.txt; one is expected, or one of the training set and one of "
        "the test set"
    )


def _read_annotations(path: Path) -> dict[int, list[Interval]]:
    """Sequence number -> intervals of rows."""
    intervals: dict[int, list[Interval]] = {}
    for line_number, line in enumerate(read_lines(path), start=1):
        words = [word.strip() for word in line.split(";") if word.strip()]
        if not words:
            continue
        where = f"{path} line {line_number}"
        try:
            number = int(words[0])
            bounds = [(int(words[i + 1]), int(words[i + 2])) for i in range(1, len(words), 3)]
        except (ValueError, IndexError):
            raise InputError(f"{where}: 'SEQUENCE;GESTURE;FIRST;LAST;...' is expected") from None
        unknown = [gesture for gesture in words[1::3] if gesture not in GESTURES]
        if unknown:
            hint = near_miss(unknown[0], GESTURES) or "take the revised annotations"
            raise InputError(f"{where}: no gesture {unknown[0]!r}; {hint}")
        intervals.setdefault(number, []).extend(
            Interval(first, last + 1, CLASSES.index(gesture), f"{path.name} line {line_number}")
            for gesture, (first, last) in zip(words[1::3], bounds, strict=True)
        )
    return intervals


def _read(path: Path, name: str, part: Part, intervals: list[Interval], report: Report) -> Iterable[Recording]:
    table = read_table(path, JOINTS * PER_JOINT, delimiter=";")
    positions = table.reshape(len(table), JOINTS, PER_JOINT)[..., :3]
    # rows count from 1, so the last row of a recording may be named as the one after; that is no fault
    within = [i._replace(stop=min(i.stop, len(table))) if i.stop == len(table) + 1 else i for i in intervals]
    labels = label_frames(len(table), within, 0, report)
    leaps = np.linalg.norm(np.diff(positions, axis=0), axis=2).max(axis=1, initial=0) > GLITCH_M
    report.share(f"frames after a leap of a joint by more than {GLITCH_M:g} m", name, int(leaps.sum()), len(table))
    yield Recording(name, nodes_by_channels(positions, JOINTS, 3), labels, None, part)
