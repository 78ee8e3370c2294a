"""An exponential moving average of a model's weights."""

from __future__ import annotations

import copy

import torch

from ..models.rt_stgcn import RTSTGCN


class Average:
    """Weights averaged over the steps; it labels and is saved in place of the model that learns.

    After step n the average moves by 1 - d towards the model, with d = min(decay, (1 + n) / (10 + n)): so the random
    start is forgotten soon. Statistics (buffers) are the model's own.

    Args:
        model: the model that learns; the average starts as a copy of it.
        decay: d of a long training, 0 < decay < 1.
    """

    def __init__(self, model: RTSTGCN, decay: float) -> None:
        self.model = copy.deepcopy(model).requires_grad_(False).eval()
        self.decay, self.steps = decay, 0

    @torch.no_grad()
    def update(self, model: RTSTGCN) -> None:
        """Take in the weights that a step has left."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        for mean, weight in zip(self.model.parameters(), model.parameters(), strict=True):
            mean.lerp_(weight, 1 - decay)
        for kept, buffer in zip(self.model.buffers(), model.buffers(), strict=True):
            kept.copy_(buffer)
