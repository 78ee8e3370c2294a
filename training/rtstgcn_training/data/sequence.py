"""One skeleton of a trial, as a model is trained on it."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

UNLABELLED = -100
"""In place of the label of a frame that a run does not label either; losses and scores leave it out."""


@dataclass(frozen=True)
class Sequence:
    """A skeleton of a trial from its coming to its leaving: features (C, L, V) float32, labels (L,) int64.

    The name is TRIAL/SKELETON; a skeleton that comes back has several sequences of its name.
    """

    name: str
    features: Tensor
    labels: Tensor
    start: int = 0
    """Frame of the trial at which it comes."""

    @property
    def labelled(self) -> Tensor:
        """(L,) bool: frames that have a label."""
        return self.labels != UNLABELLED
