"""What a model makes of the input before anything is learned: standardised channels, and magnitudes of vectors.

Channels of vectors (consecutive xyz triples) depend on how a sensor is strapped on or a body is turned; their
magnitude does not. With `magnitude` each triple adds two features:

    m = sqrt(x^2 + y^2 + z^2)                     standardised like a channel
    clip((m - rest) / (FINE * std of m), -1, 1)   a close look at small changes around the value at rest

The second makes visible what the first drowns: a lift starts with a few tenths of m/s^2, a step shakes with ten.
With `means` it is also averaged over so many past frames, each a window sum of its own (before the start it counts as
at rest): a short mean less a long one is what remains of a lift once tremor and the sensor's offset are gone.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from .window_sum import window_sum

FINE = 0.1
"""Share of a magnitude's standard deviation at which the close look saturates."""


class InputFeatures(nn.Module):
    """Features of frames (..., V, C) -> (..., V, width), fixed once `fit` has seen the training trials.

    Args:
        joints: V.
        channels: C.
        magnitude: add the magnitudes of xyz triples.
        means: lengths in frames of the means of the close look; none without `magnitude`.
    """

    mean: Tensor
    std: Tensor
    rest: Tensor

    def __init__(self, joints: int, channels: int, magnitude: bool, means: Sequence[int] = ()) -> None:
        super().__init__()
        if magnitude and channels % 3:
            raise ValueError(f"magnitude needs channels in xyz triples, not {channels}")
        self.magnitude = magnitude
        self.triples = channels // 3 if magnitude else 0
        self.means = tuple(means)
        self.width = channels + (2 + len(self.means)) * self.triples
        self.register_buffer("mean", torch.zeros(joints, channels + self.triples))
        self.register_buffer("std", torch.ones(joints, channels + self.triples))
        self.register_buffer("rest", torch.zeros(joints, self.triples))

    def forward(self, x: Tensor) -> Tensor:
        """Batch form: (N, L, V, C) -> (N, L, V, width)."""
        frame, close = self.of_frame(x)
        if close is None:
            return frame
        return self.joined(frame, [window_sum(close, frames) for frames in self.means])

    def of_frame(self, x: Tensor) -> tuple[Tensor, Tensor | None]:
        """What one frame gives by itself: (..., V, C) -> (..., V, C + 2 triples), and the close look (..., V, triples).

        The close look is what the windows of the means are pushed; None without magnitudes.
        """
        raw = self.raw(x)
        standard = (raw - self.mean) / self.std
        if not self.magnitude:
            return standard, None
        close = (raw[..., -self.triples :] - self.rest) / (FINE * self.std[..., -self.triples :])
        close = close.clamp(-1, 1)
        return torch.cat([standard, close], dim=-1), close

    def joined(self, frame: Tensor, sums: Sequence[Tensor]) -> Tensor:
        """Features of the frame and the window sums of its close look (..., V, triples) as means."""
        means = [total / frames for total, frames in zip(sums, self.means, strict=True)]
        return torch.cat([frame, *means], dim=-1)

    def raw(self, x: Tensor) -> Tensor:
        """Channels and magnitudes as measured, (..., V, C + triples)."""
        if not self.magnitude:
            return x
        magnitudes = x.reshape(*x.shape[:-1], self.triples, 3).square().sum(-1).sqrt()
        return torch.cat([x, magnitudes], dim=-1)

    def fit(self, trials: Sequence[Tensor]) -> None:
        """Take mean, deviation and median over all frames of trials (C, L, V)."""
        raws = [self.raw(x.permute(1, 2, 0)) for x in trials]
        frames = sum(len(raw) for raw in raws)
        mean = torch.stack([raw.double().sum(0) for raw in raws]).sum(0) / frames
        square = torch.stack([(raw.double() - mean).square().sum(0) for raw in raws]).sum(0) / frames
        self.mean.copy_(mean)
        # a channel that never moves keeps deviation 1
        self.std.copy_(torch.where(square > 0, square.sqrt(), 1.0))
        if self.magnitude:
            self.rest.copy_(torch.cat([raw[..., -self.triples :] for raw in raws]).median(0).values)
