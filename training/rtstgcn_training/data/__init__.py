"""Training data: what every skeleton of every trial does while it is there, with its labels; who is in which part."""

from .describe import channel_indices, describe, describe_taken, recorded_rate
from .load import load_part, load_trials
from .pieces import pieces
from .sequence import UNLABELLED, Sequence
from .split import Parts, leave_one_out, split_trials

__all__ = [
    "UNLABELLED",
    "Parts",
    "Sequence",
    "channel_indices",
    "describe",
    "describe_taken",
    "leave_one_out",
    "load_part",
    "load_trials",
    "pieces",
    "recorded_rate",
    "split_trials",
]
