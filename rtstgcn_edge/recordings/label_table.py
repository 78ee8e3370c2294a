"""The labels of all trials of a part in one `.npy`, `.csv` or `.pkl`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.recordings.arrays import IntArray, open_array, read_text, reason
from rtstgcn_edge.recordings.pickles import load_plain

PADDING = -1
"""In place of the labels past the end of a trial that is shorter than the others."""


class LabelTable(NamedTuple):
    """`rows`: of each trial (frames,) class indices, or () where one stands for all frames; `names` from a pickle."""

    path: Path
    rows: list[IntArray]
    names: list[str] | None


def read_label_table(part: Path, trials: int, frames: int) -> LabelTable | None:
    """The labels PART_label.* or PART_labels.*; None where there are none. Raises InputError.

    Rows may be shorter than `frames`, but one at least must be as long: else the labels are of other data.
    """
    names = [f"{part.name}_{word}.{kind}" for word in ("label", "labels") for kind in ("npy", "csv", "pkl")]
    found = [part.with_name(name) for name in names if part.with_name(name).is_file()]
    if not found:
        return None
    path = found[0]
    if len(found) > 1:
        raise InputError(f"{part.parent}: both {path.name} and {found[1].name} are there; keep the one that is meant")
    table = {".npy": _from_npy, ".csv": _from_csv, ".pkl": _from_pickle}[path.suffix](path)
    if len(table.rows) != trials:
        raise InputError(f"{path}: labels of {len(table.rows)} trials for the {trials} of {part.name}_data.npy")
    longest = max((len(row) for row in table.rows if row.ndim), default=frames)
    if longest != frames:
        raise InputError(
            f"{path}: up to {longest} labels a trial for the {frames} frames of {part.name}_data.npy; "
            f"a shorter trial's row ends early or in {PADDING}"
        )
    return table


def _from_npy(path: Path) -> LabelTable:
    return LabelTable(path, _rows(path, open_array(path)), None)


def _from_csv(path: Path) -> LabelTable:
    rows = []
    try:
        lines = read_text(path).splitlines()
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not a text file ({reason(error)})") from None
    for number, line in enumerate(lines, 1):
        if cells := line.strip().rstrip(", \t"):
            try:
                rows.append(np.array([int(cell) for cell in cells.split(",")], np.int64))
            except (ValueError, OverflowError) as error:
                raise InputError(f"{path}: line {number} is not class indices with commas ({reason(error)})") from None
    if rows and all(len(row) == 1 for row in rows):
        rows = [row[0] for row in rows]
    return LabelTable(path, [np.asarray(row) for row in rows], None)


def _from_pickle(path: Path) -> LabelTable:
    content = load_plain(path)
    if isinstance(content, list | tuple) and len(content) == 2 and _are_names(content[0]):
        return LabelTable(path, _rows(path, content[1]), [str(name) for name in content[0]])
    return LabelTable(path, _rows(path, content), None)


def _are_names(value: Any) -> bool:
    is_row = isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.ndim == 1)
    return is_row and len(value) > 0 and all(isinstance(name, str) for name in value)


def _rows(path: Path, labels: Any) -> list[IntArray]:
    """Labels of any of the forms as a row for each trial."""
    if isinstance(labels, np.ndarray) and labels.ndim not in (1, 2):
        raise InputError(f"{path}: shape {labels.shape}; labels are (N, L), or (N,) for one a trial")
    if not isinstance(labels, list | tuple | np.ndarray):
        raise InputError(f"{path}: holds a {type(labels).__name__}; labels are a row of class indices for each trial")
    return [_row(path, number, row) for number, row in enumerate(labels)]


def _row(path: Path, number: int, row: Any) -> IntArray:
    try:
        array = np.asarray(row)
    except ValueError:
        array = np.empty(1, object)
    if array.shape == (0,):
        return np.empty(0, np.int64)
    if array.dtype.kind not in "iu" or array.ndim > 1:
        raise InputError(f"{path}: the labels of trial {number} are not a row of class indices (whole numbers)")
    return array.astype(np.int64)
