"""A few trials of the validation part whose labels are written out and drawn, to look at."""

from __future__ import annotations

import csv
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import torch

from rtstgcn_edge.errors import InputError

from ..checkpoint import Description
from ..chunked.labelling import label_trial
from ..data import Sequence
from ..models.rt_stgcn import RTSTGCN

AUTO = 3
"""Trials that "auto" takes, spread evenly."""


def choose(trials: list[Sequence], wanted: str | list[str | int]) -> list[Sequence]:
    """The sequences of the wanted trials. Raises InputError for a name or number that is none.

    Args:
        trials: of the validation part, in order.
        wanted: "auto", or names and numbers (from 0) of trials.
    """
    names = list(dict.fromkeys(_trial(sequence) for sequence in trials))
    if wanted == "auto":
        steps = max(min(AUTO, len(names)) - 1, 1)
        chosen = {names[round(k * (len(names) - 1) / steps)] for k in range(min(AUTO, len(names)))}
    else:
        chosen = {_name(one, names) for one in wanted}
    return [sequence for sequence in trials if _trial(sequence) in chosen]


def write_demo(model: RTSTGCN, trials: list[Sequence], description: Description, folder: Path) -> dict[str, Path]:
    """NAME.csv (frame, truth, predicted, probability) and NAME.png of each skeleton of each trial; the pictures."""
    from ..plots import bands  # draws, and is slow to load

    pictures = {}
    for name, stays in groupby(trials, attrgetter("name")):
        sequences = list(stays)
        truth = torch.cat([sequence.labels for sequence in sequences])
        odds = torch.cat([label_trial(model, sequence.features).softmax(1).cpu() for sequence in sequences])
        probability, predicted = odds.max(1)
        folder.mkdir(exist_ok=True)
        file = folder / name.replace("/", ".")
        with file.with_name(f"{file.name}.csv").open("w", encoding="utf-8", newline="") as table:
            rows = csv.writer(table, lineterminator="\n")
            rows.writerow(["frame", "truth", "predicted", "probability"])
            for frame, (true, guess, odd) in enumerate(
                zip(truth.tolist(), predicted.tolist(), probability.tolist(), strict=True)
            ):
                label = description.classes[true] if true >= 0 else ""
                rows.writerow([frame, label, description.classes[guess], f"{odd:.4f}"])
        pictures[name] = file.with_name(f"{file.name}.png")
        bands(
            truth.numpy(),
            predicted.numpy(),
            description.classes,
            description.rate_hz,
            pictures[name],
            probability.numpy(),
            title=name,
            background=description.background,
        )
    return pictures


def _trial(sequence: Sequence) -> str:
    return sequence.name.rpartition("/")[0]


def _name(wanted: str | int, names: list[str]) -> str:
    if isinstance(wanted, int) and 0 <= wanted < len(names):
        return names[wanted]
    if wanted in names:
        return str(wanted)
    some = ", ".join(names[:5]) + (", ..." if len(names) > 5 else "")
    raise InputError(f"processor.demo: no trial {wanted!r} in val; numbers 0 to {len(names) - 1}, or names: {some}")
