"""What a model makes of the input before anything is learned: standardised channels, and what says more of movement.

Each is a key of `arch`:

- `centred`: positions relative to the skeleton's centre joint, beside or instead of those in the room.
- `magnitude`: channels of vectors (consecutive xyz triples) depend on how a sensor is strapped on; their magnitude
  m = sqrt(x^2 + y^2 + z^2) does not. It is added twice: standardised like a channel, and as a close look at small
  changes around the value at rest, clip((m - rest) / (CLOSE * std of m), -1, 1), because a lift starts with a few
  tenths of m/s^2 and a step shakes with ten.
- `magnitude_trends`: means of that close look over so many past frames, each less the last and longest of them, in its
  own deviations: what remains of a lift once tremor and the sensor's offset are gone. Before the start the sensor
  counts as at rest.
- `differences`: how far each standardised position or channel has come in so many frames, x_t - x_{t - n}, in its own
  deviations. Before the start it counts as at its mean.

The last two see more than one frame: each is a `sum` FIFO (of n, or of two taps n apart) in the streaming form.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn

from .config import Arch
from .window_sum import window_sum

CLOSE = 0.1
"""Share of a magnitude's standard deviation at which the close look saturates."""


class Window(NamedTuple):
    """One sum FIFO of the input: its name, its window, and how many values of a joint it holds."""

    name: str
    kernel: int
    dilation: int
    columns: int


class InputFeatures(nn.Module):
    """Features of frames (..., V, C) -> (..., V, width), fixed once `fit` has seen the training trials.

    Args:
        joints: V.
        center: number of the joint that `centred` takes off.
        channels: C. Raises ValueError where the architecture needs vectors and C is not a multiple of 3.
        arch: which features.
    """

    mean: Tensor
    std: Tensor
    rest: Tensor
    trend_std: Tensor
    step_std: Tensor

    def __init__(self, joints: int, center: int, channels: int, arch: Arch) -> None:
        super().__init__()
        if arch.magnitude and channels % 3:
            raise ValueError(f"magnitude needs channels in xyz triples, not {channels}")
        self.center, self.centred = center, arch.centred
        self.triples = channels // 3 if arch.magnitude else 0
        self.means, self.differences = tuple(arch.magnitude_trends), tuple(arch.differences)
        trends = max(len(self.means) - 1, 0)
        self.places = channels * (2 if arch.centred == "also" else 1)
        self.width = self.places * (1 + len(self.differences)) + self.triples * (2 + trends)
        self.register_buffer("mean", torch.zeros(joints, self.places + self.triples))
        self.register_buffer("std", torch.ones(joints, self.places + self.triples))
        self.register_buffer("rest", torch.zeros(joints, self.triples))
        if trends:
            self.register_buffer("trend_std", torch.ones(trends, joints, self.triples))
        if self.differences:
            self.register_buffer("step_std", torch.ones(len(self.differences), joints, self.places))

    def windows(self) -> list[Window]:
        """The FIFOs of the streaming form, in the order in which `pushes` and `joined` take them."""
        means = [Window(f"mean{i}", frames, 1, self.triples) for i, frames in enumerate(self.means)]
        return means + [Window(f"past{i}", 2, frames, self.places) for i, frames in enumerate(self.differences)]

    @property
    def span(self) -> int:
        """Frames of the past that the features reach."""
        return max(((window.kernel - 1) * window.dilation for window in self.windows()), default=0)

    def forward(self, x: Tensor) -> Tensor:
        """Batch form: (N, L, V, C) -> (N, L, V, width)."""
        frame = self.of_frame(x)
        pushes = self.pushes(frame)
        sums = [window_sum(z, w.kernel, w.dilation) for z, w in zip(pushes, self.windows(), strict=True)]
        return self.joined(frame, sums)

    def of_frame(self, x: Tensor) -> Tensor:
        """What one frame says: standardised places and magnitudes, close look. (..., V, places + 2 triples)."""
        raw = self.raw(x)
        standard = (raw - self.mean) / self.std
        if not self.triples:
            return standard
        close = (raw[..., self.places :] - self.rest) / (CLOSE * self.std[..., self.places :])
        return torch.cat([standard, close.clamp(-1, 1)], dim=-1)

    def pushes(self, frame: Tensor) -> list[Tensor]:
        """What a frame of `of_frame` adds to each of `windows()`: (..., V, columns)."""
        close, places = frame[..., frame.shape[-1] - self.triples :], frame[..., : self.places]
        return [close] * len(self.means) + [places] * len(self.differences)

    def joined(self, frame: Tensor, sums: Sequence[Tensor]) -> Tensor:
        """All features, from those of a frame and the window sums of its pushes, its own included."""
        trends = [trend / std for trend, std in zip(self._trends(sums), self._each("trend_std"), strict=True)]
        places = frame[..., : self.places]
        # of two taps n apart the older one is the sum less the newest
        older = [total - places for total in sums[len(self.means) :]]
        steps = [(places - before) / std for before, std in zip(older, self._each("step_std"), strict=True)]
        return torch.cat([frame, *trends, *steps], dim=-1)

    def _trends(self, sums: Sequence[Tensor]) -> list[Tensor]:
        means = [total / frames for total, frames in zip(sums, self.means, strict=False)]
        return [mean - means[-1] for mean in means[:-1]]

    def raw(self, x: Tensor) -> Tensor:
        """Places and magnitudes as measured, (..., V, places + triples)."""
        centre = x[..., self.center : self.center + 1, :]
        parts = {"no": [x], "also": [x, x - centre], "only": [x - centre]}[self.centred]
        if self.triples:
            parts = [*parts, x.reshape(*x.shape[:-1], self.triples, 3).square().sum(-1).sqrt()]
        return torch.cat(parts, dim=-1)

    def fit(self, trials: Sequence[Tensor]) -> None:
        """Take mean, deviation and median over all frames of trials (C, L, V)."""
        raws = [self.raw(x.permute(1, 2, 0)) for x in trials]
        frames = sum(len(raw) for raw in raws)
        mean = torch.stack([raw.double().sum(0) for raw in raws]).sum(0) / frames
        self.mean.copy_(mean)
        self.std.copy_(_deviation([raw - mean for raw in raws]))
        if self.triples:
            self.rest.copy_(torch.cat([raw[..., self.places :] for raw in raws]).median(0).values)
        standard = [self.of_frame(x.permute(1, 2, 0)) for x in trials]
        for std, n in zip(self._each("step_std"), self.differences, strict=True):
            std.copy_(_deviation([z[n:, :, : self.places] - z[:-n, :, : self.places] for z in standard if len(z) > n]))
        if len(self.means) > 1:
            closes = [(self.pushes(z)[0][None]) for z in standard]
            trends = [self._trends([window_sum(z, n) for n in self.means]) for z in closes]
            for std, several in zip(self.trend_std, zip(*trends, strict=True), strict=True):
                std.copy_(_deviation([trend[0] for trend in several]))

    def _each(self, name: str) -> Sequence[Tensor]:
        return list(getattr(self, name, ()))


def _deviation(parts: Sequence[Tensor]) -> Tensor:
    """Root mean square over the frames of parts (frames, ...); 1 of what never moves."""
    if not parts:
        return torch.ones(())
    squares = torch.stack([part.double().square().sum(0) for part in parts]).sum(0)
    return torch.where(squares > 0, (squares / sum(map(len, parts))).sqrt(), 1.0)
