"""One streaming step of the 8-bit model as generated C, beside ONNX Runtime and the processor's int8 peak.

All contenders of all settings (kernel K, skeletons N) take turns in small blocks on one thread, as in `step_latency`.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rtstgcn_export.c import emit_c
from rtstgcn_export.exporter import make_manifest
from rtstgcn_export.float32 import emit_float32
from rtstgcn_export.onnx_int8 import emit_int8
from rtstgcn_export.program import Program
from rtstgcn_export.program.interpret import Interpreter
from rtstgcn_export.program.lower import lower
from rtstgcn_training.checkpoint import Description
from rtstgcn_training.models.config import Arch
from rtstgcn_training.quantised.calibrate import calibrate

from benchmarks.step_latency import PACKAGES, Array, Contender, fed, measure, warm_up
from rtstgcn_edge.engine import Engine
from rtstgcn_edge.errors import InputError, ModelError, RtstgcnError
from rtstgcn_edge.machine import machine_facts
from rtstgcn_edge.model_file import open_model
from rtstgcn_edge.native import Library, build_library
from rtstgcn_edge.native.compiler import REQUIRED, Compiler, find_compiler
from rtstgcn_edge.skeletons import load_skeleton

FLOAT, INT8, NATIVE = "ONNX Runtime float32", "ONNX Runtime int8", "native int8"
FLOOR = "floor: int8 products"
FLOOR_SOURCE = Path(__file__).with_name("int8_floor.c")
CHECKED_FRAMES = 32


@dataclass(frozen=True)
class Plan:
    """What is timed."""

    kernels: tuple[int, ...] = (9, 69)
    skeletons: tuple[int, ...] = (1, 2, 4, 8, 16)
    arch: dict[str, Any] = field(default_factory=dict)
    seconds: float = 60.0
    cpu: bool = False


QUICK = Plan((3, 9), (1, 2), {"widths": [8, 8, 16], "dilation": [1, 2, 1]}, seconds=1.0)


@dataclass(frozen=True)
class Forms:
    """One model of random weights in all its forms, frames (T, C, V), and how many products a step has."""

    float32: Path
    int8: Path
    library: Library
    frames: Array
    products: int


def build_forms(plan: Plan, kernel: int, folder: Path) -> Forms:
    """Random weights on the NTU skeleton, calibrated on noise. Raises ModelError where a form has other bits."""
    description = Description(
        name=f"native-speed-k{kernel}",
        arch=Arch.model_validate({**plan.arch, "kernel": kernel}),
        skeleton=load_skeleton("ntu25").to_dict(),
        channels=["x", "y", "z"],
        units=["m", "m", "m"],
        rate_hz=30.0,
        classes=[f"class {number}" for number in range(52)],
    )
    model = description.build().eval()
    noise = torch.randn(3, max(3 * model.receptive_field // 2, CHECKED_FRAMES), len(model.skeleton.joints))
    exponents = calibrate(model, [noise])
    program = lower(model, exponents)
    quantisation = exponents.model_dump(mode="json")
    manifest = make_manifest(model, description, fifos=list(program.fifos), precision="int8", quantisation=quantisation)
    float32, int8 = folder / f"float32-k{kernel}.onnx", folder / f"int8-k{kernel}.onnx"
    float32.write_bytes(emit_float32(model, make_manifest(model, description)).SerializeToString())
    int8.write_bytes(emit_int8(program, manifest).SerializeToString())
    source, library = folder / f"k{kernel}.c", folder / f"k{kernel}.so"
    header, text = emit_c(program, manifest, source.stem)
    source.with_suffix(".h").write_text(header, encoding="utf-8")
    source.write_text(text, encoding="utf-8")
    build_library(source, library)
    frames = np.ascontiguousarray(noise.numpy().swapaxes(0, 1)[:CHECKED_FRAMES])
    check_bits(program, [int8, library], frames)
    return Forms(float32, int8, Library(library), frames, manifest.counts.multiply_accumulates)


def check_bits(program: Program, files: Sequence[Path], frames: Array) -> None:
    """Raises ModelError where a file's logits are not those of the definition: wrong code is not worth timing."""
    expected = Interpreter(program).run(frames.swapaxes(0, 1))
    other = Interpreter(program).run(frames[::-1].swapaxes(0, 1))
    for file in files:
        engine = Engine(open_model(file))
        engine.join(0)
        engine.join(1)  # one more beside it, who moves the other way round
        for frame, beside, *logits in zip(frames, frames[::-1], expected, other, strict=True):
            if engine.step({0: frame, 1: beside}).tobytes() != np.stack(logits).tobytes():
                raise ModelError(f"{file.name}: not the logits of the integer program; nothing was timed")
            engine.advance()


