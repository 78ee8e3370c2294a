"""PKU-MMD phases 1 and 2 (Liu et al., 2017): daily actions, interactions, Kinect v2 skeletons of one or two people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import numpy as np

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.skeletons import load_skeleton

from .files import first_of_each_name, matching, some
from .intervals import Interval, label_frames
from .recording import Description, Options, Part, Recording, RecordingSet, Source
from .report import Report
from .spreadsheet import read_rows
from .text import FloatTable, line_of_row, read_lines, read_table, whole_numbers

ACTIONS = 51
BODIES, JOINTS = 2, 25
SPLITS = ("cross-view", "cross-subject")
PHASES = {1: r"\d{4}-[LMR]", 2: r"A\d\d(N\d\d)-[LMR]"}
"""Names of recordings: in phase 1 a number and the view, in phase 2 actions, subject and view."""

SOURCE = (
    "PKU-MMD. C. Liu, Y. Hu, Y. Li, S. Song and J. Liu, PKU-MMD: A Large Scale Benchmark for Continuous Multi-Modal "
    "Human Action Understanding, arXiv:1703.07475, 2017. For research; given out on request."
)


def open_set(raw: Path, options: Options, report: Report) -> RecordingSet:
    """A file of 150 numbers a row and, in a folder called ...label..., one of `action,start,end,confidence`."""
    phase = _phase(raw)
    found = some(raw, rf"({PHASES[phase]})\.txt", "skeletons named 0002-L.txt (phase 1) or A01N01-L.txt (phase 2)")
    labels = {path.stem: path for path, _ in found if _is_label(path.parent, raw)}
    skeletons = [(path, match) for path, match in found if not _is_label(path.parent, raw)]
    if not labels or not skeletons:
        missing = "labels: no folder with 'label' in its name holds any" if not labels else "skeletons"
        raise InputError(f"{raw}: no {missing}; keep the publisher's folders of skeletons and of labels apart")
    parts = _parts(raw, options, phase)
    sources = []
    for path, match in first_of_each_name(skeletons, report):
        name, subject = path.stem, match[2] if phase == 2 else None
        if parts is not None and name not in parts:
            report.skip(name, f"the {options.split} split does not name it")
        elif name not in labels:
            report.skip(name, "no labels")
        else:
            part = None if parts is None else parts[name]
            sources.append(Source(path, subject, partial(_read, path, labels[name], subject, part, report)))
    for name in sorted(set(parts or ()) - {path.stem for path, _ in skeletons}):
        report.skip(name, f"the {options.split} split names it, but it is not there")
    description = Description(
        name=f"pku-mmd-v{phase}",
        rate_hz=30,
        channels=("x", "y", "z"),
        units=("m",) * 3,
        skeleton=load_skeleton("ntu25"),
        classes=("none", *_action_names(raw)),
        background=0,
        source=SOURCE,
    )
    # the views of a cross-view split show the same people
    apart = options.split != "cross-view"
    return RecordingSet(description, sources, f"the publisher's {options.split} split", subjects_apart=apart)


def _is_label(folder: Path, raw: Path) -> bool:
    return "label" in str(folder.relative_to(raw)).lower()


def _phase(raw: Path) -> int:
    there = [phase for phase, name in PHASES.items() if any(matching(raw, rf"{name}\.txt"))]
    if len(there) > 1:
        raise InputError(f"{raw}: recordings of both phases; give the folder of one")
    return there[0] if there else 1


def _parts(raw: Path, options: Options, phase: int) -> dict[str, Part] | None:
    """Recording -> part by the publisher's split; None where subjects were chosen instead."""
    if options.validate is not None:
        if phase == 1:
            raise InputError("pku-mmd phase 1: the files do not tell their subjects; choose --split, not --validate")
        if options.split is not None:
            raise InputError("pku-mmd: --split and --validate both choose the parts; give one")
        return None
    if options.split is None:
        raise InputError(f"pku-mmd: choose --split {' or '.join(SPLITS)}")
    kind = options.split.removeprefix("cross-")
    files = [path for path, _ in matching(raw, rf"cross[-_]{kind}(_v2)?\.txt")]
    if len(files) != 1:
        expected = f"cross-{kind}.txt" if phase == 1 else f"cross_{kind}_v2.txt"
        raise InputError(f"{raw}: {len(files)} files of the {options.split} split; one, {expected}, is expected")
    return _read_split(files[0])


def _read_split(path: Path) -> dict[str, Part]:
    """A heading, the names for training, a heading, the names for validation; names may run over lines."""
    lists: list[list[str]] = []
    for line in read_lines(path):
        names = [name for name in re.split(r"[,\s]+", line) if name]
        if not names:
            continue
        if any(re.fullmatch(pattern, name) for pattern in PHASES.values() for name in names):
            if not lists:
                lists.append([])
            lists[-1] += names
        else:
            lists.append([])
    if len(lists) != 2 or not all(lists):
        raise InputError(
            f"{path}: {len(lists)} lists of names; a heading and the names for training, then the same for "
            "validation, are expected"
        )
    both = set(lists[0]) & set(lists[1])
    if both:
        raise InputError(f"{path}: {min(both)} is in both lists; each name may be in one")
    parts: dict[str, Part] = dict.fromkeys(lists[0], "train")
    return parts | dict.fromkeys(lists[1], "val")


def _action_names(raw: Path) -> list[str]:
    """Names of actions 1 to 51 by the publisher's workbook; `action_01` where it is not there or has no name."""
    names = {number: f"action_{number:02d}" for number in range(1, ACTIONS + 1)}
    for path, _ in matching(raw, r"Actions.*\.xlsx"):
        for row in read_rows(path):
            if len(row) > 1 and isinstance(row[0], (int, float)) and int(row[0]) in names and row[1]:
                names[int(row[0])] = " ".join(str(row[1]).split())
        break
    return [names[number] for number in range(1, ACTIONS + 1)]


def _read(path: Path, labelled: Path, subject: str | None, part: Part | None, report: Report) -> Iterable[Recording]:
    table = read_table(path, BODIES * JOINTS * 3)
    bodies = table.reshape(len(table), BODIES, JOINTS, 3).transpose(3, 0, 2, 1)
    if not bodies.any():
        report.skip(path.name, "nobody is seen in it")
        return
    labels = label_frames(len(table), _intervals(labelled, report), 0, report)
    yield Recording(path.stem, bodies, labels, subject, part)


def _intervals(path: Path, report: Report) -> list[Interval]:
    """`action,start,end,confidence` a row; frames count from 0, the end is not in it."""
    if not any(line.strip() for line in read_lines(path)):
        report.note(path.name, "file without any action")
        return []
    rows = _whole_rows(path, read_table(path, 4, delimiter=","))
    intervals = []
    for index, (action, start, stop, _) in enumerate(rows):
        where = line_of_row(path, index)
        if not 1 <= action <= ACTIONS:
            raise InputError(f"{where}: action {action}; they are 1 to {ACTIONS}")
        intervals.append(Interval(start, stop, action, where.removeprefix(f"{path.parent}/")))
    return intervals


def _whole_rows(path: Path, table: FloatTable) -> list[list[int]]:
    columns = [whole_numbers(path, table[:, column], "field") for column in range(table.shape[1])]
    rows: list[list[int]] = np.column_stack(columns).tolist()
    return rows
