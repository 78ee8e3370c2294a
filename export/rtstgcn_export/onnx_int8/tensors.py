"""The values of a program as tensors of the graph, each in the forms that nodes read it in.

A value is (N, rows, columns) in one or more forms, made when first asked for:

- `own`: in the type that the program gives it, as FIFOs take it;
- `real`: its integers as float32, exact below 2^24;
- `bytes`: uint8 with a zero point. x86 processors multiply unsigned by signed bytes fast, signed by signed slowly.
- `clipped`: float32 that is still to be rounded;
- `terms`: float32 tensors that add up to it.

A node costs more than its arithmetic, so a form that nobody reads is not made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from onnx import TensorProto

from rtstgcn_edge.manifest import FifoSpec

from ..onnx_graph import GraphBuilder
from ..program.operations import Value

OPSET, IR_VERSION = 21, 10
"""QuantizeLinear to int16 is of opset 21; onnxruntime 1.20 runs it."""

EXACT = 2**24
"""Integers up to here are float32 numbers, and so are all sums of integers whose magnitudes add up to no more."""

TYPES = {
    "int8": TensorProto.INT8,
    "uint8": TensorProto.UINT8,
    "int16": TensorProto.INT16,
    "int32": TensorProto.INT32,
    "float32": TensorProto.FLOAT,
    "float64": TensorProto.DOUBLE,
}
MIDDLE = {"int8": 128, "uint8": 0}
"""Zero point of an 8-bit value held as uint8."""


class Bytes(NamedTuple):
    """A uint8 tensor and the name of its zero point."""

    tensor: str
    zero: str


class Tensors:
    """A graph that grows operation by operation, and where its values are in it."""

    def __init__(self, fifos: Sequence[FifoSpec]) -> None:
        self.build = GraphBuilder(OPSET, IR_VERSION)
        self.fifos = fifos
        self._forms: dict[tuple[str, str], str] = {}
        self._terms: dict[str, tuple[list[str], int]] = {}
        self._largest: dict[str, int] = {}

    def largest(self, value: Value) -> int:
        """No integer of the value has a larger magnitude."""
        widest = {"int8": 2**7, "uint8": 2**8 - 1, "int16": 2**15, "int32": 2**31}
        return self._largest.get(value.name, widest.get(value.dtype, 0))

    # what operations make

    def made(self, form: str, value: Value, tensor: str) -> None:
        self._forms[form, value.name] = tensor

    def made_window(self, value: Value, x: Value, held: str, largest: int) -> None:
        """`value` is x and what a FIFO holds; they are added when they are read."""
        tensor, offset = self.shifted(x)
        self._terms[value.name] = ([tensor, held], offset)
        self._largest[value.name] = largest

    # what operations read

    def own(self, value: Value) -> str:
        if value.dtype == "float32":
            return self.real(value)
        if value.dtype == "uint8":
            return self.bytes(value).tensor
        if not (known := self._forms.get(("own", value.name))):
            if clipped := self._forms.get(("clipped", value.name)):
                zero = self.zero(value.dtype)
                known = self.build.node("QuantizeLinear", [clipped, self.scale(0), zero], f"{value.name}_own")
            else:
                known = self.cast(self.real(value), value.dtype, f"{value.name}_own")
            self.made("own", value, known)
        return known

    def real(self, value: Value) -> str:
        if not (known := self._forms.get(("real", value.name))):
            name = f"{value.name}_real"
            if clipped := self._forms.get(("clipped", value.name)):
                known = self.build.node("Round", [clipped], name)
            elif ("own", value.name) in self._forms:
                known = self.cast(self.own(value), "float32", name)
            else:
                known = self.plus(value, np.zeros(1), name)
            self.made("real", value, known)
        return known

    def bytes(self, value: Value) -> Bytes:
        zero = self.zero("uint8", MIDDLE[value.dtype])
        if not (known := self._forms.get(("bytes", value.name))):
            known = self.build.node("QuantizeLinear", [self.real(value), self.scale(0), zero], f"{value.name}_bytes")
            self.made("bytes", value, known)
        return Bytes(known, zero)

    def shifted(self, value: Value) -> tuple[str, int]:
        """The value plus a constant as float32, and the constant: a plain cast of its bytes, where it has them.

        (ONNX Runtime copies a DequantizeLinear for each of its readers.)
        """
        if ("bytes", value.name) not in self._forms:
            return self.real(value), 0
        if not (known := self._forms.get(("shifted", value.name))):
            known = self.cast(self.bytes(value).tensor, "float32", f"{value.name}_shifted")
            self.made("shifted", value, known)
        return known, MIDDLE[value.dtype]

    def plus(self, value: Value, bias: npt.NDArray[Any], output: str) -> str:
        """Value + bias as float32; integers below 2^24, so that the order of the sum does not matter."""
        if value.name in self._terms:
            terms, offset = self._terms[value.name]
        else:
            tensor, offset = self.shifted(value)
            terms = [tensor]
        constant = bias.astype(np.float32) - offset
        if constant.any():
            terms = [*terms, self.vector(f"{output}_bias", constant)]
        return terms[0] if len(terms) == 1 else self.build.node("Add" if len(terms) == 2 else "Sum", terms, output)

    def wide(self, value: Value) -> str:
        """As double."""
        tensor = self._forms.get(("own", value.name)) or self.real(value)
        return self.cast(tensor, "float64", f"{value.name}_wide")

    def scaled(self, value: Value) -> str:
        """What the value stands for: a float32 as it is, an integer times 2^-exponent."""
        if value.dtype == "float32":
            return self.real(value)
        assert value.exponent is not None
        if ("bytes", value.name) in self._forms:
            tensor, zero = self.bytes(value)
        else:
            tensor, zero = self.own(value), self.zero(value.dtype)
        return self.build.node("DequantizeLinear", [tensor, self.scale(-value.exponent), zero], f"{value.name}_scaled")

    # FIFOs

    def push(self, fifo: str, value: Value) -> None:
        """Make what a FIFO is given."""
        if ("bytes", value.name) in self._forms and value.dtype == "int8":
            shifted, offset = self.shifted(value)
            flat = self.build.reshape(shifted, [-1, value.size], f"{fifo}_flat")
            self.build.node("QuantizeLinear", [flat, self.scale(0), self.zero("int8", -offset)], f"push_{fifo}")
        else:
            self.build.reshape(self.own(value), [-1, value.size], f"push_{fifo}")

    def held(self, fifo: str, value: Value, dtype: str) -> str:
        """What a sum FIFO holds, in the shape of `value`, which is pushed to it."""
        rows = self.rows(f"fifo_{fifo}", value, f"fifo_{fifo}_rows")
        return self.cast(rows, dtype, f"fifo_{fifo}_{dtype}")

    # nodes and constants that several operations need

    def cast(self, tensor: str, dtype: str, output: str) -> str:
        return self.build.node("Cast", [tensor], output, to=TYPES[dtype])

    def rows(self, tensor: str, value: Value, output: str) -> str:
        return self.build.reshape(tensor, [-1, value.rows, value.columns], output)

    def vector(self, name: str, value: npt.ArrayLike, dtype: type[np.generic] = np.float32) -> str:
        return self.build.constant(name, np.asarray(value, dtype))

    def scale(self, exponent: int) -> str:
        """2^exponent, for QuantizeLinear and DequantizeLinear."""
        return self.build.constant(f"two_to_{exponent}".replace("-", "minus_"), power(exponent))

    def zero(self, dtype: str, point: int = 0) -> str:
        return self.build.constant(f"zero_{dtype}_{point}".replace("-", "minus_"), np.array(point, dtype))

    def clip(self, real: str, limit: int, output: str) -> str:
        bounds = [self.vector(f"limit_{sign * limit}".replace("-", "minus_"), sign * limit) for sign in (-1, 1)]
        return self.build.node("Clip", [real, *bounds], output)


def power(exponent: int | npt.NDArray[np.int32]) -> npt.NDArray[Any]:
    """2^exponent as float32, exact."""
    return np.asarray(np.ldexp(np.float32(1), exponent), np.float32)