# The contenders


def contenders(forms: Forms, kernel: int, skeletons: int, folder: Path) -> list[Contender]:
    """All of one kernel K and number of skeletons N, each of whom is at another frame."""
    frames, entries = forms.frames, []
    bodies = [{n: frames[(t + n) % len(frames)] for n in range(skeletons)} for t in range(len(frames))]
    files = {FLOAT: forms.float32, INT8: forms.int8, NATIVE: folder / f"k{kernel}.so"}
    for name, file in files.items():
        engine = Engine(open_model(file))
        for skeleton in range(skeletons):
            engine.join(skeleton)
        entries.append(Contender(kernel, skeletons, name, fed(engine.step, bodies), engine.advance))
    return [*entries, floor(skeletons * forms.products, kernel, skeletons, folder)]


def floor(products: int, kernel: int, skeletons: int, folder: Path) -> Contender:
    """As many products of bytes as the model has, at the speed that the processor reaches out of registers."""
    library = folder / "floor.so"
    try:
        compile_floor(find_compiler(), library)
    except ModelError as error:
        return Contender(kernel, skeletons, FLOOR, lambda: None, not_run=str(error))
    run = ctypes.CDLL(str(library)).multiply_accumulate
    run.argtypes = [ctypes.c_int64]
    return Contender(kernel, skeletons, FLOOR, lambda: run(products))


def compile_floor(compiler: Compiler, library: Path) -> None:
    """Raises ModelError where no dot product is known of this processor."""
    words = [*compiler.command, *compiler.flags, *REQUIRED, str(FLOOR_SOURCE), "-o", str(library)]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        raise ModelError(next((line for line in done.stderr.splitlines() if "error" in line), "does not compile"))


# The report


def make_rows(entries: Sequence[Contender]) -> list[dict[str, Any]]:
    """One row a contender; microseconds, and how the median compares.

    With the floor and with float32 of the same K and N; with one skeleton alone, where N skeletons cost N times as much
    at 1.
    """
    medians = {(c.kernel, c.skeletons, c.name): float(np.median(c.step_ns)) / 1e3 for c in entries if not c.not_run}
    rows = []
    for c in entries:
        row: dict[str, Any] = {"kernel": c.kernel, "skeletons": c.skeletons, "contender": c.name, "not_run": c.not_run}
        if not c.not_run:
            median, base = medians[c.kernel, c.skeletons, c.name], medians.get((c.kernel, c.skeletons, FLOOR))
            alone = medians.get((c.kernel, 1, c.name))
            row["steps"] = len(c.step_ns)
            row["median_us"] = median
            row["p99_us"] = float(np.percentile(c.step_ns, 99)) / 1e3
            row["to_floor"] = median / base if base else None
            row["faster_than_float32"] = medians[c.kernel, c.skeletons, FLOAT] / median
            row["per_skeleton_us"] = median / c.skeletons
            row["to_alone"] = median / c.skeletons / alone if alone else None
            row["housekeeping_us"] = float(np.median(c.after_ns)) / 1e3 if c.after else None
        rows.append(row)
    return rows


