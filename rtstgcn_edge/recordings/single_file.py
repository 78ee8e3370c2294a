"""The single-file form: all trials of a part in one array.

    ROOT/PART_data.npy              (N, C, L, V, M), memory-mapped, never read whole
    ROOT/PART_label.{npy,csv,pkl}   class indices (also PART_labels): a row of up to L for each trial, -1 past its end;
                                    or one for each trial, of all its frames
    ROOT/PART_lengths.npy           (N,) frames of each trial; needed only where the labels do not say it
    ROOT/PART_names.txt             one name a line; else those of the .pkl, else PART_00000, PART_00001, ...

A `.csv` has a line for each trial. A `.pkl` is what ST-GCN reads, (names, labels), or the labels alone; nothing in it
is executed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.recordings.arrays import (
    FloatArray,
    IntArray,
    as_float32,
    open_array,
    open_features,
    read_text,
    reason,
)
from rtstgcn_edge.recordings.label_table import PADDING, LabelTable, read_label_table
from rtstgcn_edge.recordings.trial import Trial, check_classes

SUFFIX = "_data.npy"


@dataclass(frozen=True)
class SingleFileTrial(Trial):
    """One trial out of many in a file, which stays open for all of them."""

    row: int
    array: npt.NDArray[Any] = field(repr=False, compare=False)
    frame_labels: IntArray | None = field(repr=False, compare=False)

    @property
    def stays_on_disk(self) -> bool:
        """Whether its features may be used where they are, however many trials there are."""
        return True

    @property
    def where(self) -> str:
        """What a message calls it."""
        return f"{self.features_path}, trial {self.row} ({self.name})"

    def features(self) -> FloatArray:
        """(C, L, V, M) float32."""
        return as_float32(self.array)

    def labels(self, frames: int, classes: int) -> IntArray:
        """(L,) class indices. Raises InputError for one that is no class."""
        if self.frame_labels is None:
            part = self.features_path.name.removesuffix(SUFFIX)
            raise InputError(f"{self.features_path}: no labels beside it; they are read from {part}_label.npy")
        check_classes(f"{self.labels_path}, trial {self.row} ({self.name})", self.frame_labels, classes)
        return self.frame_labels


def is_single_file(path: Path) -> bool:
    """Whether `path` holds a part of a data set: an array of five axes named PART_data.npy."""
    if not path.name.endswith(SUFFIX) or not path.is_file():
        return False
    try:
        return open_array(path).ndim == 5
    except InputError:
        return path.parent.name != "features"  # damaged: to be refused as what its name says


def single_file_trials(path: Path) -> Iterator[SingleFileTrial]:
    """The trials of PART_data.npy in their order. Raises InputError."""
    array = open_features(path)
    if array.ndim != 5 or 0 in array.shape:
        raise InputError(f"{path}: shape {array.shape}; a part in one file is (N, C, L, V, M) and not empty")
    count, frames = array.shape[0], array.shape[2]
    table = read_label_table(path.with_name(path.name.removesuffix(SUFFIX)), count, frames)
    lengths = _lengths(path, count, frames)
    names = _names(path, table, count)
    for row, name in enumerate(names):
        length = frames if lengths is None else int(lengths[row])
        labels = None
        if table is not None:
            labels = _labels_of(f"{table.path}, trial {row} ({name})", table.rows[row], length, lengths is not None)
            length = len(labels)
        yield SingleFileTrial(name, path, table and table.path, row, array[row, :, :length], labels)


def _labels_of(where: str, row: IntArray, length: int, length_is_said: bool) -> IntArray:
    """The labels of a trial's own frames: of a row, what precedes its padding; of a number, all `length` frames."""
    if row.ndim == 0:
        return np.full(length, row)
    labels = row[:length]
    labelled = np.flatnonzero(labels != PADDING)
    end = int(labelled[-1]) + 1 if len(labelled) else 0
    if not end:
        raise InputError(f"{where}: empty; at least one frame needs a label that is not {PADDING}")
    if len(labelled) < end:
        hole = int(np.flatnonzero(labels == PADDING)[0])
        raise InputError(f"{where}: label {PADDING} at frame {hole} before the trial's end; it marks what lies past it")
    if length_is_said and end != length:
        raise InputError(f"{where}: {end} labels for {length} frames, which is the length that is said of it")
    return labels[:end]


def _lengths(path: Path, count: int, frames: int) -> IntArray | None:
    file = path.with_name(path.name.replace(SUFFIX, "_lengths.npy"))
    if not file.is_file():
        return None
    lengths = open_array(file)
    if lengths.shape != (count,) or lengths.dtype.kind not in "iu":
        raise InputError(
            f"{file}: {lengths.dtype} of shape {lengths.shape}; give a whole number for each of {count} trials"
        )
    wrong = np.flatnonzero((lengths < 1) | (lengths > frames))
    if len(wrong):
        raise InputError(f"{file}: trial {wrong[0]} has {lengths[wrong[0]]} frames; {path.name} has 1 to {frames}")
    return np.array(lengths, np.int64)


def _names(path: Path, table: LabelTable | None, count: int) -> list[str]:
    part = path.name.removesuffix(SUFFIX)
    file = path.with_name(f"{part}_names.txt")
    names = [f"{part}_{row:05d}" for row in range(count)]
    if file.is_file():
        try:
            names = [line.strip() for line in read_text(file).splitlines() if line.strip()]
        except (OSError, ValueError) as error:
            raise InputError(f"{file}: not a text file ({reason(error)})") from None
    elif table is not None and table.names is not None:
        file, names = table.path, table.names
    if len(names) != count:
        raise InputError(f"{file}: {len(names)} names for the {count} trials of {path.name}")
    for name in names:
        if name in ("", ".", "..") or set(name) & set("/\\\0"):
            raise InputError(f"{file}: trial {name!r}; a name is what a file could be called")
    if len(set(names)) != count:
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(f"{file}: trial {twice!r} is there twice; give each trial a name of its own")
    return names
