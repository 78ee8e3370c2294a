"""Training memory: the peak of one gradient step, for trials of any length and chunks of several.

Each measurement is a process of its own, whose peak size the kernel reports. What the trial itself takes (motion and
labels, in memory whatever the chunk) is shown apart.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import torch
from rtstgcn_training.chunked.gradients import accumulate_gradients
from rtstgcn_training.chunked.memory import GIB, MIB, available, keep_freed_memory, most_held
from rtstgcn_training.losses import Objective

from benchmarks.epoch_speed import SHAPES, build, trial

FRAMES = [1_000, 3_000, 10_000, 30_000, 100_000]
SEGMENTS = [256, 1024, 4096]
WHOLE = 0
"""In place of a segment: the whole trial at once."""
NAMES = {"hugadb": "HuGaDB, V = 6", "standard": "standard, V = 25"}
Row = dict[str, float]


def measure(shape: str, frames: int, segment: int) -> Row:
    """One step in this process, which must be fresh: MiB of the trial, MiB at the peak beyond it, and CPU seconds."""
    torch.set_num_threads(1)
    keep_freed_memory()
    model = build(SHAPES[NAMES[shape]])
    objective = Objective(torch.ones(model.classes), smoothing=0.15)
    accumulate_gradients(model, [trial(model, 2, seed=0)], objective, 2)  # loads what the first use loads
    data = trial(model, frames, seed=0)
    before, start = most_held(), time.process_time()
    accumulate_gradients(model, [data], objective, segment or frames)
    return {
        "frames": frames,
        "segment": segment,
        "trial_mib": (data.features.nbytes + data.labels.nbytes) / MIB,
        "peak_mib": (most_held() - before) / MIB,
        "cpu_seconds": time.process_time() - start,
    }


def in_a_fresh_process(shape: str, frames: int, segment: int) -> Row:
    """`measure` in a process of its own."""
    call = f"print(json.dumps(measure({shape!r}, {frames}, {segment})))"
    program = f"import json; from benchmarks.training_memory import measure; {call}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    row: Row = json.loads(done.stdout)
    return row


def sweep(shape: str, frames: list[int], segments: list[int], limit_gib: float) -> list[Row]:
    """All lengths with all segments, and whole as far as the limit allows: a row each, without a peak where not run."""
    rows: list[Row] = []
    for segment in [*segments, WHOLE]:
        per_frame = 0.0
        for length in sorted(frames):
            chunk = length if segment == WHOLE else min(segment, length)
            if per_frame * chunk / 1024 > limit_gib:
                rows.append({"frames": length, "segment": segment, "about_gib": per_frame * chunk / 1024})
                continue
            rows.append(in_a_fresh_process(shape, length, segment))
            per_frame = rows[-1]["peak_mib"] / chunk
    return rows


def table(rows: list[Row], context: int) -> str:
    """MiB beyond the trial: a line for each length, a column for each segment."""
    lengths, segments = ({row[key]: None for row in rows} for key in ("frames", "segment"))
    cells = {(row["frames"], row["segment"]): row for row in rows}
    heads = ["whole trial" if segment == WHOLE else f"{segment:.0f}" for segment in segments]
    lines = [
        f"peak of one gradient step, MiB beyond the trial itself; chunks carry {context} frames of context",
        f"{'frames':>8} {'trial':>8} " + " ".join(f"{head:>12}" for head in heads),
    ]
    for length in lengths:
        row = [cells[length, segment] for segment in segments]
        mib = next((cell["trial_mib"] for cell in row if "trial_mib" in cell), 0.0)
        shown = [f"{c['peak_mib']:.0f}" if "peak_mib" in c else f"(~{c['about_gib']:.2g} GiB)" for c in row]
        lines.append(f"{length:8.0f} {mib:8.1f} " + " ".join(f"{text:>12}" for text in shown))
    return "\n".join(lines)


def draw(rows: list[Row], path: Path) -> None:
    """The curves, both axes logarithmic, as a PNG."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 4.0), layout="constrained")
    axes = figure.add_subplot()
    for segment in dict.fromkeys(row["segment"] for row in rows):
        curve = [row for row in rows if row["segment"] == segment and "peak_mib" in row]
        label = "whole trial at once" if segment == WHOLE else f"chunks of {segment:.0f}"
        style = "k--" if segment == WHOLE else "-"
        axes.loglog([r["frames"] for r in curve], [r["peak_mib"] for r in curve], style, marker="o", label=label)
    measured = {row["frames"]: row["trial_mib"] for row in rows if "trial_mib" in row}
    axes.loglog(list(measured), list(measured.values()), ":", color="0.5", label="the trial itself")
    axes.set(xlabel="frames of the trial", ylabel="MiB", title="Peak memory of one gradient step")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=150)


def main() -> int:
    parser = argparse.ArgumentParser(description="peak memory of one gradient step over trial length and chunk")
    parser.add_argument("--shape", choices=NAMES, default="hugadb", help="model (default: %(default)s)")
    parser.add_argument("--frames", type=int, nargs="+", default=FRAMES, help="lengths of the trial")
    parser.add_argument("--segments", type=int, nargs="+", default=SEGMENTS, help="new frames of a chunk")
    parser.add_argument("--limit-gib", type=float, default=2.0, help="larger steps are not run (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything measured here too")
    parser.add_argument("--png", type=Path, metavar="FILE", help="draw the curves here")
    arguments = parser.parse_args()
    if min(*arguments.frames, *arguments.segments) < 1:
        parser.error("--frames and --segments must be at least 1")
    for file in (arguments.json, arguments.png):
        if file and not file.parent.is_dir():
            parser.error(f"{file}: no such folder; make it first")
    free = available(torch.device("cpu")) / GIB
    if not 0 < arguments.limit_gib <= free:
        parser.error(f"--limit-gib {arguments.limit_gib:g}: more than 0, and no more than the {free:.1f} that are free")
    rows = sweep(arguments.shape, arguments.frames, arguments.segments, arguments.limit_gib)
    report: dict[str, Any] = {"shape": NAMES[arguments.shape], "torch": torch.__version__, "rows": rows}
    print(table(rows, build(SHAPES[NAMES[arguments.shape]]).receptive_field - 1))
    if arguments.json:
        arguments.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    if arguments.png:
        draw(rows, arguments.png)
    return 0


if __name__ == "__main__":
    sys.exit(main())
