"""Pull together the logits of frames of one class: the scatter of each class about its mean in the trial.

The intra-class term of the centre loss (Wen et al., "A Discriminative Feature Learning Approach for Deep Face
Recognition", ECCV 2016, eq. 2) with the exact mean of the trial in place of a running centre:

    sum_t 1/C |z'_t - mean of z' over the trial's frames of class y_t|^2,   z'_t = z_t - mean_c z_t[c]

over labelled frames, C classes. The mean over the classes is taken off because it changes no probability.
"""

from __future__ import annotations

import torch
from torch import Tensor

from ..data import UNLABELLED


def pull_sum(logits: Tensor, labels: Tensor) -> Tensor:
    """The formula above for one trial. logits (L, classes), labels (L,)."""
    labelled = labels != UNLABELLED
    classes = labels[labelled]
    centred = (logits - logits.mean(dim=1, keepdim=True))[labelled]
    sums = torch.zeros_like(logits[:1]).repeat(logits.shape[1], 1).index_add(0, classes, centred)
    counts = torch.bincount(classes, minlength=logits.shape[1]).clamp(min=1)
    means = sums / counts[:, None]
    return (centred - means[classes]).square().mean(dim=1).sum()
