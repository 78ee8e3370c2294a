"""Daphnet (Bächlin et al., IEEE TITB 2010): freezing of gait, accelerometers on ankle, thigh and trunk."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import numpy as np

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.skeletons import load_skeleton

from .files import first_of_each_name, some
from .recording import Description, G, Options, Recording, RecordingSet, Source, nodes_by_channels
from .report import Report
from .text import line_of_row, read_table, whole_numbers

VALIDATE = ("S03", "S08")
RATE_HZ = 64
COLUMNS = 11
GAP_MS = 100
"""Samples further apart are not of one stretch."""
SHORTEST = 128
"""Frames (2 s) of the shortest stretch that is kept."""
SPIKE_MG = 8000
"""Acceleration of no human gait, in mg."""

SOURCE = (
    "Daphnet Freezing of Gait. M. Bächlin et al., Wearable Assistant for Parkinson's Disease Patients With the "
    "Freezing of Gait Symptom, IEEE Transactions on Information Technology in Biomedicine 14(2), 2010. Publications "
    "must cite it."
)


def open_set(raw: Path, options: Options, report: Report) -> RecordingSet:
    """`SxxRyy.txt`: milliseconds, nine accelerations in mg, and 0 outside the experiment, 1 no freeze, 2 freeze."""
    found = some(raw, r"(S\d\d)R\d\d\.txt", "files named SxxRyy.txt")
    description = Description(
        name="daphnet",
        rate_hz=RATE_HZ,
        channels=("acc_forward", "acc_vertical", "acc_lateral"),
        units=("m/s^2",) * 3,
        skeleton=load_skeleton("imu3"),
        classes=("no_freeze", "freeze"),
        source=SOURCE,
    )
    sources = [
        Source(path, match[1], partial(_read, path, match[1], report))
        for path, match in first_of_each_name(found, report)
    ]
    treatment = "rows outside the experiment cut out, a trial per stretch of at least 2 s"
    return RecordingSet(description, sources, f"by subject: val = {' '.join(VALIDATE)}, train = the rest", treatment)


def _read(path: Path, subject: str, report: Report) -> Iterable[Recording]:
    table = read_table(path, COLUMNS)
    numbers = whole_numbers(path, table[:, -1], "label")
    unknown = np.flatnonzero((numbers < 0) | (numbers > 2))
    if len(unknown):
        raise InputError(f"{line_of_row(path, unknown[0])}: label {numbers[unknown[0]]}; 0, 1 or 2 is expected")
    steps = np.diff(table[:, 0])
    broken = np.r_[False, steps > GAP_MS]
    if broken.any() or (steps <= 0).any():
        report.note(
            path.name, f"file whose clock stands still, runs back or leaps by more than {GAP_MS} ms; cut at leaps"
        )
    inside = np.flatnonzero(numbers > 0)
    if not len(inside):
        report.skip(path.name, "nothing in it belongs to the experiment")
        return
    cuts = np.flatnonzero((np.diff(inside) > 1) | broken[inside[1:]]) + 1
    for count, stretch in enumerate(np.split(inside, cuts)):
        name = f"{path.stem}_{count:02d}"
        if len(stretch) < SHORTEST:
            report.skip(name, "a stretch shorter than 2 s")
            continue
        counts = table[stretch, 1:10]
        spikes = int((abs(counts) > SPIKE_MG).any(1).sum())
        report.share(f"frames with an acceleration beyond {SPIKE_MG / 1000:g} g", subject, spikes, len(counts))
        features = nodes_by_channels(counts * (G / 1000), 3, 3)
        yield Recording(name, features, numbers[stretch] - 1, subject, "val" if subject in VALIDATE else "train")
