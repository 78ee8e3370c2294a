"""The benchmark's tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from rtstgcn_edge.machine import machine_lines

BAR = 16
"""Characters of the longest bar."""


def report(facts: dict[str, Any]) -> str:
    """Everything measured, for people."""
    rows = facts["models"]
    skeletons = f"{facts['skeletons']} skeleton{'s' * (facts['skeletons'] != 1)}"
    count = f"{len(rows)} model{'s' * (len(rows) != 1)}"
    parts = [
        f"{count} in turns for {facts['seconds']:g} s, one thread, {skeletons}",
        latency_table(rows),
        memory_table(rows),
        *([accuracy_table(rows, facts["data"])] if facts["data"] else []),
        machine_lines(facts["machine"]),
    ]
    return "\n\n".join(parts)


def latency_table(rows: Sequence[dict[str, Any]]) -> str:
    """Times of a step and of a whole tick; the bar is the median step."""
    slowest = max(row["step_us"]["p50"] for row in rows)
    lines = [
        ["", "", "label, us", "", "tick, us", "", "", "", ""],
        ["model", "runs as", "p50", "p99", "p50", "p99", "load", "speed", "label, p50"],
    ]
    for row in rows:
        step, tick = row["step_us"], row["tick_us"]
        times = [f"{value:.1f}" for value in (step["p50"], step["p99"], tick["p50"], tick["p99"])]
        bar = "█" * max(round(BAR * step["p50"] / slowest), 1)
        load = f"{100 * row['realtime_share']:.2f} %"
        lines.append([row["model"], row["running"], *times, load, f"{row['speed']:.2f} x", bar])
    notes = (
        "label: from frame to logits. tick: with the housekeeping after it. "
        "load: tick (p95) of the time\nbetween two frames. speed: label (p50) against the first model's."
    )
    return "\n".join([*aligned(lines, left=(0, 1, 8)), notes])


def memory_table(rows: Sequence[dict[str, Any]]) -> str:
    """What a model takes on disk and in memory."""
    lines = [["model", "file, kB", "state of a skeleton, kB", "process, MB"]]
    for row in rows:
        memory = row["process_memory"]
        process = "-" if memory is None else f"{memory['resident'] / 1e6:.1f}"
        lines.append([row["model"], f"{row['file_bytes'] / 1e3:.0f}", f"{row['state_bytes'] / 1e3:.1f}", process])
    notes = (
        "file: of C, the library that was built. process: resident memory of a fresh one that has stepped the model."
    )
    return "\n".join([*aligned(lines, left=(0,)), notes])


def accuracy_table(rows: Sequence[dict[str, Any]], data: str) -> str:
    """Scores, and who says the same."""
    first = rows[0]["accuracy"]
    f1 = list(first["f1"])
    lines = [["model", "top-1", *f1, "edit", f"labels as {rows[0]['model']}"]]
    for row in rows:
        one = row["accuracy"]
        figures = [f"{value:.4f}" for value in (one["top1"], *one["f1"].values(), one["edit"])]
        same = "" if row is rows[0] else f"{100 * one['same_label_as_first']:.3f} %"
        lines.append([row["model"], *figures, same])
    head = f"{data}: {first['frames']} frames of {first['trials']} sequences"
    return "\n".join([head, *aligned(lines, left=(0,)), *_equal(rows)])


def _equal(rows: Iterable[dict[str, Any]]) -> list[str]:
    """Which models gave the same logits, bit for bit."""
    by_hash = sorted(rows, key=lambda row: row["accuracy"]["logits_sha256"])
    groups = [
        [row["model"] for row in same] for _, same in groupby(by_hash, lambda row: row["accuracy"]["logits_sha256"])
    ]
    return [f"the same logits, bit for bit: {', '.join(names)}" for names in groups if len(names) > 1]


def aligned(rows: Sequence[Sequence[str]], left: Sequence[int]) -> list[str]:
    """Rows with columns as wide as their widest cell, those of `left` to the left."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if column in left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
