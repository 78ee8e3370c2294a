"""Skeletons and their labels, drawn into a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.frames import FloatArray

Picture = npt.NDArray[np.uint8]
Colour = tuple[int, int, int]

COLOURS: tuple[Colour, ...] = (
    (66, 201, 255),
    (255, 170, 60),
    (120, 220, 90),
    (190, 120, 255),
    (90, 110, 255),
    (240, 230, 90),
    (200, 200, 200),
    (60, 150, 230),
)
"""Blue, green, red of each skeleton, over and over."""
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
FAINT = 0.45
"""How much of its colour a skeleton keeps while it is not seen."""
CROWN = 0.08
"""From the ears, where skeletons end, to the crown: a share of somebody's height."""
FAR = 4
"""A joint further out than so many pictures is not drawn."""


@dataclass
class Figure:
    """A skeleton to draw: places (2, V) in the picture (px), which joints were seen (V,), and what is said of it."""

    skeleton: int
    points: FloatArray
    seen: npt.NDArray[np.bool_]
    text: str
    held: bool = False


class Pen:
    """Draws with OpenCV, in sizes that fit the picture.

    Args:
        cv2: the library.
        edges: joints that a bone connects.
        height: of the pictures (px).
    """

    def __init__(self, cv2: Any, edges: Sequence[Sequence[int]], height: int) -> None:
        self._cv2, self._edges = cv2, [(int(a), int(b)) for a, b in edges]
        self._bone = max(1, round(height / 200))
        self._scale = max(0.45, height / 900)
        self._weight = max(1, round(height / 480))

    def draw(self, picture: Picture, figures: Sequence[Figure], footer: str) -> None:
        """All figures, their tags on top of them, and a line at the foot."""
        for figure in figures:
            self._bones(picture, figure)
        taken: list[tuple[int, int, int, int]] = []
        for figure in figures:
            self._tag(picture, figure, taken)
        self._footer(picture, footer)

    def _bones(self, picture: Picture, figure: Figure) -> None:
        height, width = picture.shape[:2]
        colour = _colour(figure)
        inside = np.abs(figure.points - np.array([[width / 2], [height / 2]])) < FAR * max(width, height)
        drawn = figure.seen & inside.all(axis=0)
        at = [(int(x), int(y)) for x, y in np.where(drawn, figure.points, 0).round().T]
        for a, b in self._edges:
            if drawn[a] and drawn[b]:
                self._cv2.line(picture, at[a], at[b], colour, self._bone, self._cv2.LINE_AA)
        for joint in np.flatnonzero(drawn):
            self._cv2.circle(picture, at[joint], self._bone + 1, colour, -1, self._cv2.LINE_AA)

    def _tag(self, picture: Picture, figure: Figure, taken: list[tuple[int, int, int, int]]) -> None:
        """Above the head, inside the picture; where another tag is, over that one, or under it if there is no room."""
        (width, height), below = self._measure(figure.text)
        pad = height // 2
        width, height = width + 2 * pad, height + below + pad
        middle, top = _head(figure)
        left = int(np.clip(middle - width / 2, 0, max(picture.shape[1] - width, 0)))
        lowest = max(picture.shape[0] - height, 0)
        wanted = int(np.clip(top - height - 3 * self._bone, 0, lowest))
        beside = [(y, h) for x, y, w, h in taken if left < x + w and x < left + width]
        free = [
            top
            for top in (wanted, *(y - height - 1 for y, _ in beside), *(y + h + 1 for y, h in beside))
            if 0 <= top <= lowest and not any(top < y + h and y < top + height for y, h in beside)
        ]
        top = min(free, key=lambda top: (top > wanted, abs(top - wanted)), default=wanted)
        taken.append((left, top, width, height))
        colour = _colour(figure)
        self._cv2.rectangle(picture, (left, top), (left + width, top + height), colour, -1)
        ink = BLACK if sum(colour) > 330 else WHITE
        self._write(picture, figure.text, (left + pad, top + height - below - pad // 2), ink, self._weight)

    def _footer(self, picture: Picture, text: str) -> None:
        (width, height), below = self._measure(text)
        pad, foot = height // 2, picture.shape[0]
        self._cv2.rectangle(picture, (0, foot - height - below - pad), (width + 2 * pad, foot), BLACK, -1)
        self._write(picture, text, (pad, foot - below - pad // 2), WHITE, self._weight)

    def _measure(self, text: str) -> tuple[tuple[int, int], int]:
        size: tuple[tuple[int, int], int] = self._cv2.getTextSize(
            _plain(text), self._cv2.FONT_HERSHEY_SIMPLEX, self._scale, self._weight
        )
        return size

    def _write(self, picture: Picture, text: str, at: tuple[int, int], ink: Colour, weight: int) -> None:
        cv2 = self._cv2
        cv2.putText(picture, _plain(text), at, cv2.FONT_HERSHEY_SIMPLEX, self._scale, ink, weight, cv2.LINE_AA)


def _plain(text: str) -> str:
    """What OpenCV's letters can write."""
    return text.encode("ascii", "replace").decode()


def _colour(figure: Figure) -> Colour:
    blue, green, red = COLOURS[figure.skeleton % len(COLOURS)]
    share = FAINT if figure.held else 1.0
    return round(share * blue), round(share * green), round(share * red)


def _head(figure: Figure) -> tuple[float, float]:
    """Where the tag belongs: over the highest joint that is seen, and what of a head is above it."""
    finite = np.isfinite(figure.points).all(axis=0)
    points = figure.points[:, figure.seen & finite]
    if not points.size:
        return 0.0, 0.0
    highest = points[:, points[1].argmin()]
    return float(highest[0]), float(highest[1] - CROWN * np.ptp(points[1]))
