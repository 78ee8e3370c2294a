"""Recorded trials, in one of two forms.

The directory form, one file a trial:

    ROOT/dataset.json                     rate_hz, channels, units, nodes, edges, center, background, subjects, source
    ROOT/actions.txt                      one class name a line
    ROOT/{train,val}/features/TRIAL.npy   float32 (C, L, V, M) or (C, L, V), SI units
    ROOT/{train,val}/labels/TRIAL.csv     one class index a line, L lines

A trial alone is a `.npy` of the same shape; its labels are found in `../labels` where they exist.

The single-file form, all trials of a part in one file (`single_file.py`):

    ROOT/{train,val}_data.npy             (N, C, L, V, M), memory-mapped
    ROOT/{train,val}_label.{npy,csv,pkl}  one row of class indices a trial
"""

from rtstgcn_edge.recordings.arrays import FloatArray, IntArray
from rtstgcn_edge.recordings.dataset import (
    Dataset,
    background_index,
    find_dataset,
    find_trials,
    load_dataset,
    read_classes,
)
from rtstgcn_edge.recordings.presences import HOLD_S, Presence, presences, seen, sequences
from rtstgcn_edge.recordings.trial import Trial, check_finite

__all__ = [
    "HOLD_S",
    "Dataset",
    "FloatArray",
    "IntArray",
    "Presence",
    "Trial",
    "background_index",
    "check_finite",
    "find_dataset",
    "find_trials",
    "load_dataset",
    "presences",
    "read_classes",
    "seen",
    "sequences",
]
