"""The integer program in NumPy: the definition that every backend is held against.

Written to be read beside `operations.py`, not to be fast: one function an operation, on (N, rows, columns).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.engine.fifo import FifoPool

from .operations import (
    Activate,
    Change,
    Concat,
    Delay,
    GraphProduct,
    Head,
    LayerNorm,
    Levels,
    Magnitude,
    Operation,
    Product,
    Program,
    QuantiseFrame,
    Relative,
    Scale,
    Square,
    Standardise,
    Trend,
    Value,
    Window,
)

Array = npt.NDArray[Any]
Float32 = npt.NDArray[np.float32]


def quantised(x: Array, dtype: str, limit: int | None = None) -> Array:
    """Round half to even, saturate: the only way from floats to integers.

    Args:
        x: float32.
        dtype: integer type of the result.
        limit: saturate at -limit and limit instead of the type's ends.
    """
    bounds = np.iinfo(dtype)
    low, high = (bounds.min, bounds.max) if limit is None else (-limit, limit)
    integers: Array = np.clip(np.rint(x), low, high).astype(dtype)
    return integers


def power(exponent: int | npt.NDArray[np.int32]) -> Array:
    """2^exponent as float32, exact."""
    return np.asarray(np.ldexp(np.float32(1), exponent), np.float32)


class Interpreter:
    """One step of a program over what its FIFOs hold.

    `values` keeps everything that the last step made, by name.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.values: dict[str, Array] = {}
        self._held: Mapping[str, Array] = {}
        self._pushes: dict[str, Array] = {}

    def step(self, frame: Float32, held: Mapping[str, Array]) -> tuple[Float32, dict[str, Array]]:
        """Logits (N, classes) and pushes (N, width) by FIFO.

        Args:
            frame: (N, C, V), finite.
            held: by FIFO, (N, width) integers of a sum, (K - 1, N, width) of taps.
        """
        self.values, self._held, self._pushes = {"frame": frame}, held, {}
        with np.errstate(over="ignore"):  # a wild sample times a power of two may be infinite; it saturates
            for operation in self.program.operations:
                self.values[operation.out.name] = self.make(operation)
        return self.values[self.program.operations[-1].out.name], self._pushes

    def run(self, frames: Float32) -> Float32:
        """Logits (L, classes) of a whole trial x (C, L, V), from empty FIFOs."""
        pool = FifoPool(self.program.fifos)
        pool.join()
        logits = np.empty((frames.shape[1], self.program.classes), np.float32)
        for t in range(frames.shape[1]):
            logits[t], pushes = self.step(frames[None, :, t], pool.inputs())
            for name, target in pool.pushes().items():
                target[:] = pushes[name]
            pool.advance()
        return logits

    def make(self, operation: Operation) -> Array:
        """What an operation gives; those whose values it reads must have run."""
        made: Array = _RULES[type(operation)](self, operation)
        assert made.dtype == operation.out.dtype, operation.out.name
        return made

    def __getitem__(self, value: Value) -> Array:
        return self.values[value.name]

    def fifo(self, name: str, push: Array, taps: bool = False) -> Array:
        """Push (N, rows, columns); what the FIFO holds, in the same shape."""
        self._pushes[name] = push.reshape(len(push), -1)
        held = self._held[name][0] if taps else self._held[name]
        return held.reshape(push.shape)


def _quantise_frame(now: Interpreter, op: QuantiseFrame) -> Array:
    return quantised(now.values["frame"].swapaxes(1, 2) * power(op.exponents), "int16")


def _relative(now: Interpreter, op: Relative) -> Array:
    x = now[op.x].astype(np.int32)
    return x - x[:, op.joint, None]


def _magnitude(now: Interpreter, op: Magnitude) -> Array:
    x = now[op.x].astype(np.float64)
    lengths: Array = np.sqrt(np.square(x).reshape(len(x), op.x.rows, -1, 3).sum(-1)).astype(np.float32)
    return lengths


