"""Curves over the epochs of a run."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from .style import GRID, HUES, INK, QUIET, Array, save

SCORES = {"top1": "#222222", "f1@10": "#56b4e9", "f1@25": "#0072b2", "f1@50": "#332288", "edit": "#e69f00"}


def curves(epochs: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Loss, scores and learning rate over the epochs, as far as the lines of `epochs.jsonl` hold them."""
    losses = {name: _series(epochs, name) for name in dict.fromkeys(n for e in epochs for n in e if "loss" in n)}
    scores = {name: _series(epochs, name) for name in SCORES}
    rate = {"learning_rate": _series(epochs, "learning_rate")}
    panels = [(title, group) for title, group in (("Loss", losses), ("Scores", scores), ("Learning rate", rate))]
    panels = [(title, {n: s for n, s in group.items() if len(s)}) for title, group in panels]
    panels = [(title, group) for title, group in panels if group] or [("No epochs yet", {})]
    figure = Figure(figsize=(1.2 + 4.6 * len(panels), 3.9), layout="constrained")
    for axes, (title, group) in zip(figure.subplots(1, len(panels), squeeze=False)[0], panels, strict=True):
        _quiet(axes, title)
        axes.set_xlabel("epoch", color=QUIET, fontsize=9)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        for place, (name, series) in enumerate(group.items()):
            colour = SCORES.get(name, HUES[place % len(HUES)])
            value = f"best {series[:, 1].max():.3f}" if title == "Scores" else f"last {series[-1, 1]:.3g}"
            marker = "o" if len(series) <= 30 else None
            axes.plot(
                *series.T,
                color=colour,
                linewidth=1.6,
                marker=marker,
                markersize=3,
                label=f"{name}  {value}",
                linestyle="--" if name == "top1" else "-",
            )
        if title == "Scores":
            axes.set_ylim(0, 1)
        elif _spread(group) > 50:
            axes.set_yscale("log")
        else:
            axes.set_ylim(0, 1.05 * axes.dataLim.y1 if axes.dataLim.y1 > 0 else 1)
        if group:
            axes.legend(frameon=False, fontsize=8, labelcolor=INK)
    save(figure, path)


def _series(epochs: Sequence[Mapping[str, Any]], name: str) -> Array:
    """(n, 2) of epoch and value, where there is one; scores may lie one level down, as in `f1`."""
    points = []
    for line in epochs:
        inner = [value for value in line.values() if isinstance(value, Mapping)]
        value = next((one[name] for one in (line, *inner) if isinstance(one.get(name), (int, float))), None)
        if value is not None and math.isfinite(value):
            points.append((line["epoch"], value))
    return np.array(points, np.float64).reshape(-1, 2)


def _spread(group: Mapping[str, Array]) -> float:
    """Largest over smallest value of a panel; 1 where one is not above 0."""
    values = np.concatenate([series[:, 1] for series in group.values()]) if group else np.ones(1)
    return float(values.max() / values.min()) if values.min() > 0 else 1.0


def _quiet(axes: Axes, title: str) -> None:
    axes.set_title(title, loc="left", fontsize=11, color=INK)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(GRID)
    axes.tick_params(color=GRID, labelcolor=INK, labelsize=9)
    axes.grid(color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
