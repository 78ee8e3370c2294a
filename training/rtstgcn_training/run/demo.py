"""A few trials of the validation part whose labels are written out and drawn, to look at."""

from __future__ import annotations

import csv
import io
from itertools import groupby
from pathlib import Path

from rtstgcn_edge.errors import InputError

from ..checkpoint import Description
from ..chunked.labelling import label_trials
from ..data import Sequence
from ..files import write_whole
from ..models.rt_stgcn import RTSTGCN
from ..scoring.predictions import NOBODY, Labelled, draw_labels, on_the_clock

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
    """NAME.csv (frame, truth, predicted, probability) and NAME.png of each skeleton of each trial; the pictures.

    Frames are those of the trial; where the skeleton is not labelled there is no row. Raises InputError where a file
    cannot be written.
    """
    pictures = {}
    labels = label_trials(model, (sequence.features for sequence in trials))
    for name, stays in groupby(zip(trials, labels, strict=True), lambda pair: pair[0].name):
        one = on_the_clock(name.replace("/", "."), stays)
        write_whole({folder / f"{one.name}.csv": _table(one, description.classes)})
        pictures[name] = draw_labels(folder, one, description.classes, description.rate_hz, description.background)
    return pictures


def _table(one: Labelled, classes: list[str]) -> bytes:
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["frame", "truth", "predicted", "probability"])
    columns = (values.tolist() for values in (one.truth, one.predicted, one.probability))
    for frame, (true, guess, odd) in enumerate(zip(*columns, strict=True)):
        if guess != NOBODY:
            rows.writerow([frame, classes[true], classes[guess], f"{odd:.4f}"])
    return text.getvalue().encode()


def _trial(sequence: Sequence) -> str:
    return sequence.name.rpartition("/")[0]


def _name(wanted: str | int, names: list[str]) -> str:
    if isinstance(wanted, int) and 0 <= wanted < len(names):
        return names[wanted]
    if wanted in names:
        return str(wanted)
    some = ", ".join(names[:5]) + (", ..." if len(names) > 5 else "")
    raise InputError(f"processor.demo: no trial {wanted!r} in val; numbers 0 to {len(names) - 1}, or names: {some}")
