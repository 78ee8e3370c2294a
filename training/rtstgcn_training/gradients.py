"""The gradient of the loss over whole trials, gathered chunk by chunk in bounded memory."""

from __future__ import annotations

from torch import Tensor

from .chunks import cut
from .data import Sequence
from .labelling import flushed
from .losses import cross_entropy_sum, smoothing_sum
from .models.rt_stgcn import RTSTGCN


def accumulate_gradients(
    model: RTSTGCN, trials: list[Sequence], weights: Tensor, smoothing: float, segment: int
) -> float:
    """Add the gradient of the loss over whole trials to the parameters, chunk by chunk; returns the loss.

    The loss is the weighted mean of the cross entropy over all labelled frames plus `smoothing` times the mean of the
    smoothing term over all steps and classes: the same for every `segment`, but for dropout and BatchNorm (which in
    training takes its statistics from the chunk that it sees).
    """
    weight_total = float(sum(weights[t.labels[t.labelled]].sum() for t in trials))
    step_total = max(sum(len(t.labels) - 1 for t in trials) * model.classes, 1)
    loss_total = 0.0
    for trial in trials:
        x = flushed(trial.features, model.delay)
        for chunk in cut(x.shape[1], segment, model.receptive_field, skip=model.delay):
            logits = model(x[None, :, chunk.begin : chunk.stop])[0, chunk.first - chunk.begin :]
            labels = trial.labels[chunk.start - model.delay : chunk.stop - model.delay]
            loss = cross_entropy_sum(logits[chunk.start - chunk.first :], labels, weights) / weight_total
            loss = loss + smoothing * smoothing_sum(logits) / step_total
            loss.backward()  # type: ignore[no-untyped-call]
            loss_total += loss.item()
    return loss_total
