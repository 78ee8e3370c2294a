"""What the command line of export asks for, checked."""

from __future__ import annotations

import argparse
import math
import os
from collections.abc import Sequence
from pathlib import Path

from rtstgcn_training.checkpoint import load_checkpoint

from rtstgcn_edge.errors import InputError

from .c import PREFIX, check_prefix
from .fixed_point import Accuracy, Calibration, Wanted

ENDINGS = {".onnx": "onnx", ".c": "c"}

INT8_ONLY = ("calibration", "calibration_trials", "calibration_seed", "report", "data", "part", "max_accuracy_drop")
"""Options that make no sense of a float32 export."""


NEEDS = {
    "calibration_trials": ("calibration", "the recordings that exponents are chosen on"),
    "calibration_seed": ("calibration", "the recordings that exponents are chosen on"),
    "report": ("calibration", "the recordings to report on"),
    "part": ("data", "the data set to score on"),
    "max_accuracy_drop": ("data", "the data set to score on"),
}
"""Options that make no sense without another one."""


def check_place(file: Path) -> None:
    """Refuse, before any work, a file that could not be written. Raises InputError."""
    folder = next(parent for parent in file.absolute().parents if parent.exists())
    if file.is_dir():
        raise InputError(f"{file}: is a folder; name a file")
    if not folder.is_dir():
        raise InputError(f"{file}: cannot be written ({folder} is no folder)")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise InputError(f"{file}: cannot be written (no permission in {folder})")


def targets(out: Path, named: Sequence[str] | None) -> list[str]:
    """The forms to write. Raises InputError."""
    if out.suffix not in ENDINGS:
        raise InputError(f"{out}: a model file is named NAME.onnx, generated source NAME.c")
    forms = sorted(set(named or [ENDINGS[out.suffix]]))
    if ENDINGS[out.suffix] not in forms:
        raise InputError(f"{out}: --target {forms[0]} writes {out.with_suffix('.' + forms[0])}; name that")
    for form in forms:
        check_place(out.with_suffix(f".{form}"))
    return forms


def is_int8(arguments: argparse.Namespace, forms: Sequence[str]) -> bool:
    """Whether the export is in 8 bits. Raises InputError where the options contradict each other."""
    chosen: str | None = arguments.precision
    if "c" in forms:
        if chosen == "float32":
            raise InputError("--precision float32: generated C is 8-bit; leave it out, or write .onnx")
        return True
    if arguments.prefix is not None:
        raise InputError("--prefix is of generated C; write NAME.c, or add --target c")
    trained = load_checkpoint(arguments.checkpoint)[1].exponents is not None
    asked = next((name for name in INT8_ONLY if getattr(arguments, name) not in (None, [])), None)
    if chosen is None and not trained and asked is not None:
        raise InputError(f"--{asked.replace('_', '-')} is of 8-bit exports; add --precision int8")
    if chosen == "float32" and asked is not None:
        raise InputError(f"--{asked.replace('_', '-')} is of 8-bit exports; leave --precision float32 out")
    return chosen == "int8" or (chosen is None and trained)


def wanted(arguments: argparse.Namespace, forms: Sequence[str]) -> Wanted:
    """Of an 8-bit export. Raises InputError."""
    trials, seed, drop = arguments.calibration_trials, arguments.calibration_seed, arguments.max_accuracy_drop
    if trials is not None and trials < 1:
        raise InputError(f"--calibration-trials {trials}: give 1 or more")
    if seed is not None and seed < 0:
        raise InputError(f"--calibration-seed {seed}: give 0 or more")
    if drop is not None and not math.isfinite(drop):
        raise InputError(f"--max-accuracy-drop {drop}: give points, such as 0.5")
    for name, (other, meaning) in NEEDS.items():
        if getattr(arguments, name) is not None and not getattr(arguments, other):
            raise InputError(f"--{name.replace('_', '-')} needs --{other}, {meaning}")
    if arguments.report:
        check_place(arguments.report / "calibration.json")
    calibration = None
    if arguments.calibration:
        calibration = Calibration(arguments.calibration, trials or Calibration.trials, seed or Calibration.seed)
    accuracy = Accuracy(arguments.data, arguments.part or Accuracy.part, drop) if arguments.data else None
    prefix = PREFIX if arguments.prefix is None else arguments.prefix
    check_prefix(prefix)
    return Wanted(arguments.out, forms, calibration, arguments.recording, accuracy, arguments.report, prefix)
