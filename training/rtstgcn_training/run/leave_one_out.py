"""One training a subject, scored on that subject alone: what a model is worth on people whom it has never seen."""

from __future__ import annotations

import json
import re
import statistics
import sys
from pathlib import Path
from typing import Any

from rtstgcn_edge.errors import InputError

from ..configuration import Configuration
from ..data import leave_one_out
from ..data.opened import open_dataset
from ..files import write_whole
from .run_folder import RunFolder, json_bytes
from .trainer import train

COLUMNS = ("top1", "f1@10", "f1@25", "f1@50", "edit")


def train_each_subject(
    configuration: Configuration, *, resume: bool = False, overwrite: bool = False
) -> dict[str, dict[str, float]]:
    """Train with each subject left out, in OUT/SUBJECT; writes OUT/leave_one_out.json.

    Args:
        configuration: `processor.leave_out` must be empty.
        resume: subjects that are finished are kept, one that was begun goes on.
        overwrite: begin all anew.

    Returns:
        Subject -> scores of the frames and segments of that subject.

    Raises:
        InputError: nothing says who the subjects are, there are fewer than two, and whatever a training raises.
    """
    processor = configuration.processor
    if processor.leave_out:
        raise InputError("processor.leave_out: --leave-one-out leaves each subject out in turn; take the key out")
    dataset, _ = open_dataset(processor)
    plans = {subject: _without(configuration, subject) for subject in leave_one_out(dataset, processor)}
    _check(plans, resume=resume, overwrite=overwrite)
    scores = {}
    for number, (subject, plan) in enumerate(plans.items(), start=1):
        folder = RunFolder(plan)
        print(f"subject {subject} ({number} of {len(plans)}): {folder.root}", file=sys.stderr, flush=True)
        if not (resume and folder.finished()):
            train(plan, resume=resume, overwrite=overwrite)
        scores[subject] = _scores(folder.scores)
    write_whole({processor.out / "leave_one_out.json": json_bytes({"subjects": scores, **_summary(scores)})})
    return scores


def table(scores: dict[str, dict[str, float]]) -> str:
    """A row a subject, then mean and sample standard deviation over the subjects."""
    summary = _summary(scores)
    width = max(len("subject"), *map(len, scores)) + 2
    rows = [*scores.items(), ("mean", summary["mean"]), ("sd", summary["sd"])]
    lines = [f"{'subject':<{width}}" + "".join(f"{name:>9}" for name in COLUMNS)]
    lines += [f"{name:<{width}}" + "".join(f"{row[column]:9.4f}" for column in COLUMNS) for name, row in rows]
    return "\n".join(lines)


def _check(plans: dict[str, Configuration], *, resume: bool, overwrite: bool) -> None:
    """Whether all may be trained, before the first is: each in a folder of its own that is free or can go on."""
    whose: dict[Path, str] = {}
    for subject, plan in plans.items():
        other = whose.setdefault(plan.processor.out, subject)
        if other != subject:
            raise InputError(f"subjects {other!r} and {subject!r}: both would be trained in {plan.processor.out}")
        folder = RunFolder(plan)
        with folder.held():
            folder.claim(resume=resume, overwrite=overwrite)


def _without(configuration: Configuration, subject: str) -> Configuration:
    out = configuration.processor.out / re.sub(r"[^\w.-]|^\.", "-", subject)
    processor = configuration.processor.model_copy(update={"leave_out": [subject], "out": out})
    return configuration.model_copy(update={"processor": processor})


def _scores(path: Path) -> dict[str, float]:
    try:
        whole: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        flat = {**whole, **whole["f1"]}
        return {name: float(flat[name]) for name in COLUMNS}
    except (ValueError, KeyError, TypeError):
        raise InputError(f"{path}: not the scores of a run; take it away, and --resume makes it anew") from None


def _summary(scores: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    columns = {name: [one[name] for one in scores.values()] for name in COLUMNS}
    return {
        "mean": {name: statistics.fmean(values) for name, values in columns.items()},
        "sd": {name: statistics.stdev(values) for name, values in columns.items()},
    }
