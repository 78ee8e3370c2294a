"""Skeletons without a picture, seen from where the sensor is."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from itertools import count

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.frames import FloatArray
from rtstgcn_edge.poses.space import DIRECTIONS

FOLLOW_S = 1.0
"""Time constant with which the view closes in on whom it shows."""
FAR = 1e9
"""Pixels; a wild joint lies there."""
LARGEST_STEP = 0.5
"""By which the view grows in one picture, of its size: a wild frame does not lose everybody from sight."""
FILLS = 0.7
"""Share of the picture that everybody together takes."""
APART = 1.1
"""Between two bodies that are put side by side, times the widest."""
NEAR_THE_ORIGIN = 0.5
"""A body whose middle is nearer than this, times its size, is told around itself: its place is not known."""


class Canvas:
    """Places joints in a picture, without perspective, so that all are in view.

    Args:
        size: width and height (px).
        axes: where each coordinate points, keys of DIRECTIONS.
        rate_hz: of the calls of `place`.
    """

    def __init__(self, size: tuple[int, int], axes: Sequence[str], rate_hz: float) -> None:
        self._size = np.array(size, np.float64)
        self._turn = np.array([DIRECTIONS[axis] for axis in axes], np.float64)[:, :2]
        self._step = -math.expm1(-1 / (FOLLOW_S * rate_hz))
        self.clear()

    def clear(self) -> None:
        """Look anew: another trial."""
        self._view: npt.NDArray[np.float64] | None = None
        self._slots: dict[int, int] = {}
        self._width: float | None = None

    def place(self, bodies: Mapping[int, FloatArray], live: Collection[int] = ()) -> dict[int, FloatArray]:
        """Joints (C, V), C >= the number of axes, of each skeleton -> their places (2, V) in the picture (px).

        Of those who are put side by side, the `live` ones keep their places also while they are not seen.
        """
        self._slots = {one: slot for one, slot in self._slots.items() if one in live or one in bodies}
        if not bodies:
            return {}
        coordinates = len(self._turn)
        flat = {one: self._turn.T @ joints[:coordinates] for one, joints in bodies.items()}
        if all(_around_itself(joints[:coordinates]) for joints in bodies.values()):
            flat = self._side_by_side(flat)
        centre, scale = self._look(np.concatenate(list(flat.values()), axis=1))
        return {
            one: ((joints - centre[:, None]) * scale + self._size[:, None] / 2).clip(-FAR, FAR).astype(np.float32)
            for one, joints in flat.items()
        }

    def _side_by_side(self, flat: dict[int, FloatArray]) -> dict[int, FloatArray]:
        """Each in the first place that was free when they came; who stands still does not move when others do."""
        for one in sorted(flat.keys() - self._slots.keys()):
            self._slots[one] = next(slot for slot in count() if slot not in self._slots.values())
        widest = max(float(np.ptp(joints[0])) for joints in flat.values())
        self._width = widest if self._width is None else self._width + self._step * (widest - self._width)
        return {one: joints + np.array([[APART * self._width * self._slots[one]], [0]]) for one, joints in flat.items()}

    def _look(self, points: FloatArray) -> tuple[FloatArray, float]:
        """Middle of the view, and pixels per unit, for points (2, P).

        The view makes room for them at once, up to a limit, and closes in on them slowly.
        """
        now = np.array([points.min(axis=1), points.max(axis=1)], np.float64)
        if self._view is None:
            self._view = now
        else:
            room = LARGEST_STEP * max(float(np.ptp(self._view, axis=0).max()), 1e-9)
            now = now.clip(self._view[0] - room, self._view[1] + room)
            closer = self._view + self._step * (now - self._view)
            self._view = np.array([np.minimum(now[0], closer[0]), np.maximum(now[1], closer[1])])
        extent = float((np.ptp(self._view, axis=0) / self._size).clip(1e-9).max())
        return self._view.mean(axis=0), FILLS / extent


def _around_itself(joints: npt.NDArray[np.floating]) -> bool:
    joints = joints.astype(np.float64)
    size = np.linalg.norm(np.ptp(joints, axis=1))
    return bool(np.linalg.norm(joints.mean(axis=1)) < NEAR_THE_ORIGIN * size)
