"""Latency of one streaming step: our engine against others and against its own matrix products.

All contenders of all settings (kernel K, skeletons N) are timed in one run, in turns of small blocks, on one thread:
noise of the machine hits them alike, so the ratios hold even where the microseconds do not.
"""

from __future__ import annotations

import os

# NumPy's BLAS reads these when it is loaded. The floor needs the kernels made for this CPU, not another's.
os.environ.pop("OPENBLAS_CORETYPE", None)
os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")

import argparse
import importlib.metadata
import importlib.util
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rtstgcn_export.exporter import make_manifest
from rtstgcn_export.float32 import emit_float32
from rtstgcn_export.gate import TOLERANCE, noise_recording, stream_error, write_through_gate
from rtstgcn_training.checkpoint import Description
from rtstgcn_training.models.config import Arch
from rtstgcn_training.models.rt_stgcn import RTSTGCN
from rtstgcn_training.models.streaming import StreamingRTSTGCN
from torch import Tensor

from benchmarks.cost_gcn import build_cost_gcn, fifo_bytes
from benchmarks.floors import BLAS, FLOORS, floors
from rtstgcn_edge.engine import Engine
from rtstgcn_edge.errors import InputError, ModelError, RtstgcnError
from rtstgcn_edge.machine import machine_facts
from rtstgcn_edge.model_file import ModelFile, open_model
from rtstgcn_edge.skeletons import load_skeleton

Array = np.ndarray[Any, Any]
Step = Callable[[], object]

ENGINE, TORCH, COST_GCN = "rtstgcn-edge engine", "torch streaming form", "continual-inference CoST-GCN"
BLOCK_NS = 10_000_000
PACKAGES = ("rtstgcn-edge", "numpy", "onnxruntime", "torch", "continual-inference")
"""Whose versions a report names."""
STEP_LIMIT_S = 10.0
STATE_LIMIT_BYTES = 1 << 30
DISTINCT_FRAMES = 32


@dataclass(frozen=True)
class Plan:
    """What is timed: every kernel with every number of skeletons, at one architecture."""

    kernels: tuple[int, ...] = (9, 69)
    skeletons: tuple[int, ...] = (1, 4, 16)
    arch: dict[str, Any] = field(default_factory=dict)
    gate_frames: int = 1000
    seconds: float = 120.0


QUICK = Plan((3, 9), (1, 2), {"widths": [8, 8, 16], "dilation": [1, 2, 1]}, gate_frames=100, seconds=1.0)


@dataclass
class Contender:
    """Something to time: `step` until the label is out, `after` what it leaves for later."""

    kernel: int
    skeletons: int
    name: str
    step: Step
    after: Step | None = None
    not_run: str = ""
    clock: Callable[[], int] = time.perf_counter_ns
    block: int = 1
    spent_ns: int = 0
    step_ns: list[int] = field(default_factory=list)
    after_ns: list[int] = field(default_factory=list)


# The model and its checks


def build_model(plan: Plan, kernel: int, folder: Path) -> tuple[RTSTGCN, ModelFile]:
    """Fresh weights on the NTU skeleton (25 joints, 3 channels, 52 classes), exported as any model is."""
    description = Description(
        name=f"step-latency-k{kernel}",
        arch=Arch.model_validate({**plan.arch, "kernel": kernel}),
        skeleton=load_skeleton("ntu25").to_dict(),
        channels=["x", "y", "z"],
        units=["m", "m", "m"],
        rate_hz=30.0,
        classes=[f"class {number}" for number in range(52)],
    )
    model = description.build().eval()
    recording = noise_recording(model, plan.gate_frames)
    path = folder / f"{description.name}.onnx"
    content = emit_float32(model, make_manifest(model, description))
    write_through_gate(content, path, lambda file: stream_error(file, model, [recording]))
    return model, open_model(path)


def agreement(engine: Engine, stream: StreamingRTSTGCN, frames: Array) -> float:
    """Largest difference of the logits of both over frames (T, N, C, V), relative to the largest logit.

    Raises ModelError above the tolerance of the export gate: wrong code is not worth timing.
    """
    largest = difference = 0.0
    for frame in frames:
        expected = stream.step(torch.from_numpy(frame)).numpy()
        # np.maximum and not max: NaN must stay
        difference = float(np.maximum(difference, np.abs(engine.step(dict(enumerate(frame))) - expected).max()))
        largest = max(largest, float(np.abs(expected).max()))
        engine.advance()
    if not difference <= TOLERANCE * largest:
        raise ModelError(
            f"{engine.manifest.name}: engine and torch streaming form differ by {difference / largest:.1e} of the "
            f"largest logit (allowed: {TOLERANCE:.0e}); nothing was timed"
        )
    return difference / largest


