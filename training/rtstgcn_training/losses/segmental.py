"""A differentiable surrogate of the segmental F1 of Lea et al. (CVPR 2017), for one trial.

F1@k counts hits: truth segments that a predicted segment of their class overlaps with an intersection over union of at
least k. The mean of the hits over all k in 0..1 is the sum of the intersections over union, and with probabilities
p_t(c) in place of labels both that and the number of predicted segments become differentiable:

    I_s  = sum_{t in s} p_t(c)                                       truth segment s of class c
    U_s  = |s| + sum_{t near s, not in s} p_t(c)
    P    = sum_{c, t} max(0, p_t(c) - p_{t-1}(c)),  p_{-1} = 0       rises from nothing: predicted segments
    loss = 1 - 2 sum_s I_s / U_s / (n + P)                           n truth segments

`near s` is within |s| frames of it and nearer to it than to the next segment of its class. What lies beyond is false
and counts in P, as flicker does. For labels (p of 0 and 1) P is the number of predicted segments, and where no two of
them are near one truth segment the loss is 1 less the mean of F1@k over all k; a perfect prediction gives 0. Segments
of the background class and unlabelled frames are left out, as in the score.
"""

from __future__ import annotations

import torch
from torch import Tensor

from ..data import UNLABELLED


def segmental_loss(logits: Tensor, labels: Tensor, background: int | None = None) -> Tensor:
    """The formula above, in 0..1. logits (L, classes), labels (L,); without truth segments P / (1 + P)."""
    labelled = labels != UNLABELLED
    p, labels = logits[labelled].softmax(dim=1), labels[labelled]
    if background is not None:
        p = p * (torch.arange(p.shape[1], device=p.device) != background)
    start, stop, of_class = _segments(labels, background)
    before, after = _reach(start, stop, of_class, len(labels))
    mass = torch.cat([p.new_zeros(1, p.shape[1], dtype=torch.float64), p.cumsum(dim=0, dtype=torch.float64)])
    until = mass[torch.stack([start, stop, before, after]), of_class]
    inside, near = until[1] - until[0], until[3] - until[2]
    overlaps = (inside / (stop - start + near - inside)).sum()
    predicted = torch.cat([p[:1], p.diff(dim=0).clamp(min=0)]).sum(dtype=torch.float64)
    loss = 1 - (2 * overlaps + (len(start) == 0)) / (max(len(start), 1) + predicted)
    return loss.to(logits.dtype)


def count_segments(labels: Tensor, background: int | None = None) -> int:
    """Truth segments of labels (L,) as `segmental_loss` counts them."""
    return len(_segments(labels[labels != UNLABELLED], background)[0])


def _segments(labels: Tensor, background: int | None) -> tuple[Tensor, Tensor, Tensor]:
    """First frame, end and class of each longest run of one label but the background's, in order."""
    of_class, lengths = torch.unique_consecutive(labels, return_counts=True)
    stop = lengths.cumsum(0)
    kept = of_class != (-1 if background is None else background)
    return (stop - lengths)[kept], stop[kept], of_class[kept]


def _reach(start: Tensor, stop: Tensor, of_class: Tensor, frames: int) -> tuple[Tensor, Tensor]:
    """First frame and end of what is near each segment."""
    before = (start - (stop - start)).clamp(min=0)
    after = (stop + (stop - start)).clamp(max=frames)
    for c in set(of_class.tolist()):
        own = (of_class == c).nonzero()[:, 0]
        middle = (stop[own[:-1]] + start[own[1:]]) // 2
        after[own[:-1]] = torch.minimum(after[own[:-1]], middle)
        before[own[1:]] = torch.maximum(before[own[1:]], middle)
    return before, after
