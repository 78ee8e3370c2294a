"""Sums over all frames of what a tensor held, and what became of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from ..program import Operation
from .rounding import Unit, bounds

Array = npt.NDArray[Any]

BINS = 64
"""Of a histogram over the range of a type."""


def decibels(signal: float, noise: float) -> float | None:
    """10 log10(signal / noise) of two powers; None where either is 0."""
    return 10 * math.log10(signal / noise) if signal > 0 and noise > 0 else None


@dataclass
class Tally:
    """Of one tensor; powers are sums of squares in real units."""

    operation: Operation
    unit: Unit
    values: int = 0
    smallest: float = math.inf
    largest: float = -math.inf
    saturated: int = 0
    signal: float = 0.0
    local: float = 0.0
    constants: float = 0.0
    accumulated: float = 0.0
    bins: Array = field(default_factory=lambda: np.zeros(BINS + 2, np.int64))

    def add(self, real: Array, integers: Array, constants: Array | None) -> None:
        """Take in (frames, rows, columns): the float32 model's, the program's, and those of rounded constants alone."""
        self.values += real.size
        self.smallest, self.largest = min(self.smallest, float(real.min())), max(self.largest, float(real.max()))
        self.signal += power_of(real)
        self.accumulated += power_of(self.unit.real(integers) - real)
        if constants is not None:
            self.constants += power_of(constants - real)
        if (limits := bounds(self.operation)) is not None:
            at = self.unit.integers(real)
            nearest = np.rint(at)
            kept = np.clip(nearest, *limits)
            self.saturated += int(np.count_nonzero(nearest != kept))
            self.local += power_of(self.unit.real(kept) - real)
            self.bins += histogram(at, *limits)

    @property
    def rounds(self) -> bool:
        return bounds(self.operation) is not None


def power_of(x: Array) -> float:
    """Sum of squares."""
    return float(np.square(x).sum(dtype=np.float64))


def histogram(at: Array, low: int, high: int) -> Array:
    """(BINS + 2,) how many lie below, in equal bins from half a step below `low` to half a step above `high`, above."""
    place = np.floor((at - np.float32(low - 0.5)) * np.float32(BINS / (high - low + 1)))
    return np.bincount((np.clip(place, -1, BINS) + 1).astype(np.int64).ravel(), minlength=BINS + 2)
