"""Poses by MediaPipe's PoseLandmarker."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import numpy as np

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.opencv import opencv
from rtstgcn_edge.poses import Pose
from rtstgcn_edge.sources.camera.estimator import PoseSettings, quiet
from rtstgcn_edge.sources.camera.mailbox import Image


class MediaPipeEstimator:
    """Finds people and follows them from image to image (its video mode)."""

    name = "mediapipe"

    def __init__(self, where: str, task: Path, settings: PoseSettings) -> None:
        self._cv2 = opencv(where)
        with quiet():
            try:
                import mediapipe
                from mediapipe.tasks.python import BaseOptions, vision

                options = vision.PoseLandmarkerOptions(
                    base_options=BaseOptions(model_asset_path=str(task)),
                    running_mode=vision.RunningMode.VIDEO,
                    num_poses=settings.people,
                    min_pose_detection_confidence=settings.detection,
                    min_pose_presence_confidence=settings.presence,
                    min_tracking_confidence=settings.tracking,
                )
                self._landmarker = vision.PoseLandmarker.create_from_options(options)
            except ImportError as error:
                raise InputError(f"{where}: mediapipe does not load ({_line(error)})") from None
            except OSError as error:
                raise InputError(
                    f"{where}: mediapipe does not load ({_line(error)}); apt-get install libegl1 libgles2"
                ) from None
            except (RuntimeError, ValueError) as error:
                raise InputError(f"{where}: mediapipe does not take {task} ({_line(error)})") from None
        self._library: Any = mediapipe
        self._timestamp_ms = -1
        self._warm = False

    def estimate(self, image: Image, timestamp_ms: int) -> list[Pose]:
        """The poses in an image."""
        self._timestamp_ms = max(timestamp_ms, self._timestamp_ms + 1)  # it must grow
        rgb = self._cv2.cvtColor(image, self._cv2.COLOR_BGR2RGB)
        picture = self._library.Image(image_format=self._library.ImageFormat.SRGB, data=rgb)
        with contextlib.nullcontext() if self._warm else quiet():  # it prints warnings with the first person
            result = self._landmarker.detect_for_video(picture, self._timestamp_ms)
        self._warm = self._warm or bool(result.pose_landmarks)
        size = np.array([image.shape[1], image.shape[0]], np.float32)
        return [
            _pose(landmarks, world, size)
            for landmarks, world in zip(result.pose_landmarks, result.pose_world_landmarks, strict=True)
        ]

    def close(self) -> None:
        """Give the model back."""
        self._landmarker.close()


def _pose(landmarks: Any, world: Any, size: Any) -> Pose:
    flat = np.array([(point.x, point.y, point.visibility) for point in landmarks], np.float32)
    metres = np.array([(point.x, point.y, point.z) for point in world], np.float32)
    return Pose(metres, flat[:, :2] * size, flat[:, 2])


def _line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
