"""The integer program over many frames at once: the interpreter with time where it has skeletons.

Nothing but FIFOs sees more than one frame, so they alone change: what one holds is taken from the pushes of the frames
before. Integer products go through double, in which they are exact, because NumPy multiplies integers slowly.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..program import GraphProduct, Head, Operation, Product, Program
from ..program.interpret import Array, Float32, Interpreter, power, quantised


class FramesInterpreter(Interpreter):
    """One recording in chunks, operation by operation; equal to `Interpreter.run` to the last bit."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._specs = {spec.name: spec for spec in program.fifos}
        self._past: dict[str, Array] = {}

    def begin(self, chunk: Float32) -> None:
        """Take the next frames (frames, V, C)."""
        self.values = {"frame": chunk.swapaxes(1, 2)}

    def make(self, operation: Operation) -> Array:
        """What an operation gives for the frames of `begin`, (frames, rows, columns); those before it must have run."""
        rule: Any = _FAST.get(type(operation), Interpreter.make)
        with np.errstate(over="ignore"):
            made: Array = rule(self, operation)
        self.values[operation.out.name] = made
        return made

    def fifo(self, name: str, push: Array, taps: bool = False) -> Array:
        """What the FIFO holds at each frame, in the shape of push (frames, rows, columns)."""
        spec = self._specs[name]
        span, d = (spec.kernel - 1) * spec.dilation, spec.dilation
        past = self._past.get(name)
        if past is None:
            past = np.zeros((span, *push.shape[1:]), push.dtype)
        both = np.concatenate([past, push])
        self._past[name] = both[len(both) - span :].copy()
        if spec.kernel == 2:
            held: Array = both[: len(push)]
            return held
        assert not taps, f"{name}: taps of two only"
        rows = -(-len(both) // d)  # one row for each d frames, so that each phase is a column
        phases = np.zeros((rows * d, *push.shape[1:]), np.int64)
        phases[: len(both)] = both
        sums = phases.reshape(rows, d, -1).cumsum(0).reshape(phases.shape)
        ends = sums[span - d : span - d + len(push)]
        starts = np.concatenate([np.zeros_like(sums[:d]), sums])[: len(push)]
        total: Array = (ends - starts).astype(np.int32)
        return total


def _graph_product(now: FramesInterpreter, op: GraphProduct) -> Array:
    x = now[op.x]
    total = op.graph.astype(np.float64) @ x.astype(np.float64)
    return quantised(total.astype(np.float32) * power(-op.shift), "int8").reshape(len(x), op.out.rows, op.out.columns)


def _product(now: FramesInterpreter, op: Product) -> Array:
    total = _times(now[op.x], op.weight)
    if op.bias is not None:
        total += op.bias
    return quantised(total.astype(np.float32) * power(-op.shift), "int8")


def _head(now: FramesInterpreter, op: Head) -> Array:
    total = _times(now[op.x].sum(1, keepdims=True, dtype=np.int32), op.weight) + op.bias
    return total.astype(np.float32) * power(-op.exponents)


def _times(x: Array, weight: Array) -> Array:
    flat = x.reshape(-1, x.shape[-1]).astype(np.float64) @ weight.astype(np.float64)
    return flat.reshape(*x.shape[:-1], -1)


_FAST = {GraphProduct: _graph_product, Product: _product, Head: _head}
