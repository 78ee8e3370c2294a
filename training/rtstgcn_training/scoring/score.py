"""The scores of a model over trials with ground truth."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import numpy as np

from rtstgcn_edge.scores import EventBoard, ScoreBoard, Scores, meaningful, ranks_of_truth

from ..chunked.labelling import Logits, label_trials
from ..data import Sequence
from ..models.rt_stgcn import RTSTGCN


def score(model: RTSTGCN, trials: list[Sequence], classes: list[str], background: int | None) -> Scores:
    """Scores of the raw per-frame labels over trials with ground truth."""
    training = model.training
    model.eval()
    board = ScoreBoard(classes, background)
    enter(trials, label_trials(model, (trial.features for trial in trials)), board)
    model.train(training)
    return board.result()


def enter(
    trials: list[Sequence], logits: Iterable[Logits], board: ScoreBoard, events: EventBoard | None = None
) -> None:
    """Count the labels of trials, given their logits in order, on a board of scores and one of events.

    Sequences of one name that follow each other count as one, as the labels of one skeleton of a trial do in a run.
    """
    for _, stays in groupby(zip(trials, logits, strict=True), lambda pair: pair[0].name):
        labelled = [(trial.labelled.numpy(), trial.labels.numpy(), found) for trial, found in stays]
        scores = meaningful(np.concatenate([found[mask] for mask, _, found in labelled]))
        truth = np.concatenate([labels[mask] for mask, labels, _ in labelled])
        predicted = scores.argmax(axis=1)
        board.add(predicted, truth, ranks_of_truth(scores, truth))
        if events:
            events.add(predicted, truth)
