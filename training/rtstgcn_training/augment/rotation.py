"""Random rotations of vector channels: of each joint's sensor, or of the whole body."""

from __future__ import annotations

import torch
from torch import Tensor


def turn_joints(x: Tensor, standard_deviation_deg: float, generator: torch.Generator) -> Tensor:
    """Each joint's vector channels turned about a random axis: sensors are never strapped on twice alike.

    Args:
        x: (C, L, V) with C a multiple of 3: consecutive xyz triples (acceleration, angular rate, position).
        standard_deviation_deg: of the normally distributed angle, degrees.
        generator: source of randomness.
    """
    joints = x.shape[2]
    axes = torch.randn(joints, 3, generator=generator)
    axes = axes / axes.norm(dim=1, keepdim=True)
    angles = torch.deg2rad(standard_deviation_deg * torch.randn(joints, generator=generator))
    return _turn(x, rotations(axes, angles))


def turn_body(
    x: Tensor, standard_deviation_deg: float, axis: str, positions: list[int], generator: torch.Generator
) -> Tensor:
    """All joints turned together about the body's mean place in the trial: people face other ways.

    Args:
        x: (C, L, V) with C a multiple of 3: consecutive xyz triples in one frame of reference.
        standard_deviation_deg: of the normally distributed angle, degrees.
        axis: "x", "y", "z", or "any" for a random one.
        positions: channels that are positions; other vectors have no place to turn about.
        generator: source of randomness.
    """
    angle = torch.deg2rad(standard_deviation_deg * torch.randn(1, generator=generator))
    if axis == "any":
        direction = torch.randn(1, 3, generator=generator)
        direction = direction / direction.norm()
    else:
        direction = torch.eye(3)["xyz".index(axis)][None]
    place = torch.zeros_like(x[:, :1, :1])
    place[positions] = mean_place(x[positions])
    return _turn(x - place, rotations(direction, angle).expand(x.shape[2], 3, 3)) + place


def mean_place(positions: Tensor) -> Tensor:
    """Mean over frames and joints of positions (C, L, V), (C, 1, 1)."""
    return positions.mean(dim=(1, 2), keepdim=True)


def rotations(axes: Tensor, angles: Tensor) -> Tensor:
    """Rotation matrices (N, 3, 3) about unit axes (N, 3) by angles (N,) in radians: the matrix exponential."""
    x, y, z = axes.unbind(1)
    zero = torch.zeros_like(x)
    cross = torch.stack([zero, -z, y, z, zero, -x, -y, x, zero], dim=1).view(-1, 3, 3)
    exponential: Tensor = torch.linalg.matrix_exp(angles[:, None, None] * cross)
    return exponential


def _turn(x: Tensor, matrices: Tensor) -> Tensor:
    """Triples of x (C, L, V), those of joint v by matrices[v]."""
    channels, frames, joints = x.shape
    triples = x.reshape(channels // 3, 3, frames, joints)
    return torch.einsum("vij,kjlv->kilv", matrices.to(x.dtype), triples).reshape(x.shape)
