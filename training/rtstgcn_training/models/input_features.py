"""What a model makes of the input before anything is learned: standardised channels, and what says more of movement.

Each is a key of `arch`:

- `centred`: positions relative to the skeleton's centre joint, beside or instead of those in the room.
- `body_scaled`: these relative positions over the mean length of the skeleton's bones in the same frame, so that people
  of any size, and sensors of any scale, look alike. Bones join all joints, so none is further than their number.
- `magnitude`: channels of vectors (consecutive xyz triples) depend on how a sensor is strapped on; their magnitude
  m = sqrt(x^2 + y^2 + z^2) does not. It is added twice: standardised like a channel, and as a close look at small
  changes around the value at rest, clip((m - rest) / (CLOSE * std of m), -1, 1), because a lift starts with a few
  tenths of m/s^2 and a step shakes with ten.
- `magnitude_trends`: means of that close look over so many past frames, each less the last and longest of them, in its
  own deviations: what remains of a lift once tremor and the sensor's offset are gone. Before the start the sensor
  counts as at rest.
- `differences`: how far each standardised position or channel has come in so many frames, x_t - x_{t - n}, in its own
  deviations. Before the start it counts as at its mean.

- `energy`: log of the mean square of each of these changes over so many past frames, standardised: how strongly a joint
  shakes at which pace. A change over n frames answers most to n frames for half a cycle, as the trembling of a freeze.

The last three see more than one frame: each is a `sum` FIFO (of n, or of two taps n apart) in the streaming form, and
what the energy's are pushed depends on what those of the changes hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn

from .config import Arch
from .window_sum import delayed, window_sum

CLOSE = 0.1
"""Share of a magnitude's standard deviation at which the close look saturates."""

SMALLEST_BODY = 1e-6
"""Mean bone length that a body without extent counts as, in the channels' unit: its joints are all at its centre."""

