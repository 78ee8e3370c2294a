"""The values of a program as tensors of the graph, each in the forms that nodes read it in.

A value is (N, rows, columns) in one or more forms, made when first asked for:

- `own`: in the type that the program gives it, as FIFOs take it;
- `real`: its integers as float32, exact below 2^24;
- `bytes`: uint8 with a zero point. x86 processors multiply unsigned by signed bytes fast, signed by signed slowly.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from onnx import TensorProto

from ..onnx_graph import GraphBuilder
from ..program.operations import Operation, Value, inputs

OPSET, IR_VERSION = 21, 10
"""QuantizeLinear to int16 is of opset 21; onnxruntime 1.20 runs it."""

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

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.build = GraphBuilder(OPSET, IR_VERSION)
        self.readers: dict[str, list[Operation]] = {}
        for operation in operations:
            for value in inputs(operation):
                self.readers.setdefault(value.name, []).append(operation)
        self._forms: dict[tuple[str, str], str] = {}

    # what operations make

    def set_own(self, value: Value, tensor: str) -> None:
        self._forms["own", value.name] = tensor

    def set_real(self, value: Value, tensor: str) -> None:
        self._forms["real", value.name] = tensor

    def set_bytes(self, value: Value, tensor: str) -> None:
        self._forms["bytes", value.name] = tensor

    # what operations read

    def own(self, value: Value) -> str:
        if value.dtype == "uint8":
            return self.bytes(value).tensor
        known = self._forms.get(("own", value.name))
        if known is None:
            known = self.cast(self.real(value), value.dtype, f"{value.name}_own")
            self.set_own(value, known)
        return known

    def real(self, value: Value) -> str:
        known = self._forms.get(("real", value.name))
        if known is None:
            if ("own", value.name) in self._forms:
                known = self.cast(self.own(value), "float32", f"{value.name}_real")
            else:
                held = self.bytes(value)
                known = self.build.node("DequantizeLinear", [held.tensor, self.scale(0), held.zero], f"{value.name}_real")
            self.set_real(value, known)
        return known

    def bytes(self, value: Value) -> Bytes:
        zero = self.zero("uint8", MIDDLE[value.dtype])
        known = self._forms.get(("bytes", value.name))
        if known is None:
            known = self.build.node("QuantizeLinear", [self.real(value), self.scale(0), zero], f"{value.name}_bytes")
            self.set_bytes(value, known)
        return Bytes(known, zero)

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
        """Declare what a FIFO is given."""
        if ("own", value.name) in self._forms or value.dtype == "uint8":
            self.build.reshape(self.own(value), [-1, value.size], f"push_{fifo}")
        else:
            flat = self.build.reshape(self.real(value), [-1, value.size], f"{fifo}_flat")
            self.cast(flat, value.dtype, f"push_{fifo}")

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
        return self.build.constant(f"zero_{dtype}_{point}", np.array(point, dtype))

    def quantised(self, real: str, dtype: str, exponent: int, output: str, limit: int | None = None) -> str:
        """q(real * 2^exponent), or q(.., -limit, limit) of an exponent 0."""
        if limit is not None and limit < np.iinfo(dtype).max + 1:
            bounds = [self.vector(f"limit_{sign * limit}".replace("-", "minus_"), sign * limit) for sign in (-1, 1)]
            real = self.build.node("Clip", [real, *bounds], f"{output}_clipped")
        zero = self.zero(dtype)
        return self.build.node("QuantizeLinear", [real, self.scale(-exponent), zero], output)


def power(exponent: int | npt.NDArray[np.int32]) -> npt.NDArray[Any]:
    """2^exponent as float32, exact."""
    return np.ldexp(np.float32(1), exponent).astype(np.float32)
