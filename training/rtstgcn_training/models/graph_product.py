"""The spatial product of a layer, z_t = sum_p W_p x_t (A_p * M_p), fast and with little to keep for its gradient.

Frames are taken a few at a time, so that what every partition gathers stays in the processor's caches; it is gathered
anew for the gradient instead of kept, which would be P times the input.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

ROWS = 1024
"""Joints x frames that the CPU takes at a time."""


def graph_product(x: Tensor, graph: Tensor, weight: Tensor) -> Tensor:
    """sum_p graph_p' x_t weight_p.

    Args:
        x: (..., V, C_in) frames.
        graph: (P, V, V), indexed [partition, source joint, target joint].
        weight: (P, C_in, C_out).

    Returns:
        (..., V, C_out).
    """
    frames = x.reshape(-1, *x.shape[-2:])
    product: Tensor = _GraphProduct.apply(frames, graph, weight)  # type: ignore[no-untyped-call]
    return product.view(*x.shape[:-1], weight.shape[-1])


class _GraphProduct(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, graph: Tensor, weight: Tensor) -> Tensor:
        ctx.save_for_backward(x, graph, weight)
        gather, mix = as_matrices(graph, weight)
        z = x.new_empty(*x.shape[:2], weight.shape[-1])
        for block in blocks(x):
            torch.mm(gather_frames(gather, x[block]), mix, out=z[block].flatten(0, 1))
        return z

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, Tensor | None, Tensor | None]:
        x, graph, weight = ctx.saved_tensors
        gather, mix = as_matrices(graph, weight)
        for_x, for_graph, for_weight = ctx.needs_input_grad
        grad_z = grads[0].contiguous()
        grad_x = torch.empty_like(x) if for_x else None
        grad_gather, grad_mix = torch.zeros_like(gather), torch.zeros_like(mix)
        for block in blocks(x):
            rows = grad_z[block].flatten(0, 1)
            if for_weight:
                grad_mix.addmm_(gather_frames(gather, x[block]).T, rows)
            if for_x or for_graph:
                grad_gathered = (rows @ mix.T).view(-1, len(gather), x.shape[-1])
                if grad_x is not None:
                    torch.bmm(gather.T.expand(len(grad_gathered), -1, -1), grad_gathered, out=grad_x[block])
                if for_graph:
                    grad_gather += torch.bmm(grad_gathered, x[block].transpose(1, 2)).sum(0)
        joints, partitions = x.shape[1], len(graph)
        return (
            grad_x,
            grad_gather.view(joints, partitions, joints).permute(1, 2, 0) if for_graph else None,
            grad_mix.view_as(weight) if for_weight else None,
        )


def as_matrices(graph: Tensor, weight: Tensor) -> tuple[Tensor, Tensor]:
    """The graph as (V P, V), rows ordered (target joint, partition), and the weights as (P C_in, C_out)."""
    return graph.permute(2, 0, 1).flatten(0, 1).contiguous(), weight.flatten(0, 1)


def gather_frames(gather: Tensor, x: Tensor) -> Tensor:
    """What each partition brings to each joint: x (frames, V, C_in) -> (frames V, P C_in)."""
    return torch.bmm(gather.expand(len(x), -1, -1), x).view(x.shape[0] * x.shape[1], -1)


def blocks(x: Tensor) -> Iterator[slice]:
    """Frames (frames, V, C) that are taken at a time."""
    frames = max(ROWS // x.shape[1], 1) if x.device.type == "cpu" else max(len(x), 1)
    return (slice(start, start + frames) for start in range(0, len(x), frames))
