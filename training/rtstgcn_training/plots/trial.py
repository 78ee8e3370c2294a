"""Segmentation bands of a trial, truth over prediction."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MultipleLocator

from .style import GRID, INK, QUIET, Array, class_colours, save, shown

TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600)
"""Seconds between the marks of a time axis."""
COLUMNS = 1600
"""Of a band: a longer trial is shown by the mean colour of the frames that share a column."""


def bands(
    truth: Array,
    predicted: Array,
    classes: Sequence[str],
    rate_hz: float,
    path: Path,
    probability: Array | None = None,
    title: str = "",
    background: int | None = None,
) -> None:
    """A trial's labels as coloured bands, truth over prediction, along one time axis.

    Args:
        truth: (L,) class indices; a frame below 0 has no label and is left blank.
        predicted: (L,) class indices; below 0 likewise.
        classes: names; the legend has those that occur.
        rate_hz: frames a second.
        path: of the PNG.
        probability: (L,) of the predicted class, drawn below the bands.
        title: such as the trial's name.
        background: index of the background class, drawn in grey.
    """
    truth, predicted = np.asarray(truth), np.asarray(predicted)
    colours = class_colours(len(classes), background)
    seconds = len(truth) / rate_hz
    present = [i for i in range(len(classes)) if (truth == i).any() or (predicted == i).any()]
    names = [shown(classes[i]) for i in present]
    heights = [0.62, 0.62] + ([0.45] if probability is not None else [])
    width, height = 12.0, sum(heights) + 0.8
    figure = Figure(figsize=(width, height))
    grid = figure.add_gridspec(len(heights), 1, height_ratios=heights, hspace=0.12)
    grid.update(left=0.075, right=0.985, top=1 - 0.4 / height, bottom=0.4 / height)
    rows = [figure.add_subplot(grid[k]) for k in range(len(heights))]
    for axes, labels, name in zip(rows, (truth, predicted), ("truth", "predicted"), strict=False):
        axes.imshow(_band(labels, colours), aspect="auto", extent=(0, seconds, 0, 1), interpolation="nearest")
        _name_segments(axes, labels, classes, colours, rate_hz, width * 0.91 * 72)
        axes.set_yticks([0.5], [name], fontsize=9, color=INK)
    if probability is not None:
        _probability(rows[2], np.asarray(probability, np.float64), rate_hz)
    for axes in rows:
        axes.set_xlim(0, seconds)
        axes.tick_params(length=0, labelbottom=axes is rows[-1], labelsize=9, labelcolor=INK)
        axes.spines[:].set_color(GRID)
    step = next((step for step in TICKS if seconds / step <= 10), TICKS[-1])
    rows[-1].xaxis.set_major_locator(MultipleLocator(step))
    rows[-1].xaxis.set_major_formatter(FuncFormatter(_clock if seconds > 60 else lambda value, _: f"{value:g} s"))
    rows[0].set_title(shown(title, 90), loc="left", fontsize=11, color=INK, parse_math=False)
    if (labelled := truth >= 0).any():
        right = f"{(truth == predicted)[labelled].mean():.1%} of {labelled.sum():,} labelled frames agree"
        rows[0].set_title(right, loc="right", fontsize=9, color=QUIET)
    handles = [Patch(facecolor=colours[i], edgecolor=GRID) for i in present]
    columns = max(1, int(width / (0.55 + 0.068 * max(map(len, names), default=1))))
    legend = figure.legend(
        handles,
        names,
        loc="upper center",
        bbox_to_anchor=(0.53, 0.1 / height),
        ncols=min(columns, 8),
        frameon=False,
        fontsize=8.5,
    )
    for text in legend.get_texts():
        text.set(parse_math=False, color=INK)
    save(figure, path)


def _band(labels: Array, colours: Array) -> Array:
    """(1, columns, 3): the colour of each frame, or their mean where several share a column."""
    palette = np.vstack([colours, to_rgb("white")])
    frames = palette[np.where(labels >= 0, labels, len(colours))]
    if len(frames) <= COLUMNS:
        return frames[None]
    starts = np.arange(COLUMNS) * len(frames) // COLUMNS
    counts = np.diff([*starts, len(frames)])
    means: Array = np.add.reduceat(frames, starts) / counts[:, None]
    return means[None]


def _name_segments(
    axes: Axes, labels: Array, classes: Sequence[str], colours: Array, rate_hz: float, points: float
) -> None:
    """Write the class into the segments that are long enough for its name; `points` is the width of the axes."""
    size = 8.0
    borders = [0, *(np.flatnonzero(np.diff(labels)) + 1), len(labels)]
    for start, stop in pairwise(borders):
        if labels[start] < 0:
            continue
        name = shown(classes[labels[start]])
        if (stop - start) / len(labels) * points < (len(name) + 2) * size * 0.62:
            continue
        light = np.dot(colours[labels[start]], (0.299, 0.587, 0.114)) > 0.55
        middle = (start + stop) / 2 / rate_hz
        colour = INK if light else "w"
        axes.text(middle, 0.48, name, ha="center", va="center", fontsize=size, color=colour, parse_math=False)


def _probability(axes: Axes, probability: Array, rate_hz: float) -> None:
    """Mean over the frames of a column, and down to the lowest of them."""
    starts = np.arange(min(COLUMNS, len(probability))) * len(probability) // min(COLUMNS, len(probability))
    counts = np.diff([*starts, len(probability)])
    times = (starts + counts / 2) / rate_hz
    means = np.add.reduceat(probability, starts) / counts
    axes.fill_between(times, np.minimum.reduceat(probability, starts), means, color="#9ecae1", linewidth=0)
    axes.plot(times, means, color="#0072b2", linewidth=0.9)
    axes.set_ylim(0, 1.02)
    axes.set_yticks([0.5], ["probability"])
    axes.axhline(0.5, color=GRID, linewidth=0.6, zorder=0)


def _clock(seconds: float, _: object) -> str:
    """m:ss, or h:mm:ss from one hour on."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
