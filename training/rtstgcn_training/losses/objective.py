"""What a training minimises: the terms of this package, weighed, over whole trials.

    loss = cross entropy, each frame by the weight of its class / labelled frames
         + smoothing     * smoothing term / (steps x classes)
         + distillation  * divergence from the teacher / frames
         + pull          * scatter within the classes of a trial / labelled frames
         + segmental     * mean of 1 - soft F1 of a trial over trials, each weighed by its segments

Class weights are 1 in the mean over all training frames. They are not made so anew in each batch: there a batch of one
class, which is nothing rare among long recordings, would count as much whatever the weight of that class.

Every divisor is of the whole batch and known from the labels alone, so that trials add up, and of the first three
terms chunks too. The last two see a whole trial at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor

from rtstgcn_edge.errors import InputError

from ..configuration import Optimizer
from ..data import Sequence as Trial
from ..models.rt_stgcn import RTSTGCN
from .classes import class_weights
from .distillation import distillation_sum
from .frames import cross_entropy_sum, smoothing_sum
from .pull import pull_sum
from .segmental import count_segments, segmental_loss


@dataclass(frozen=True)
class Totals:
    """What the terms of a batch of trials are divided by, never 0."""

    steps: int
    frames: int
    labelled: int
    segments: int


@dataclass(frozen=True)
class Objective:
    """Weights of the terms; 0 leaves one out.

    Attributes:
        class_weights: (classes,).
        temperature: of the distillation.
        background: class whose segments do not count, None if all do.
        teacher: model in `eval()`, needed where `distillation` is not 0.
    """

    class_weights: Tensor
    smoothing: float = 0.0
    distillation: float = 0.0
    pull: float = 0.0
    segmental: float = 0.0
    temperature: float = 2.0
    background: int | None = None
    teacher: RTSTGCN | None = None

    @property
    def couples_frames(self) -> bool:
        """Whether the loss of a trial is no sum over its frames and steps."""
        return bool(self.pull or self.segmental)

    def totals(self, trials: Sequence[Trial]) -> Totals:
        """Divisors of a batch of trials."""
        labels = [trial.labels for trial in trials]
        return Totals(
            steps=max(sum(len(its) - 1 for its in labels) * len(self.class_weights), 1),
            frames=max(sum(map(len, labels)), 1),
            labelled=max(sum(int(trial.labelled.sum()) for trial in trials), 1),
            segments=sum(map(self._share, labels)) if self.segmental else 1,
        )

    def of_frames(self, logits: Tensor, labels: Tensor, taught: Tensor | None, totals: Totals) -> Tensor:
        """Terms that add up over chunks. logits (T or T + 1, classes): of T new frames, and of the one before them.

        labels (T,) and the teacher's logits (T, classes) are of the new frames.
        """
        new = logits[len(logits) - len(labels) :]
        loss = cross_entropy_sum(new, labels, self.class_weights.to(logits)) / totals.labelled
        if self.smoothing:
            loss = loss + self.smoothing * smoothing_sum(logits) / totals.steps
        if taught is not None:
            loss = loss + self.distillation * distillation_sum(new, taught.to(logits), self.temperature) / totals.frames
        return loss

    def of_trial(self, logits: Tensor, labels: Tensor, totals: Totals) -> Tensor:
        """Terms that see a whole trial at once. logits (L, classes), labels (L,)."""
        loss = logits.new_zeros(())
        if self.pull:
            loss = loss + self.pull * pull_sum(logits, labels) / totals.labelled
        if self.segmental:
            share = self._share(labels) / totals.segments
            loss = loss + self.segmental * share * segmental_loss(logits, labels, self.background)
        return loss

    def _share(self, labels: Tensor) -> int:
        return max(count_segments(labels, self.background), 1)


def make_objective(
    options: Optimizer, counts: Tensor, background: int | None = None, teacher: RTSTGCN | None = None
) -> Objective:
    """What a configuration asks for.

    Args:
        options: the weights.
        counts: labelled training frames of each class, `class_counts`.
        background: of the data set.
        teacher: what `teacher.load_teacher` gave.

    Raises:
        InputError: no training frame has a label, and there is no teacher either.
    """
    if not counts.sum() and teacher is None:
        raise InputError("no frame of the training trials has a label; there is nothing to learn")
    return Objective(
        class_weights(counts, options.class_weights),
        smoothing=options.smoothing,
        distillation=options.distillation,
        pull=options.pull,
        segmental=options.segmental,
        temperature=options.temperature,
        background=background,
        teacher=teacher,
    )
