"""Class-weighted cross entropy and the truncated smoothing term of MS-TCN (Farha & Gall 2019, eq. 5 to 8).

Both are sums, so that chunks add up; the caller divides by the totals of the whole batch of trials.
"""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional as F

from ..data import UNLABELLED

TRUNCATION = 4.0
"""tau: log-probability steps larger than this do not grow the term."""


def cross_entropy_sum(logits: Tensor, labels: Tensor, weights: Tensor) -> Tensor:
    """sum_t weight[y_t] * -log p_t[y_t] over labelled frames. logits (T, classes), labels (T,), weights (classes,)."""
    return F.cross_entropy(logits, labels, weights, ignore_index=UNLABELLED, reduction="sum")


def smoothing_sum(logits: Tensor) -> Tensor:
    """Sum over consecutive frames and classes of min(|log p_t - log p_{t-1}|, tau)^2; p_{t-1} takes no gradient.

    logits (T, classes), T - 1 steps.
    """
    log_p = F.log_softmax(logits, dim=-1)
    step = log_p[1:] - log_p[:-1].detach()
    return step.abs().clamp(max=TRUNCATION).square().sum()
