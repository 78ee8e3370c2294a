"""What an operation alone does to a tensor in real units: its constants as rounded, and its own rounding."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from rtstgcn_training.models.input_features import STILL
from rtstgcn_training.quantised.exponents import LEVELS_PER_NAT

from ..program import (
    Activate,
    GraphProduct,
    Head,
    LayerNorm,
    Levels,
    Magnitude,
    Operation,
    Product,
    QuantiseFrame,
    Standardise,
    Trend,
)
from ..program.interpret import power
from ..program.operations import inputs

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Unit:
    """An element stands for (integer - offset) / scale.

    Attributes:
        scale: one for all, or one for each column.
        offset: 0 of all but levels.
    """

    scale: Array
    offset: float = 0.0

    @property
    def exponent(self) -> int | list[int] | None:
        """Of the scale, a power of two; None of levels."""
        if self.offset:
            return None
        exponents = [int(e) - 1 for e in np.frexp(np.atleast_1d(self.scale))[1]]
        return exponents[0] if self.scale.ndim == 0 else exponents

    def integers(self, real: Array) -> Array:
        """Where real values lie between the integers, float32."""
        at: Array = real * self.scale
        return at + np.float32(self.offset) if self.offset else at

    def real(self, integers: Array) -> Array:
        """What integers stand for, float32."""
        floats = integers.astype(np.float32)
        result: Array = (floats - np.float32(self.offset) if self.offset else floats) / self.scale
        return result


def units(operations: Sequence[Operation]) -> dict[str, Unit]:
    """Of every value, by name."""
    found: dict[str, Unit] = {}
    for op in operations:
        out = op.out
        if isinstance(op, QuantiseFrame):
            unit = Unit(power(op.exponents))
        elif isinstance(op, Levels):  # level i stands for log(STILL) + i / LEVELS_PER_NAT
            unit = Unit(np.float32(LEVELS_PER_NAT), op.first - LEVELS_PER_NAT * math.log(STILL))
        elif isinstance(op, Magnitude):
            unit = Unit(found[op.x.name].scale[::3])
        elif out.exponent is None:
            unit = found[inputs(op)[0].name]
        else:
            unit = Unit(power(out.exponent))
        found[out.name] = unit
    return found


def bounds(op: Operation) -> tuple[int, int] | None:
    """Smallest and largest integer that an operation gives; None where it does not round to integers."""
    if not isinstance(op, QuantiseFrame | Standardise | Trend | Levels | GraphProduct | Product | Activate):
        return None
    if isinstance(op, Standardise | Trend):
        return -op.limit, op.limit
    if isinstance(op, Levels):
        return op.first, op.first + len(op.thresholds)
    info = np.iinfo(op.out.dtype)
    return int(info.min), int(info.max)


def rounded(real: Array, unit: Unit, low: int, high: int) -> Array:
    """Real values after rounding and saturation, in real units."""
    return unit.real(np.clip(np.rint(unit.integers(real)), low, high))


def weight_exponents(op: Operation) -> list[int]:
    """Of a product's 8-bit weights, one for each output channel; of the graph, one."""
    if isinstance(op, GraphProduct | Product):
        assert op.x.exponent is not None
        assert op.out.exponent is not None
        shifts = [int(s) for s in np.atleast_1d(op.shift)]
        return [shift + op.out.exponent - op.x.exponent for shift in shifts]
    if isinstance(op, Head):
        assert op.x.exponent is not None
        return [int(e) - op.x.exponent for e in op.exponents]
    return []


def with_constants(op: Operation, real: Mapping[str, Array]) -> Array | None:
    """What an operation makes of real inputs with its constants as they were rounded, and no other rounding.

    None where its constants are float32 as they were, or where it has none.
    """
    if isinstance(op, GraphProduct):
        (exponent,) = weight_exponents(op)
        mixed: Array = (op.graph * power(-exponent)) @ real[op.x.name]
        return mixed.reshape(len(mixed), op.out.rows, op.out.columns)
    if isinstance(op, Product | Head):
        fine = power(-np.array(weight_exponents(op), np.int32))
        x = real[op.x.name] if isinstance(op, Product) else real[op.x.name].sum(1, keepdims=True)
        total: Array = x @ (op.weight * fine)
        if op.bias is not None:
            assert op.x.exponent is not None
            total = total + (op.bias * (fine.astype(np.float64) * 2.0**-op.x.exponent)).astype(np.float32)
        return total
    if isinstance(op, LayerNorm):
        return _norm(op, real[op.x.name])
    return None


def _norm(op: LayerNorm, real: Array) -> Array:
    assert op.x.exponent is not None
    y = real.astype(np.float64)
    if op.bias is not None:
        y = y + op.bias * 2.0**-op.x.exponent
    y = y - y.mean((1, 2), keepdims=True)
    squares = np.square(y).sum((1, 2), keepdims=True)
    y /= np.sqrt(squares + op.floor * 4.0**-op.x.exponent)
    result: Array = y * (op.gamma * 2.0**-op.gamma_exponent) + op.beta * 2.0**-op.beta_exponent
    return result.astype(np.float32)
