"""One's own recordings: a CSV table or a recorded run each, intervals with their labels, and a description.

`docs/data.md` shows them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import CERTAIN, near_miss
from rtstgcn_edge.manifest import ModelDescription

from .own_layout import Layout, read_layout
from .recording import IntArray, Options, Part, Recording, RecordingSet, Source
from .report import Report
from .text import check_commas, line_of_row, parse_table, read_lines

TABLE, RECORDED = ".csv", ".mcap"
TIME = "time"
RATE_TOLERANCE = 0.005
"""Share by which the clock of a recording may differ from `rate_hz`; the runtime's own tolerance."""
LONGEST_STEP = 2.5
"""Periods from which two frames are not neighbours: samples are missing."""


def open_set(raw: Path, options: Options, report: Report) -> RecordingSet:
    """`recordings/NAME.csv` (a column NODE_CHANNEL each, maybe `time`) or `NAME.mcap` (of `record`), and
    `labels/NAME.csv` (`start,end,label`).
    """
    if not raw.is_dir():
        raise InputError(f"{raw}: no such folder; give the one with dataset.json, recordings/ and labels/")
    files = sorted(path for path in (raw / "recordings").glob("*") if path.suffix in (TABLE, RECORDED))
    layout = read_layout(raw / "dataset.json", raw.name, _recorded(files))
    if not files:
        raise InputError(f"{raw}: no recordings/*{TABLE} or *{RECORDED}; each recording is a file there")
    names = [path.stem for path in files]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"{raw / 'recordings'}: {name}{TABLE} and {name}{RECORDED}; give each a name of its own")
    for name in layout.subjects:
        if name not in names:
            hint = near_miss(name, names) or "subjects are {recording: subject}"
            raise InputError(f"{raw / 'dataset.json'}: subjects: no recording {name!r}; {hint}")
    for path in sorted((raw / "labels").glob("*.csv")):
        if path.stem not in names:
            report.skip(path.name, "labels without a recording")
    sources = []
    for path in files:
        subject = layout.subjects.get(path.stem)
        if layout.subjects and subject is None:
            raise InputError(f"{raw / 'dataset.json'}: subjects: recording {path.stem!r} has none")
        sources.append(Source(path, subject, partial(_read, path, subject, layout, report)))
    unknown = sorted(layout.validate - {*layout.subjects.values(), *names})
    if unknown:
        raise InputError(f"{raw / 'dataset.json'}: validate: {unknown[0]!r} is neither a subject nor a recording")
    chosen = " ".join(sorted(layout.validate)) or "nobody"
    return RecordingSet(layout.description, sources, f"val = {chosen}, train = the rest")


def _recorded(files: list[Path]) -> ModelDescription | None:
    """What the first recorded run says of its frames."""
    first = next((path for path in files if path.suffix == RECORDED), None)
    if first is None:
        return None
    from .own_mcap import described  # needs the extra [record]

    return described(first)


def _read(path: Path, subject: str | None, layout: Layout, report: Report) -> Iterable[Recording]:
    part: Part = "val" if {subject, path.stem} & layout.validate else "train"
    if path.suffix == RECORDED:
        yield from _read_recorded(path, subject, part, layout, report)
        return
    table, times = _read_recording(path, layout)
    frames, joints = len(table), layout.description.skeleton.num_joints
    features = table.reshape(frames, joints, -1).transpose(2, 0, 1)[..., None]
    labels = _read_labels(_labels_of(path), times, layout, report)
    yield Recording(path.stem, features, labels, subject, part)


def _read_recorded(path: Path, subject: str | None, part: Part, layout: Layout, report: Report) -> Iterable[Recording]:
    """Each stay of a skeleton; several are numbered."""
    from .own_mcap import read_recorded  # needs the extra [record]

    frames, pieces = read_recorded(path, layout.description, report)
    times = np.arange(frames) / layout.description.rate_hz
    labels = _read_labels(_labels_of(path), times, layout, report)
    for number, (start, features) in enumerate(pieces, start=1):
        name = path.stem if len(pieces) == 1 else f"{path.stem}_{number}"
        yield Recording(name, features, labels[start : start + features.shape[1]], subject, part)


def _labels_of(path: Path) -> Path:
    return path.parent.parent / "labels" / f"{path.stem}{TABLE}"


