"""What a model said of each trial, frame by frame: as files in the labels' form, and as pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np

from rtstgcn_edge.recordings import Dataset
from rtstgcn_edge.recordings.arrays import FloatArray, IntArray
from rtstgcn_edge.resample import resample_labels, same_rate
from rtstgcn_edge.scores import meaningful

from ..chunked.labelling import Logits
from ..data import Sequence, recorded_rate
from ..files import write_whole

NOBODY = -1
"""In place of a label of a frame at which the skeleton is not labelled."""


class Labelled(NamedTuple):
    """Labels (L,) of one skeleton over all frames of its trial, and the probability of the predicted ones."""

    name: str
    truth: IntArray
    predicted: IntArray
    probability: FloatArray


def over_trials(
    dataset: Dataset, part: str, rate_hz: float, trials: list[Sequence], logits: list[Logits]
) -> Iterator[Labelled]:
    """Skeleton by skeleton, named TRIAL, or TRIAL.SKELETON where a trial has several.

    Args:
        dataset: that the sequences were loaded from.
        part: of the data set.
        rate_hz: that they were loaded at.
        trials: the sequences.
        logits: (L, classes) of each.
    """
    shapes = {trial.name: trial.features().shape for trial in dataset.trials(part)}
    recorded_hz = recorded_rate(dataset) or rate_hz
    for name, stays in groupby(zip(trials, logits, strict=True), lambda pair: pair[0].name):
        trial, _, skeleton = name.rpartition("/")
        _, frames, _, skeletons = shapes[trial]
        if not same_rate(recorded_hz, rate_hz):
            frames = len(resample_labels(np.zeros(frames), recorded_hz, rate_hz))
        yield on_the_clock(trial if skeletons == 1 else f"{trial}.{skeleton}", stays, frames)


def on_the_clock(name: str, stays: Iterable[tuple[Sequence, Logits]], frames: int | None = None) -> Labelled:
    """The stays of one skeleton on the clock of its trial.

    Args:
        name: what it is called.
        stays: its sequences, each with its logits (L, classes).
        frames: of the trial; None for those up to the skeleton's last label.
    """
    stays = list(stays)
    if frames is None:
        frames = max(stay.start + int(stay.labelled.nonzero().max()) + 1 for stay, _ in stays)
    truth, predicted = np.full((2, frames), NOBODY)
    probability = np.zeros(frames, np.float32)
    for stay, found in stays:
        labelled = np.flatnonzero(stay.labelled.numpy()[: frames - stay.start])
        moments = stay.start + labelled
        truth[moments] = stay.labels.numpy()[labelled]
        scores = meaningful(found[labelled])
        predicted[moments] = scores.argmax(axis=1)
        probability[moments] = 1 / np.exp(scores - scores.max(axis=1, keepdims=True)).sum(axis=1)
    return Labelled(name, truth, predicted, probability)


def write_labels(folder: Path, one: Labelled) -> None:
    """NAME.csv, a class index a line. Raises InputError where it cannot be written."""
    write_whole({folder / f"{one.name}.csv": "".join(f"{label}\n" for label in one.predicted.tolist()).encode()})


def draw_labels(folder: Path, one: Labelled, classes: list[str], rate_hz: float, background: int | None) -> Path:
    """NAME.png, truth over prediction; its path. Raises InputError where it cannot be written."""
    from ..plots import bands  # slow to load

    path = folder / f"{one.name}.png"
    bands(one.truth, one.predicted, classes, rate_hz, path, one.probability, title=one.name, background=background)
    return path
