"""Plain values out of a pickle, of which nothing is executed.

A pickle is a program that calls what it names. Here every name leads to a stand-in of this module, or is refused:
not even NumPy's own functions are called on what a file says before it has been checked.
"""

from __future__ import annotations

import io
import math
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.recordings.arrays import reason

ALLOWED = "lists, tuples, dicts, text, numbers and NumPy arrays"


def load_plain(path: Path) -> Any:
    """What the pickle `path` holds, if that is nothing but the ALLOWED. Raises InputError naming what else it asks for.

    Text of Python 2 is read as Latin-1. NumPy numbers come as Python's.
    """
    try:
        content = path.read_bytes()
        return _plain(_Unpickler(io.BytesIO(content), encoding="latin1").load())
    except _Refused as error:
        raise InputError(f"{path}: {error}; a pickle may hold {ALLOWED} only (nothing of it was executed)") from None
    except Exception as error:  # a damaged pickle raises nearly anything
        raise InputError(f"{path}: not a readable pickle ({reason(error)})") from None


class _Refused(Exception):
    """The file asks for what it may not."""


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        stand_in = _STAND_INS.get((module.replace("numpy._core", "numpy.core"), name))
        if stand_in is None:
            raise _Refused(f"it asks for {module}.{name}")
        return stand_in

    def persistent_load(self, pid: Any) -> Any:
        raise _Refused("it refers to objects outside of it")


class _StandIn:
    """Something that a pickle may call, with a checked result and no state that it could change."""

    __slots__ = ("_call",)
    _call: Callable[..., Any]

    def __init__(self, call: Callable[..., Any]) -> None:
        object.__setattr__(self, "_call", call)

    def __call__(self, *arguments: Any) -> Any:
        return self._call(*arguments)

    def __setstate__(self, state: Any) -> None:
        raise _Refused("it changes the state of a function")

    def __setattr__(self, name: str, value: Any) -> None:
        raise _Refused("it changes the state of a function")


class _Dtype:
    """What the pickle says of a dtype."""

    def __init__(self, code: Any, *_: Any) -> None:
        self.code, self.order = code, "="

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.order = state[1]

    def built(self) -> np.dtype[Any]:
        code = self.code
        if code != "O8" and not (isinstance(code, str) and re.fullmatch(r"b1|[iu][1248]|f[248]|[US]\d{1,6}", code)):
            raise _Refused(f"it holds an array of dtype {code!r}")
        return np.dtype((">" if self.order == ">" else "<") + code) if code != "O8" else np.dtype(object)


class _Array:
    """What the pickle says of an array."""

    def __init__(self, shape: Any, dtype: Any, data: Any, *, fortran: bool) -> None:
        self.shape, self.dtype, self.data, self.fortran = shape, dtype, data, fortran

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        _, self.shape, self.dtype, self.fortran, self.data = state

    def built(self) -> npt.NDArray[Any]:
        shape, data, dtype = self.shape, self.data, self.dtype.built()
        if not isinstance(shape, tuple) or not all(type(length) is int and length >= 0 for length in shape):
            raise _Refused(f"it holds an array of shape {shape!r}")
        if dtype.hasobject:
            if not isinstance(data, list) or len(data) != math.prod(shape):
                raise _Refused(f"it holds an array of shape {shape} whose values are not as many")
            flat = np.empty(len(data), dtype)
            for index, value in enumerate(data):
                flat[index] = _plain(value)
        else:
            flat = np.frombuffer(_bytes(data), dtype)
        return flat.reshape(shape, order="F" if self.fortran else "C")


def _bytes(data: Any) -> bytes:
    if isinstance(data, str):
        return data.encode("latin1")  # as Python 2 wrote them
    if isinstance(data, bytes | bytearray):
        return bytes(data)
    raise _Refused(f"it holds an array made of a {type(data).__name__}")


def _scalar(dtype: _Dtype, data: Any) -> Any:
    return np.frombuffer(_bytes(data), dtype.built(), count=1)[0].item()


def _encode(text: str, encoding: str) -> bytes:
    if encoding != "latin1":
        raise _Refused(f"it encodes text as {encoding}")
    return text.encode("latin1")


_STAND_INS = {
    ("numpy", "ndarray"): _StandIn(lambda *_: _Array((), None, b"", fortran=False)),
    ("numpy", "dtype"): _StandIn(_Dtype),
    ("numpy.core.multiarray", "_reconstruct"): _StandIn(lambda *_: _Array((), None, b"", fortran=False)),
    ("numpy.core.multiarray", "scalar"): _StandIn(_scalar),
    ("numpy.core.numeric", "_frombuffer"): _StandIn(
        lambda data, dtype, shape, order: _Array(shape, dtype, data, fortran=order == "F")
    ),
    ("_codecs", "encode"): _StandIn(_encode),
    ("__builtin__", "bytes"): _StandIn(lambda: b""),
}


def _plain(value: Any) -> Any:
    """The value with arrays in the place of their stand-ins."""
    if isinstance(value, _Array):
        return value.built()
    if isinstance(value, list | tuple):
        return type(value)(_plain(item) for item in value)
    if isinstance(value, dict):
        return {_plain(key): _plain(item) for key, item in value.items()}
    if value is None or isinstance(value, bool | int | float | str | bytes):
        return value
    raise _Refused(f"it holds a {type(value).__name__.lstrip('_').lower()}")
