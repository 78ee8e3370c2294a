"""What the pictures have in common: colours, names, and how a file is written."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from ..files import write_whole

Array = npt.NDArray[Any]

DPI = 120
INK, QUIET, GRID = "#222222", "#666666", "#dddddd"
BACKGROUND = "#d9d9d9"
HUES = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#332288", "#8c6d46", "#882255")
"""Okabe and Ito's colours, which colour-blind readers tell apart, and three of Tol's muted ones."""
LEVELS = (0.0, 0.5, -0.4, 0.75, -0.65, 0.3)
"""How far a hue goes towards white (above 0) or black, for more classes than there are hues."""
NAME = 36
"""Characters of a class name that are shown."""


def class_colours(classes: int, background: int | None = None) -> Array:
    """(classes, 3) RGB from 0 to 1: one colour a class, whatever the trial; grey is the background class."""
    colours = np.empty((classes, 3))
    others = [index for index in range(classes) if index != background]
    for place, index in enumerate(others):
        level = LEVELS[place // len(HUES) % len(LEVELS)]
        colours[index] = np.array(to_rgb(HUES[place % len(HUES)]))
        colours[index] += abs(level) * (float(level > 0) - colours[index])
    if background is not None:
        colours[background] = to_rgb(BACKGROUND)
    return colours


def shown(name: str, length: int = NAME) -> str:
    """A name in one line, no longer than there is room for."""
    line = " ".join(name.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def save(figure: Figure, path: Path) -> None:
    """Write the PNG, whole or not at all. Raises InputError where it cannot be written."""
    content = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # a script that the font lacks: boxes will do
        figure.savefig(content, format="png", dpi=DPI, facecolor="white", bbox_inches="tight", pad_inches=0.15)
    write_whole({path: content.getvalue()})
