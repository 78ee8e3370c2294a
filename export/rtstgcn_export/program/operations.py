"""The operations of an integer program and their exact meaning.

A program is a list of operations on small matrices of one frame, (rows, columns) = (joints, channels). An operation
reads values that earlier ones made, and constants that it carries. A value of n bits stands for `integer * 2^-exponent`
(*dynamic fixed point*); exponents are fixed when the program is made, so none is stored beside the data at run time.

What makes all backends agree to the last bit:

- products and sums of integers are exact, whatever their order;
- what is not an integer is float32, one IEEE operation at a time, each correctly rounded, never contracted into a
  fused multiply-add, never reassociated; the few double operations of `Magnitude` and `LayerNorm` likewise;
- there is one way back to integers, `quantised`: round half to even, then saturate;
- `2^-shift` scales float32 exactly, so rescaling an int32 is float32(int32), times a power of two, `quantised`.

Written `q(x, low, high)` below: rint(x) with halves to even, limited to [low, high]. int8 is limited to [-128, 127],
uint8 to [0, 255], int16 to [-32768, 32767] where nothing else is said. `f(i)` is the float32 nearest to the integer i.
Every backend prints these operations; `interpret.py` is the definition in NumPy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Literal

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.manifest import FifoSpec

Int8 = npt.NDArray[np.int8]
Int16 = npt.NDArray[np.int16]
Int32 = npt.NDArray[np.int32]
Float32 = npt.NDArray[np.float32]

Dtype = Literal["int8", "uint8", "int16", "int32", "float32"]


@dataclass(frozen=True)
class Value:
    """A matrix that an operation makes, one for each frame.

    Attributes:
        name: unique in the program, a C identifier.
        rows: joints, or 1.
        columns: channels.
        dtype: type of its elements.
        exponent: elements stand for integer * 2^-exponent; 0 of float32. None: one for each channel or joint, or a unit
            of its own, told by the operations that read it.
    """

    name: str
    rows: int
    columns: int
    dtype: Dtype
    exponent: int | None = 0

    @property
    def size(self) -> int:
        return self.rows * self.columns


@dataclass(frozen=True)
class QuantiseFrame:
    """The frame (channels, joints) float32 as integers, joints as rows:

    out[v, c] = q(frame[c, v] * 2^exponents[c]), int16.
    """

    out: Value
    exponents: Int32
    """(C,)"""


@dataclass(frozen=True)
class Relative:
    """Positions relative to one joint: out[v, c] = x[v, c] - x[joint, c], int32 of int16."""

    out: Value
    x: Value
    joint: int


@dataclass(frozen=True)
class Magnitude:
    """Of each xyz triple of int16 columns: out[v, t] = float32(sqrt(double(x^2 + y^2 + z^2))).

    The sum of squares is below 2^34 and exact in double (or int64).
    """

    out: Value
    x: Value


@dataclass(frozen=True)
class Standardise:
    """out = q((float32(x) - offset) * factor, -limit, limit), int8 or int16.

    x is an integer below 2^24 or float32. `factor` holds what takes the input's unit to the output's exponent.
    """

    out: Value
    x: Value
    offset: Float32
    """(rows, columns)"""
    factor: Float32
    """(rows, columns)"""
    limit: int


@dataclass(frozen=True)
class Window:
    """A sum FIFO: x is pushed, out = x + what the FIFO holds, int32.

    x is int8 or int16, and so is what is pushed.
    """

    out: Value
    x: Value
    fifo: str


@dataclass(frozen=True)
class Change:
    """A sum FIFO of two taps: x is pushed, out = x - what it holds (the push `dilation` frames ago), int32."""

    out: Value
    x: Value
    fifo: str


@dataclass(frozen=True)
class Delay:
    """A taps FIFO of two taps: x is pushed, out is the push `dilation` frames ago, of the same type and exponent."""

    out: Value
    x: Value
    fifo: str


@dataclass(frozen=True)
class Trend:
    """A short mean less a long one: out = q(float32(short) * a - float32(long) * b, -limit, limit), int16.

    Both are int32 window sums below 2^24; `a` and `b` hold 1/frames and what takes them to the output's exponent.
    """

    out: Value
    short: Value
    long: Value
    a: Float32
    """(rows, columns)"""
    b: Float32
    """(rows, columns)"""
    limit: int


@dataclass(frozen=True)
class Square:
    """out = x * x, int16 of int8. -128 does not occur: what is squared was limited to 127."""

    out: Value
    x: Value


@dataclass(frozen=True)
class Levels:
    """A function of an int32 that only rises, as a table: out = first + how many of `thresholds` are <= x, int8.

    The logarithm of an energy is one: no backend needs a logarithm of its own.
    """

    out: Value
    x: Value
    thresholds: Int32
    """(T,), rising"""
    first: int


@dataclass(frozen=True)
class Concat:
    """Columns side by side; all of `xs` have the type and exponent of the output."""

    out: Value
    xs: tuple[Value, ...]


@dataclass(frozen=True)
class GraphProduct:
    """Joints mix: out[v, p C + c] = q(f(sum_w graph[v P + p, w] x[w, c]) * 2^-shift), int8.

    x is int8 or uint8 (joints, C); the output's row of a joint holds its partitions one after the other.
    """

    out: Value
    x: Value
    graph: Int8
    """(joints * partitions, joints), joint-major"""
    shift: int

    @property
    def partitions(self) -> int:
        return len(self.graph) // self.x.rows


@dataclass(frozen=True)
class Product:
    """Channels mix: out[v, k] = q(f(sum_c x[v, c] weight[c, k] + bias[k]) * 2^-shift[k]), int8.

    x is int8, uint8 or int16; of 8-bit inputs |weight| <= 63, so that pairs of products fit into 16 bits wherever a
    processor adds them there. Sums stay below 2^24 (8-bit inputs) or 2^31 (int16).
    """

    out: Value
    x: Value
    weight: Int8
    """(C, K)"""
    bias: Int32 | None
    """(K,)"""
    shift: Int32
    """(K,), one for each output channel; may be negative"""


@dataclass(frozen=True)
class LayerNorm:
    """Over all n = rows * columns of a frame, float32 of an integer matrix; y = x + bias, |y| < 2^24:

        S1 = sum y, S2 = sum y^2                                   exact (int64, or double: below 2^53)
        m  = double(S1) * inverse_n                                double, as the next two lines
        D  = double(S2) - double(S1) * m
        r  = 1 / sqrt(max(D, 0) + floor)
        out = ((f(y) - float32(m)) * float32(r)) * gamma + beta    float32, four operations

    gamma = f(gamma_integers) * 2^-gamma_exponent carries sqrt(n); beta likewise. `floor` = n * eps * 2^(2 exponent of
    x), above 0. inverse_n = 1 / n in double.
    """

    out: Value
    x: Value
    bias: Int16 | None
    """(rows, columns), in the exponent of x"""
    gamma: Int16
    """(rows, columns)"""
    gamma_exponent: int
    beta: Int16
    """(rows, columns)"""
    beta_exponent: int
    floor: float

    @property
    def inverse_n(self) -> float:
        return 1.0 / self.x.size


@dataclass(frozen=True)
class Scale:
    """BatchNorm with its running statistics: out = float32(x) * factor + shift, float32; x an integer below 2^24.

    The bias of the window is in `shift`, the exponent of x in `factor`.
    """

    out: Value
    x: Value
    factor: Float32
    """(rows, columns)"""
    shift: Float32
    """(rows, columns)"""


@dataclass(frozen=True)
class Activate:
    """Back to 8 bits: out = q((max(x, 0) + residual) * 2^exponent of out), uint8; its 0 is the outer relu.

    The residual is a float32 value as it is, an 8-bit one as float32(integer) * 2^-(its exponent), or absent.
    With `linear`, x is taken without max and the output is int16 [-32768, 32767]: the norm of an input.
    """

    out: Value
    x: Value
    residual: Value | None = None
    linear: bool = False


@dataclass(frozen=True)
class Head:
    """Logits: s[c] = sum_v x[v, c]; out[k] = f(sum_c s[c] weight[c, k] + bias[k]) * 2^-exponents[k], float32.

    The sums stay below 2^31. The mean's 1/joints is in the weights.
    """

    out: Value
    x: Value
    weight: Int8
    """(C, classes)"""
    bias: Int32
    """(classes,)"""
    exponents: Int32
    """(classes,)"""


Operation = (
    QuantiseFrame
    | Relative
    | Magnitude
    | Standardise
    | Window
    | Change
    | Delay
    | Trend
    | Square
    | Levels
    | Concat
    | GraphProduct
    | Product
    | LayerNorm
    | Scale
    | Activate
    | Head
)


@dataclass(frozen=True)
class Program:
    """What an 8-bit model computes for one frame of one skeleton.

    Attributes:
        operations: in the order in which they run; the first is QuantiseFrame, the last Head.
        fifos: all FIFOs, in the manifest's order; each is used by exactly one operation.
        channels: C of the frame.
        joints: V of the frame.
    """

    operations: Sequence[Operation]
    fifos: Sequence[FifoSpec]
    channels: int
    joints: int

    @property
    def classes(self) -> int:
        return self.operations[-1].out.columns


def inputs(operation: Operation) -> list[Value]:
    """The values that an operation reads."""
    found: list[Value] = []
    for field in fields(operation):
        value = getattr(operation, field.name)
        if field.name != "out" and isinstance(value, Value):
            found.append(value)
        elif isinstance(value, tuple):
            found += [one for one in value if isinstance(one, Value)]
    return found
