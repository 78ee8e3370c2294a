"""All augmentations of a configuration, in the order in which they happen to a recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from rtstgcn_edge.errors import InputError

from ..checkpoint import Description
from ..configuration import Optimizer
from ..data import Sequence as Trial
from .amplitude import add_noise, channel_deviations, scale_body, scale_sensors, shift_joints
from .mirror import Mirror
from .rotation import turn_body, turn_joints
from .timing import hold_frames, hold_joints, roll, warp_time

KNOT_S = 2.0
"""Seconds in which the speed of a warped trial goes from one random value to the next."""

UNSEEN_S = 0.3
"""Seconds for which a joint is not seen at a time."""


@dataclass(frozen=True)
class Augmentation:
    """What augmentations need to know of the data.

    Attributes:
        units: of the channels.
        rate_hz: frames per second.
        mirror: where left and right are swapped.
        deviations: of each channel at each joint over the training trials, (C, V), for the noise.
    """

    units: list[str]
    rate_hz: float
    mirror: Mirror | None = None
    deviations: Tensor | None = None

    @property
    def positions(self) -> list[int]:
        """Channels that are positions."""
        return [c for c, unit in enumerate(self.units) if unit == "m"]


def augmentation(options: Optimizer, description: Description, trials: Sequence[Trial]) -> Augmentation:
    """What `augment` needs, checked; without trials, checked only. Raises InputError naming the key."""
    channels, units, joints = description.channels, description.units, description.skeleton["joints"]
    for key in ("rotation_deg", "turn_body_deg"):
        if getattr(options, key):
            _check_triples(f"optimizer.{key}", channels, units)
    for key, instead in (
        ("turn_body_deg", "for sensors on the body take rotation_deg"),
        ("joint_shift", "leave it out"),
    ):
        if getattr(options, key) and "m" not in units:
            there = ", ".join(dict.fromkeys(units))
            raise InputError(f"optimizer.{key}: no channel is a position in m ({there}); {instead}")
    mirror, deviations = None, None
    if options.mirror:
        mirror = Mirror.of(joints, channels, units, description.classes, options.mirror_signs)
    if options.joint_noise and trials:
        deviations = channel_deviations([trial.features for trial in trials])
    return Augmentation(units, description.rate_hz, mirror, deviations)


def _check_triples(key: str, channels: Sequence[str], units: Sequence[str]) -> None:
    if len(channels) % 3:
        raise InputError(f"{key}: {len(channels)} channels are not xyz triples; leave it out")
    for first in range(0, len(channels), 3):
        triple = slice(first, first + 3)
        if len(set(units[triple])) > 1:
            raise InputError(f"{key}: channels {', '.join(channels[triple])} are no xyz triple, their units differ")


def augment(trial: Trial, options: Optimizer, context: Augmentation, generator: torch.Generator) -> Trial:
    """The trial as one step sees it: the same object where nothing is to be changed, else a new one.

    First the movement changes, then what the sensors make of it, then what arrives.
    """
    x, labels = trial.features, trial.labels
    if context.mirror and torch.rand(1, generator=generator).item() < options.mirror:
        x, labels = context.mirror(x, labels)
    if options.scale:
        scale = scale_body if context.positions else scale_sensors
        x = scale(x, options.scale, context.units, generator)
    if options.turn_body_deg:
        x = turn_body(x, options.turn_body_deg, options.turn_body_axis, context.positions, generator)
    if options.roll and torch.rand(1, generator=generator).item() < options.roll:
        x, labels = roll(x, labels, generator)
    if options.time_warp:
        x, labels = warp_time(x, labels, options.time_warp, KNOT_S * context.rate_hz, generator)
    if options.joint_shift:
        x = shift_joints(x, options.joint_shift, context.positions, generator)
    if options.rotation_deg:
        x = turn_joints(x, options.rotation_deg, generator)
    if context.deviations is not None:
        x = add_noise(x, options.joint_noise * context.deviations, generator)
    if options.joint_drop:
        x = hold_joints(x, options.joint_drop, max(round(UNSEEN_S * context.rate_hz), 1), generator)
    if options.frame_drop:
        x = hold_frames(x, options.frame_drop, generator)
    return trial if x is trial.features else replace(trial, features=x, labels=labels)