def _read_recording(path: Path, layout: Layout) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """(L, V * C) in the order of the skeleton and of the channels, and (L,) times in s."""
    lines = read_lines(path)
    check_commas(path, lines[0] if lines else "")
    header = [name.strip() for name in next(csv.reader(lines[:1]), [])]
    wanted = [*layout.columns, *([TIME] if TIME in header else [])]
    for name in header:
        if name not in wanted:
            hint = near_miss(name, wanted, CERTAIN) or "columns are NODE_CHANNEL, and maybe time"
            raise InputError(f"{path}: column {name!r} is none of the nodes and channels; {hint}")
        if header.count(name) > 1:
            raise InputError(f"{path}: column {name!r} is there twice")
    for name in wanted:
        if name not in header:
            raise InputError(f"{path}: no column {name!r}")
    table = parse_table(path, lines, len(header), delimiter=",", skip=1)
    features = table[:, [header.index(name) for name in layout.columns]]
    rate = layout.description.rate_hz
    if TIME not in header:
        return features, np.arange(len(table)) / rate
    times = table[:, header.index(TIME)]
    _check_clock(path, times, rate)
    return features, times


def _check_clock(path: Path, times: npt.NDArray[np.float64], rate_hz: float) -> None:
    steps = np.diff(times)
    if not len(steps):
        return
    back = np.flatnonzero(steps <= 0)
    if len(back):
        where = line_of_row(path, back[0] + 1, skip=1)
        raise InputError(f"{where}: time {times[back[0] + 1]:.12g} does not come after {times[back[0]]:.12g}")
    gaps = np.flatnonzero(steps > LONGEST_STEP / rate_hz)
    if len(gaps):
        raise InputError(
            f"{line_of_row(path, gaps[0] + 1, skip=1)}: {steps[gaps[0]]:.3g} s after the row before, at {rate_hz:g} "
            "Hz; samples are missing: cut the recording in two there, or fill them in"
        )
    rate = len(steps) / (times[-1] - times[0])
    if abs(rate / rate_hz - 1) > max(RATE_TOLERANCE, 1 / len(times)):
        raise InputError(f"{path}: its time column runs at {rate:.4g} Hz, dataset.json says {rate_hz:g} Hz")


def _read_labels(path: Path, times: npt.NDArray[np.float64], layout: Layout, report: Report) -> IntArray:
    """(L,) class indices; frames without an interval are background."""
    description, frames = layout.description, len(times)
    labels = np.full(frames, -1, np.int64)
    lines = read_lines(path)
    check_commas(path, lines[0] if lines else "")
    rows = csv.reader(lines)
    if [name.strip() for name in next(rows, [])] != ["start", "end", "label"]:
        raise InputError(f"{path} line 1: the header start,end,label is expected")
    for row in rows:
        if not any(field.strip() for field in row):
            continue
        where = f"{path} line {rows.line_num}"
        first, stop = _frames_of(where, row, times, layout)
        name = row[2].strip()
        if name not in description.classes:
            hint = near_miss(name, description.classes) or f"classes are {', '.join(description.classes)}"
            raise InputError(f"{where}: no class {name!r}; {hint}")
        if first == stop:
            report.skip(f"{path.name} line {rows.line_num}", "interval that holds no frame")
        if (labels[first:stop] >= 0).any():
            raise InputError(f"{where}: it overlaps an earlier interval; each frame has one label")
        labels[first:stop] = list(description.classes).index(name)
    if description.background is not None:
        labels[labels < 0] = description.background
    bare = np.flatnonzero(labels < 0)
    if len(bare):
        raise InputError(
            f"{path}: no interval holds frame {bare[0]} ({times[bare[0]]:.3f} s); "
            "label all frames, or name a background"
        )
    return labels


def _frames_of(where: str, row: list[str], times: npt.NDArray[np.float64], layout: Layout) -> tuple[int, int]:
    """First frame of an interval and the one after its last: start <= t < end."""
    if len(row) != 3:
        raise InputError(f"{where}: {len(row)} fields; start,end,label are expected")
    try:
        start, end = float(row[0]), float(row[1])
    except ValueError:
        raise InputError(f"{where}: {row[0].strip()!r}, {row[1].strip()!r}; two numbers are expected") from None
    unit = "s" if layout.in_seconds else "frames"
    period = 1 / layout.description.rate_hz if layout.in_seconds else 1.0
    clock = times if layout.in_seconds else np.arange(len(times), dtype=np.float64)
    begin, close = clock[0], clock[-1] + period
    if not start < end:
        raise InputError(f"{where}: {start:.12g} to {end:.12g} {unit}; an interval ends after it starts")
    if not (begin - period <= start and end <= close + period):  # a label tool may round by a frame
        raise InputError(
            f"{where}: {start:.12g} to {end:.12g} {unit}; the recording goes from {begin:.12g} to {close:.12g} {unit}"
        )
    slack = 1e-6 * period
    return int(np.searchsorted(clock, start - slack)), int(np.searchsorted(clock, end - slack))
