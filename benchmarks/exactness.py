"""Bit for bit: an 8-bit model's recordings and adversarial input through every backend that can run here.

Those that run natively (ONNX Runtime, generated C) take all frames against the fake-quantised model, and the first of
them against the NumPy definition, as the export gate does it. Emulated ones take one trial against the definition.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from rtstgcn_export.backends import NativeBackend, OnnxBackend
from rtstgcn_export.c import emit_c
from rtstgcn_export.exporter import float_checkpoint, make_manifest
from rtstgcn_export.fixed_point import PORTABLE
from rtstgcn_export.gate import check_exactness
from rtstgcn_export.gate.adversarial import adversarial_trials
from rtstgcn_export.gate.exactness import Backend
from rtstgcn_export.onnx_int8 import emit_int8
from rtstgcn_export.program.interpret import Interpreter
from rtstgcn_export.program.lower import lower
from rtstgcn_export.recordings import draw_recordings, load_recordings
from rtstgcn_training.quantised import QuantisedRTSTGCN
from rtstgcn_training.quantised.calibrate import calibrate

from benchmarks.emulated import Files, Float32, Row, emulated_backends, run_emulated
from rtstgcn_edge.errors import InputError, ModelError, RtstgcnError


def run_native(files: Files, backend: Backend, model: QuantisedRTSTGCN, trials: Sequence[Float32]) -> Row:
    """Each trial alone and beside another."""
    begin, difference = time.perf_counter(), ""
    try:
        check_exactness(files.program, model, [backend], trials)
    except ModelError as error:
        difference = str(error)
    return Row(backend.name, sum(x.shape[1] for x in trials), time.perf_counter() - begin, difference)


def compare(arguments: argparse.Namespace) -> Iterator[Row]:
    """One row a backend, as they are done."""
    model, description = float_checkpoint(arguments.checkpoint)
    exponents = description.exponents
    if exponents is None:
        if not arguments.calibration:
            raise InputError(f"{arguments.checkpoint}: has no exponents; give --calibration, such as the training part")
        exponents = calibrate(model, draw_recordings(arguments.calibration, description, trials=12, seed=0))
    program = lower(model, exponents)
    fields = {"fifos": list(program.fifos), "precision": "int8", "quantisation": exponents.model_dump(mode="json")}
    manifest = make_manifest(model, description, **fields)
    recordings = [x.numpy() for x in load_recordings(arguments.recordings, description)]
    adversarial = adversarial_trials(program)
    trials = [*adversarial, *_first(recordings, arguments.frames - sum(x.shape[1] for x in adversarial))]
    with tempfile.TemporaryDirectory() as folder:
        files = Files(program, Path(folder) / "model.onnx", Path(folder) / "model.c")
        files.onnx.write_bytes(emit_int8(program, manifest).SerializeToString())
        header, source = emit_c(program, manifest, "model")
        files.source.write_text(source, encoding="utf-8")
        files.source.with_suffix(".h").write_text(header, encoding="utf-8")
        native: list[Backend] = [OnnxBackend(files.onnx, program, manifest, optimised) for optimised in (True, False)]
        native += [NativeBackend(files.source, program), NativeBackend(files.source, program, "portable C", PORTABLE)]
        quantised = QuantisedRTSTGCN(model, exponents).eval()
        for backend in native:
            yield run_native(files, backend, quantised, trials)
        x = np.concatenate(_first([*adversarial, *recordings], arguments.emulated), axis=1)
        expected = Interpreter(program).run(x)
        for emulated in emulated_backends(arguments.aarch64):
            yield run_emulated(emulated, files, x, expected)


def _first(trials: Sequence[Float32], frames: int) -> list[Float32]:
    """Trials (C, L, V), the last one cut, that have so many frames together."""
    kept: list[Float32] = []
    for x in trials:
        if frames > 0:
            kept.append(np.ascontiguousarray(x[:, :frames]))
        frames -= x.shape[1]
    return kept


def print_row(row: Row) -> None:
    result = f"not run: {row.not_run}" if row.not_run else row.difference or "equal to the last bit"
    print(f"{row.backend:<52} {row.frames:>9,} {row.seconds:>8.1f}  {result}", flush=True)


def parse(words: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="every backend of an 8-bit model, bit for bit")
    parser.add_argument("checkpoint", type=Path, help="NAME.safetensors; with exponents, or give --calibration")
    parser.add_argument("recordings", type=Path, nargs="+", help="trials or folders of trials to replay")
    parser.add_argument("--calibration", type=Path, nargs="+", default=[], help="recordings to choose exponents on")
    parser.add_argument("--frames", type=int, default=100_000, help="natively, at most (default: 100000)")
    parser.add_argument("--emulated", type=int, default=2000, help="under emulation, at most (default: 2000)")
    parser.add_argument(
        "--aarch64", type=Path, metavar="FOLDER", help="root/, a Debian arm64 system, and site/, its Python packages"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows here too")
    arguments = parser.parse_args(words)
    for name in ("frames", "emulated"):
        if getattr(arguments, name) < 1:
            raise InputError(f"--{name} {getattr(arguments, name)}: give 1 or more")
    if arguments.aarch64 and not list((arguments.aarch64 / "root" / "usr" / "bin").glob("python3.*[0-9]")):
        raise InputError(f"--aarch64 {arguments.aarch64}: no root/usr/bin/python3.* in it")
    return arguments


def main() -> int:
    rows: list[Row] = []
    try:
        arguments = parse()
        print(f"{'backend':<52} {'frames':>9} {'seconds':>8}")
        for row in compare(arguments):
            print_row(row)
            rows.append(row)
    except RtstgcnError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if arguments.json:
        found: list[dict[str, Any]] = [asdict(row) for row in rows]
        arguments.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return ModelError.exit_code if any(row.difference for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
