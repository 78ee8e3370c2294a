"""Stanford's freezing of gait set (O'Day et al., JNER 2022): turning and barriers course, six or eleven sensors."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.skeletons import load_skeleton

from .files import first_of_each_name, some
from .recording import IMU_CHANNELS, IMU_UNITS, Description, Options, Recording, RecordingSet, Source, nodes_by_channels
from .report import Report
from .spreadsheet import read_rows

SENSORS = ("chest", "lumbar", "lankle", "rankle", "lfoot", "rfoot")
"""What the columns of each joint have in their names; six each, in the order of the channels."""
LABEL = "freeze_label"
FREEZE, UNDOCUMENTED = 1, 2
VALIDATE = ("pt4", "pt7")

SOURCE = (
    "stanfordnmbl/imu-fog-detection (BSD-3). J. O'Day et al., Assessing inertial measurement unit locations for "
    "freezing of gait detection and patient preference, Journal of NeuroEngineering and Rehabilitation 19, 2022."
)


def open_set(raw: Path, options: Options, report: Report) -> RecordingSet:
    """`ptN_visit_*.xlsx`: a header, then subject, time, six columns (acc, gyro; SI) a sensor, and the label."""
    found = some(raw, r"(pt\d+)_visit_.+\.xlsx", "workbooks named ptN_visit_*.xlsx")
    sources = [
        Source(path, match[1], partial(_read, path, match[1], report))
        for path, match in first_of_each_name(found, report)
    ]
    description = Description(
        name="stanford-fog",
        rate_hz=128,
        channels=IMU_CHANNELS,
        units=IMU_UNITS,
        skeleton=load_skeleton("imu6_stanford"),
        classes=("no_freeze", "freeze"),
        source=SOURCE,
    )
    treatment = "six sensors of each trial; the undocumented label 2 counted as no freeze"
    return RecordingSet(description, sources, f"by subject: val = {' '.join(VALIDATE)}, train = the rest", treatment)


def _read(path: Path, subject: str, report: Report) -> Iterable[Recording]:
    header, *rows = read_rows(path) or [()]
    columns = _columns(path, [str(name).lower() for name in header])
    table = np.array([_numbers(path, number, row, columns) for number, row in enumerate(rows, start=2)])
    if not len(table):
        raise InputError(f"{path}: no rows below the header")
    labels = table[:, -1]
    wrong = np.flatnonzero(~np.isin(labels, (0, FREEZE, UNDOCUMENTED)))
    if len(wrong):
        raise InputError(f"{path} row {wrong[0] + 2}: label {labels[wrong[0]]:g}; 0 or 1 is expected")
    odd = int((labels == UNDOCUMENTED).sum())
    report.share("frames with the undocumented label 2, counted as no freeze", subject, odd, len(labels))
    features = nodes_by_channels(table[:, :-1], len(SENSORS), len(IMU_CHANNELS))
    frozen = (labels == FREEZE).astype(np.int64)
    yield Recording(path.stem, features, frozen, subject, "val" if subject in VALIDATE else "train")


def _columns(path: Path, header: list[str]) -> list[int]:
    """Positions of the sensors' columns, then of the label."""
    columns: list[int] = []
    for sensor in SENSORS:
        its = [position for position, name in enumerate(header) if sensor in name]
        if len(its) != len(IMU_CHANNELS):
            raise InputError(
                f"{path}: {len(its)} columns have '{sensor}' in their name; ax, ay, az, gx, gy, gz of it are expected"
            )
        columns += its
    if LABEL not in header:
        raise InputError(f"{path}: no column '{LABEL}'")
    return [*columns, header.index(LABEL)]


def _numbers(path: Path, number: int, row: tuple[Any, ...], columns: list[int]) -> list[float]:
    values = [row[column] if column < len(row) else None for column in columns]
    for value in values:
        if not isinstance(value, (int, float)) or not np.isfinite(value):
            raise InputError(f"{path} row {number}: {value!r} is not a finite number")
    return [float(value) for value in values if value is not None]
