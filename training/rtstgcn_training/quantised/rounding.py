"""The one way from floats to integers, with a gradient."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

RANGES = {"int8": (-128, 127), "uint8": (0, 255), "int16": (-32768, 32767)}
"""Smallest and largest integer of a type."""


def quantised(x: Tensor, low: float, high: float) -> Tensor:
    """Round half to even, then saturate; floats that hold integers.

    The gradient is that of saturation alone (straight-through estimator, Bengio et al. 2013).
    """
    result: Tensor = _Quantised.apply(x, low, high)  # type: ignore[no-untyped-call]
    return result


def as_type(x: Tensor, dtype: str) -> Tensor:
    """`quantised` to the range of an integer type."""
    return quantised(x, *RANGES[dtype])


def round_into(x: Tensor, dtype: str, inside: Tensor) -> None:
    """Round and saturate `x` in place; `inside` (bool) becomes where it was within the limits of the type."""
    low, high = RANGES[dtype]
    torch.logical_and(x >= low, x <= high, out=inside)
    x.round_().clamp_(low, high)


class _Quantised(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, low: float, high: float) -> Tensor:
        if ctx.needs_input_grad[0]:
            ctx.save_for_backward((x >= low) & (x <= high))
        return x.round().clamp_(low, high)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, None, None]:
        (inside,) = ctx.saved_tensors
        return grads[0] * inside, None, None