# The contenders


def contenders(plan: Plan, folder: Path) -> tuple[list[Contender], list[dict[str, Any]]]:
    """All contenders of all settings, and how well engine and torch streaming form agree in each."""
    entries, agreements = [], []
    for kernel in plan.kernels:
        model, file = build_model(plan, kernel, folder)
        for skeletons in plan.skeletons:
            shape = (DISTINCT_FRAMES, skeletons, model.channels, len(model.skeleton.joints))
            frames = np.random.default_rng(1).standard_normal(shape, np.float32)
            engine, stream = Engine(file), StreamingRTSTGCN(model, skeletons)
            for skeleton in range(skeletons):
                engine.join(skeleton)
            error = agreement(engine, stream, frames)
            agreements.append({"kernel": kernel, "skeletons": skeletons, "error": error})
            bodies = [dict(enumerate(frame)) for frame in frames]
            tensors = list(torch.from_numpy(frames))
            entries.append(Contender(kernel, skeletons, ENGINE, fed(engine.step, bodies), engine.advance))
            entries.append(Contender(kernel, skeletons, TORCH, fed(stream.step, tensors)))
            entries.append(cost_gcn_contender(model, kernel, skeletons, tensors))
            steps = floors(model, skeletons)
            entries += [Contender(kernel, skeletons, name, step) for name, step in zip(FLOORS, steps, strict=True)]
    return entries, agreements


def fed(step: Callable[[Any], object], frames: Sequence[object]) -> Step:
    """`step` on one frame after the other, round and round."""
    endless = cycle(frames)
    return lambda: step(next(endless))


def cost_gcn_contender(model: RTSTGCN, kernel: int, skeletons: int, frames: Sequence[Tensor]) -> Contender:
    """CoST-GCN with our head, or the reason why it is not run."""
    reason = ""
    state = fifo_bytes(model, skeletons)
    if importlib.util.find_spec("continual") is None:
        reason = "continual-inference is not installed; see benchmarks/README.md"
    elif state > STATE_LIMIT_BYTES:
        reason = f"its FIFOs take {state / 2**30:.1f} GiB, above the limit of {STATE_LIMIT_BYTES / 2**30:.0f} GiB"
    if reason:
        return Contender(kernel, skeletons, COST_GCN, lambda: None, not_run=reason)
    body: Any = build_cost_gcn(model, skeletons)
    step = fed(lambda frame: model.head(body.forward_step(frame).mean(-1)), frames)
    return Contender(kernel, skeletons, COST_GCN, step)


# The clock


