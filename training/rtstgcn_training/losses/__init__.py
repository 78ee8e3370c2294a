"""What a training minimises: terms of the loss, one a file, and the `Objective` that weighs and adds them."""

from .classes import absent_classes, class_counts, class_weights
from .distillation import distillation_sum
from .frames import cross_entropy_sum, smoothing_sum
from .objective import Objective, Totals, make_objective
from .pull import pull_sum
from .segmental import count_segments, segmental_loss

__all__ = [
    "Objective",
    "Totals",
    "absent_classes",
    "class_counts",
    "class_weights",
    "count_segments",
    "cross_entropy_sum",
    "distillation_sum",
    "make_objective",
    "pull_sum",
    "segmental_loss",
    "smoothing_sum",
]
