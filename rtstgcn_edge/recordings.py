"""Recorded trials in the directory form.

    ROOT/dataset.json                     rate_hz, channels, units, nodes, edges, center, classes, background, source
    ROOT/actions.txt                      one class name a line
    ROOT/{train,val}/features/TRIAL.npy   float32 (C, L, V, M) or (C, L, V), SI units
    ROOT/{train,val}/labels/TRIAL.csv     one class index a line, L lines

A trial alone is a `.npy` of the same shape; its labels are found in `../labels` where they exist.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.errors import InputError

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]

HOLD_S = 0.5
"""Seconds for which a skeleton that is not seen keeps its last frame, where nothing else is asked for."""


@dataclass(frozen=True)
class Trial:
    """One recording: where it lies, and its arrays when asked."""

    name: str
    features_path: Path
    labels_path: Path | None

    def features(self) -> FloatArray:
        """(C, L, V, M) float32, memory-mapped; M = 1 is added where the file has three axes. Raises InputError."""
        _check_magic(self.features_path)
        try:
            array = np.load(self.features_path, mmap_mode="r", allow_pickle=False)
        except Exception as error:  # numpy parses the header as Python: a damaged one raises nearly anything
            raise InputError(f"{self.features_path}: not a readable .npy array ({_reason(error)})") from None
        if not isinstance(array, np.ndarray):
            array.close()
            raise InputError(f"{self.features_path}: an archive of arrays; a trial is one .npy array (C, L, V, M)")
        if array.ndim == 3:
            array = array[..., None]
        if array.ndim != 4 or 0 in array.shape:
            raise InputError(f"{self.features_path}: shape {array.shape}; a trial is (C, L, V, M) and not empty")
        if array.dtype.kind not in "fiu":
            raise InputError(f"{self.features_path}: dtype {array.dtype}; features are real numbers")
        with np.errstate(over="ignore"):  # what is too large for float32 becomes infinite, and is found as such
            features: FloatArray = array.astype(np.float32, copy=False)
        return features

    def labels(self, frames: int, classes: int) -> IntArray:
        """(L,) class indices, checked against the trial's length and the number of classes. Raises InputError."""
        if self.labels_path is None:
            raise InputError(f"{self.features_path}: no labels beside it; they are read from ../labels/{self.name}.csv")
        try:
            lines = self.labels_path.read_text(encoding="utf-8").splitlines()
            labels = np.array([int(line) for line in lines if line.strip()], dtype=np.int64)
        except (OSError, ValueError, OverflowError) as error:
            raise InputError(f"{self.labels_path}: not one class index a line ({_reason(error)})") from None
        if len(labels) != frames:
            raise InputError(f"{self.labels_path}: {len(labels)} labels for the {frames} frames of {self.name}")
        if labels.min() < 0 or labels.max() >= classes:
            wrong = labels[(labels < 0) | (labels >= classes)][0]
            raise InputError(f"{self.labels_path}: label {wrong}; the {classes} classes are 0 to {classes - 1}")
        return labels


@dataclass(frozen=True)
class Dataset:
    """A data set folder: its description and its parts."""

    root: Path
    description: dict[str, Any]
    classes: tuple[str, ...]
    background: int | None

    def trials(self, part: str) -> list[Trial]:
        """Trials of `train` or `val`, sorted by name. Raises InputError if there are none."""
        return find_trials(self.root / part)


def load_dataset(root: Path) -> Dataset:
    """The data set at `root`. Raises InputError for a folder that is none."""
    if not root.is_dir():
        raise InputError(f"{root}: no such folder; a data set is a folder with actions.txt, train/ and val/")
    description = _read_description(root / "dataset.json")
    actions = root / "actions.txt"
    if not actions.is_file():
        raise InputError(f"{root}: no actions.txt; it names one class a line")
    classes = _read_classes(actions)
    background = description.get("background")
    if background is not None and (type(background) is not int or not 0 <= background < len(classes)):
        raise InputError(
            f"{root / 'dataset.json'}: background {background!r}; give a class index, 0 to {len(classes) - 1}, or null"
        )
    return Dataset(root, description, classes, background)


