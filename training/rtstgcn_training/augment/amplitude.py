"""Random size of the body, gain of the sensors, and noise."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from .rotation import mean_place

METRIC = ("m", "m/s", "m/s^2")
"""Units of what grows with the body."""


def scale_body(x: Tensor, deviation: float, units: Sequence[str], generator: torch.Generator) -> Tensor:
    """Another size: positions about their mean place, velocities and accelerations likewise, by one factor.

    Args:
        x: (C, L, V).
        deviation: standard deviation of the factor's logarithm.
        units: of the channels; others than metres are left alone.
        generator: source of randomness.
    """
    factor = torch.exp(deviation * torch.randn(1, generator=generator)).to(x.dtype)
    place = torch.zeros_like(x[:, :1, :1])
    positions = [c for c, unit in enumerate(units) if unit == "m"]
    place[positions] = mean_place(x[positions])
    factors = torch.where(torch.tensor([unit in METRIC for unit in units])[:, None, None], factor, 1.0)
    return (x - place) * factors + place


def scale_sensors(x: Tensor, deviation: float, units: Sequence[str], generator: torch.Generator) -> Tensor:
    """Other gains: one factor for each joint and unit, as each sensor of each joint has its own.

    Args:
        x: (C, L, V).
        deviation: standard deviation of the factors' logarithm.
        units: of the channels.
        generator: source of randomness.
    """
    kinds = sorted(set(units))
    gains = torch.exp(deviation * torch.randn(len(kinds), x.shape[2], generator=generator)).to(x.dtype)
    return x * gains[[kinds.index(unit) for unit in units]][:, None]


def shift_joints(x: Tensor, deviation: float, positions: Sequence[int], generator: torch.Generator) -> Tensor:
    """Each joint elsewhere by as much throughout: sensors and pose estimates disagree on where a joint is.

    Args:
        x: (C, L, V).
        deviation: standard deviation of the displacement along each axis, metres.
        positions: channels that are positions; others are left alone.
        generator: source of randomness.
    """
    shift = torch.zeros(x.shape[0], 1, x.shape[2], dtype=x.dtype)
    shift[positions] = deviation * torch.randn(len(positions), 1, x.shape[2], generator=generator, dtype=x.dtype)
    return x + shift


def add_noise(x: Tensor, deviations: Tensor, generator: torch.Generator) -> Tensor:
    """Features x (C, L, V) with white normal noise of standard `deviations` (C, V)."""
    noise = torch.randn(x.shape, generator=generator, dtype=x.dtype)
    return noise.mul_(deviations[:, None].to(x.dtype)).add_(x)


def channel_deviations(trials: Sequence[Tensor]) -> Tensor:
    """Standard deviation of each channel at each joint over all frames of trials (C, L, V): (C, V) float64."""
    frames = sum(x.shape[1] for x in trials)
    mean = torch.stack([x.double().sum(1) for x in trials]).sum(0) / frames
    square = torch.stack([(x.double() - mean[:, None]).square().sum(1) for x in trials]).sum(0) / frames
    return square.sqrt()