STILL = 1e-4
"""Mean square, in deviations, that a joint that does not move counts as: its logarithm is finite."""


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
        bones: pairs of joints, the edges of the skeleton.
    """

    bones: Tensor
    mean: Tensor
    std: Tensor
    rest: Tensor
    trend_std: Tensor
    step_std: Tensor
    energy_mean: Tensor
    energy_std: Tensor

    def __init__(
        self, joints: int, center: int, channels: int, arch: Arch, bones: Sequence[tuple[int, int]] = ()
    ) -> None:
        super().__init__()
        if arch.magnitude and channels % 3:
            raise ValueError(f"magnitude needs channels in xyz triples, not {channels}")
        self.center, self.centred, self.body_scaled = center, arch.centred, arch.body_scaled
        self.register_buffer("bones", torch.tensor(bones, dtype=torch.int64).view(-1, 2).T, persistent=False)
        self.triples = channels // 3 if arch.magnitude else 0
        self.means, self.differences = tuple(arch.magnitude_trends), tuple(arch.differences)
        trends = max(len(self.means) - 1, 0)
        self.places = channels * (2 if arch.centred == "also" else 1)
        self.energy = arch.energy
        changes = len(self.differences) * (2 if self.energy else 1)
        self.width = self.places * (1 + changes) + self.triples * (2 + trends)
        self.register_buffer("mean", torch.zeros(joints, self.places + self.triples))
        self.register_buffer("std", torch.ones(joints, self.places + self.triples))
        self.register_buffer("rest", torch.zeros(joints, self.triples))
        if trends:
            self.register_buffer("trend_std", torch.ones(trends, joints, self.triples))
        if self.differences:
            self.register_buffer("step_std", torch.ones(len(self.differences), joints, self.places))
        if self.energy:
            self.register_buffer("energy_mean", torch.zeros(len(self.differences), joints, self.places))
            self.register_buffer("energy_std", torch.ones(len(self.differences), joints, self.places))

    def windows(self) -> list[Window]:
        """The FIFOs that `pushes` fills, in the order in which it and `joined` take them."""
        means = [Window(f"mean{i}", frames, 1, self.triples) for i, frames in enumerate(self.means)]
        return means + [Window(f"past{i}", 2, frames, self.places) for i, frames in enumerate(self.differences)]

    def energy_windows(self) -> list[Window]:
        """The FIFOs of the squares of `changes`."""
        count = len(self.differences) if self.energy else 0
        return [Window(f"energy{i}", self.energy, 1, self.places) for i in range(count)]

    @property
    def span(self) -> int:
        """Frames of the past that the features reach."""
        first, second = (
            [(w.kernel - 1) * w.dilation for w in some] for some in (self.windows(), self.energy_windows())
        )
        steps = max(self.differences, default=0)
        return max([0, *first, *(span + steps for span in second)])

    def forward(self, x: Tensor) -> Tensor:
        """Batch form: (N, L, V, C) -> (N, L, V, width)."""
        frame = self.of_frame(x)
        held = [_held(z, w) for z, w in zip(self.pushes(frame), self.windows(), strict=True)]
        squares = [change.square() for change in self.changes(frame, held)]
        energies = [_held(z, w) for z, w in zip(squares, self.energy_windows(), strict=False)]
        return self.joined(frame, held, energies)

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
        close, places = self._pushed(frame)
        return [close] * len(self.means) + [places] * len(self.differences)

    def changes(self, frame: Tensor, held: Sequence[Tensor]) -> list[Tensor]:
        """How far a frame's places have come, in deviations, given what `windows()` hold: (..., V, places) each."""
        places = self._pushed(frame)[1]
        past = zip(held[len(self.means) :], self._each("step_std"), strict=True)
        return [(places - before) / std for before, std in past]

    def joined(self, frame: Tensor, held: Sequence[Tensor], energies: Sequence[Tensor] = ()) -> Tensor:
        """All features.

        Args:
            frame: of `of_frame`.
            held: what each of `windows()` holds of the frames before it.
            energies: what each of `energy_windows()` holds of them.
        """
        close, _ = self._pushed(frame)
        means = [(before + close) / n for before, n in zip(held, self.means, strict=False)]
        trends = [(mean - means[-1]) / std for mean, std in zip(means, self._each("trend_std"), strict=False)]
        changes = self.changes(frame, held)
        shaking = zip(energies, changes, self._each("energy_mean"), self._each("energy_std"), strict=False)
        logs = [(self._log(before + change.square()) - mean) / std for before, change, mean, std in shaking]
        return torch.cat([frame, *trends, *changes, *logs], dim=-1)

    def _log(self, total: Tensor) -> Tensor:
        """Of the mean of squares, given their sum over the window; a running sum of squares may round to below 0."""
        return (total.clamp(min=0) / self.energy + STILL).log()

    def _pushed(self, frame: Tensor) -> tuple[Tensor, Tensor]:
        """Close look and places of a frame of `of_frame`."""
        return frame[..., frame.shape[-1] - self.triples :], frame[..., : self.places]

    def raw(self, x: Tensor) -> Tensor:
        """Places and magnitudes as measured, (..., V, places + triples)."""
        relative = x - x[..., self.center : self.center + 1, :]
        if self.body_scaled and self.bones.numel():
            relative = relative / self._size(x)
        parts = {"no": [x], "also": [x, relative], "only": [relative]}[self.centred]
        if self.triples:
            parts = [*parts, self._magnitudes(x)]
        return torch.cat(parts, dim=-1)

    def fit(self, trials: Sequence[Tensor]) -> None:
        """Take mean, deviation and median over all frames of trials (C, L, V).

        They are read one by one, several times, so that no more than one trial is held besides what the caller holds,
        and of all of them no more than one joint's magnitudes.
        """
        rows = [x.permute(1, 2, 0) for x in trials]
        mean = sum((self.raw(x).sum(0, dtype=torch.float64) for x in rows), torch.zeros(())) / sum(map(len, rows))
        self.mean.copy_(mean)
        self.std.copy_(_deviation(self.raw(x) - mean for x in rows))
        for joint, rest in enumerate(self.rest if self.triples else ()):
            rest.copy_(torch.cat([self._magnitudes(x[:, joint]) for x in rows]).median(0).values)
        for std, n in zip(self._each("step_std"), self.differences, strict=True):
            std.copy_(_deviation(self._steps(x, n) for x in rows if len(x) > n))
        for std, n in zip(self._each("trend_std"), self.means, strict=False):
            std.copy_(_deviation(self._trend(x, n) for x in rows))
        for index, (mean, std) in enumerate(zip(self._each("energy_mean"), self._each("energy_std"), strict=True)):
            total = sum((self._energy(x, index).sum(0, dtype=torch.float64) for x in rows), torch.zeros(()))
            mean.copy_(total / sum(map(len, rows)))
            std.copy_(_deviation(self._energy(x, index) - mean for x in rows))

    def _size(self, x: Tensor) -> Tensor:
        """Mean length of the bones of frames (..., V, C), (..., 1, 1)."""
        lengths = (x[..., self.bones[0], :] - x[..., self.bones[1], :]).square().sum(-1, keepdim=True).sqrt()
        return lengths.mean(-2, keepdim=True).clamp(min=SMALLEST_BODY)

    def _magnitudes(self, x: Tensor) -> Tensor:
        """Of each xyz triple, (..., triples)."""
        return x.reshape(*x.shape[:-1], self.triples, 3).square().sum(-1).sqrt()

    def _steps(self, x: Tensor, n: int) -> Tensor:
        """How far places of frames (L, V, C) have come in n, (L - n, V, places)."""
        places = self._pushed(self.of_frame(x))[1]
        return places[n:] - places[:-n]

    def _trend(self, x: Tensor, n: int) -> Tensor:
        """Mean of the close look over n frames less that over the longest, of frames (L, V, C)."""
        close = self._pushed(self.of_frame(x))[0][None]
        return (window_sum(close, n) / n - window_sum(close, self.means[-1]) / self.means[-1])[0]

    def _energy(self, x: Tensor, index: int) -> Tensor:
        """Log energy of one of the changes of frames (L, V, C), (L, V, places)."""
        places = self._pushed(self.of_frame(x))[1][None]
        n = self.differences[index]
        change = (places - delayed(places, n)) / self.step_std[index]
        return self._log(window_sum(change.square(), self.energy))[0]

    def _each(self, name: str) -> Sequence[Tensor]:
        return list(getattr(self, name, ()))


def _held(z: Tensor, window: Window) -> Tensor:
    """What the window holds of the frames before each of z (N, L, ...)."""
    return delayed(window_sum(z, window.kernel - 1, window.dilation), window.dilation)


def _deviation(parts: Iterable[Tensor]) -> Tensor:
    """Root mean square over the frames of parts (frames, ...); 1 of what never moves, or where there are none."""
    squares, frames = torch.zeros(()), 0
    for part in parts:
        squares = squares + part.double().square().sum(0)
        frames += len(part)
    return torch.where(squares > 0, (squares / max(frames, 1)).sqrt(), 1.0)
