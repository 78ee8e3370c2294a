"""Segments of labels, how those of a prediction meet those of the truth, and how alike their orders are.

Hits are those of Lea et al., "Temporal Convolutional Networks for Action Segmentation and Detection" (CVPR 2017), the
edit score is that of Lea et al., "Segmental Spatiotemporal CNNs for Fine-grained Action Segmentation" (ECCV 2016), both
computed as in Farha and Gall, "MS-TCN" (CVPR 2019), so that they stand beside published numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.errors import InputError

Labels = npt.NDArray[np.integer[Any]]
IntArray = npt.NDArray[np.int64]


class Segment(NamedTuple):
    """A longest run of one label: the frames ``start <= t < stop``."""

    label: int
    start: int
    stop: int


def segments(labels: Labels) -> list[Segment]:
    """Cut labels (L,) into their longest runs of one label, in order; none for no frames."""
    labels = np.asarray(labels)
    if not labels.size:
        return []
    bounds = [0, *(np.flatnonzero(labels[1:] != labels[:-1]) + 1).tolist(), len(labels)]
    of_each = labels[bounds[:-1]].tolist()
    return [Segment(label, start, stop) for label, (start, stop) in zip(of_each, pairwise(bounds), strict=True)]


def checked_pair(predicted: Labels, truth: Labels, classes: int, trial: int) -> tuple[IntArray, IntArray]:
    """Both as int64 (L,). Raises InputError when they differ in length, are empty, or hold anything but classes."""
    pair = _checked(predicted, "predicted", classes, trial), _checked(truth, "true", classes, trial)
    if len(pair[0]) != len(pair[1]):
        raise InputError(
            f"trial {trial}: {len(pair[0])} predicted labels for {len(pair[1])} true ones; "
            "give one of each for every frame"
        )
    return pair


def _checked(labels: Labels, which: str, classes: int, trial: int) -> IntArray:
    labels = np.asarray(labels)
    if labels.ndim != 1 or not labels.size or not np.issubdtype(labels.dtype, np.integer):
        raise InputError(
            f"trial {trial}: the {which} labels are {labels.dtype} of shape {labels.shape}; "
            "give integers of shape (frames,), at least one"
        )
    low, high = int(labels.min()), int(labels.max())
    if low < 0 or high >= classes:
        raise InputError(
            f"trial {trial}: the {which} labels run from {low} to {high}; they must lie in 0 to {classes - 1}"
        )
    return labels.astype(np.int64)


def best_matches(predicted: Sequence[Segment], truth: Sequence[Segment]) -> list[tuple[int, float]]:
    """The truth segment of its class that each predicted segment overlaps most: (index, IoU).

    As in the code of Lea and of MS-TCN, a predicted segment has this one candidate, the earliest if
    several are as good, even when another prediction has it already: then it is a false positive
    and does not turn to its second best. So each candidate that is overlapped enough is one hit,
    however many predictions claim it. Predictions that overlap none of their class are left out.
    """
    matches = []
    first = 0
    for segment in predicted:
        while first < len(truth) and truth[first].stop <= segment.start:
            first += 1
        best_index, best_iou = -1, 0.0
        for index in range(first, len(truth)):
            candidate = truth[index]
            if candidate.start >= segment.stop:
                break
            if candidate.label == segment.label and (iou := _iou(segment, candidate)) > best_iou:
                best_index, best_iou = index, iou
        if best_iou > 0:
            matches.append((best_index, best_iou))
    return matches


def _iou(a: Segment, b: Segment) -> float:
    """Intersection over union of two segments that overlap, in frames."""
    return (min(a.stop, b.stop) - max(a.start, b.start)) / (max(a.stop, b.stop) - min(a.start, b.start))


def edit_similarity(predicted: Sequence[Segment], truth: Sequence[Segment]) -> float:
    """1 - Levenshtein distance of the segments' labels / the longer one's length; 1 if both are empty."""
    # Loaded here: the runtime imports this module at its start and seldom scores anything.
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(
        [segment.label for segment in predicted], [segment.label for segment in truth]
    )