def find_dataset(path: Path) -> Dataset | None:
    """The data set that holds a trial file or a part folder, if any; without an actions.txt it has no classes."""
    for folder in (path, *path.resolve().parents[:3]):
        if (folder / "actions.txt").is_file():
            return load_dataset(folder)
        if (folder / "dataset.json").is_file():
            return Dataset(folder, _read_description(folder / "dataset.json"), (), None)
    return None


def find_trials(path: Path) -> list[Trial]:
    """The trial at `path`, or all trials of a part folder (`features/*.npy`, or `*.npy`), sorted. Raises InputError."""
    if path.is_file():
        return [_trial(path)]
    if not path.is_dir():
        raise InputError(f"{path}: no such trial or folder")
    folder = path / "features" if (path / "features").is_dir() else path
    trials = [_trial(file) for file in sorted(folder.glob("*.npy"))]
    if not trials:
        parts = [p.name for p in sorted(path.iterdir()) if any((p / "features").glob("*.npy"))]
        hint = f"; did you mean {path / parts[0]}?" if parts else "; a trial is NAME.npy of shape (C, L, V, M)"
        raise InputError(f"{path}: no trials{hint}")
    return trials


def _trial(features: Path) -> Trial:
    labels = features.parent.parent / "labels" / f"{features.stem}.csv"
    inside = features.parent.name == "features" and labels.is_file()
    return Trial(features.stem, features, labels if inside else None)


def _read_classes(path: Path) -> tuple[str, ...]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not a text file ({_reason(error)})") from None
    classes = tuple(line.strip() for line in lines if line.strip())
    if not classes:
        raise InputError(f"{path}: empty; name one class a line")
    twice = [name for name in classes if classes.count(name) > 1]
    if twice:
        raise InputError(f"{path}: class {twice[0]!r} is there twice; give each class a name of its own")
    return classes


def _read_description(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        description = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not JSON ({_reason(error)})") from None
    if not isinstance(description, dict):
        raise InputError(f"{path}: a JSON object is expected, not {type(description).__name__}")
    return description


def _check_magic(path: Path) -> None:
    try:
        with path.open("rb") as file:
            begin = file.read(6)
    except OSError as error:
        raise InputError(f"{path}: not a readable .npy array ({error.strerror})") from None
    if begin[:6] != b"\x93NUMPY" and begin[:2] != b"PK":
        raise InputError(f"{path}: not a readable .npy array (save it with numpy.save)")


def _reason(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]


def sequences(features: FloatArray) -> Iterator[FloatArray]:
    """Each skeleton of (C, L, V, M) as a sequence (C, L, V) of its own."""
    for skeleton in range(features.shape[3]):
        yield features[..., skeleton]


def seen(features: FloatArray) -> npt.NDArray[np.bool_]:
    """(M, L): at which frames each skeleton of (C, L, V, M) is seen.

    Of several skeletons one that is all zeros is not seen (as in NTU RGB+D and PKU-MMD); the only one of a recording
    always is: there zeros are data.
    """
    if features.shape[3] == 1:
        return np.ones((1, features.shape[1]), bool)
    there: npt.NDArray[np.bool_] = features.any(axis=(0, 2)).T
    return there


class Presence(NamedTuple):
    """A skeleton from its coming to its leaving.

    `start` is the frame at which it comes, `sequence` (C, L, V) what it shows from there on, `unseen` (L,) for how many
    frames in a row it had not been seen then: 0 where it is seen, above 0 where its last frame is held.
    """

    skeleton: int
    start: int
    sequence: FloatArray
    unseen: IntArray


def presences(features: FloatArray, hold_frames: int) -> Iterator[Presence]:
    """The skeletons of (C, L, V, M) as a run sees them, skeleton by skeleton, each presence a copy.

    A skeleton comes when it is first `seen`, keeps its last frame while it is unseen, leaves when that has lasted for
    more than `hold_frames`, and starts anew when it is seen again.
    """
    frames = features.shape[1]
    for skeleton, (sequence, there) in enumerate(zip(sequences(features), seen(features), strict=True)):
        moments = np.flatnonzero(there)
        if not len(moments):
            continue
        for stay in np.split(moments, np.flatnonzero(np.diff(moments) > hold_frames + 1) + 1):
            times = np.arange(stay[0], min(stay[-1] + hold_frames + 1, frames))
            shown = stay[np.searchsorted(stay, times, side="right") - 1]
            yield Presence(skeleton, int(stay[0]), sequence[:, shown], times - shown)
