"""Where BlazePose looks: what its detector finds, and the turned square around a person that landmarks are read from.

As MediaPipe's pose_detector_graph and pose_landmarks_detector_graph define it; Bazarevsky et al., BlazePose, 2020.
Coordinates are pixels of the image, x right, y down.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

SIDE = 224
"""Side of the detector's input in pixels."""
STRIDES = (8, 16, 32, 32, 32)
"""Of the detector's layers; two anchors for each of their cells."""
SAME_PERSON = 0.5
"""Overlap (intersection over union) from which two candidates are one person."""
MARGIN = 1.25
"""How much larger than the circle around a person the region is."""


@dataclass(frozen=True)
class Region:
    """A square: its centre, its side, and the angle (radians, clockwise as one sees it) by which it is turned."""

    x: float
    y: float
    side: float
    angle: float

    @classmethod
    def around(cls, centre: Sequence[float], edge: Sequence[float]) -> Region:
        """The region of a person whose circle has this centre (the hips) and this point above the head on its edge."""
        across, down = float(edge[0] - centre[0]), float(edge[1] - centre[1])
        angle = math.pi / 2 - math.atan2(-down, across)
        angle = (angle + math.pi) % (2 * math.pi) - math.pi
        return cls(float(centre[0]), float(centre[1]), 2 * MARGIN * math.hypot(across, down), angle)

    def to_image(self, points: FloatArray) -> FloatArray:
        """Points (..., 2) of the region, 0 to 1 on its sides, in the image."""
        c, s = math.cos(self.angle), math.sin(self.angle)
        turn = np.array([[c, s], [-s, c]], np.float32)
        image: FloatArray = (points - np.float32(0.5)) @ turn * np.float32(self.side)
        return image + np.array([self.x, self.y], np.float32)

    def turned(self, metres: FloatArray) -> FloatArray:
        """World coordinates (..., 3) of the upright region, as they are in the image."""
        c, s = math.cos(self.angle), math.sin(self.angle)
        return metres @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]], np.float32)

    def overlap(self, other: Region) -> float:
        """Intersection over union with another one, both taken as upright."""
        across = _shared(self.x, self.side, other.x, other.side)
        shared = across * _shared(self.y, self.side, other.y, other.side)
        union = self.side**2 + other.side**2 - shared
        return shared / union if union > 0 else 0.0


def _shared(a: float, a_side: float, b: float, b_side: float) -> float:
    return max(0.0, min(a + a_side / 2, b + b_side / 2) - max(a - a_side / 2, b - b_side / 2))


def join(followed: Iterable[Region], found: Iterable[Region], least_overlap: float) -> list[Region]:
    """Regions of the people followed, and of those found anew, which stand for those that they overlap."""
    kept: list[Region] = []
    for region in [*followed, *found]:
        kept = [other for other in kept if region.overlap(other) <= least_overlap]
        kept.append(region)
    return kept


def sigmoid(logits: FloatArray) -> FloatArray:
    """Probabilities, 0 to 1."""
    one = np.float32(1)
    likely: FloatArray = one / (one + np.exp(-np.clip(logits, -80, 80)))
    return likely


def anchors() -> FloatArray:
    """Centres (2254, 2) of the detector's cells, 0 to 1, in the order of its outputs."""
    centres, layer = [], 0
    while layer < len(STRIDES):
        stride = STRIDES[layer]
        alike = STRIDES.count(stride)
        cells = SIDE // stride
        grid = (np.arange(cells, dtype=np.float32) + np.float32(0.5)) / np.float32(cells)
        y, x = np.meshgrid(grid, grid, indexing="ij")
        centres.append(np.repeat(np.stack([x.ravel(), y.ravel()], axis=1), 2 * alike, axis=0))
        layer += alike
    return np.concatenate(centres)


def candidates(raw: FloatArray, logits: FloatArray, least: float, cells: FloatArray) -> tuple[FloatArray, FloatArray]:
    """People in the detector's square: boxes with 4 key points (n, 12), and scores (n,), the best first.

    Args:
        raw: (2254, 12) centre x y, width, height, then key points x y, in pixels about the cell's centre.
        logits: (2254,).
        least: score from which a candidate counts.
        cells: `anchors()`.

    Boxes that overlap are one person, and become their mean, weighted by their scores. Rows are x0 y0 x1 y1, then key
    points, 0 to 1 on the sides of the square.
    """
    scores = sigmoid(logits)
    likely = np.flatnonzero(scores >= least)
    likely = likely[np.argsort(-scores[likely], kind="stable")]
    scores, values, centre = scores[likely], raw[likely] / np.float32(SIDE), cells[likely]
    half = values[:, 2:4] / 2
    middle = values[:, :2] + centre
    rows = np.concatenate([middle - half, middle + half, values[:, 4:] + np.tile(centre, 4)], axis=1)
    people, best = [], []
    while len(rows):
        same = _overlaps(rows[0, :4], rows[:, :4]) > SAME_PERSON
        same[0] = True
        people.append(np.average(rows[same], axis=0, weights=scores[same]))
        best.append(scores[0])
        rows, scores = rows[~same], scores[~same]
    return np.array(people, np.float32).reshape(-1, 12), np.array(best, np.float32)


def _overlaps(box: FloatArray, boxes: FloatArray) -> FloatArray:
    """Intersection over union of a box with each of (n, 4)."""
    sides = np.minimum(box[2:], boxes[:, 2:]) - np.maximum(box[:2], boxes[:, :2])
    shared = np.prod(np.maximum(sides, 0), axis=1)
    union = np.prod(box[2:] - box[:2]) + np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) - shared
    overlaps: FloatArray = np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)
    return overlaps


def refine(points: FloatArray, heatmaps: FloatArray, kernel: int = 7, least: float = 0.5) -> FloatArray:
    """Landmarks (n, 2), 0 to 1, moved to the middle of what their heatmap (H, W, n; logits) shows around them."""
    refined: FloatArray = points.copy()
    reach = kernel // 2
    height, width = heatmaps.shape[:2]
    for k, (x, y) in enumerate(points):
        column, row = int(x * width), int(y * height)
        if not (0 <= column < width and 0 <= row < height):
            continue
        rows, columns = slice(max(0, row - reach), row + reach + 1), slice(max(0, column - reach), column + reach + 1)
        heat = sigmoid(heatmaps[rows, columns, k])
        total = heat.sum()
        if heat.max() < least or total <= 0:
            continue
        y_mean = (heat.sum(axis=1) * np.arange(rows.start, rows.start + heat.shape[0])).sum() / total
        x_mean = (heat.sum(axis=0) * np.arange(columns.start, columns.start + heat.shape[1])).sum() / total
        refined[k] = x_mean / width, y_mean / height
    return refined