def print_report(report: dict[str, Any]) -> None:
    print("  K   N  contender                 steps  median us     p99 us us/skeleton ", end="")
    print(" x alone   x floor  x float32 housekeeping us")
    for row in report["rows"]:
        start = f"{row['kernel']:>3} {row['skeletons']:>3}  {row['contender']:<23} "
        if row["not_run"]:
            print(f"{start}not run: {row['not_run']}")
            continue
        above = "         -" if row["to_floor"] is None else f"{row['to_floor']:>10.2f}"
        after = "" if row["housekeeping_us"] is None else f"{row['housekeeping_us']:>16.1f}"
        numbers = f"{row['steps']:>6} {row['median_us']:>10.1f} {row['p99_us']:>10.1f} {row['per_skeleton_us']:>11.1f}"
        numbers += "         -" if row["to_alone"] is None else f"{row['to_alone']:>10.2f}"
        print(f"{start}{numbers}{above} {row['faster_than_float32']:>10.2f}{after}")
    for model in report["models"]:
        print("K = {kernel}: kernel {name}, {products} products a step, ".format(**model), end="")
        print("{constant_bytes} bytes of constants, {state_bytes} of state".format(**model))
    print(
        "goals at K = 9, N = 1: native at most 1.6 x floor, at least 2.5 x float32; ONNX int8 at least 1.15 x float32"
    )
    print("goal at any N: at most 1 x alone, for every form")
    print("every int8 form gave the bits of the integer program")
    counted = "CPU time" if report["plan"]["cpu"] else "wall time"
    print("machine: {cpu}, {cores} cores; one thread; ".format(**report["machine"]) + counted)
    print("versions: " + ", ".join(f"{name} {version}" for name, version in report["machine"]["versions"].items()))


def run(plan: Plan) -> dict[str, Any]:
    """Build, check, time; everything that the report prints."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    entries, models = [], []
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        for kernel in plan.kernels:
            forms = build_forms(plan, kernel, Path(folder))
            for skeletons in plan.skeletons:
                entries += contenders(forms, kernel, skeletons, Path(folder))
            facts = {key: forms.library.facts[key] for key in ("constant_bytes", "state_bytes")}
            models.append({"kernel": kernel, "name": forms.library.kernel, "products": forms.products, **facts})
        running = [contender for contender in entries if not contender.not_run]
        for contender in running:
            contender.clock = time.thread_time_ns if plan.cpu else time.perf_counter_ns
        for contender in running:
            warm_up(contender)
        measure(running, plan.seconds)
    return {"machine": machine_facts(PACKAGES), "plan": asdict(plan), "models": models, "rows": make_rows(entries)}


def main() -> int:
    parser = argparse.ArgumentParser(description="one step of the 8-bit model: generated C, ONNX Runtime, int8 peak")
    parser.add_argument("--cpu", action="store_true", help="CPU time of the thread: where other work runs beside")
    parser.add_argument("--skeletons", type=int, nargs="+", metavar="N", help="stepped at once (default: 1 2 4 8 16)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything measured here too")
    parser.add_argument("--seconds", type=float, help="time to measure for, setting up not counted (default: 60)")
    parser.add_argument("--quick", action="store_true", help="tiny widths for a second: only to see that it works")
    arguments = parser.parse_args()
    plan = replace(QUICK if arguments.quick else Plan(), cpu=arguments.cpu)
    try:
        if arguments.seconds is not None:
            if not 0 < arguments.seconds < float("inf"):
                raise InputError(f"--seconds {arguments.seconds:g}: give a time above 0, such as 60")
            plan = replace(plan, seconds=arguments.seconds)
        if arguments.skeletons:
            if min(arguments.skeletons) < 1:
                raise InputError(f"--skeletons {min(arguments.skeletons)}: give numbers of at least 1")
            plan = replace(plan, skeletons=tuple(dict.fromkeys(arguments.skeletons)))
        report = run(plan)
    except RtstgcnError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print_report(report)
    if arguments.json:
        arguments.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
