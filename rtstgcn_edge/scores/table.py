"""Scores as text for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rtstgcn_edge.scores.board import ClassScore, MacroScore, Scores

EVENT_ROWS = (
    ("of frames: sensitivity", "frame", "sensitivity", ".4f"),
    ("  specificity", "frame", "specificity", ".4f"),
    ("  precision", "frame", "precision", ".4f"),
    ("  F1", "frame", "f1", ".4f"),
    ("of events: in the truth", "event", "true", "d"),
    ("  detected", "event", "detected", "d"),
    ("  missed", "event", "missed", "d"),
    ("  false alarms", "event", "false_alarms", "d"),
    ("  false alarms per hour", "event", "false_alarms_per_hour", ".1f"),
    ("  sensitivity", "event", "sensitivity", ".4f"),
    ("  specificity", "event", "specificity", ".4f"),
    ("  precision", "event", "precision", ".4f"),
    ("  F1", "event", "f1", ".4f"),
    ("onset to detection: median (ms)", "onset_delay_ms", "median", ".0f"),
    ("  p90 (ms)", "onset_delay_ms", "p90", ".0f"),
    ("share of time: truth", "time_share", "true", ".4f"),
    ("  labels", "time_share", "predicted", ".4f"),
    ("  agreement of trials, ICC", "time_share", "icc", ".2f"),
    ("number of events: truth", "count", "true", "d"),
    ("  labels", "count", "predicted", "d"),
    ("  agreement of trials, ICC", "count", "icc", ".2f"),
)
"""What a row of the table of events says, its place in `EventScores.to_dict()`, its format."""


def score_table(scores: Scores) -> str:
    """Headline scores, with and without the background class if one is named, and those of every class."""
    background = scores.background
    pairs = {
        "top-1": (scores.top1, scores.top1_without_background),
        "top-5": (scores.top5, None),
        **{key: (scores.f1_with_background[key], one) for key, one in scores.f1.items()},
        "edit": (scores.edit_with_background, scores.edit),
    }
    rows = [[name, _text(pair[0])] for name, pair in pairs.items() if pair[0] is not None]
    if background is not None:
        for row in rows:
            row.append(_text(pairs[row[0]][1]))
        rows.insert(0, ["", "all classes", f"without {background}"])
    keys = list(scores.f1)
    classes = [["class", "frames", "recall", "prec.", "f1", "segments", *keys]]
    classes += [_row(name, one, str(one.frames), str(one.segments)) for name, one in scores.per_class.items()]
    classes.append(_row("mean", scores.macro))
    if background is not None:
        classes.append(_row(f"mean without {background}", scores.macro_without_background))
    return "\n".join([*_aligned(rows), "", *_aligned(classes)])


def _row(name: str, one: ClassScore | MacroScore, frames: str = "", segments: str = "") -> list[str]:
    figures = [_text(value) for value in (one.recall, one.precision, one.f1)]
    return [name, frames, *figures, segments, *(_text(value) for value in one.segmental_f1.values())]


def event_table(events: Mapping[str, Mapping[str, Any]]) -> str:
    """Scores of the detection of events (`EventScores.to_dict()`), a column for each kind of labels."""
    names = next(iter(events.values()))["classes"]
    rows = [[f"detection of {', '.join(names)}", *events]]
    rows += [
        [said, *(_text(one[section][key], form) for one in events.values())] for said, section, key, form in EVENT_ROWS
    ]
    return "\n".join(_aligned(rows))


def _text(value: float | None, form: str = ".4f") -> str:
    if value is None:
        return "-"
    text = format(value, form)
    return text if float(text) else text.lstrip("-")  # an agreement of -0.001 is shown as 0.00


def _aligned(rows: Iterable[list[str]]) -> list[str]:
    """Rows of a table: the first column to the left, the others to the right."""
    table = list(rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip() for row in table]
