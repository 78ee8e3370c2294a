"""HuGaDB v1 (Chereshnev and Kertész-Farkas, AIST 2017): six inertial sensors on the legs, daily activities."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import numpy as np

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.skeletons import load_skeleton

from .files import first_of_each_name, some
from .recording import (
    IMU_CHANNELS,
    IMU_UNITS,
    Description,
    FloatArray,
    G,
    Options,
    Recording,
    RecordingSet,
    Source,
    nodes_by_channels,
)
from .report import Report
from .text import line_of_row, parse_table, read_lines, whole_numbers

ACTIVITIES = {
    1: "walking",
    2: "running",
    3: "going_up",
    4: "going_down",
    5: "sitting",
    6: "sitting_down",
    7: "standing_up",
    8: "standing",
    9: "bicycling",
    10: "up_by_elevator",
    11: "down_by_elevator",
    12: "sitting_in_car",
}
NOT_IN_VARIOUS = (9, 12)
"""Activities that no recording of several in a row shows."""
VALIDATE = ("01", "08", "13")
SOUND_GYROSCOPES = ("01", "02", "06", "08", "10")

HEADER_LINES = 4
COLUMNS = 39
INERTIAL = 36
SCALE = np.tile([2 * G / 32768] * 3 + [np.deg2rad(2000) / 32768] * 3, 6)
"""int16 of ±2 g and ±2000 deg/s full scale to m/s^2 and rad/s."""

SOURCE = (
    "HuGaDB v1. R. Chereshnev and A. Kertész-Farkas, HuGaDB: Human Gait Database for Activity Recognition from "
    "Wearable Inertial Sensor Networks, AIST 2017. The publisher asks for this citation and states no licence."
)


def open_set(raw: Path, options: Options, report: Report) -> RecordingSet:
    """`*_vN_ACTIVITY_SUBJECT_COUNT.txt`: four lines of header, 36 inertial columns, 2 of EMG, the activity."""
    every = options.activities == "all"
    ids = [number for number in ACTIVITIES if every or number not in NOT_IN_VARIOUS]
    found = some(raw, r"(?:HuGaDB|HGD)_v\d+_(.+)_(\d+)_(\d+)\.txt", "files named HuGaDB_v1_ACTIVITY_SUBJECT_COUNT.txt")
    sources = []
    for path, match in first_of_each_name(found, report):
        activity, subject = match[1], match[2]
        if not every and activity != "various":
            report.skip(path.name, "a single activity; --activities all takes these too, with two more classes")
            continue
        sources.append(Source(path, subject, partial(_read, path, subject, ids, report)))
    description = Description(
        name="hugadb",
        rate_hz=58.8,
        channels=IMU_CHANNELS,
        units=IMU_UNITS,
        skeleton=load_skeleton("imu6"),
        classes=[ACTIVITIES[number] for number in ids],
        source=SOURCE,
    )
    return RecordingSet(description, sources, f"by subject: val = {' '.join(VALIDATE)}, train = the rest")


def _read(path: Path, subject: str, ids: list[int], report: Report) -> Iterable[Recording]:
    lines = read_lines(path)
    if len(lines) > HEADER_LINES and not lines[HEADER_LINES - 1][:1].isalpha():
        raise InputError(f"{path} line {HEADER_LINES}: the names of the columns are expected, below three of comment")
    table = parse_table(path, lines, COLUMNS, delimiter="\t", skip=HEADER_LINES)
    numbers = whole_numbers(path, table[:, -1], "activity", skip=HEADER_LINES)
    unknown = np.flatnonzero(~np.isin(numbers, list(ACTIVITIES)))
    if len(unknown):
        where = line_of_row(path, unknown[0], skip=HEADER_LINES)
        raise InputError(f"{where}: activity {numbers[unknown[0]]}; they are 1 to {max(ACTIVITIES)}")
    beyond = sorted({ACTIVITIES[number] for number in set(numbers.tolist()) - set(ids)})
    if beyond:
        report.skip(path.name, f"it shows {' and '.join(beyond)}, which is no class here")
        return
    _notice(path.name, subject, table[:, :INERTIAL], report)
    features = nodes_by_channels(table[:, :INERTIAL] * SCALE, 6, 6)
    labels = np.array([ids.index(number) for number in numbers.tolist()])
    yield Recording(path.stem, features, labels, subject, "val" if subject in VALIDATE else "train")


def _notice(name: str, subject: str, counts: FloatArray, report: Report) -> None:
    if subject not in SOUND_GYROSCOPES:
        report.note(name, "trial of a subject for whom the publisher lists corrupted gyroscopes")
    beyond = (counts < -32768) | (counts > 32767)
    if beyond.any():
        report.note(name, "trial with a value beyond the sensor's 16 bits, kept")
    at_end = ((counts <= -32768) | (counts >= 32767)).reshape(len(counts), 6, 6)
    for node, joint in enumerate(load_skeleton("imu6").joints):
        for channel, axis in enumerate(IMU_CHANNELS):
            hits = int(at_end[:, node, channel].sum())
            report.share("samples at full scale", f"{joint} {axis}", hits, len(counts))
