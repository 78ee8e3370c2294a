"""IMU-FOG-IT (Filtjens et al.; not public): freezing of gait, seven inertial sensors, eight annotated classes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.skeletons import load_skeleton

from .files import some
from .recording import IMU_CHANNELS, IMU_UNITS, Description, G, Options, Recording, RecordingSet, Source
from .report import Report

CLASSES = ("no_freeze", "trembling", "akinetic", "stopping", "shuffling", "festination", "interrupt", "sitting")
NODES = 7
VALIDATE_EVERY = 4

SOURCE = (
    "IMU-FOG-IT, collected by B. Filtjens and colleagues (KU Leuven); not public. Use it under the terms agreed on "
    "with its owners."
)


def open_set(raw: Path, options: Options, report: Report) -> RecordingSet:
    """`imu/SUBJECT/TRIAL.npy` (V, C, L) beside `annotation/SUBJECT/TRIAL_alltypes.npy` (1, L).

    Neither rate nor units are in the files: the rate is an option; units are taken as m/s^2 and rad/s, and a mean
    acceleration far from gravity is reported.
    """
    if options.rate_hz is None:
        raise InputError("imu-fog-it: the files do not tell their rate; say it with --rate HZ")
    found = [
        (path, path.parent.name)
        for path, _ in some(raw, r".+\.npy", "imu/SUBJECT/TRIAL.npy and annotation/SUBJECT/TRIAL_alltypes.npy")
        if path.parent.parent.name == "imu"
    ]
    if not found:
        raise InputError(f"{raw}: no imu/SUBJECT/TRIAL.npy; give the folder that holds imu/ and annotation/")
    people = sorted({subject for _, subject in found})
    validate = people[VALIDATE_EVERY - 1 :: VALIDATE_EVERY]
    sources = []
    for path, subject in found:
        annotation = path.parents[2] / "annotation" / subject / f"{path.stem}_alltypes.npy"
        if annotation.is_file():
            read = partial(_read, path, annotation, subject, subject in validate, report)
            sources.append(Source(path, subject, read))
        else:
            report.skip(f"{subject}/{path.name}", "no annotation")
    description = Description(
        name="imu-fog-it",
        rate_hz=options.rate_hz,
        channels=IMU_CHANNELS,
        units=IMU_UNITS,
        skeleton=load_skeleton("imu7"),
        classes=CLASSES,
        source=SOURCE,
    )
    split = f"by subject: val = every {VALIDATE_EVERY}th ({' '.join(validate) or 'nobody'}), train = the rest"
    return RecordingSet(description, sources, split)


def _read(path: Path, annotation: Path, subject: str, validates: bool, report: Report) -> Iterable[Recording]:
    features, labels = _load(path), _load(annotation).reshape(-1)
    if features.ndim != 3 or features.shape[:2] != (NODES, len(IMU_CHANNELS)):
        raise InputError(f"{path}: shape {features.shape}; ({NODES}, {len(IMU_CHANNELS)}, L) is expected")
    if len(labels) != features.shape[2]:
        raise InputError(f"{annotation}: {len(labels)} labels for the {features.shape[2]} frames of {path.name}")
    if not np.isfinite(features).all():
        node, channel, frame = np.argwhere(~np.isfinite(features))[0]
        raise InputError(f"{path}: node {node}, {IMU_CHANNELS[channel]}, frame {frame} is not a finite number")
    wrong = ~np.isin(labels, np.arange(len(CLASSES)))
    if wrong.any():
        frame = int(np.argmax(wrong))
        raise InputError(f"{annotation} frame {frame}: label {labels[frame]:g}; 0 to {len(CLASSES) - 1} are expected")
    gravity = float(np.median(np.linalg.norm(features[:, :3], axis=1))) if features.size else G
    if not G / 2 < gravity < 2 * G:
        report.note(path.name, f"trial whose acceleration is not around {G:.1f} m/s^2: are these SI units?")
    name = path.stem if path.stem.startswith(f"{subject}_") else f"{subject}_{path.stem}"
    shown = features.transpose(1, 2, 0)[..., None]
    yield Recording(name, shown, labels.astype(np.int64), subject, "val" if validates else "train")


def _load(path: Path) -> npt.NDArray[np.float64]:
    try:
        array = np.load(path, allow_pickle=False)
        if array.dtype.kind not in "fiu":
            raise ValueError(f"dtype {array.dtype}")
    except Exception as error:  # numpy parses the header as Python: a damaged one raises nearly anything
        raise InputError(
            f"{path}: not a readable .npy array of numbers ({(str(error) or 'damaged').splitlines()[0]})"
        ) from None
    numbers: npt.NDArray[np.float64] = array.astype(np.float64)
    return numbers
