"""The causal, unweighted window sum along time: the only operation of RT-ST-GCN that sees more than one frame.

    y_t = sum_{k=0}^{K-1} z_{t - k d},   z_t = 0 for t < 0

Cost O(L log K) by doubling: sums of 1, 2, 4, ... taps are built from each other, and the binary digits of K
say which of them make up the window. The gradient is the same sum, run backwards in time. Time is taken in blocks
that stay in the processor's caches; the order of the additions, and so every bit of a sum, does not depend on them.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

BLOCK = 2**16
"""Values that the CPU sums at a time, or two windows where that is more."""


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
    if kernel == 1:
        return z
    result: Tensor = _WindowSum.apply(z, kernel, dilation)  # type: ignore[no-untyped-call]
    return result


def delayed(x: Tensor, frames: int) -> Tensor:
    """Frames x (N, L, ...) some frames late, zeros before the start."""
    missing = min(frames, x.shape[1])
    start = x.new_zeros(x.shape[0], missing, *x.shape[2:])
    return torch.cat([start, x[:, : x.shape[1] - missing]], dim=1) if missing else x


class _WindowSum(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, z: Tensor, kernel: int, dilation: int) -> Tensor:
        ctx.kernel, ctx.dilation = kernel, dilation
        return _sum_taps(z, kernel, dilation, into_past=True)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, None, None]:
        return _sum_taps(grads[0], ctx.kernel, ctx.dilation, into_past=False), None, None


def _sum_taps(z: Tensor, kernel: int, dilation: int, *, into_past: bool) -> Tensor:
    """Sums over taps t, t - d, ... (or t, t + d, ...), zeros beyond both ends."""
    length, span = z.shape[1], (kernel - 1) * dilation
    frames = max(length, 1)
    if z.device.type == "cpu":
        frames = max(BLOCK * length // max(z.numel(), 1), 2 * span, 1)
    sums = torch.empty_like(z)
    for start in range(0, length, frames):
        stop = min(start + frames, length)
        begin, end = (start - span, stop) if into_past else (start, stop + span)
        window = z[:, max(begin, 0) : min(end, length)]
        missing = [z.new_zeros(z.shape[0], n, *z.shape[2:]) for n in (max(-begin, 0), max(end - length, 0))]
        if begin < 0 or end > length:
            window = torch.cat([missing[0], window, missing[1]], dim=1)
        sums[:, start:stop] = _full_windows(window, kernel, dilation)
    return sums


def _full_windows(z: Tensor, kernel: int, dilation: int) -> Tensor:
    """Sums of `kernel` taps that lie within z whole: (N, L, ...) -> (N, L - (kernel - 1) dilation, ...)."""
    total: Tensor | None = None
    taps_done = 0
    power, taps_in_power = z, 1  # power[t] sums taps_in_power taps that start at t
    while True:
        if kernel & taps_in_power:
            total = power if total is None else _add_shifted(total, power, taps_done * dilation)
            taps_done += taps_in_power
        if taps_done == kernel:
            assert total is not None
            return total
        power = _add_shifted(power, power, taps_in_power * dilation)
        taps_in_power *= 2


def _add_shifted(a: Tensor, b: Tensor, frames: int) -> Tensor:
    """a[t] + b[t + frames], where both exist."""
    length = b.shape[1] - frames
    return a[:, :length] + b[:, frames:]
