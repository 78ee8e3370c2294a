"""What the channels of a model's frame are: metres of the world, or places in the image measured by the body."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from rtstgcn_edge.frames import FloatArray

DIRECTIONS = {
    "right": (1.0, 0.0, 0.0),
    "left": (-1.0, 0.0, 0.0),
    "down": (0.0, 1.0, 0.0),
    "up": (0.0, -1.0, 0.0),
    "away": (0.0, 0.0, 1.0),
    "towards": (0.0, 0.0, -1.0),
}
"""Where an axis may point, seen from the camera, in the coordinates of landmarks: x right, y down, z away."""


@dataclass(frozen=True)
class Space:
    """`world`: metres around the middle of the hips. `image`: pixels around it, divided by the body's size.

    `axes` is where each coordinate points, seen from the camera. With `confidence` a last channel tells that of each
    joint.
    """

    kind: Literal["world", "image"]
    axes: tuple[str, ...]
    confidence: bool = False

    @cached_property
    def turn(self) -> FloatArray:
        """(3, coordinates): landmarks (V, 3) times this are in the model's axes."""
        turn: FloatArray = np.array([DIRECTIONS[axis] for axis in self.axes], np.float32).T
        return turn
