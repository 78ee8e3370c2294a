"""The causal, unweighted window sum along time: the only operation of RT-ST-GCN that sees more than one frame.

    y_t = sum_{k=0}^{K-1} z_{t - k d},   z_t = 0 for t < 0

Cost O(L log K) by doubling: sums of 1, 2, 4, ... taps are built from each other, and the binary digits of K
say which of them make up the window. The gradient is the same sum, run backwards in time.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor


def window_sum(z: Tensor, kernel: int, dilation: int = 1) -> Tensor:
    """Causal sum of `kernel` taps, `dilation` frames apart.

    Args:
        z: (N, L, ...) features, time along dimension 1.
        kernel: number of taps K >= 1.
        dilation: distance d >= 1 between taps in frames.

    Returns:
        (N, L, ...) sums; frames before the first count as zero.
    """
    if kernel < 1 or dilation < 1:
        raise ValueError(f"kernel and dilation must be at least 1, not {kernel} and {dilation}")
    result: Tensor = _WindowSum.apply(z, kernel, dilation)  # type: ignore[no-untyped-call]
    return result


class _WindowSum(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, z: Tensor, kernel: int, dilation: int) -> Tensor:
        ctx.kernel, ctx.dilation = kernel, dilation
        return _sum_taps(z, kernel, dilation, into_past=True)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, None, None]:
        return _sum_taps(grads[0], ctx.kernel, ctx.dilation, into_past=False), None, None


def _sum_taps(z: Tensor, kernel: int, dilation: int, *, into_past: bool) -> Tensor:
    total: Tensor | None = None
    taps_done = 0
    power, taps_in_power = z, 1  # power[t] sums taps_in_power taps that end at t
    while True:
        if kernel & taps_in_power:
            total = power.clone() if total is None else _add_shifted(total, power, taps_done * dilation, into_past)
            taps_done += taps_in_power
        if taps_done == kernel:
            assert total is not None
            return total
        power = _add_shifted(power.clone(), power, taps_in_power * dilation, into_past)
        taps_in_power *= 2


def _add_shifted(into: Tensor, z: Tensor, frames: int, into_past: bool) -> Tensor:
    """into[t] += z[t - frames] (or z[t + frames]), where that frame exists."""
    length = z.shape[1]
    if frames < length:
        if into_past:
            into[:, frames:] += z[:, : length - frames]
        else:
            into[:, : length - frames] += z[:, frames:]
    return into
