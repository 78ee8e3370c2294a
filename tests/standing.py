"""A person who stands and faces the camera, arms hanging, as 33 landmarks put down by hand."""

import numpy as np

from rtstgcn_edge.poses import Pose
from rtstgcn_edge.poses.pose import LANDMARKS

FACE = {"nose": (0.0, -0.66, -0.12), "mouth": (0.02, -0.62, -0.10), "ear": (0.08, -0.68, 0.02)}
"""Right, down, away, in metres from the middle of the hips; of pairs the left one, which is at the camera's right."""
LEFT = {
    "shoulder": (0.18, -0.50, 0.0), "elbow": (0.22, -0.22, 0.02), "wrist": (0.24, 0.02, -0.02),
    "pinky": (0.25, 0.10, -0.03), "index": (0.23, 0.12, -0.07), "thumb": (0.21, 0.08, -0.07),
    "hip": (0.10, 0.0, 0.0), "knee": (0.12, 0.40, -0.02), "ankle": (0.12, 0.78, 0.04),
    "heel": (0.12, 0.82, 0.06), "foot_index": (0.14, 0.84, -0.14), "eye_inner": (0.02, -0.70, -0.1),
    "eye": (0.03, -0.70, -0.1), "eye_outer": (0.045, -0.70, -0.09),
} | FACE  # fmt: skip


def landmark(name):
    """(3,) of a landmark."""
    if name in LEFT:
        return LEFT[name]
    place = LEFT[name[:-2]]
    return place if name.endswith("_l") else (-place[0], *place[1:])


def standing(scale=200.0, middle=(320.0, 240.0), **visibility):
    """The pose, seen from so far that a metre is `scale` pixels; all is visible but what `visibility` says."""
    world = np.array([landmark(name) for name in LANDMARKS], np.float32)
    seen = np.array([visibility.get(name, 0.9) for name in LANDMARKS], np.float32)
    return Pose(world, (scale * world[:, :2] + np.array(middle)).astype(np.float32), seen)
