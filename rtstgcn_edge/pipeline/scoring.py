"""Scores of a replay with ground truth: the raw per-frame labels, and the decided ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from rtstgcn_edge.frames import Prediction
from rtstgcn_edge.scores import ScoreBoard, Scores


class Scoring:
    """Collects labels and truth of one trial at a time. A frame without a decided label yet counts as its raw one."""

    def __init__(self, classes: Sequence[str], background: int | None) -> None:
        self._boards = {"raw": ScoreBoard(classes, background), "decided": ScoreBoard(classes, background)}
        self._trial: dict[int, list[tuple[int, int, int]]] = {}
        self._scored = False

    def add(self, predictions: list[Prediction]) -> None:
        """Labels of one tick."""
        for p in predictions:
            if p.truth is not None:
                decided = p.label if p.decided is None else p.decided
                self._trial.setdefault(p.skeleton, []).append((p.label, decided, p.truth))

    def end_trial(self) -> None:
        """Enter what was collected; each skeleton counts as a sequence of its own."""
        for rows in self._trial.values():
            raw, decided, truth = np.array(rows, np.int64).T
            self._boards["raw"].add(raw, truth)
            self._boards["decided"].add(decided, truth)
            self._scored = True
        self._trial = {}

    def results(self) -> dict[str, Scores]:
        """Scores by kind of label; empty where no frame had a truth."""
        self.end_trial()  # one that broke off counts as far as it went
        return {kind: board.result() for kind, board in self._boards.items()} if self._scored else {}

    def to_dict(self) -> dict[str, Any]:
        """JSON-able results."""
        return {kind: scores.to_dict() for kind, scores in self.results().items()}
