"""`replay:PATH`: recorded trials. PATH is one trial (.npy) or a part of a data set (`hugadb/val`).

Options: `speed` (default 1: real time; or `max`), `rate_hz` (the recording's rate, where no data set description
beside it says so). A replay never drops a frame. Where the labels of a data set lie beside the trials and name the
model's classes, they travel with the frames as ground truth.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rtstgcn_edge.errors import InputError, SourceError
from rtstgcn_edge.frames import Body, Frame
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.recordings import Dataset, FloatArray, IntArray, Trial, find_dataset, find_trials
from rtstgcn_edge.sources.base import SourceTrial, check_rate, pace
from rtstgcn_edge.uri import Uri, number, speed


class ReplaySource:
    """Trials from files."""

    def __init__(self, uri: Uri, manifest: Manifest) -> None:
        options = uri.options({"speed": speed, "rate_hz": number(0.1)})
        if not uri.target:
            raise InputError(f"{uri.text}: no path; name a trial or a folder of trials")
        path = Path(uri.target).expanduser()
        if not path.exists():
            raise SourceError(f"{path}: no such trial or folder")
        self._trials = find_trials(path)
        self._speed = options.get("speed", 1.0)
        self.paced = self._speed is not None
        dataset = find_dataset(path)
        self._rate_hz = _rate(uri, dataset, options.get("rate_hz"), manifest)
        if dataset:
            _check_description(dataset, manifest)
        self.classes = _truth_classes(self._trials, dataset, manifest)
        frames = sum(_check(trial, manifest, self.classes) for trial in self._trials)
        rhythm = f"{self._speed:g} x real time" if self._speed else "as fast as possible"
        truth = "with ground truth" if self.classes else "without ground truth"
        minutes = frames / self._rate_hz / 60
        self.description = f"{path}: {len(self._trials)} trials, {minutes:.1f} min, {truth}, {rhythm}"

    def trials(self) -> Iterator[SourceTrial]:
        """The trials by name."""
        for trial in self._trials:
            yield SourceTrial(trial.name, self._frames(trial))

    def _frames(self, trial: Trial) -> Iterator[Frame]:
        features = trial.features()
        truth = _labels(trial, features, self.classes)
        by_time = features.transpose(1, 3, 0, 2).copy()  # (L, M, C, V), so that a frame is one piece of memory
        several = by_time.shape[1] > 1
        for t, captured, arrived in pace(len(by_time), self._rate_hz, self._speed):
            # of several skeletons, one that is all zeros is absent (as in NTU RGB+D and PKU-MMD)
            bodies = [Body(joints, m) for m, joints in enumerate(by_time[t]) if not several or joints.any()]
            yield Frame(t, captured, arrived, bodies, None if truth is None else int(truth[t]))


def _rate(uri: Uri, dataset: Dataset | None, given: float | None, manifest: Manifest) -> float:
    """Rate of the recordings: as given, else as described, else taken to be the model's."""
    described = dataset.description.get("rate_hz") if dataset else None
    if dataset and described is not None and (type(described) not in (int, float) or not described > 0):
        raise InputError(f"{dataset.root / 'dataset.json'}: rate_hz {described!r}; a number above 0 is expected")
    rate_hz = float(given or described or manifest.rate_hz)
    check_rate(uri.text, rate_hz, manifest)
    return rate_hz


def _truth_classes(trials: list[Trial], dataset: Dataset | None, manifest: Manifest) -> tuple[str, ...] | None:
    has_labels = all(trial.labels_path is not None for trial in trials)
    return dataset.classes if dataset and has_labels and list(dataset.classes) == manifest.classes else None


def _check_description(dataset: Dataset, manifest: Manifest) -> None:
    """Refuse a data set whose description, as far as it goes, is not that of the model's input."""
    expected = {"channels": manifest.channels, "units": manifest.units, "nodes": manifest.skeleton["joints"]}
    for key, names in expected.items():
        found = dataset.description.get(key, names)
        if found != list(names):
            shown = ", ".join(map(str, found)) if isinstance(found, list) else repr(found)
            raise InputError(
                f"{dataset.root / 'dataset.json'}: {key} {shown}; model '{manifest.name}' takes {', '.join(names)}"
            )


def _check(trial: Trial, manifest: Manifest, classes: tuple[str, ...] | None) -> int:
    """Number of frames of a trial that fits the model. Raises InputError."""
    features = trial.features()
    channels, frames, joints, _ = features.shape
    if (channels, joints) != (len(manifest.channels), manifest.joints):
        raise InputError(
            f"{trial.features_path}: {channels} channels x {joints} joints, but model '{manifest.name}' takes "
            f"{len(manifest.channels)} x {manifest.joints}"
        )
    _labels(trial, features, classes)
    return int(frames)


def _labels(trial: Trial, features: FloatArray, classes: tuple[str, ...] | None) -> IntArray | None:
    return trial.labels(features.shape[1], len(classes)) if classes else None
