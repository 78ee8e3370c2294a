"""Changes to a training trial that keep its labels."""

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
    channels, frames, joints = x.shape
    axes = torch.randn(joints, 3, generator=generator)
    axes = axes / axes.norm(dim=1, keepdim=True)
    angles = torch.deg2rad(standard_deviation_deg * torch.randn(joints, generator=generator))
    turned = torch.einsum("vij,kjlv->kilv", _rotations(axes, angles), x.reshape(channels // 3, 3, frames, joints))
    return turned.reshape(channels, frames, joints)


def _rotations(axes: Tensor, angles: Tensor) -> Tensor:
    """Rotation matrices (V, 3, 3) about unit axes (V, 3) by angles (V,) in radians: the matrix exponential."""
    x, y, z = axes.unbind(1)
    zero = torch.zeros_like(x)
    cross = torch.stack([zero, -z, y, z, zero, -x, -y, x, zero], dim=1).view(-1, 3, 3)
    exponential: Tensor = torch.linalg.matrix_exp(angles[:, None, None] * cross)
    return exponential