def warm_up(contender: Contender) -> None:
    """Size the blocks by the shortest of a few steps, or find that the contender is too slow to be timed."""
    once(contender)
    steps = [once(contender)[0]]
    while len(steps) < 20 and sum(steps) < 5 * BLOCK_NS:
        steps.append(once(contender)[0])
    contender.block = min(max(BLOCK_NS // min(steps), 1), 50)
    if min(steps) > STEP_LIMIT_S * 1e9:
        contender.not_run = f"one step took {min(steps) / 1e9:.1f} s, above the limit of {STEP_LIMIT_S:.0f} s"


def measure(running: Sequence[Contender], seconds: float) -> None:
    """Blocks in turn; who has had more than an equal share of the time sits out until the others have caught up."""
    total = 0
    while total < seconds * 1e9:
        for contender in running:
            if contender.spent_ns <= total / len(running):
                total += run_block(contender)


def run_block(contender: Contender) -> int:
    """One block, in ns. Its first step fetches the weights back into the caches and is not counted."""
    begin = time.perf_counter_ns()
    once(contender)
    for _ in range(contender.block):
        step_ns, after_ns = once(contender)
        contender.step_ns.append(step_ns)
        contender.after_ns.append(after_ns)
    spent = time.perf_counter_ns() - begin
    contender.spent_ns += spent
    return spent


def once(contender: Contender) -> tuple[int, int]:
    """Nanoseconds of one step and of its housekeeping."""
    clock = contender.clock
    begin = clock()
    contender.step()
    labelled = clock()
    if contender.after:
        contender.after()
    return labelled - begin, clock() - labelled


# The report


def make_rows(entries: Sequence[Contender]) -> list[dict[str, Any]]:
    """One row a contender; microseconds. `to_floor` is relative to the fastest floor of the same setting."""
    medians = {(c.kernel, c.skeletons, c.name): float(np.median(c.step_ns)) / 1e3 for c in entries if not c.not_run}
    rows = []
    for c in entries:
        row: dict[str, Any] = {"kernel": c.kernel, "skeletons": c.skeletons, "contender": c.name, "not_run": c.not_run}
        if not c.not_run:
            median = medians[c.kernel, c.skeletons, c.name]
            row["steps"] = len(c.step_ns)
            row["median_us"] = median
            row["p95_us"] = float(np.percentile(c.step_ns, 95)) / 1e3
            row["per_skeleton_us"] = median / c.skeletons
            row["to_floor"] = median / min(medians[c.kernel, c.skeletons, floor] for floor in FLOORS)
            row["to_blas_floor"] = median / min(medians[c.kernel, c.skeletons, floor] for floor in BLAS)
            row["housekeeping_us"] = float(np.median(c.after_ns)) / 1e3 if c.after else None
        rows.append(row)
    return rows


def make_summary(rows: Sequence[dict[str, Any]], plan: Plan) -> list[dict[str, Any]]:
    """For each N: the engine at the shortest kernel against its floor, and at the longest against the shortest."""
    engine = {(row["kernel"], row["skeletons"]): row for row in rows if row["contender"] == ENGINE}
    summary = []
    for n in plan.skeletons:
        short, long = engine[plan.kernels[0], n], engine[plan.kernels[-1], n]
        entry = {"skeletons": n, "to_floor": short["to_floor"], "to_blas_floor": short["to_blas_floor"]}
        entry["long_to_short"] = long["median_us"] / short["median_us"]
        entry["housekeeping_us"] = [short["housekeeping_us"], long["housekeeping_us"]]
        summary.append(entry)
    return summary


def print_report(report: dict[str, Any], plan: Plan) -> None:
    print("  K   N  contender                      steps  median us     p95 us us/skeleton  x floor housekeeping us")
    for row in report["rows"]:
        start = f"{row['kernel']:>3} {row['skeletons']:>3}  {row['contender']:<29} "
        if row["not_run"]:
            print(f"{start}not run: {row['not_run']}")
            continue
        numbers = f"{row['steps']:>6} {row['median_us']:>10.1f} {row['p95_us']:>10.1f} {row['per_skeleton_us']:>11.1f}"
        after = "" if row["housekeeping_us"] is None else f"{row['housekeeping_us']:>16.1f}"
        print(f"{start}{numbers} {row['to_floor']:>8.2f}{after}")
    short, long = plan.kernels[0], plan.kernels[-1]
    for entry in report["summary"]:
        print(f"engine, N = {entry['skeletons']}:")
        print(f"  step / fastest floor at K = {short}: {entry['to_floor']:.2f}; ", end="")
        print(f"step / faster BLAS floor: {entry['to_blas_floor']:.2f} (goal at K = 9, N = 1: at most 2.0)")
        print(f"  step at K = {long} / step at K = {short}: {entry['long_to_short']:.2f} (goal: within 1.10)")
        print("  housekeeping, after the label is out: {:.1f} and {:.1f} us".format(*entry["housekeeping_us"]))
    worst = max(entry["error"] for entry in report["agreement"])
    print(f"engine equals torch streaming form to {worst:.1e} of the largest logit")
    print("machine: {cpu}, {cores} cores; one thread".format(**report["machine"]))
    print("versions: " + ", ".join(f"{name} {version}" for name, version in report["machine"]["versions"].items()))


def run(plan: Plan) -> dict[str, Any]:
    """Build, check, time; everything that the report prints."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        entries, agreements = contenders(plan, Path(folder))
        for contender in entries:
            if not contender.not_run:
                warm_up(contender)
        measure([contender for contender in entries if not contender.not_run], plan.seconds)
    rows = make_rows(entries)
    summary = make_summary(rows, plan)
    return {
        "machine": machine_facts(PACKAGES),
        "plan": asdict(plan),
        "agreement": agreements,
        "rows": rows,
        "summary": summary,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="latency of one streaming step, side by side")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything measured here too")
    parser.add_argument("--seconds", type=float, help="time to measure for, setting up not counted (default: 120)")
    parser.add_argument("--quick", action="store_true", help="tiny widths for a second: only to see that it works")
    arguments = parser.parse_args()
    plan = QUICK if arguments.quick else Plan()
    try:
        if arguments.seconds is not None:
            if not 0 < arguments.seconds < float("inf"):
                raise InputError(f"--seconds {arguments.seconds:g}: give a time above 0, such as 120")
            plan = replace(plan, seconds=arguments.seconds)
        report = run(plan)
    except RtstgcnError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print_report(report, plan)
    if arguments.json:
        arguments.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
