"""What the command line of export asks for, checked."""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from pathlib import Path

from rtstgcn_training.checkpoint import load_checkpoint

from rtstgcn_edge.errors import InputError

from .fixed_point import Accuracy, Calibration, Wanted

ENDINGS = {".onnx": "onnx", ".c": "c"}

INT8_ONLY = ("calibration", "report", "data", "max_accuracy_drop")
"""Options that make no sense of a float32 export."""


def targets(out: Path, named: Sequence[str] | None) -> list[str]:
    """The forms to write. Raises InputError."""
    if out.suffix not in ENDINGS:
        raise InputError(f"{out}: a model file is named NAME.onnx, generated source NAME.c")
    forms = sorted(set(named or [ENDINGS[out.suffix]]))
    if ENDINGS[out.suffix] not in forms:
        raise InputError(f"{out}: --target {forms[0]} writes {out.with_suffix('.' + forms[0])}; name that")
    return forms


def is_int8(arguments: argparse.Namespace, forms: Sequence[str]) -> bool:
    """Whether the export is in 8 bits. Raises InputError where the options contradict each other."""
    chosen: str | None = arguments.precision
    if "c" in forms:
        if chosen == "float32":
            raise InputError("--precision float32: generated C is 8-bit; leave it out, or write .onnx")
        return True
    trained = load_checkpoint(arguments.checkpoint)[1].exponents is not None
    asked = next((name for name in INT8_ONLY if getattr(arguments, name) not in (None, [])), None)
    if chosen is None and not trained and asked is not None:
        raise InputError(f"--{asked.replace('_', '-')} is of 8-bit exports; add --precision int8")
    if chosen == "float32" and asked is not None:
        raise InputError(f"--{asked.replace('_', '-')} is of 8-bit exports; leave --precision float32 out")
    return chosen == "int8" or (chosen is None and trained)


def wanted(arguments: argparse.Namespace, forms: Sequence[str]) -> Wanted:
    """Of an 8-bit export. Raises InputError."""
    if arguments.calibration_trials < 1:
        raise InputError(f"--calibration-trials {arguments.calibration_trials}: give 1 or more")
    if arguments.calibration_seed < 0:
        raise InputError(f"--calibration-seed {arguments.calibration_seed}: give 0 or more")
    drop = arguments.max_accuracy_drop
    if drop is not None and not math.isfinite(drop):
        raise InputError(f"--max-accuracy-drop {drop}: give points, such as 0.5")
    if drop is not None and arguments.data is None:
        raise InputError("--max-accuracy-drop needs --data, the data set to score on")
    calibration = None
    if arguments.calibration:
        calibration = Calibration(arguments.calibration, arguments.calibration_trials, arguments.calibration_seed)
    accuracy = Accuracy(arguments.data, arguments.part, drop) if arguments.data else None
    return Wanted(arguments.out, forms, calibration, arguments.recording, accuracy, arguments.report)
