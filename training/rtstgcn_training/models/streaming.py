"""The streaming form in torch: the pure step plus FIFOs that it owns.

A second, plain implementation of the FIFO contract, independent of the runtime's.
"""

from __future__ import annotations

import copy

import torch
from torch import Tensor

from .rt_stgcn import RTSTGCN


class StreamingRTSTGCN:
    """Frame-by-frame labelling with the weights of a batch model.

    Args:
        model: the trained model; put into `eval()` here.
        skeletons: N, streams stepped together.
        share: use the model's own parameters (True), or a copy that later training does not touch.
    """

    def __init__(self, model: RTSTGCN, skeletons: int = 1, *, share: bool = True) -> None:
        self.model = (model if share else copy.deepcopy(model)).eval()
        self.skeletons = skeletons
        self.table = self.model.fifos()
        self.reset()

    def reset(self) -> None:
        """All FIFOs to zero: the start of a recording."""
        like = self.model.head.weight
        self.frames = 0
        self.rings = [
            like.new_zeros((spec.kernel - 1) * spec.dilation, self.skeletons, spec.width) for spec in self.table
        ]
        self.sums = [
            like.new_zeros(spec.dilation if spec.kind == "sum" else 0, self.skeletons, spec.width, dtype=torch.float64)
            for spec in self.table
        ]

    @torch.no_grad()
    def step(self, frame: Tensor) -> Tensor:
        """One frame (N, C, V) -> logits (N, classes)."""
        logits, pushes = self.model.step(frame, [self._held(k) for k in range(len(self.table))])
        for k, push in enumerate(pushes):
            self._push(k, push)
        self.frames += 1
        return logits

    def step_buffer(self, frames: Tensor) -> Tensor:
        """Buffered mode: B gathered frames (N, C, B, V), stepped in order -> logits (N, B, classes).

        Same labels as one by one; the first of them waited B - 1 frames.
        """
        return torch.stack([self.step(frame) for frame in frames.unbind(2)], dim=1)

    def _held(self, k: int) -> Tensor:
        spec, ring = self.table[k], self.rings[k]
        if spec.kind == "sum":
            return self.sums[k][self.frames % spec.dilation].to(ring.dtype)
        slots = [(self.frames - tap * spec.dilation) % len(ring) for tap in range(spec.kernel - 1, 0, -1)]
        return ring[slots]

    def _push(self, k: int, push: Tensor) -> None:
        spec, ring = self.table[k], self.rings[k]
        slot = self.frames % len(ring)
        if spec.kind == "sum":
            self.sums[k][self.frames % spec.dilation] += push.double() - ring[slot].double()
        ring[slot] = push
