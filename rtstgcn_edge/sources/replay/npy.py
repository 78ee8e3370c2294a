"""`replay:PATH` of trials that are arrays: one trial (.npy), a folder of them, or a part of a data set (`hugadb/val`).

Options: `speed` (default 1: real time; or `max`), `rate_hz` (the recording's rate, where no data set description
beside it says so). A replay never drops a frame. Where the labels of a data set lie beside the trials and name the
model's classes, they travel with the frames as ground truth.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from rtstgcn_edge.errors import InputError, SourceError
from rtstgcn_edge.frames import Body, Frame
from rtstgcn_edge.input_checks import check_names, check_rate, check_shape
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.recordings import Dataset, FloatArray, IntArray, Trial, find_dataset, find_trials, seen
from rtstgcn_edge.sources.base import Recorded, SourceTrial, pace, period_ns, rhythm
from rtstgcn_edge.uri import Uri, number, speed


class ArrayReplay(Recorded):
    """Trials from .npy files."""

    def __init__(self, uri: Uri, manifest: Manifest) -> None:
        options = uri.options({"speed": speed, "rate_hz": number(0.1)})
        path = Path(uri.target).expanduser()
        if not (path.exists() or (path.parent / f"{path.name}_data.npy").exists()):  # a part in one file
            raise SourceError(f"{path}: no such trial or folder")
        self._trials = find_trials(path)
        self._speed = options.get("speed", 1.0)
        dataset = find_dataset(path)
        self.files = tuple(_files(self._trials, dataset))
        self._rate_hz = _rate(uri, dataset, options.get("rate_hz"), manifest)
        self.period_ns = period_ns(self._rate_hz, self._speed)
        if dataset:
            check_names(str(dataset.root / "dataset.json"), dataset.description, manifest)
        self.classes = _truth_classes(self._trials, dataset, manifest)
        frames = sum(_check(trial, manifest, self.classes) for trial in self._trials)
        truth = "with ground truth" if self.classes else _why_no_truth(self._trials, dataset)
        count = f"{len(self._trials)} trial{'s' if len(self._trials) > 1 else ''}"
        length = _length(frames / self._rate_hz)
        said = options.get("rate_hz") or (dataset and dataset.description.get("rate_hz"))
        rate = "" if said else f" (no rate described: taken as {self._rate_hz:g} Hz)"
        self.description = f"{path}: {count}, {length}{rate}, {truth}, {rhythm(self._speed)}"

    def trials(self) -> Iterator[SourceTrial]:
        """The trials by name."""
        for trial in self._trials:
            yield SourceTrial(trial.name, self._frames(trial))

    def _frames(self, trial: Trial) -> Iterator[Frame]:
        features = trial.features()
        truth = _labels(trial, features, self.classes)
        by_time = features.transpose(1, 3, 0, 2).copy()  # (L, M, C, V), so that a frame is one piece of memory
        there = [np.flatnonzero(row).tolist() for row in seen(features).T]
        for t, captured, arrived in pace(len(by_time), self._rate_hz, self._speed):
            bodies = [Body(by_time[t, m], m) for m in there[t]]
            yield Frame(t, captured, arrived, bodies, None if truth is None else int(truth[t]))


def _files(trials: list[Trial], dataset: Dataset | None) -> Iterator[Path]:
    for trial in trials:
        yield trial.features_path
        if trial.labels_path:
            yield trial.labels_path
    if dataset:
        yield dataset.root / "dataset.json"
        yield dataset.root / "actions.txt"


def _rate(uri: Uri, dataset: Dataset | None, given: float | None, manifest: Manifest) -> float:
    """Rate of the recordings: as described, else as given, else taken to be the model's."""
    described = dataset.description.get("rate_hz") if dataset else None
    if dataset and described is not None and (type(described) not in (int, float) or not described > 0):
        raise InputError(f"{dataset.root / 'dataset.json'}: rate_hz {described!r}; a number above 0 is expected")
    if dataset and given and described and given != described:
        raise InputError(f"{uri.text}: {dataset.root / 'dataset.json'} says {described:g} Hz; leave rate_hz out")
    rate_hz = float(described or given or manifest.rate_hz)
    check_rate(uri.text, rate_hz, manifest)
    return rate_hz


def _length(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 60 else f"{seconds / 60:.1f} min"


def _truth_classes(trials: list[Trial], dataset: Dataset | None, manifest: Manifest) -> tuple[str, ...] | None:
    has_labels = all(trial.labels_path is not None for trial in trials)
    return dataset.classes if dataset and has_labels and list(dataset.classes) == manifest.classes else None


def _why_no_truth(trials: list[Trial], dataset: Dataset | None) -> str:
    labelled = sum(trial.labels_path is not None for trial in trials)
    if not labelled:
        return "without ground truth"
    if labelled < len(trials):
        return f"labels left aside (only {labelled} of {len(trials)} trials have them)"
    if not dataset or not dataset.classes:
        return "labels left aside (no actions.txt names their classes)"
    return "labels left aside (they name other classes than the model's)"


def _check(trial: Trial, manifest: Manifest, classes: tuple[str, ...] | None) -> int:
    """Number of frames of a trial that fits the model. Raises InputError."""
    features = trial.features()
    channels, frames, joints, _ = features.shape
    check_shape(str(trial.features_path), channels, joints, manifest)
    _labels(trial, features, classes)
    return int(frames)


def _labels(trial: Trial, features: FloatArray, classes: tuple[str, ...] | None) -> IntArray | None:
    return trial.labels(features.shape[1], len(classes)) if classes else None
