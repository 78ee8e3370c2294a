"""Random changes of time: a speed that varies, frames that do not come."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

FASTEST = 2.0
"""Standard deviations at which the logarithm of the speed is cut off."""


def roll(x: Tensor, labels: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """The trial from a random frame on, and then what came before; x (C, L, V), labels (L,).

    Where all recordings begin alike, a model learns that class by the empty FIFOs of a start, and says it nowhere else.
    """
    first = int(torch.randint(x.shape[1], (1,), generator=generator).item())
    return x.roll(-first, 1), labels.roll(-first)


def warp_time(
    x: Tensor, labels: Tensor, deviation: float, knot_frames: float, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """The trial played at a speed that changes smoothly; its first and last frame stay, its length changes.

    The logarithm of the speed is drawn at knots and linear between them. Frames in between are interpolated, each has
    the label of the nearest, so labels keep their order. Amplitudes stay: what positions show is another pace of the
    same path; angular rates and the accelerations of a real movement would grow with the speed and its square.

    Args:
        x: (C, L, V).
        labels: (L,).
        deviation: standard deviation of the logarithm of the speed, cut off at twice that.
        knot_frames: frames from knot to knot.
        generator: source of randomness.

    Returns:
        features (C, L', V) and labels (L',).
    """
    steps = x.shape[1] - 1
    if not steps:
        return x, labels
    knots = torch.randn(int(steps / knot_frames) + 2, generator=generator, dtype=torch.float64)
    log_speed = deviation * knots.clamp(-FASTEST, FASTEST)
    seconds = torch.exp(-F.interpolate(log_speed[None, None], steps, mode="linear", align_corners=True)[0, 0])
    clock = torch.cat([seconds.new_zeros(1), seconds.cumsum(0)])
    total = clock[-1].item()
    instants = torch.linspace(0, total, max(round(total), 1) + 1, dtype=torch.float64)
    before = (torch.searchsorted(clock, instants, right=True) - 1).clamp(max=steps - 1)
    share = ((instants - clock[before]) / seconds[before]).clamp(0, 1)
    warped = torch.lerp(x[:, before], x[:, before + 1], share[:, None].to(x.dtype))
    return warped, labels[torch.where(share < 0.5, before, before + 1)]


def hold_joints(x: Tensor, share: float, frames: int, generator: torch.Generator) -> Tensor:
    """Joints of x (C, L, V) that are not seen keep their last place, as those of little confidence do in a run.

    Args:
        x: (C, L, V).
        share: of the time for which a joint is not seen, in the mean.
        frames: for which it is not seen at a time; where two such stretches meet they are one.
        generator: source of randomness.
    """
    length, joints = x.shape[1:]
    begins = torch.rand(length + frames - 1, joints, generator=generator) < 1 - (1 - share) ** (1 / frames)
    lost = begins.unfold(0, frames, 1).any(-1)
    lost[0] = False
    instants = torch.where(lost, 0, torch.arange(length)[:, None]).cummax(0).values
    return x.gather(1, instants.expand(len(x), -1, -1))


def hold_frames(x: Tensor, probability: float, generator: torch.Generator) -> Tensor:
    """Frames of x (C, L, V), each with `probability` the one before it again, as one that is lost is held in a run."""
    frames = torch.arange(x.shape[1])
    came = torch.rand(len(frames), generator=generator) >= probability
    return x[:, torch.where(came, frames, 0).cummax(0).values]
