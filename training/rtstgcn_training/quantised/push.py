"""What a layer pushes, in integers: joints mix, round, channels mix, round; fast and with little to keep.

As in `models.graph_product`, frames are taken a few at a time and what the graph gathers is computed anew for the
gradient. Besides its input, one byte a value is kept: whether the push was within its limits.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from ..models.graph_product import as_matrices, blocks, gather_frames
from .constants import LayerConstants, powers
from .rounding import round_into


def push(h: Tensor, constants: LayerConstants) -> Tensor:
    """int8 integers (..., V, C_out) of the integers h (..., V, C_in), which are int8 or uint8."""
    frames = h.reshape(-1, *h.shape[-2:])
    scale = powers([-s for s in constants.spatial.shift], h)
    weight = constants.spatial.weight.view(len(constants.graph), h.shape[-1], -1)
    pushed: Tensor = _Push.apply(frames, constants.graph, weight, 2.0**-constants.graph_shift, scale)  # type: ignore[no-untyped-call]
    return pushed.view(*h.shape[:-1], -1)


class _Push(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, h: Tensor, graph: Tensor, weight: Tensor, unit: float, scale: Tensor) -> Tensor:
        gather, mix = as_matrices(graph, weight)
        pushed = h.new_empty(*h.shape[:2], weight.shape[-1])
        inside = torch.empty_like(pushed, dtype=torch.bool)
        for block in blocks(h):
            rows = gather_frames(gather, h[block]).mul_(unit).round_().clamp_(-128, 127)
            out = pushed[block].flatten(0, 1)
            torch.mm(rows, mix, out=out)
            round_into(out.mul_(scale), "int8", inside[block].flatten(0, 1))
        ctx.unit = unit
        ctx.save_for_backward(h, graph, weight, scale, inside)
        return pushed

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        h, graph, weight, scale, inside = ctx.saved_tensors
        gather, mix = as_matrices(graph, weight)
        grad_pushed = grads[0].contiguous()
        grad_h, grad_gather, grad_mix = torch.empty_like(h), torch.zeros_like(gather), torch.zeros_like(mix)
        for block in blocks(h):
            rows = (grad_pushed[block] * inside[block].view(torch.int8)).flatten(0, 1).mul_(scale)
            gathered = gather_frames(gather, h[block]).mul_(ctx.unit)
            within = torch.empty_like(gathered, dtype=torch.bool)
            round_into(gathered, "int8", within)
            grad_mix.addmm_(gathered.T, rows)
            grad_gathered = (
                (rows @ mix.T).mul_(within.view(torch.int8)).mul_(ctx.unit).view(-1, len(gather), h.shape[-1])
            )
            torch.bmm(gather.T.expand(len(grad_gathered), -1, -1), grad_gathered, out=grad_h[block])
            grad_gather += torch.bmm(grad_gathered, h[block].transpose(1, 2)).sum(0)
        joints, partitions = h.shape[1], len(graph)
        grad_graph = grad_gather.view(joints, partitions, joints).permute(1, 2, 0)
        return grad_h, grad_graph, grad_mix.view_as(weight), None, None
