"""Ticks as pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from rtstgcn_edge.frames import Body, FloatArray, Prediction, Tick
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.sinks.facing import coordinates
from rtstgcn_edge.sinks.video.canvas import Canvas
from rtstgcn_edge.sinks.video.drawing import Figure, Pen, Picture

LEAST_WIDTH = 640
"""Smaller pictures are enlarged to it, so that labels can be read (px)."""
BLANK = (960, 720)
"""Width and height of pictures of a source that has none (px)."""
BACKGROUND = 28
BLINK_S = 0.25
"""For which somebody unseen is drawn as if seen: a camera slower than the model leaves ticks without a frame."""


class Scene:
    """Draws what each tick saw and said. Keeps what was last seen and said of each live skeleton.

    Args:
        cv2: OpenCV.
        manifest: of the model.
        axes: where its coordinates point.
        width: of the pictures (px), even; None for the source's.
    """

    def __init__(self, cv2: Any, manifest: Manifest, axes: Sequence[str], width: int | None) -> None:
        self._cv2, self._manifest, self._axes, self._width = cv2, manifest, list(axes), width
        self._trial = ""
        self._size = self._from = (0, 0)
        self._picture: Picture | None = None
        self._blink = round(BLINK_S * manifest.rate_hz)
        self._figures: dict[int, Figure] = {}
        self._seen_at: dict[int, int] = {}
        self._said: dict[int, Prediction] = {}

    def draw(self, tick: Tick) -> Picture | None:
        """The picture (H, W, 3) of a tick, all of one size; of a tick without an image, on the last one.

        None before anything is there to draw.
        """
        if tick.trial != self._trial:
            self._begin(tick.trial)
        image = tick.frame.image
        if not self._size[0]:
            if image is None and not tick.frame.bodies:
                return None
            self._set_size(image)
        if image is not None:
            self._picture, self._from = self._fit(image), image.shape[1::-1]
        picture = self._blank() if self._picture is None else self._picture.copy()
        self._remember(tick)
        self._pen.draw(picture, list(self._figures.values()), self._footer(tick))
        return picture

    def _begin(self, trial: str) -> None:
        self._trial, self._picture = trial, None
        self._figures, self._said, self._seen_at = {}, {}, {}
        if self._size[0]:
            self._canvas.clear()

    def _set_size(self, image: Picture | None) -> None:
        width, height = BLANK if image is None else image.shape[1::-1]
        wanted = self._width or max(width, LEAST_WIDTH)
        self._size = _even(wanted), _even(height * wanted / width)
        self._pen = Pen(self._cv2, self._manifest.skeleton["edges"], self._size[1])
        self._canvas = Canvas(self._size, self._axes, self._manifest.rate_hz)

    def _blank(self) -> Picture:
        return np.full((self._size[1], self._size[0], 3), BACKGROUND, np.uint8)

    def _fit(self, image: Picture) -> Picture:
        """The image as large as it fits, in the middle of a picture."""
        scale, (left, top) = self._fitting(image.shape[1], image.shape[0])
        size = round(image.shape[1] * scale), round(image.shape[0] * scale)
        if size == self._size:
            return image if scale == 1 else self._resized(image, size)
        picture = self._blank()
        inner = self._resized(image, size)[: self._size[1] - top, : self._size[0] - left]
        picture[top : top + inner.shape[0], left : left + inner.shape[1]] = inner
        return picture

    def _resized(self, image: Picture, size: tuple[int, int]) -> Picture:
        resized: Picture = self._cv2.resize(image, size, interpolation=self._cv2.INTER_LINEAR)
        return resized

    def _fitting(self, width: int, height: int) -> tuple[float, tuple[int, int]]:
        """How an image lies in the picture: its scale, and its corner (px)."""
        scale = min(self._size[0] / width, self._size[1] / height)
        return scale, (
            max(0, round((self._size[0] - width * scale) / 2)),
            max(0, round((self._size[1] - height * scale) / 2)),
        )

    def _remember(self, tick: Tick) -> None:
        self._said.update({p.skeleton: p for p in tick.predictions})
        bodies = {body.track: body for body in tick.frame.bodies if body.track is not None}
        places = self._places(bodies, tick.live)
        figures = {}
        for skeleton in tick.live:
            figure = self._figures.get(skeleton)
            if skeleton in places:
                self._seen_at[skeleton] = tick.frame.number
                body = bodies[skeleton]
                seen = np.ones(body.joints.shape[1], bool) if body.confidence is None else body.confidence > 0
                figure = Figure(skeleton, places[skeleton], seen, "")
            if figure is not None:
                figure.held = tick.frame.number - self._seen_at[skeleton] > self._blink
                figure.text = self._text(skeleton, figure.held)
                figures[skeleton] = figure
        self._figures = figures

    def _places(self, bodies: dict[int, Body], live: Sequence[int]) -> dict[int, FloatArray]:
        if self._picture is None:
            return self._canvas.place({one: body.joints for one, body in bodies.items()}, live)
        scale, corner = self._fitting(*self._from)
        shift = np.array(corner, np.float32)[:, None]
        return {one: body.image * scale + shift for one, body in bodies.items() if body.image is not None}

    def _text(self, skeleton: int, held: bool) -> str:
        p = self._said.get(skeleton)
        if p is None:
            return f"#{skeleton}"
        shown = p.label if p.decided is None else p.decided
        remark = " (not seen)" if held else "" if p.warm else " (warming up)"
        if p.label != shown:
            remark = f", now {self._manifest.classes[p.label]} {p.probabilities[p.label]:.2f}{remark}"
        return f"#{skeleton} {self._manifest.classes[shown]} {p.probabilities[shown]:.2f}{remark}"

    def _footer(self, tick: Tick) -> str:
        m, frame = self._manifest, tick.frame
        parts = [f"{frame.number / m.rate_hz:.2f} s", tick.trial, m.name]
        if m.delay:
            parts.append(f"labels are {m.delay / m.rate_hz:.2f} s behind")
        if frame.truth is not None:
            parts.append(f"truth: {m.classes[frame.truth]}")
        return "   ".join(parts)


def drawable(manifest: Manifest) -> bool:
    """Whether the model's joints have places."""
    return coordinates(manifest) > 0


def _even(x: float) -> int:
    return max(2, 2 * round(x / 2))
