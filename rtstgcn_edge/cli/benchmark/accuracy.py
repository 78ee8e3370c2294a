"""What models say of the same recordings: their scores, and how often their labels agree."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.engine import Engine, stream
from rtstgcn_edge.errors import InputError
from rtstgcn_edge.input_checks import check_names, check_rate, check_shape
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.recordings import HOLD_S, Dataset, FloatArray, IntArray, check_finite, load_dataset, presences
from rtstgcn_edge.scores import ScoreBoard, Scores, meaningful, ranks_of_truth

SIDE_BY_SIDE = 8
"""Trials that are stepped at once, as `test` does."""


@dataclass(frozen=True)
class Part:
    """A part of a data set."""

    dataset: Dataset
    name: str

    def check(self, manifest: Manifest) -> None:
        """Raises InputError unless the recordings are what the model takes, labelled with its classes."""
        where = str(self.dataset.root / "dataset.json")
        if list(self.dataset.classes) != manifest.classes:
            raise InputError(
                f"{self.dataset.root}: classes {', '.join(self.dataset.classes)}; those of model '{manifest.name}' are "
                f"{', '.join(manifest.classes)}"
            )
        check_names(where, self.dataset.description, manifest)
        check_rate(where, self.dataset.description.get("rate_hz", manifest.rate_hz), manifest)


def find_part(path: Path) -> Part:
    """DATASET, of which the part is `val`, or DATASET/PART. Raises InputError."""
    whole = (path / "actions.txt").is_file() or not (path.parent / "actions.txt").is_file()
    part = Part(load_dataset(path), "val") if whole else Part(load_dataset(path.parent), path.name)
    part.dataset.trials(part.name)
    return part


class Stay(NamedTuple):
    """One stay of one skeleton: (C, L, V), its labels (L,), and which of them count."""

    name: str
    x: FloatArray
    labels: IntArray
    counts: npt.NDArray[np.bool_]


def load(part: Part, manifest: Manifest) -> list[Stay]:
    """The stays of all skeletons as a run of the model sees them. Raises InputError for a trial that does not fit."""
    hold = round(HOLD_S * manifest.rate_hz)
    loaded = []
    for trial in part.dataset.trials(part.name):
        features = trial.features()
        check_shape(trial.where, features.shape[0], features.shape[2], manifest)
        check_finite(trial, features)
        labels = trial.labels(features.shape[1], len(manifest.classes))
        for skeleton, start, x, unseen in presences(features, hold + manifest.delay):
            its_labels = labels[start : start + len(unseen)]
            counts = (unseen <= hold) & (its_labels >= 0)
            loaded.append(Stay(f"{trial.name}/{skeleton}", np.array(x), its_labels, counts))
    return loaded


class Said(NamedTuple):
    """What a model said of a part: scores, labels (frames,) of all that counts, and a hash of all logits."""

    scores: Scores
    labels: IntArray
    logits_hash: str


def listen(engine: Engine, sequences: Sequence[Stay], progress: Callable[[float], object]) -> Said:
    """Step all sequences through an engine where nobody is live; `progress` is told the share that is done."""
    frames, done = sum(one.x.shape[1] for one in sequences), 0
    found: dict[int, FloatArray] = {}
    for place, logits in stream(engine, (one.x for one in sequences), SIDE_BY_SIDE):
        found[place] = logits
        done += len(logits)
        progress(done / frames)
    ordered = [found[place] for place in range(len(sequences))]
    digest = hashlib.sha256(b"".join(hashlib.sha256(logits.tobytes()).digest() for logits in ordered)).hexdigest()
    counted = np.concatenate([logits[one.counts] for one, logits in zip(sequences, ordered, strict=True)])
    return Said(_scores(engine.manifest, sequences, ordered), meaningful(counted).argmax(axis=1), digest)


def _scores(manifest: Manifest, sequences: Sequence[Stay], logits: Sequence[FloatArray]) -> Scores:
    """Those of `rtstgcn-edge test`: what one skeleton of a trial did counts as one sequence."""
    board = ScoreBoard(manifest.classes, manifest.background)
    for _, stays in groupby(zip(sequences, logits, strict=True), lambda pair: pair[0].name):
        pieces = [(one.labels[one.counts], found[one.counts]) for one, found in stays]
        truth = np.concatenate([labels for labels, _ in pieces])
        scores = meaningful(np.concatenate([found for _, found in pieces]))
        board.add(scores.argmax(axis=1), truth, ranks_of_truth(scores, truth))
    return board.result()


def compare(
    engines: Sequence[Engine], part: Part, progress: Callable[[int, float], object]
) -> Iterator[dict[str, Any]]:
    """Scores of each model over the part, and its agreement with the first; JSON-able.

    `progress` is told which model is at work, and the share of it that is done.
    """
    first: Said | None = None
    for number, engine in enumerate(engines):
        said = listen(engine, load(part, engine.manifest), partial(progress, number))
        first = first or said
        yield {
            **said.scores.to_dict(),
            "same_label_as_first": float((said.labels == first.labels).mean()),
            "logits_sha256": said.logits_hash,
        }
