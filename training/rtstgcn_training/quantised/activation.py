"""What ends a layer in 8 bits: relu, dropout, the residual and the one rounding, with one byte a value to keep."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from ..models.activation import draw
from .rounding import round_into


def activation(y: Tensor, past: Tensor | None, past_exponent: int, dropout: float, exponent: int) -> Tensor:
    """q((dropout(relu(y)) + past * 2^-past_exponent) * 2^exponent), uint8 integers.

    Args:
        y: what the norm gave, float32.
        past: residual of the same shape, or None.
        past_exponent: of the residual; 0 where it is no integer.
        dropout: as of the float model's `activation`.
        exponent: of the output.
    """
    result: Tensor = _Activation.apply(y, past, 2.0**-past_exponent, dropout, 2.0**exponent)  # type: ignore[no-untyped-call]
    return result


class _Activation(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, y: Tensor, past: Tensor | None, unit: float, dropout: float, scale: float) -> Tensor:
        passed, out = y > 0, y.relu()
        ctx.unit, ctx.scale, ctx.grown = unit, scale, 1.0
        if dropout:
            kept, ctx.grown = draw(y, dropout)
            passed &= kept
            out.mul_(kept.view(torch.int8)).mul_(ctx.grown)
        if past is not None:
            out.add_(past, alpha=unit)
        inside = torch.empty_like(passed)
        round_into(out.mul_(scale), "uint8", inside)
        passed &= inside
        ctx.save_for_backward(passed, *([] if past is None else [inside]))
        return out

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        passed, *inside = ctx.saved_tensors
        grad_y = (grads[0] * passed.view(torch.int8)).mul_(ctx.scale * ctx.grown)
        grad_past = (grads[0] * inside[0].view(torch.int8)).mul_(ctx.scale * ctx.unit) if inside else None
        return grad_y, grad_past, None, None, None
