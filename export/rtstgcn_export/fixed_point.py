"""From a checkpoint to 8-bit model files: exponents, one integer program, every form of it, and the gate over all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rtstgcn_training.checkpoint import Description
from rtstgcn_training.data import load_part
from rtstgcn_training.models.rt_stgcn import RTSTGCN
from rtstgcn_training.quantised import Exponents, QuantisedRTSTGCN
from rtstgcn_training.quantised.calibrate import calibrate
from rtstgcn_training.scoring.evaluate import fitting
from rtstgcn_training.scoring.score import score
from torch import Tensor

from rtstgcn_edge.errors import InputError, ModelError
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.native.compiler import find_compiler
from rtstgcn_edge.recordings import find_dataset
from rtstgcn_edge.scores import Scores

from .backends import NativeBackend, OnnxBackend
from .c import PREFIX, emit_c
from .exporter import float_checkpoint, make_manifest, provenance_of
from .gate import check_exactness, noise_recording, staged
from .gate.adversarial import adversarial_trials
from .gate.exactness import Backend
from .onnx_graph import file_content
from .onnx_int8 import emit_int8
from .program import Program
from .program.lower import lower
from .recordings import draw_recordings, load_recordings

PORTABLE = "-DRTSTGCN_KERNEL=portable"
"""Of all kernels of the emitted C the one that is always there."""

Say = Callable[[str], object]


@dataclass(frozen=True)
class Calibration:
    """What exponents are chosen on."""

    recordings: Sequence[Path]
    trials: int = 40
    seed: int = 0


@dataclass(frozen=True)
class Accuracy:
    """What scores are compared on: a part of a data set, and by how many points they may fall."""

    dataset: Path
    part: str = "val"
    largest_drop: float | None = None


@dataclass(frozen=True)
class Wanted:
    """What an 8-bit export is asked for.

    Attributes:
        out: NAME.onnx or NAME.c.
        targets: "onnx", "c" or both; files of the name of `out`.
        calibration: None of a checkpoint that carries exponents.
        replayed: recordings that the gate replays; none stands for those of the calibration.
        accuracy: None compares no scores.
        report: folder for the calibration's report.
        prefix: of all public symbols of the C.
    """

    out: Path
    targets: Sequence[str] = ("onnx",)
    calibration: Calibration | None = None
    replayed: Sequence[Path] = field(default_factory=list)
    accuracy: Accuracy | None = None
    report: Path | None = None
    prefix: str = PREFIX


def export_int8(checkpoint: Path, wanted: Wanted, say: Say) -> str:
    """Write the 8-bit forms that are wanted; the gate's report, in a line. `say` is told of each step.

    Raises:
        InputError: wrong input. ModelError: a form that differs, scores that fall too far. Then no file is left.
    """
    if "c" in wanted.targets:
        find_compiler()  # that the gate will need
    model, description = float_checkpoint(checkpoint)
    exponents, calibrated = _exponents(model, description, wanted.calibration, say)
    program = lower(model, exponents)
    quantised = QuantisedRTSTGCN(model, exponents).eval()
    if wanted.report:
        say(_report(wanted.report, model, description, program, calibrated))
    provenance = provenance_of(description, "int8") | {"precision": "int8"}
    if wanted.accuracy:
        provenance |= {"scores": _compare(model, quantised, description, wanted.accuracy, say)}
    manifest = make_manifest(
        model,
        description,
        fifos=list(program.fifos),
        precision="int8",
        quantisation=exponents.model_dump(mode="json"),
        provenance=provenance,
    )
    replayed = [x.numpy() for x in load_recordings(wanted.replayed, description) or calibrated]
    with staged(_files(program, manifest, wanted)) as candidates:
        backends = _backends(program, manifest, candidates)
        trials = [*(replayed or [noise_recording(model).numpy()]), *adversarial_trials(program)]
        exactness = check_exactness(program, quantised, backends, [np.ascontiguousarray(x) for x in trials])
    return f"wrote {' and '.join(map(str, candidates))}: {exactness}"


def _exponents(
    model: RTSTGCN, description: Description, calibration: Calibration | None, say: Say
) -> tuple[Exponents, list[Tensor]]:
    """Those that the checkpoint carries, or calibrated ones, and the recordings that they were calibrated on."""
    drawn = (
        draw_recordings(calibration.recordings, description, calibration.trials, calibration.seed)
        if calibration
        else []
    )
    if description.exponents is not None:
        if drawn:
            say(f"calibration: '{description.name}' has learnt with exponents, and keeps them")
        return description.exponents, drawn
    if not drawn:
        raise InputError(
            f"{description.name}: 8 bits need --calibration, recordings to choose exponents on, such as the training "
            "part; or a checkpoint trained with fake quantisation"
        )
    frames = sum(x.shape[1] for x in drawn)
    if frames < model.receptive_field:
        say(
            f"calibration: {frames} frames, fewer than the receptive field of {model.receptive_field}; exponents "
            "chosen on so few may not suit others, give more recordings"
        )
    return calibrate(model, drawn), drawn


def _files(program: Program, manifest: Manifest, wanted: Wanted) -> dict[Path, bytes]:
    files: dict[Path, bytes] = {}
    if "onnx" in wanted.targets:
        files[wanted.out.with_suffix(".onnx")] = file_content(emit_int8(program, manifest))
    if "c" in wanted.targets:
        header, source = emit_c(program, manifest, wanted.out.stem, wanted.prefix)
        files |= {wanted.out.with_suffix(".h"): header.encode(), wanted.out.with_suffix(".c"): source.encode()}
    return files


def _backends(program: Program, manifest: Manifest, candidates: dict[Path, Path]) -> list[Backend]:
    backends: list[Backend] = []
    for path, candidate in candidates.items():
        if path.suffix == ".onnx":
            backends += [OnnxBackend(candidate, program, manifest, optimised) for optimised in (True, False)]
        elif path.suffix == ".c":
            backends += [NativeBackend(candidate, program), NativeBackend(candidate, program, "portable C", PORTABLE)]
    return backends


def _compare(
    model: RTSTGCN, quantised: QuantisedRTSTGCN, description: Description, accuracy: Accuracy, say: Say
) -> dict[str, object]:
    """Scores of the 8-bit model, once they are found to have fallen no further than allowed."""
    dataset = find_dataset(accuracy.dataset)
    if dataset is None or not dataset.classes:
        raise InputError(f"{accuracy.dataset}: no data set with classes; scores need one (actions.txt)")
    dataset = fitting(dataset, description)
    sequences = load_part(dataset, accuracy.part, model, description.rate_hz, description.channels)
    background = description.background
    before, after = (score(one, sequences, description.classes, background) for one in (model, quantised))
    fallen = {
        "top-1": 100 * (before.top1 - after.top1),
        "f1@50": 100 * (before.f1["f1@50"] - after.f1["f1@50"]),
    }
    say(f"float32  {_scores(before)}")
    say(f"int8     {_scores(after)}")
    for name, points in fallen.items():
        if accuracy.largest_drop is not None and points > accuracy.largest_drop:
            raise ModelError(
                f"{description.name}: refused, {name} falls by {points:.2f} points in 8 bits (allowed: "
                f"{accuracy.largest_drop:g}); calibrate on more recordings, or train with optimizer.precision int8"
            )
    whole = after.to_dict()
    return {"part": accuracy.part, **{key: whole[key] for key in ("frames", "trials", "top1", "top5", "f1", "edit")}}


def _scores(scores: Scores) -> str:
    f1 = "  ".join(f"{name} {value:.4f}" for name, value in scores.f1.items())
    return f"top-1 {scores.top1:.4f}  {f1}  edit {scores.edit:.4f}"


def _report(folder: Path, model: RTSTGCN, description: Description, program: Program, trials: Sequence[Tensor]) -> str:
    from .report import calibration_report  # draws, and is slow to load
    from .report.table import table

    if not trials:
        raise InputError("--report: needs --calibration, the recordings to report on")
    report = calibration_report(model, program, trials, description.classes)
    report.write(folder)
    columns = os.get_terminal_size(sys.stderr.fileno()).columns if sys.stderr.isatty() else 0
    return table(report, columns or None)
