"""From MediaPipe's 33 landmarks to the joints of other skeletons: each joint is a weighted mean of landmarks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.frames import FloatArray
from rtstgcn_edge.poses.pose import LANDMARKS
from rtstgcn_edge.skeletons import load_skeleton

Weights = dict[str, float]
"""Landmark -> its share; the shares of a joint add up to 1."""

WORLD_AXES = ("left", "up", "away")
"""Where x, y and z of metric skeletons point, as a Kinect sees it: to the sensor's left, up, away from it."""


@dataclass(frozen=True)
class Mapping:
    """The joints of one skeleton made of landmarks.

    `table` has the landmarks of each joint, in the skeleton's order. `axes` is where x, y and z point in the metric
    recordings of this skeleton, seen from the camera, unless a model says otherwise.
    """

    name: str
    table: dict[str, Weights]
    axes: tuple[str, ...] = field(default=WORLD_AXES)

    @property
    def joints(self) -> tuple[str, ...]:
        """Names of the joints, in order."""
        return tuple(self.table)

    def of(self, joints: Sequence[str]) -> Mapping:
        """The same for these joints alone, in this order; each must be in the table."""
        return Mapping(self.name, {joint: self.table[joint] for joint in joints}, self.axes)

    @cached_property
    def matrix(self) -> FloatArray:
        """(V, 33): weights of the landmarks in each joint."""
        matrix = np.zeros((len(self.table), len(LANDMARKS)), np.float32)
        for row, weights in zip(matrix, self.table.values(), strict=True):
            for landmark, share in weights.items():
                row[LANDMARKS.index(landmark)] = share
        return matrix

    @cached_property
    def uses(self) -> npt.NDArray[np.bool_]:
        """(V, 33): the landmarks that a joint depends on."""
        return self.matrix > 0


def _mean(*landmarks: str) -> Weights:
    return dict.fromkeys(landmarks, 1 / len(landmarks))


def _mix(*parts: tuple[float, Weights]) -> Weights:
    mixed: Weights = {}
    for share, weights in parts:
        for landmark, weight in weights.items():
            mixed[landmark] = mixed.get(landmark, 0.0) + share * weight
    return mixed


def _sided(table: dict[str, Weights]) -> dict[str, Weights]:
    """Joints of the left side, and the same of the right: every name that ends in `_l` stands for `_r` there."""
    other = {f"{joint[:-2]}_r": {_right(name): w for name, w in weights.items()} for joint, weights in table.items()}
    return table | other


def _right(name: str) -> str:
    """Its counterpart on the right; those of the middle are their own, and a mean of both sides stays so."""
    return f"{name[:-2]}_r" if name.endswith("_l") else f"{name[:-2]}_l" if name.endswith("_r") else name


def _named(name: str, table: dict[str, Weights], axes: tuple[str, ...] = WORLD_AXES) -> Mapping:
    return Mapping(name, {joint: table[joint] for joint in load_skeleton(name).joints}, axes)


_HIPS = _mean("hip_l", "hip_r")
_SHOULDERS = _mean("shoulder_l", "shoulder_r")
_EARS = _mean("ear_l", "ear_r")
_LANDMARK = {name: {name: 1.0} for name in LANDMARKS}

_KINECT_V1 = {
    # its hips and the centre between them lie higher than MediaPipe's: shares measured on upright bodies
    "hip_center": _mix((0.64, _HIPS), (0.36, _SHOULDERS)),
    "spine": _mix((0.5, _HIPS), (0.5, _SHOULDERS)),
    "shoulder_center": _mix((0.5, _SHOULDERS), (0.5, _EARS)),
    "head": _EARS,
} | _sided(
    {
        "hand_l": _mean("pinky_l", "index_l"),
        "hip_l": _mix((0.8, _LANDMARK["hip_l"]), (0.2, _SHOULDERS)),
        "foot_l": _mean("ankle_l", "foot_index_l"),
    }
)
_KINECT_V2 = {
    "spine_base": _HIPS,
    "spine_mid": _mix((0.5, _HIPS), (0.5, _SHOULDERS)),
    "spine_shoulder": _SHOULDERS,
    "neck": _mix((0.6, _SHOULDERS), (0.4, _EARS)),
    "head": _EARS,
} | _sided(
    {
        "hand_l": _mean("wrist_l", "pinky_l", "index_l"),
        "hand_tip_l": _mean("pinky_l", "index_l"),
        "foot_l": _LANDMARK["foot_index_l"],
    }
)

MAPPINGS = {
    mapping.name: mapping
    for mapping in (
        _named("coco17", _LANDMARK),
        _named("openpose18", _LANDMARK | {"neck": _SHOULDERS}),
        _named("ntu25", _LANDMARK | _KINECT_V2),
        _named("kinect20", _LANDMARK | _KINECT_V1),
        _named("mediapipe33", _LANDMARK, axes=("right", "down", "away")),
    )
}
"""By the name of the skeleton."""
