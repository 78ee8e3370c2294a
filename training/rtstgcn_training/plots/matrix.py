"""The confusion matrix."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib import colormaps
from matplotlib.figure import Figure

from .style import GRID, INK, QUIET, Array, save, shown

ABSENT = "#eeeeee"
"""Row of a class that has no frames."""


def confusion(matrix: Array, classes: Sequence[str], path: Path) -> None:
    """The confusion matrix, each row as shares of the frames of one true class.

    Args:
        matrix: (classes, classes) counts of frames, [truth, prediction].
        classes: names.
        path: of the PNG.
    """
    counts = np.asarray(matrix, np.float64)
    totals = counts.sum(axis=1)
    shares = np.divide(counts, totals[:, None], out=np.full(counts.shape, np.nan), where=totals[:, None] > 0)
    number = len(classes)
    cell = float(np.clip(7 / number, 0.27, 0.95))
    figure = Figure(figsize=(cell * number, cell * number))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.imshow(shares, cmap=colormaps["Blues"].with_extremes(bad=ABSENT), vmin=0, vmax=1)
    size = float(np.clip(cell * 14, 5.5, 10))
    decimals = int(number <= 10)  # and counts: there is room
    names = [shown(name) for name in classes]
    axes.set_xticks(range(number), names, rotation=90 if number > 6 else 30, ha="center" if number > 6 else "right")
    axes.set_yticks(range(number), names)
    right = axes.secondary_yaxis("right")
    right.set_yticks(range(number), [f"{total:,.0f}" if total else "none" for total in totals])
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels(), *right.get_yticklabels()):
        label.set(fontsize=max(size, 7), color=INK, parse_math=False)
    for one in (axes, right):
        one.tick_params(length=0)
        one.spines[:].set_visible(False)
    axes.set_xticks(np.arange(number + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(number + 1) - 0.5, minor=True)
    axes.grid(which="minor", color=GRID, linewidth=0.5)
    axes.tick_params(which="minor", length=0)
    for (row, column), share in np.ndenumerate(shares):
        if np.isfinite(share) and counts[row, column]:
            text = f"{100 * share:.{decimals}f}"
            text = text if float(text) else "·"
            if decimals:
                text += f"\n{counts[row, column]:,.0f}"
            axes.text(column, row, text, ha="center", va="center", fontsize=size, color="w" if share > 0.55 else INK)
    axes.set_xlabel("predicted", color=QUIET, fontsize=9)
    axes.set_ylabel("true", color=QUIET, fontsize=9)
    right.set_ylabel("frames", color=QUIET, fontsize=9)
    what = "percent of the true class" + (", and frames" if decimals else "")
    axes.set_title(f"Confusion ({what})", loc="left", fontsize=10, color=INK, pad=10)
    save(figure, path)
