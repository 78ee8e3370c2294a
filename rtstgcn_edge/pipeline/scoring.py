"""Scores of a replay with ground truth: the raw label of every frame, and the decided ones from the first on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from rtstgcn_edge.frames import Prediction
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.scores import EventBoard, EventScores, ScoreBoard, Scores

KINDS = ("raw", "decided")


class Scoring:
    """Collects labels and truth of one trial at a time.

    Args:
        manifest: of the model whose labels are scored.
        events: classes whose detection is scored as well, together one kind of event.

    Raises:
        InputError: for an event that is not a class.
    """

    def __init__(self, manifest: Manifest, events: Sequence[str] = ()) -> None:
        delay_s = manifest.delay / manifest.rate_hz
        self._boards = {kind: ScoreBoard(manifest.classes, manifest.background) for kind in KINDS}
        self._events = {
            kind: EventBoard(manifest.classes, events, manifest.rate_hz, delay_s=delay_s)
            for kind in (KINDS if events else ())
        }
        self._trial: dict[tuple[str, int], list[tuple[int, ...]]] = {}
        self._scored: set[str] = set()

    def add(self, predictions: list[Prediction]) -> None:
        """Labels of one tick."""
        for p in predictions:
            if p.truth is not None:
                self._trial.setdefault(("raw", p.skeleton), []).append((p.label, p.truth, _rank(p, p.truth)))
                if p.decided is not None:
                    self._trial.setdefault(("decided", p.skeleton), []).append((p.decided, p.truth))

    def end_trial(self) -> None:
        """Enter what was collected; each skeleton counts as a sequence of its own."""
        for (kind, _), rows in self._trial.items():
            labels, truth, *ranks = np.array(rows, np.int64).T
            self._boards[kind].add(labels, truth, *ranks)
            if self._events:
                self._events[kind].add(labels, truth)
            self._scored.add(kind)
        self._trial = {}

    def results(self) -> dict[str, Scores]:
        """Scores by kind of label; empty where no frame had a truth."""
        self.end_trial()  # one that broke off counts as far as it went
        return {kind: board.result() for kind, board in self._boards.items() if kind in self._scored}

    def event_results(self) -> dict[str, EventScores]:
        """Scores of the detection of events by kind of label; empty where none were asked for."""
        self.end_trial()
        return {kind: board.result() for kind, board in self._events.items() if kind in self._scored}

    def to_dict(self) -> dict[str, Any]:
        """JSON-able results: `scores` and `events`, by kind of label."""
        return {
            "scores": {kind: scores.to_dict() for kind, scores in self.results().items()},
            "events": {kind: scores.to_dict() for kind, scores in self.event_results().items()},
        }


def _rank(p: Prediction, truth: int) -> int:
    """As `ranks_of_truth`, of one frame."""
    own = p.probabilities[truth]
    return int(np.count_nonzero(p.probabilities > own) + np.count_nonzero(p.probabilities[:truth] == own))
