"""The report as a picture: a row for each tensor that is rounded, from the first operation down to the logits.

matplotlib is loaded with this module, so load it where you draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from rtstgcn_training.plots.style import GRID, HUES, INK, QUIET, save

from .result import Report, TensorReport
from .table import group, percent, span, worst_of

ROW, ABOVE, BELOW = 0.2, 0.85, 0.35
"""Inches: of a row, above the first and below the last."""

LEAST = 1e-6
"""Share of the values from which on a bin of a histogram is coloured and saturation drawn."""

BLUE, ORANGE, GREEN, RED = HUES[0], HUES[1], HUES[2], HUES[5]


def picture(report: Report, path: Path) -> None:
    """Draw where values lie in the range of their type, signal-to-noise ratios, saturation, and shares of the error.

    Raises:
        InputError: the PNG cannot be written.
    """
    rows = [t for t in report.tensors if t.saturated is not None or t.share is not None]
    height = ROW * len(rows) + ABOVE + BELOW
    figure = Figure(figsize=(12.5, height))
    grid = figure.add_gridspec(1, 4, width_ratios=[3.1, 4.6, 1.3, 1.9], wspace=0.07)
    grid.update(left=0.2, right=0.985, top=1 - ABOVE / height, bottom=BELOW / height)
    panels = [figure.add_subplot(grid[k]) for k in range(4)]
    for axes, draw in zip(panels, (_values, _ratios, _saturated, _shares), strict=True):
        _quiet(axes, rows)
        draw(axes, rows)
    _names(panels[0], rows, worst_of(report))
    figure.text(0.008, 1 - 0.1 / height, _title(report), va="top", fontsize=12, color=INK)
    save(figure, path)


def _title(report: Report) -> str:
    return (
        f"8 bits against float32 over {report.frames:,} frames: {percent(report.agreement)} of the labels agree, "
        f"logits within {percent(report.logits_error)} of the largest"
    )


def _names(axes: Axes, rows: Sequence[TensorReport], worst: Sequence[TensorReport]) -> None:
    """Left of the first panel: name, type and exponent; the worst stand out."""
    for place, tensor in enumerate(rows):
        colour, weight = (RED, "bold") if tensor in worst else (INK, "normal")
        kind = " · ".join(filter(None, (tensor.dtype, span(tensor.exponent)))) if tensor.dtype != "float32" else ""
        at: dict[str, Any] = {
            "transform": axes.get_yaxis_transform(),
            "va": "center",
            "fontsize": 8.5,
            "parse_math": False,
        }
        axes.text(-0.87, place, tensor.name, color=colour, fontweight=weight, **at)
        axes.text(-0.03, place, kind, color=QUIET, ha="right", **at)


def _quiet(axes: Axes, rows: Sequence[TensorReport]) -> None:
    """Rows from top to bottom, every other group on a tint."""
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.tick_params(length=0, labelsize=8.5, labelcolor=QUIET, labelleft=False, labeltop=True, labelbottom=False)
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    axes.grid(axis="x", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    first = 0
    for number, (_, members) in enumerate(groupby(rows, group)):
        last = first + len(list(members))
        if number % 2 == 0:
            axes.axhspan(first - 0.5, last - 0.5, color="#f6f6f4", linewidth=0, zorder=0)
        first = last


def _head(axes: Axes, title: str) -> None:
    axes.set_title(title, loc="left", fontsize=10, color=INK, pad=7)


def _values(axes: Axes, rows: Sequence[TensorReport]) -> None:
    """Each histogram over its type's range, unsigned types from the middle on."""
    _head(axes, "Values in the range of the type")
    for place, tensor in enumerate(rows):
        if tensor.histogram is None:
            continue
        shares = np.array(tensor.histogram[1:-1])
        edges = np.linspace(0 if tensor.dtype == "uint8" else -1, 1, len(shares) + 1)
        cells = np.ma.masked_less(shares, LEAST)[None]
        axes.pcolormesh(
            edges, [place - 0.42, place + 0.42], cells, cmap=colormaps["Blues"], norm=LogNorm(LEAST / 10, 1)
        )
        axes.vlines([edges[0], 1], place - 0.42, place + 0.42, color=QUIET, linewidth=0.7)
    axes.set_xlim(-1.02, 1.02)
    axes.set_xticks([-1, 0, 1], ["min", "0", "max"])


def _ratios(axes: Axes, rows: Sequence[TensorReport]) -> None:
    _head(axes, "Signal over error (dB)")
    kinds = (
        ("this tensor rounded", "local_db", BLUE, "o"),
        ("weights rounded", "constants_db", GREEN, "d"),
        ("all up to here", "accumulated_db", INK, "s"),
    )
    for label, key, colour, marker in kinds:
        found = [(value, place) for place, t in enumerate(rows) if (value := getattr(t, key)) is not None]
        line = "-" if key == "accumulated_db" else "none"
        if found:
            axes.plot(
                *zip(*found, strict=True),
                color=colour,
                marker=marker,
                markersize=4,
                linestyle=line,
                linewidth=1,
                label=label,
                clip_on=False,
            )
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10], integer=True))
    axes.legend(
        loc="upper left",
        bbox_to_anchor=(-0.02, 0.005),
        ncols=3,
        frameon=False,
        fontsize=8.5,
        labelcolor=INK,
        handletextpad=0.3,
        columnspacing=1.2,
    )


def _saturated(axes: Axes, rows: Sequence[TensorReport]) -> None:
    _head(axes, "Saturated")
    for place, tensor in enumerate(rows):
        if tensor.saturated is not None and tensor.saturated >= LEAST:
            axes.barh(place, tensor.saturated - LEAST, height=0.6, left=LEAST, color=ORANGE)
    axes.set_xscale("log")
    axes.set_xlim(LEAST, 1)
    axes.set_xticks([1e-4, 1e-2, 1], ["0.01 %", "1 %", ""])
    axes.minorticks_off()


def _shares(axes: Axes, rows: Sequence[TensorReport]) -> None:
    _head(axes, "Share of the logits' error")
    shares = [t.share or 0.0 for t in rows]
    axes.barh(range(len(rows)), shares, height=0.6, color=RED)
    axes.set_xlim(0, 1.25 * max([*shares, 0.01]))
    axes.xaxis.set_major_locator(MaxNLocator(3))
    axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:g} %")
    for place, share in enumerate(shares):
        if share >= 0.01:
            axes.text(share, place, f" {100 * share:.0f} %", va="center", fontsize=8, color=INK)
