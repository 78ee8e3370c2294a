"""Scores of a replay with ground truth: the raw label of every frame, and the decided ones from the first on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from rtstgcn_edge.frames import Prediction
from rtstgcn_edge.scores import ScoreBoard, Scores


class Scoring:
    """Collects labels and truth of one trial at a time."""

    def __init__(self, classes: Sequence[str], background: int | None) -> None:
        self._boards = {kind: ScoreBoard(classes, background) for kind in ("raw", "decided")}
        self._trial: dict[tuple[str, int], list[tuple[int, int]]] = {}
        self._scored: set[str] = set()

    def add(self, predictions: list[Prediction]) -> None:
        """Labels of one tick."""
        for p in predictions:
            if p.truth is not None:
                self._trial.setdefault(("raw", p.skeleton), []).append((p.label, p.truth))
                if p.decided is not None:
                    self._trial.setdefault(("decided", p.skeleton), []).append((p.decided, p.truth))

    def end_trial(self) -> None:
        """Enter what was collected; each skeleton counts as a sequence of its own."""
        for (kind, _), rows in self._trial.items():
            labels, truth = np.array(rows, np.int64).T
            self._boards[kind].add(labels, truth)
            self._scored.add(kind)
        self._trial = {}

    def results(self) -> dict[str, Scores]:
        """Scores by kind of label; empty where no frame had a truth."""
        self.end_trial()  # one that broke off counts as far as it went
        return {kind: board.result() for kind, board in self._boards.items() if kind in self._scored}

    def to_dict(self) -> dict[str, Any]:
        """JSON-able results."""
        return {kind: scores.to_dict() for kind, scores in self.results().items()}
