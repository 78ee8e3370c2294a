"""The exponent of changes whose energy is taken, chosen by what comes of it.

A squared change enters the model through the logarithm of its mean over a window, where small values count as much as
large ones. So the criterion is the error of that logarithm, not that of the changes, whose strong frames would decide.
"""

from __future__ import annotations

import torch
from torch import Tensor

from ..models.input_features import STILL
from ..models.window_sum import window_sum

CANDIDATES = range(-8, 13)
"""Exponents that are tried: changes are in deviations, so these reach from 2^15 of them down to 2^-12."""


class EnergyError:
    """Squared error of the log energy at each candidate, over what was added.

    Args:
        frames: over which the energy is taken.
    """

    def __init__(self, frames: int) -> None:
        self.frames = frames
        self.errors = dict.fromkeys(CANDIDATES, 0.0)

    def add(self, changes: Tensor) -> None:
        """Changes (N, L, V, columns) of whole stretches, in deviations."""
        changes = changes.double()
        exact = self._log(changes)
        for exponent in self.errors:
            rounded = (changes * 2.0**exponent).round().clamp(-127, 127) * 2.0**-exponent
            self.errors[exponent] += float((self._log(rounded) - exact).square().sum())

    def best(self) -> int:
        """The exponent of the least error; the coarsest of several."""
        return min(self.errors, key=self.errors.__getitem__)

    def _log(self, changes: Tensor) -> Tensor:
        return torch.log(window_sum(changes.square(), self.frames) / self.frames + STILL)
