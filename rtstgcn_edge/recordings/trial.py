"""One recording in a file of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.recordings.arrays import FloatArray, IntArray, as_float32, open_features, read_text, reason


@dataclass(frozen=True)
class Trial:
    """One recording: where it lies, and its arrays when asked."""

    name: str
    features_path: Path
    labels_path: Path | None

    @property
    def stays_on_disk(self) -> bool:
        """Whether its features may be used where they are, however many trials there are."""
        return False  # each would keep a file open

    @property
    def where(self) -> str:
        """What a message calls it."""
        return str(self.features_path)

    def features(self) -> FloatArray:
        """(C, L, V, M) float32, memory-mapped; M = 1 is added where the file has three axes. Raises InputError."""
        array = open_features(self.features_path)
        if array.ndim == 3:
            array = array[..., None]
        if array.ndim == 5:
            raise InputError(
                f"{self.features_path}: shape {array.shape}; a trial is (C, L, V, M), and trials of five axes "
                "(N, C, L, V, M) are one file PART_data.npy in the data set's folder"
            )
        if array.ndim != 4 or 0 in array.shape:
            raise InputError(f"{self.features_path}: shape {array.shape}; a trial is (C, L, V, M) and not empty")
        return as_float32(array)

    def labels(self, frames: int, classes: int) -> IntArray:
        """(L,) class indices, checked against the trial's length and the number of classes. Raises InputError."""
        if self.labels_path is None:
            raise InputError(f"{self.features_path}: no labels beside it; they are read from ../labels/{self.name}.csv")
        try:
            lines = read_text(self.labels_path).splitlines()
            labels = np.array([int(line) for line in lines if line.strip()], dtype=np.int64)
        except (OSError, ValueError, OverflowError) as error:
            raise InputError(f"{self.labels_path}: not one class index a line ({reason(error)})") from None
        if len(labels) != frames:
            raise InputError(f"{self.labels_path}: {len(labels)} labels for the {frames} frames of {self.name}")
        check_classes(str(self.labels_path), labels, classes)
        return labels


def check_classes(where: str, labels: IntArray, classes: int) -> None:
    """Refuse class indices that are not 0 to `classes` - 1, naming the first."""
    wrong = np.flatnonzero((labels < 0) | (labels >= classes))
    if len(wrong):
        raise InputError(
            f"{where}: label {labels[wrong[0]]} at frame {wrong[0]}; the {classes} classes are 0 to {classes - 1}"
        )


def check_finite(trial: Trial, features: FloatArray) -> None:
    """Refuse features (C, L, V, M) of a trial that are not finite, naming the first in time."""
    if np.isfinite(features).all():
        return
    frame, channel, joint, skeleton = np.argwhere(~np.isfinite(features.swapaxes(0, 1)))[0]
    raise InputError(
        f"{trial.where}: {features[channel, frame, joint, skeleton]} at frame {frame}, channel {channel}, "
        f"joint {joint}, skeleton {skeleton}; a sample that is not finite cannot be learnt: repair or cut the trial"
    )
