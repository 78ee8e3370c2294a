"""Frame-wise and segmental scores of one split: top-1, top-5, F1@k, edit, per class, macro, confusion.

Every score lies in 0..1; a ratio with nothing to count is 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from math import fsum
from typing import Any

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.scores.segments import IntArray, Labels, best_matches, checked_pair, edit_similarity, segments

TOP = 5


@dataclass(frozen=True)
class MacroScore:
    """Means over the classes that the truth holds (``classes`` many), each class weighing the same."""

    classes: int
    recall: float
    precision: float
    f1: float
    segmental_f1: dict[str, float]


@dataclass(frozen=True)
class ClassScore:
    """Scores of one class; ``frames`` and ``segments`` are how many of the truth carry it."""

    frames: int
    recall: float
    precision: float
    f1: float
    segments: int
    segmental_f1: dict[str, float]


@dataclass(frozen=True)
class Scores:
    """What a split scored.

    ``f1`` (keys such as ``"f1@10"``), ``edit`` and what ends in ``_without_background`` leave the background class out,
    if one is named (``background``); without one they are the same as with it. ``top5`` is None where no ranks were
    given, and where there are not more than five classes. ``confusion`` is classes x classes, frames, rows truth,
    columns predicted.
    """

    trials: int
    frames: int
    background: str | None
    top1: float
    top1_without_background: float
    top5: float | None
    f1: dict[str, float]
    f1_with_background: dict[str, float]
    edit: float
    edit_with_background: float
    macro: MacroScore
    macro_without_background: MacroScore
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
        self._keys = [f"f1@{100 * overlap:g}" for overlap in overlaps]
        n = len(classes)
        self._confusion = np.zeros((n, n), np.int64)
        self._hits = np.zeros((len(overlaps), n), np.int64)
        self._predicted_segments = np.zeros(n, np.int64)
        self._truth_segments = np.zeros(n, np.int64)
        self._edits: list[tuple[float, float]] = []
        self._in_top: int | None = 0 if n > TOP else None

    def add(self, predicted: Labels, truth: Labels, ranks: Labels | None = None) -> None:
        """Count one trial: predicted and true label of every frame, both (L,).

        Args:
            predicted: labels (L,).
            truth: labels (L,).
            ranks: place of the true class among all by score, 0 for the best (`ranks_of_truth`), (L,); top-5 needs
                those of every trial.

        Raises:
            InputError: when these differ in length, are empty, or hold anything but class numbers.
        """
        n, trial = len(self._classes), len(self._edits)
        predicted, truth = checked_pair(predicted, truth, n, trial)
        if ranks is not None and np.shape(ranks) != truth.shape:
            raise InputError(
                f"trial {trial}: ranks of shape {np.shape(ranks)} for {len(truth)} labels; give one a frame"
            )
        if ranks is None or self._in_top is None:
            self._in_top = None
        else:
            self._in_top += int((np.asarray(ranks) < TOP).sum())
        self._confusion += np.bincount(truth * n + predicted, minlength=n * n).reshape(n, n)

        ours, theirs = segments(predicted), segments(truth)
        matches = best_matches(ours, theirs)
        for hits, overlap in zip(self._hits, self._overlaps, strict=True):
            for index in {index for index, iou in matches if iou >= overlap}:
                hits[theirs[index].label] += 1
        for counts, cut in ((self._predicted_segments, ours), (self._truth_segments, theirs)):
            counts += np.bincount([segment.label for segment in cut], minlength=n)
        pair = edit_similarity(ours, theirs)
        if self._background is None:
            self._edits.append((pair, pair))
        else:
            foreground = [[s for s in cut if s.label != self._background] for cut in (ours, theirs)]
            self._edits.append((edit_similarity(*foreground), pair))

    def result(self) -> Scores:
        """The scores of all trials so far.

        Top-1, top-5 and F1 are of the counts summed over the trials (micro); edit is the mean of the trials.

        Raises:
            InputError: when no trial was added.
        """
        if not self._edits:
            raise InputError("scores: there is no trial to score; add at least one")
        every = np.arange(len(self._classes))
        foreground = every if self._background is None else np.delete(every, self._background)
        per_class = [self._class_score(number) for number in range(len(self._classes))]
        held = [number for number, score in enumerate(per_class) if score.frames]
        frames = int(self._confusion.sum())
        edit, edit_with_background = (fsum(edits) / len(edits) for edits in zip(*self._edits, strict=True))
        return Scores(
            trials=len(self._edits),
            frames=frames,
            background=None if self._background is None else self._classes[self._background],
            top1=self._top1(every),
            top1_without_background=self._top1(foreground),
            top5=None if self._in_top is None else _ratio(self._in_top, frames),
            f1=self._f1(foreground),
            f1_with_background=self._f1(every),
            edit=edit,
            edit_with_background=edit_with_background,
            macro=self._macro([per_class[number] for number in held]),
            macro_without_background=self._macro([per_class[number] for number in held if number != self._background]),
            per_class=dict(zip(self._classes, per_class, strict=True)),
            confusion=tuple(tuple(row) for row in self._confusion.tolist()),
        )

    def _top1(self, classes: IntArray) -> float:
        """Over the frames whose truth is one of `classes`."""
        return _ratio(self._confusion.diagonal()[classes].sum(), self._confusion[classes].sum())

    def _f1(self, classes: IntArray) -> dict[str, float]:
        """F1@k of the segments of `classes`."""
        whole = (self._predicted_segments + self._truth_segments)[classes].sum()
        return {key: _ratio(2 * hits[classes].sum(), whole) for key, hits in zip(self._keys, self._hits, strict=True)}

    def _class_score(self, number: int) -> ClassScore:
        of_truth, of_predicted = self._confusion[number], self._confusion[:, number]
        right, truth, predicted = of_truth[number], of_truth.sum(), of_predicted.sum()
        return ClassScore(
            frames=int(truth),
            recall=_ratio(right, truth),
            precision=_ratio(right, predicted),
            f1=_ratio(2 * right, truth + predicted),
            segments=int(self._truth_segments[number]),
            segmental_f1=self._f1(np.array([number])),
        )

    def _macro(self, scores: Sequence[ClassScore]) -> MacroScore:
        return MacroScore(
            classes=len(scores),
            recall=_mean(one.recall for one in scores),
            precision=_mean(one.precision for one in scores),
            f1=_mean(one.f1 for one in scores),
            segmental_f1={key: _mean(one.segmental_f1[key] for one in scores) for key in self._keys},
        )


def meaningful(scores: npt.NDArray[np.floating[Any]]) -> npt.NDArray[np.floating[Any]]:
    """Scores (L, classes) with zeros in each row that is not finite: where a model overflowed, no class leads."""
    finite = np.isfinite(scores).all(axis=1)
    return scores if finite.all() else np.where(finite[:, None], scores, 0)


def ranks_of_truth(scores: npt.NDArray[np.floating[Any]], truth: Labels) -> IntArray:
    """Place of the true class among all by score, (L,): 0 where it is the best; of equal scores the first class leads.

    Args:
        scores: logits or probabilities (L, classes), finite (`meaningful`).
        truth: labels (L,).
    """
    own = np.take_along_axis(scores, np.asarray(truth, np.int64)[:, None], axis=1)
    leads = (scores == own) & (np.arange(scores.shape[1]) < np.asarray(truth)[:, None])
    ranks: IntArray = ((scores > own) | leads).sum(axis=1)
    return ranks


def _mean(values: Iterable[float]) -> float:
    gathered = list(values)
    return fsum(gathered) / len(gathered) if gathered else 0.0


def _ratio(part: int, whole: int) -> float:
    return int(part) / int(whole) if whole else 0.0
