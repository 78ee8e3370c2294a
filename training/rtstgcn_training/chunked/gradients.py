"""The gradient of the loss over whole trials, gathered chunk by chunk in bounded memory.

Terms that are sums over frames need one pass: each chunk's share goes forward and backward at once. Terms that see a
whole trial (`Objective.couples_frames`) need two where a trial is longer than a chunk: the first finds the logits of
the whole trial and from them d loss / d logits, the second computes each chunk once more and sends its slice back.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import torch
from torch import Tensor

from ..data import Sequence as Trial
from ..losses import Objective, Totals
from ..models.rt_stgcn import RTSTGCN
from .chunks import Chunk, cut
from .labelling import flushed, label_trial


def accumulate_gradients(model: RTSTGCN, trials: Sequence[Trial], objective: Objective, segment: int) -> float:
    """Add the gradient of the loss over whole trials to the parameters, chunk by chunk; returns the loss.

    The same for every `segment`, but for dropout (each chunk draws its own masks; the gradient is that of the loss with
    these masks) and BatchNorm in training (statistics of the chunk, context included).
    """
    totals = objective.totals(trials)
    return math.fsum(_accumulate(model, trial, objective, totals, segment) for trial in trials)


def _accumulate(model: RTSTGCN, trial: Trial, objective: Objective, totals: Totals, segment: int) -> float:
    device = model.head.weight.device
    taught = None if objective.teacher is None else label_trial(objective.teacher, trial.features, segment).to(device)
    labels = trial.labels.to(device)
    x = flushed(trial.features, model.delay)
    chunks = list(cut(x.shape[1], segment, model.receptive_field, skip=model.delay))
    if objective.couples_frames and len(chunks) > 1:
        logits, states = _whole_trial(model, x, chunks)
        loss = objective.of_frames(logits, labels, taught, totals) + objective.of_trial(logits, labels, totals)
        loss.backward()  # type: ignore[no-untyped-call]
        assert logits.grad is not None
        _send_back(model, x, chunks, states, logits.grad)
        return loss.item()
    total = 0.0
    for chunk in chunks:
        logits, new = _outputs(model, x, chunk), slice(chunk.start - model.delay, chunk.stop - model.delay)
        loss = objective.of_frames(logits, labels[new], None if taught is None else taught[new], totals)
        if objective.couples_frames:  # the chunk is the trial
            loss = loss + objective.of_trial(logits, labels, totals)
        loss.backward()  # type: ignore[no-untyped-call]
        total += loss.item()
    return total


def _outputs(model: RTSTGCN, x: Tensor, chunk: Chunk) -> Tensor:
    """Logits of the chunk that count, [first, stop)."""
    piece = x[None, :, chunk.begin : chunk.stop].to(model.head.weight.device)
    logits: Tensor = model(piece)[0, chunk.first - chunk.begin :]
    return logits


@torch.no_grad()
def _whole_trial(model: RTSTGCN, x: Tensor, chunks: list[Chunk]) -> tuple[Tensor, list[list[Tensor]]]:
    """Logits (L, classes) as a leaf that takes a gradient, and the random state before each chunk."""
    rows, states = [], []
    for chunk in chunks:
        states.append(_random_state(model.head.weight.device))
        rows.append(_outputs(model, x, chunk)[chunk.start - chunk.first :])
    return torch.cat(rows).requires_grad_(), states


def _send_back(model: RTSTGCN, x: Tensor, chunks: list[Chunk], states: list[list[Tensor]], gradient: Tensor) -> None:
    """Second pass: with the same dropout masks, which leaves the random state as the first did; statistics stay."""
    device = model.head.weight.device
    with _kept_buffers(model):
        for chunk, state in zip(chunks, states, strict=True):
            _set_random_state(device, state)
            logits = _outputs(model, x, chunk)[chunk.start - chunk.first :]
            logits.backward(gradient[chunk.start - model.delay : chunk.stop - model.delay])  # type: ignore[no-untyped-call]


def _random_state(device: torch.device) -> list[Tensor]:
    return [torch.get_rng_state(), *([torch.cuda.get_rng_state(device)] if device.type == "cuda" else [])]


def _set_random_state(device: torch.device, state: list[Tensor]) -> None:
    torch.set_rng_state(state[0])
    if device.type == "cuda":
        torch.cuda.set_rng_state(state[1], device)


@contextmanager
def _kept_buffers(model: RTSTGCN) -> Iterator[None]:
    before = [buffer.clone() for buffer in model.buffers()]
    try:
        yield
    finally:
        with torch.no_grad():
            for buffer, value in zip(model.buffers(), before, strict=True):
                buffer.copy_(value)
