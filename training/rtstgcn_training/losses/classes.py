"""How often each class occurs in training, and what its frames weigh."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import torch
from torch import Tensor

from ..data import Sequence as Trial


def class_counts(trials: Iterable[Trial], classes: int) -> Tensor:
    """Labelled frames of each class, (classes,) int64."""
    counts = torch.zeros(classes, dtype=torch.int64)
    for trial in trials:
        counts += torch.bincount(trial.labels[trial.labelled], minlength=classes)
    return counts


def absent_classes(counts: Tensor, names: Sequence[str]) -> list[str]:
    """Names of the classes without a frame: a model trained on these trials cannot know them."""
    return [name for name, count in zip(names, counts.tolist(), strict=True) if not count]


def class_weights(counts: Tensor, kind: str) -> Tensor:
    """Weight of each class from its number of training frames, mean 1 over frames; an absent class gets 0.

    kind: `none` (all 1), `inverse` or `inverse_sqrt` of the number of frames.
    """
    if kind == "none":
        return torch.ones_like(counts, dtype=torch.float32)
    power = {"inverse": 1.0, "inverse_sqrt": 0.5}[kind]
    weights = torch.where(counts > 0, counts.double().clamp(min=1).pow(-power), 0.0)
    return (weights * counts.sum() / (weights * counts).sum().clamp(min=1e-300)).float()
