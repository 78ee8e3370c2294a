"""Which way the axes of a model's joints point on a screen."""

from __future__ import annotations

from contextlib import suppress

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.poses.wanted import wanted

UP = {"y": "left up away", "-y": "right down away", "z": "right away up", "-z": "right towards down"}
"""Axis that points up -> where x, y and z point, to one who looks from where the sensor is."""


def coordinates(manifest: Manifest) -> int:
    """How many of the first channels are places in space: 3, 2, or 0 where the model takes signals."""
    channels = manifest.channels
    return 3 if channels[:3] == ["x", "y", "z"] else 2 if channels[:2] == ["x", "y"] else 0


def facing(manifest: Manifest, up: str | None = None) -> list[str]:
    """Where each coordinate points, of `poses.space.DIRECTIONS`.

    `up` is a key of UP; None for what is known of the skeleton, else y.
    """
    count = coordinates(manifest)
    if up is None:
        with suppress(InputError):  # no skeleton that a camera could give
            return list(wanted(manifest)[1].axes[:count])
    return UP[up or "y"].split()[:count]
