"""Frame-wise and segmental scores of one split: top-1, F1@k, edit, confusion.

The segmental scores are those of Lea et al., "Temporal Convolutional Networks for Action
Segmentation and Detection" (CVPR 2017), computed as in Farha and Gall, "MS-TCN" (CVPR 2019), so that
they stand beside published numbers. Every score lies in 0..1; a ratio with nothing to count is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.errors import InputError

Labels = npt.NDArray[np.integer[Any]]


class Segment(NamedTuple):
    """A longest run of one label: the frames ``start <= t < stop``."""

    label: int
    start: int
    stop: int


@dataclass(frozen=True)
class ClassScore:
    """Frame-wise scores of one class; ``frames`` is how many frames of the truth carry it."""

    frames: int
    recall: float
    precision: float
    f1: float


@dataclass(frozen=True)
class Scores:
    """What a split scored.

    ``top1`` and ``confusion`` (classes x classes, frames, rows truth, columns predicted) count every
    frame. ``f1`` (keys such as ``"f1@10"``) and ``edit`` leave the segments of the background class
    out, if one was named; ``top1_without_background`` is over the frames whose truth is another
    class, and None where no background was named.
    """

    trials: int
    frames: int
    top1: float
    top1_without_background: float | None
    f1: dict[str, float]
    edit: float
    per_class: dict[str, ClassScore]
    confusion: tuple[tuple[int, ...], ...]

    def to_dict(self) -> dict[str, Any]:
        """The same as dictionaries, lists and numbers, ready for JSON."""
        return asdict(self) | {"confusion": [list(row) for row in self.confusion]}


class ScoreBoard:
    """Gathers the trials of a split, one at a time, and scores them together.

    Args:
        classes: names, in the order of the label numbers.
        background: number of the class that is left out of the segments, or None.
        overlaps: least intersection over union of a hit, one F1 for each.

    Raises:
        InputError: for no or repeated class names, a background that is not a class, an overlap
            outside 0 < overlap <= 1.
    """

    def __init__(
        self,
        classes: Sequence[str],
        background: int | None = None,
        overlaps: Sequence[float] = (0.10, 0.25, 0.50),
    ) -> None:
        if not classes or len(set(classes)) != len(classes):
            raise InputError(f"classes: {list(classes)} is empty or repeats a name; give each class a name of its own")
        if background is not None and not 0 <= background < len(classes):
            raise InputError(f"background: {background} is not a class; choose 0 to {len(classes) - 1}, or none")
        if not all(0 < overlap <= 1 for overlap in overlaps):
            raise InputError(f"overlaps: {list(overlaps)} has one out of range; each must be above 0 and at most 1")
        self._classes = tuple(classes)
        self._background = background
        self._overlaps = tuple(overlaps)
        self._confusion = np.zeros((len(classes), len(classes)), dtype=np.int64)
        self._hits = [0] * len(overlaps)
        self._predicted_segments = 0
        self._truth_segments = 0
        self._edit_sum = 0.0
        self._trials = 0

    def add(self, predicted: Labels, truth: Labels) -> None:
        """Count one trial: predicted and true label of every frame, both (L,).

        Raises:
            InputError: when the two differ in length, are empty, or hold anything but class numbers.
        """
        predicted, truth = self._checked(predicted, "predicted"), self._checked(truth, "true")
        if len(predicted) != len(truth):
            raise InputError(
                f"trial {self._trials}: {len(predicted)} predicted labels for {len(truth)} true ones; "
                "give one of each for every frame"
            )
        n = len(self._classes)
        self._confusion += np.bincount(truth * n + predicted, minlength=n * n).reshape(n, n)

        predicted_segments, truth_segments = self._foreground(predicted), self._foreground(truth)
        matches = _best_matches(predicted_segments, truth_segments)
        for i, overlap in enumerate(self._overlaps):
            self._hits[i] += len({index for index, iou in matches if iou >= overlap})
        self._predicted_segments += len(predicted_segments)
        self._truth_segments += len(truth_segments)
        self._edit_sum += _edit_similarity(predicted_segments, truth_segments)
        self._trials += 1

    def result(self) -> Scores:
        """The scores of all trials so far.

        Top-1 and F1 are of the counts summed over the trials (micro); edit is the mean of the trials.

        Raises:
            InputError: when no trial was added.
        """
        if not self._trials:
            raise InputError("scores: there is no trial to score; add at least one")
        right = self._confusion.diagonal()
        truth_frames = self._confusion.sum(axis=1)
        predicted_frames = self._confusion.sum(axis=0)
        all_segments = self._predicted_segments + self._truth_segments
        return Scores(
            trials=self._trials,
            frames=int(truth_frames.sum()),
            top1=_ratio(right.sum(), truth_frames.sum()),
            top1_without_background=self._top1_without_background(),
            f1={
                f"f1@{100 * k:g}": _ratio(2 * hits, all_segments)
                for k, hits in zip(self._overlaps, self._hits, strict=True)
            },
            edit=self._edit_sum / self._trials,
            per_class={
                name: ClassScore(
                    frames=int(truth_frames[i]),
                    recall=_ratio(right[i], truth_frames[i]),
                    precision=_ratio(right[i], predicted_frames[i]),
                    f1=_ratio(2 * right[i], truth_frames[i] + predicted_frames[i]),
                )
                for i, name in enumerate(self._classes)
            },
            confusion=tuple(tuple(row) for row in self._confusion.tolist()),
        )

    def _checked(self, labels: Labels, which: str) -> npt.NDArray[np.int64]:
        labels = np.asarray(labels)
        if labels.ndim != 1 or not labels.size or not np.issubdtype(labels.dtype, np.integer):
            raise InputError(
                f"trial {self._trials}: the {which} labels are {labels.dtype} of shape {labels.shape}; "
                "give integers of shape (frames,), at least one"
            )
        low, high = int(labels.min()), int(labels.max())
        if low < 0 or high >= len(self._classes):
            raise InputError(
                f"trial {self._trials}: the {which} labels run from {low} to {high}; "
                f"they must lie in 0 to {len(self._classes) - 1}"
            )
        return labels.astype(np.int64)

    def _foreground(self, labels: npt.NDArray[np.int64]) -> list[Segment]:
        return [segment for segment in segments(labels) if segment.label != self._background]

    def _top1_without_background(self) -> float | None:
        if self._background is None:
            return None
        foreground = np.delete(np.arange(len(self._classes)), self._background)
        return _ratio(self._confusion.diagonal()[foreground].sum(), self._confusion[foreground].sum())


def segments(labels: Labels) -> list[Segment]:
    """Cut labels (L,) into their longest runs of one label, in order; none for no frames."""
    labels = np.asarray(labels)
    if not labels.size:
        return []
    changes = (np.flatnonzero(labels[1:] != labels[:-1]) + 1).tolist()
    return [Segment(int(labels[start]), start, stop) for start, stop in pairwise([0, *changes, len(labels)])]


def _best_matches(predicted: list[Segment], truth: list[Segment]) -> list[tuple[int, float]]:
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
            iou = _iou(segment, candidate)
            if candidate.label == segment.label and iou > best_iou:
                best_index, best_iou = index, iou
        if best_iou > 0:
            matches.append((best_index, best_iou))
    return matches


def _iou(a: Segment, b: Segment) -> float:
    """Intersection over union of two segments that overlap, in frames."""
    return (min(a.stop, b.stop) - max(a.start, b.start)) / (max(a.stop, b.stop) - min(a.start, b.start))


def _edit_similarity(predicted: list[Segment], truth: list[Segment]) -> float:
    """1 - Levenshtein distance of the segments' labels / the longer one's length; 1 if both are empty."""
    # Loaded here: the runtime imports this module at its start and seldom scores anything.
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(
        [segment.label for segment in predicted], [segment.label for segment in truth]
    )


def _ratio(part: int, whole: int) -> float:
    return int(part) / int(whole) if whole else 0.0
