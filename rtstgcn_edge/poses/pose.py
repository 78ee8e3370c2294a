"""One person as a pose estimator sees it: MediaPipe's 33 landmarks."""

from __future__ import annotations

from dataclasses import dataclass

from rtstgcn_edge.frames import FloatArray
from rtstgcn_edge.skeletons import load_skeleton

LANDMARKS = load_skeleton("mediapipe33").joints
"""Names of the landmarks in MediaPipe's order; `_l` and `_r` are the person's own left and right."""


@dataclass(slots=True)
class Pose:
    """33 landmarks (Bazarevsky et al., BlazePose, 2020).

    `image` (33, 2) float32 in pixels, x right, y down; a landmark may lie outside the picture. `world` (33, 3) float32
    in metres around the middle of the hips, x right and y down in the image, z away from the camera; None where the
    estimator tells none. `visibility` (33,) float32, 0..1. All values are finite.
    """

    world: FloatArray | None
    image: FloatArray
    visibility: FloatArray
