"""Labels of whole trials from a batch model: bounded memory, the same logits for any chunk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ..models.rt_stgcn import RTSTGCN
from .chunks import cut

VALUES = 2**22
"""Values that a layer makes of a chunk, context apart, where the caller names no segment: 16 MiB of float32."""

Logits = npt.NDArray[np.floating[Any]]


def flushed(x: Tensor, delay: int) -> Tensor:
    """Trial x (C, L, V) followed by `delay` repeats of its last frame, so that its last frames get their labels."""
    return x if delay == 0 else torch.cat([x, x[:, -1:].expand(-1, delay, -1)], dim=1)


@torch.no_grad()
def label_trial(model: RTSTGCN, x: Tensor, segment: int | None = None) -> Tensor:
    """Logits (L, classes) of a trial x (C, L, V), row t for frame t. The model must be in `eval()`.

    Chunks go to the model's device one by one, and the logits are left there. By default they are as long as `VALUES`
    allows, and no shorter than the context that each of them carries.
    """
    device = model.head.weight.device
    segment = segment or max(VALUES // _widest(model), model.receptive_field)
    x = flushed(x, model.delay)
    parts = []
    for chunk in cut(x.shape[1], segment, model.receptive_field, skip=model.delay):
        logits = model(x[None, :, chunk.begin : chunk.stop].to(device))[0]
        parts.append(logits[chunk.start - chunk.begin :])
    return torch.cat(parts)


def _widest(model: RTSTGCN) -> int:
    """Most values that a frame has between two layers."""
    return len(model.skeleton.joints) * max(model.features.width, *model.arch.widths)


def label_trials(model: RTSTGCN, trials: Iterable[Tensor]) -> Iterator[Logits]:
    """Logits (L, classes) of each trial x (C, L, V), as arrays; see `label_trial`."""
    return (label_trial(model, x).cpu().numpy() for x in trials)
