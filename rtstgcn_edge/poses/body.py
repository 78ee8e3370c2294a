"""A pose as the body that a model sees."""

from __future__ import annotations

import numpy as np

from rtstgcn_edge.frames import Body, FloatArray
from rtstgcn_edge.poses.mappings import Mapping
from rtstgcn_edge.poses.pose import LANDMARKS, Pose
from rtstgcn_edge.poses.space import Space

_BONES = [
    ("shoulder_l", "shoulder_r"), ("hip_l", "hip_r"), ("shoulder_l", "hip_l"), ("shoulder_r", "hip_r"),
    ("shoulder_l", "elbow_l"), ("elbow_l", "wrist_l"), ("shoulder_r", "elbow_r"), ("elbow_r", "wrist_r"),
    ("hip_l", "knee_l"), ("knee_l", "ankle_l"), ("hip_r", "knee_r"), ("knee_r", "ankle_r"),
]  # fmt: skip
_FROM, _TO = np.array([[LANDMARKS.index(a), LANDMARKS.index(b)] for a, b in _BONES]).T
_HIPS = [LANDMARKS.index("hip_l"), LANDMARKS.index("hip_r")]


def to_body(pose: Pose, mapping: Mapping, space: Space, threshold: float) -> Body:
    """The joints (C, V) of a pose, without an id.

    The confidence of a joint is the least visibility of its landmarks; below `threshold` it is 0, which says that the
    joint was not seen: its value is the estimator's guess. `image` is where the joints are in the image, in pixels.

    Raises:
        ValueError: the space is `world`, and the pose has no world coordinates.
    """
    visible = np.where(mapping.uses, pose.visibility, np.inf).min(axis=1)
    confidence = np.where(visible >= threshold, visible, 0).astype(np.float32)
    image = mapping.matrix @ pose.image
    if space.kind == "image":
        middle = pose.image[_HIPS].mean(axis=0)
        coordinates = (image - middle) / body_size(pose.image) @ space.turn[:2]
    elif pose.world is None:
        raise ValueError("the pose has no world coordinates")
    else:
        coordinates = mapping.matrix @ (pose.world - pose.world[_HIPS].mean(axis=0)) @ space.turn
    joints: FloatArray = coordinates.T
    if space.confidence:
        joints = np.vstack([joints, visible])
    return Body(np.ascontiguousarray(joints, np.float32), None, confidence, np.ascontiguousarray(image.T, np.float32))


def body_size(image: FloatArray) -> float:
    """Mean length in pixels of trunk, arms and legs of landmarks (33, 2): not all are foreshortened at once."""
    lengths = np.linalg.norm(image[_FROM] - image[_TO], axis=1)
    return max(float(lengths.mean()), 1.0)
