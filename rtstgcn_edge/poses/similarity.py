"""How alike two bodies lie: COCO's object keypoint similarity."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rtstgcn_edge.frames import FloatArray

COCO_SIGMAS = {
    "nose": 0.026,
    "eye": 0.025,
    "ear": 0.035,
    "shoulder": 0.079,
    "elbow": 0.072,
    "wrist": 0.062,
    "hip": 0.107,
    "knee": 0.087,
    "ankle": 0.089,
}
"""Spread of where people put a keypoint, of the root of the body's area (https://cocodataset.org/#keypoints-eval)."""
OTHER_SIGMA = 0.08
"""Of a joint that COCO has not."""
AREA_ROOT = 0.45
"""The root of a body's area, of the longer side of the box around its joints: that of one who stands."""


def sigmas(joints: Sequence[str]) -> FloatArray:
    """(V,) COCO's sigma of each joint, by the first word of its name."""
    return np.array([COCO_SIGMAS.get(joint.split("_")[0], OTHER_SIGMA) for joint in joints], np.float32)


def scale(places: FloatArray, seen: FloatArray) -> float:
    """The root of a body's area, from its joints (D, V) where `seen` (V,) is above 0; of all where none is."""
    there = places[:, seen > 0] if (seen > 0).any() else places
    return max(AREA_ROOT * float((there.max(axis=1) - there.min(axis=1)).max()), 1e-6)


def similarity(a: FloatArray, b: FloatArray, weights: FloatArray, spread: FloatArray) -> FloatArray:
    """Object keypoint similarity, 0..1, of joints `a` and `b` (..., D, V): the mean of exp(-d^2 / (2 spread^2)).

    Args:
        a: places of the joints.
        b: the same; both broadcast.
        weights: (..., V), how much each joint counts.
        spread: (..., V), 2 sigma times the root of the area: the distance at which a joint's share is 0.61.
    """
    squares = ((a - b) ** 2).sum(axis=-2)
    shares = np.exp(-squares / (2 * spread**2))
    found: FloatArray = (shares * weights).sum(axis=-1) / np.maximum(weights.sum(axis=-1), 1e-9)
    return found
