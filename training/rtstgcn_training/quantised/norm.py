"""Norms of integers: float32 in the order of operations that the export side states, to the last bit."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from ..models.graph_product import blocks
from .constants import NormConstants, ScaleConstants


def normalised(x: Tensor, constants: NormConstants | ScaleConstants) -> Tensor:
    """A norm of integers (..., V, C), float32."""
    if isinstance(constants, ScaleConstants):
        return x * constants.factor + constants.shift
    y = x if constants.bias is None else x + constants.bias
    result: Tensor = _LayerNorm.apply(y.flatten(0, -3), constants.scale, constants.shift, constants.floor)  # type: ignore[no-untyped-call]
    return result.view_as(x)


class _LayerNorm(torch.autograd.Function):
    """((y - m) r) scale + shift of frames (frames, V, C), with m and r from sums in double that are exact."""

    @staticmethod
    def forward(ctx: Any, y: Tensor, scale: Tensor, shift: Tensor, floor: float) -> Tensor:
        out = torch.empty_like(y)
        mean, inverse = y.new_empty(len(y), 1, 1), y.new_empty(len(y), 1, 1)
        share = 1.0 / scale.numel()
        for block in blocks(y):
            wide = y[block].double()
            first = wide.sum((-2, -1), keepdim=True)
            second = wide.square_().sum((-2, -1), keepdim=True)
            m = first * share
            mean[block] = m.float()
            inverse[block] = (1 / ((second - first * m).clamp(min=0) + floor).sqrt()).float()
            torch.sub(y[block], mean[block], out=out[block])
            out[block].mul_(inverse[block]).mul_(scale).add_(shift)
        ctx.save_for_backward(y, scale, shift, mean, inverse)
        return out

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, Tensor, Tensor, None]:
        y, scale, shift, mean, inverse = ctx.saved_tensors
        root = math.sqrt(scale.numel())  # the scale carries it; torch has it beside the deviation
        grad_y, grad_weight, grad_shift = torch.ops.aten.native_layer_norm_backward(
            grads[0].contiguous(), y, scale.shape, mean, inverse * root, scale / root, shift, [True, True, True]
        )
        return grad_y, grad_weight / root, grad_shift, None
