"""Scores of predicted labels against true ones; `docs/metrics.md` defines each."""

from rtstgcn_edge.scores.board import ClassScore, MacroScore, ScoreBoard, Scores, meaningful, ranks_of_truth
from rtstgcn_edge.scores.events import EventBoard, EventScores, find_events
from rtstgcn_edge.scores.segments import Segment, segments
from rtstgcn_edge.scores.table import event_table, score_table

__all__ = [
    "ClassScore",
    "EventBoard",
    "EventScores",
    "MacroScore",
    "ScoreBoard",
    "Scores",
    "Segment",
    "event_table",
    "find_events",
    "meaningful",
    "ranks_of_truth",
    "score_table",
    "segments",
]
