"""Poses by LiteRT on the two models inside a .task file, for boards on which MediaPipe does not run."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.opencv import opencv
from rtstgcn_edge.poses import Pose
from rtstgcn_edge.sources.camera.estimator import PoseSettings, quiet
from rtstgcn_edge.sources.camera.mailbox import Image
from rtstgcn_edge.sources.camera.regions import SIDE, FloatArray, Region, anchors, candidates, join, refine, sigmoid
from rtstgcn_edge.sources.camera.task_file import DETECTOR, LANDMARKS

POINTS = 33
"""Landmarks of a pose."""
ALL_POINTS = 39
"""That the network gives; those after a pose's are the centre of the person's circle, and a point on its edge."""
CROP = 256
"""Side in pixels of what landmarks are read from."""


class LiteRtEstimator:
    """Finds people and follows them from image to image, as MediaPipe's video mode does."""

    name = "litert"

    def __init__(self, where: str, task: Path, settings: PoseSettings) -> None:
        self._cv2, self._settings = opencv(where), settings
        self._cells = anchors()
        with quiet():
            try:
                from ai_edge_litert.interpreter import Interpreter

                with zipfile.ZipFile(task) as bundle:
                    self._detector = _Network(Interpreter, bundle.read(DETECTOR))
                    self._landmarks = _Network(Interpreter, bundle.read(LANDMARKS))
            except ImportError as error:
                raise InputError(f"{where}: ai-edge-litert does not load ({_line(error)})") from None
            except (ValueError, RuntimeError) as error:
                raise InputError(f"{where}: LiteRT does not take {task} ({_line(error)})") from None
        cells = len(self._cells)
        if not self._detector.is_of(SIDE, (cells * 12, cells)) or not self._landmarks.is_of(
            CROP, (5 * ALL_POINTS, 1, 64 * 64 * ALL_POINTS, 3 * ALL_POINTS)
        ):
            raise InputError(f"{where}: {task} holds other networks than MediaPipe's pose landmarkers")
        self._followed: list[Region] = []

    def estimate(self, image: Image, timestamp_ms: int) -> list[Pose]:
        """The poses in an image."""
        rgb = self._cv2.cvtColor(image, self._cv2.COLOR_BGR2RGB)
        regions = self._followed
        if len(regions) < self._settings.people:
            regions = join(regions, self._detect(rgb), self._settings.tracking)[: self._settings.people]
        self._followed = []
        return [pose for region in regions if (pose := self._read(rgb, region)) is not None]

    def close(self) -> None:
        """Nothing is held but memory."""

    def _detect(self, rgb: Image) -> list[Region]:
        """Regions of the people in the whole image, the surest first."""
        height, width = rgb.shape[:2]
        whole = Region(width / 2, height / 2, max(width, height), 0.0)
        given = self._detector(self._crop(rgb, whole, SIDE) / np.float32(127.5) - np.float32(1))
        cells = len(self._cells)
        boxes = given[cells * 12].reshape(cells, 12)
        people, _ = candidates(boxes, given[cells].reshape(cells), self._settings.detection, self._cells)
        return [Region.around(*whole.to_image(person[4:8].reshape(2, 2))) for person in people]

    def _read(self, rgb: Image, region: Region) -> Pose | None:
        """The pose in a region, which is followed from then on; None where nobody is there."""
        given = self._landmarks(self._crop(rgb, region, CROP) / np.float32(255))
        if given[1].item() < self._settings.presence:
            return None
        points = given[5 * ALL_POINTS].reshape(ALL_POINTS, 5)
        heatmaps = given[64 * 64 * ALL_POINTS].reshape(64, 64, ALL_POINTS)
        image = region.to_image(refine(points[:, :2] / np.float32(CROP), heatmaps))
        world = region.turned(given[3 * ALL_POINTS].reshape(ALL_POINTS, 3)[:POINTS])
        visibility = sigmoid(points[:POINTS, 3])
        if not all(np.isfinite(array).all() for array in (image, world, visibility)):
            return None
        self._followed.append(Region.around(image[POINTS], image[POINTS + 1]))
        return Pose(world, image[:POINTS], visibility)

    def _crop(self, rgb: Image, region: Region, side: int) -> FloatArray:
        """(1, side, side, 3) of the image, black outside of it, 0 to 255."""
        corners = np.array([[0, 0], [1, 0], [0, 1]], np.float32)
        inverse = self._cv2.getAffineTransform(corners * side, region.to_image(corners))
        flags = self._cv2.INTER_LINEAR | self._cv2.WARP_INVERSE_MAP
        crop: Image = self._cv2.warpAffine(rgb, inverse, (side, side), flags=flags)
        return crop[np.newaxis].astype(np.float32)


class _Network:
    """A network with one input, (1, side, side, 3) float32. Its outputs are told apart by how many values they hold."""

    def __init__(self, interpreter: Any, model: bytes) -> None:
        self._interpreter = interpreter(model_content=model, num_threads=min(4, len(os.sched_getaffinity(0))))
        self._interpreter.allocate_tensors()
        (self._input,) = self._interpreter.get_input_details()
        self._outputs = {int(np.prod(out["shape"])): out["index"] for out in self._interpreter.get_output_details()}

    def is_of(self, side: int, sizes: tuple[int, ...]) -> bool:
        """Whether it takes images of this side, and gives outputs of these sizes."""
        return list(self._input["shape"]) == [1, side, side, 3] and self._outputs.keys() >= set(sizes)

    def __call__(self, image: FloatArray) -> dict[int, FloatArray]:
        self._interpreter.set_tensor(self._input["index"], image)
        self._interpreter.invoke()
        return {size: self._interpreter.get_tensor(index) for size, index in self._outputs.items()}


def _line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
