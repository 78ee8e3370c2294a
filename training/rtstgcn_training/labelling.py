"""Labels of whole trials from a batch model: bounded memory, the same logits for any chunk."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

import torch
from torch import Tensor

from rtstgcn_edge.scores import ScoreBoard, Scores

from .chunks import cut
from .data import Sequence
from .models.rt_stgcn import RTSTGCN


def flushed(x: Tensor, delay: int) -> Tensor:
    """Trial x (C, L, V) followed by `delay` repeats of its last frame, so that its last frames get their labels."""
    return x if delay == 0 else torch.cat([x, x[:, -1:].expand(-1, delay, -1)], dim=1)


@torch.no_grad()
def label_trial(model: RTSTGCN, x: Tensor, segment: int = 4096) -> Tensor:
    """Logits (L, classes) of a trial x (C, L, V), row t for frame t. The model must be in `eval()`."""
    x = flushed(x, model.delay)
    parts = []
    for chunk in cut(x.shape[1], segment, model.receptive_field, skip=model.delay):
        logits = model(x[None, :, chunk.begin : chunk.stop])[0]
        parts.append(logits[chunk.start - chunk.begin :])
    return torch.cat(parts)


def score(model: RTSTGCN, trials: Iterable[Sequence], classes: list[str], background: int | None) -> Scores:
    """Scores of the raw per-frame labels over trials with ground truth.

    Sequences of one name that follow each other count as one, as the labels of one skeleton of a trial do in a run.
    """
    training = model.training
    model.eval()
    board = ScoreBoard(classes, background)
    for _, stays in groupby(trials, attrgetter("name")):
        predicted, truth = [], []
        for stay in stays:
            predicted.append(label_trial(model, stay.features).argmax(1)[stay.labelled])
            truth.append(stay.labels[stay.labelled])
        board.add(torch.cat(predicted).numpy(), torch.cat(truth).numpy())
    model.train(training)
    return board.result()
