"""`.npy` files of real numbers, memory-mapped, with one line for whatever is wrong with one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.errors import InputError

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]


def open_array(path: Path) -> npt.NDArray[Any]:
    """The array in a `.npy`, read-only and left on disk until it is used. Raises InputError."""
    _check_magic(path)
    try:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    except Exception as error:  # numpy parses the header as Python: a damaged one raises nearly anything
        raise InputError(f"{path}: not a readable .npy array ({reason(error)})") from None
    if not isinstance(array, np.ndarray):
        array.close()
        raise InputError(f"{path}: an archive of arrays; one .npy array is expected")
    return array


def open_features(path: Path) -> npt.NDArray[Any]:
    """The real numbers in `path`, left on disk until they are used. Raises InputError."""
    array = open_array(path)
    if array.dtype.kind not in "fiu":
        raise InputError(f"{path}: dtype {array.dtype}; features are real numbers")
    return array


def as_float32(array: npt.NDArray[Any]) -> FloatArray:
    """The array itself where it is float32, else a copy; what float32 cannot hold becomes infinite."""
    with np.errstate(over="ignore"):
        features: FloatArray = array.astype(np.float32, copy=False)
    return features


def _check_magic(path: Path) -> None:
    try:
        with path.open("rb") as file:
            begin = file.read(6)
    except OSError as error:
        raise InputError(f"{path}: not a readable .npy array ({error.strerror})") from None
    if begin[:6] != b"\x93NUMPY" and begin[:2] != b"PK":
        raise InputError(f"{path}: not a readable .npy array (save it with numpy.save)")


def read_text(path: Path) -> str:
    """UTF-8, without the byte order mark that spreadsheets put before it. Raises OSError and ValueError."""
    return path.read_text(encoding="utf-8-sig")


def reason(error: Exception) -> str:
    """First line of what an exception says."""
    return (str(error) or type(error).__name__).splitlines()[0]