def _standardise(now: Interpreter, op: Standardise) -> Array:
    return quantised((now[op.x].astype(np.float32) - op.offset) * op.factor, op.out.dtype, op.limit)


def _window(now: Interpreter, op: Window) -> Array:
    x = now[op.x]
    return x.astype(np.int32) + now.fifo(op.fifo, x)


def _change(now: Interpreter, op: Change) -> Array:
    x = now[op.x]
    return x.astype(np.int32) - now.fifo(op.fifo, x)


def _delay(now: Interpreter, op: Delay) -> Array:
    return now.fifo(op.fifo, now[op.x], taps=True)


def _trend(now: Interpreter, op: Trend) -> Array:
    short, long = (now[x].astype(np.float32) for x in (op.short, op.long))
    return quantised(short * op.a - long * op.b, "int16", op.limit)


def _square(now: Interpreter, op: Square) -> Array:
    return np.square(now[op.x].astype(np.int16))


def _levels(now: Interpreter, op: Levels) -> Array:
    return (op.first + np.searchsorted(op.thresholds, now[op.x], side="right")).astype(np.int8)


def _concat(now: Interpreter, op: Concat) -> Array:
    return np.concatenate([now[x] for x in op.xs], axis=2)


def _graph_product(now: Interpreter, op: GraphProduct) -> Array:
    x = now[op.x]
    total = op.graph.astype(np.int32) @ x.astype(np.int32)
    return quantised(total.astype(np.float32) * power(-op.shift), "int8").reshape(len(x), op.out.rows, op.out.columns)


def _product(now: Interpreter, op: Product) -> Array:
    total = now[op.x].astype(np.int32) @ op.weight.astype(np.int32)
    if op.bias is not None:
        total = total + op.bias
    return quantised(total.astype(np.float32) * power(-op.shift), "int8")


def _layer_norm(now: Interpreter, op: LayerNorm) -> Array:
    y = now[op.x].astype(np.int64)
    if op.bias is not None:
        y = y + op.bias
    first, second = (s.astype(np.float64) for s in (y.sum((1, 2)), np.square(y).sum((1, 2))))
    mean = first * op.inverse_n
    inverse = 1 / np.sqrt(np.maximum(second - first * mean, 0) + op.floor)
    m, r = (s.astype(np.float32)[:, None, None] for s in (mean, inverse))
    gamma = op.gamma.astype(np.float32) * power(-op.gamma_exponent)
    beta = op.beta.astype(np.float32) * power(-op.beta_exponent)
    out: Array = (y.astype(np.float32) - m) * r * gamma + beta
    return out


def _scale(now: Interpreter, op: Scale) -> Array:
    return now[op.x].astype(np.float32) * op.factor + op.shift


def _activate(now: Interpreter, op: Activate) -> Array:
    total = now[op.x] if op.linear else np.maximum(now[op.x], np.float32(0))
    if op.residual is not None:
        residual = now[op.residual]
        if op.residual.dtype != "float32":
            assert op.residual.exponent is not None
            residual = residual.astype(np.float32) * power(-op.residual.exponent)
        total = total + residual
    assert op.out.exponent is not None
    return quantised(total * power(op.out.exponent), op.out.dtype)


def _head(now: Interpreter, op: Head) -> Array:
    total = now[op.x].astype(np.int32).sum(1, dtype=np.int32) @ op.weight.astype(np.int32) + op.bias
    logits: Array = total.astype(np.float32) * power(-op.exponents)
    return logits


_RULES: dict[type, Callable[[Interpreter, Any], Array]] = {
    QuantiseFrame: _quantise_frame,
    Relative: _relative,
    Magnitude: _magnitude,
    Standardise: _standardise,
    Window: _window,
    Change: _change,
    Delay: _delay,
    Trend: _trend,
    Square: _square,
    Levels: _levels,
    Concat: _concat,
    GraphProduct: _graph_product,
    Product: _product,
    LayerNorm: _layer_norm,
    Scale: _scale,
    Activate: _activate,
    Head: _head,
}
