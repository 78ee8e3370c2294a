"""How much of the error of the logits each operation alone makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rtstgcn_training.models.rt_stgcn import RTSTGCN
from torch import Tensor

from ..program import GraphProduct, Head, LayerNorm, Operation, Product, Program
from .rounding import Array, Unit, bounds, rounded, units, with_constants
from .tally import decibels, power_of
from .walk import walk


@dataclass(frozen=True)
class Trace:
    """At the logits.

    Attributes:
        frames: over which.
        signal: power of the float32 logits.
        noise: by tensor, that of the error with nothing in 8 bits but the operation that makes it.
    """

    frames: int
    signal: float
    noise: dict[str, float]

    def decibels(self, name: str) -> float | None:
        return decibels(self.signal, self.noise.get(name, 0.0))

    def share(self, name: str) -> float | None:
        """Of the sum of all noise; None of what is exact."""
        total = sum(self.noise.values())
        return self.noise[name] / total if name in self.noise and total > 0 else None


def trace(model: RTSTGCN, program: Program, trials: Sequence[Tensor]) -> Trace:
    """Follow each operation that rounds, or whose constants are rounded, to the logits of recordings (C, L, V)."""
    whose = units(program.operations)
    signal, noise = 0.0, {op.out.name: 0.0 for op in program.operations if is_inexact(op)}
    for x in trials:
        plain = np.concatenate(list(walk(model, program, x, lambda op, real: None)))
        signal += power_of(plain)
        for name in noise:

            def only(op: Operation, real: dict[str, Array], name: str = name) -> Array | None:
                return alone(op, whose[name], real) if op.out.name == name else None

            noise[name] += power_of(np.concatenate(list(walk(model, program, x, only))) - plain)
    return Trace(sum(x.shape[1] for x in trials), signal, noise)


def is_inexact(op: Operation) -> bool:
    """Whether an operation rounds, or has constants that were."""
    return bounds(op) is not None or isinstance(op, GraphProduct | Product | LayerNorm | Head)


def alone(op: Operation, unit: Unit, real: dict[str, Array]) -> Array:
    """What an operation in 8 bits makes of real inputs, in real units."""
    made = with_constants(op, real)
    made = real[op.out.name] if made is None else made
    limits = bounds(op)
    return made if limits is None else rounded(made, unit, *limits)
