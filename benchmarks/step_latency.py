"""Latency of one streaming step: our engine against others and against its own matrix products.

All contenders of all settings (kernel K, skeletons N) are timed in one run, in turns of small blocks, on one thread:
noise of the machine hits them alike, so the ratios hold even where the microseconds do not.
"""

from __future__ import annotations

import os

# NumPy's BLAS reads its thread count when it is loaded.
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["MKL_NUM_THREADS"] = "1"

import argparse
import importlib
import importlib.metadata
import json
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from rtstgcn_edge.engine import Engine
from rtstgcn_edge.errors import InputError, ModelError, RtstgcnError
from rtstgcn_edge.model_file import open_model
from rtstgcn_edge.skeletons import load_skeleton
from rtstgcn_export.exporter import make_manifest
from rtstgcn_export.float32 import emit_float32
from rtstgcn_export.gate import TOLERANCE, noise_recording, stream_error, write_through_gate
from rtstgcn_training.checkpoint import Description
from rtstgcn_training.models.config import Arch, LayerShape
from rtstgcn_training.models.rt_stgcn import RTSTGCN, Layer
from rtstgcn_training.models.streaming import StreamingRTSTGCN

ENGINE, TORCH, COST_GCN = "rtstgcn-edge engine", "torch streaming form", "continual-inference CoST-GCN"
FLOORS = ("floor: np.matmul", "floor: torch.mm")
BLOCK_NS = 10_000_000
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
    """Something to time; `step` until the label is out, `after` what it leaves for later."""

    kernel: int
    skeletons: int
    name: str
    step: Callable[[], object]
    after: Callable[[], object] | None = None
    block: int = 1
    spent_ns: int = 0
    step_ns: list[int] = field(default_factory=list)
    after_ns: list[int] = field(default_factory=list)
    not_run: str = ""


class NotRun(Exception):
    """A contender that this machine or installation cannot time; the message is the reason."""


# The model and its checks


def describe(plan: Plan, kernel: int) -> Description:
    """The standard model: NTU skeleton of 25 joints, 3 channels, 52 classes."""
    return Description(
        name=f"step-latency-k{kernel}",
        arch=Arch.model_validate({**plan.arch, "kernel": kernel}),
        skeleton=load_skeleton("ntu25").to_dict(),
        channels=["x", "y", "z"],
        units=["m", "m", "m"],
        rate_hz=30.0,
        classes=[f"class {number}" for number in range(52)],
    )


def export(model: RTSTGCN, description: Description, folder: Path, gate_frames: int) -> Path:
    """Model file of fresh weights, through the same gate as any other."""
    path = folder / f"{description.name}.onnx"
    recording = noise_recording(model, gate_frames)
    content = emit_float32(model, make_manifest(model, description))
    write_through_gate(content, path, lambda file: stream_error(file, model, [recording]))
    return path


def agreement(engine: Engine, stream: StreamingRTSTGCN, frames: np.ndarray[Any, Any]) -> float:
    """Largest difference of the logits of both over frames (T, N, C, V), relative to the largest logit.

    Raises ModelError above the tolerance of the export gate: wrong code is not worth timing.
    """
    largest = difference = 0.0
    for frame in frames:
        expected = stream.step(torch.from_numpy(frame)).numpy()
        difference = max(difference, float(np.abs(engine.step(dict(enumerate(frame))) - expected).max()))
        largest = max(largest, float(np.abs(expected).max()))
        engine.advance()
    if not difference <= TOLERANCE * largest:
        raise ModelError(
            f"{engine.manifest.name}: engine and torch streaming form differ by {difference / largest:.1e} of the "
            f"largest logit (allowed: {TOLERANCE:.0e}); nothing was timed"
        )
    return difference / largest


# The contenders


def step_of_engine(engine: Engine, frames: np.ndarray[Any, Any]) -> Callable[[], object]:
    bodies = cycle([dict(enumerate(frame)) for frame in frames])
    return lambda: engine.step(next(bodies))


def step_of_torch(step: Callable[[Tensor], Tensor], frames: np.ndarray[Any, Any]) -> Callable[[], object]:
    tensors = cycle(torch.from_numpy(frames).unbind(0))
    return lambda: step(next(tensors))


class GraphConvolution(nn.Module):
    """(N, C_in, T, V) -> (N, C_out, T, V): a 1x1 convolution to P C_out channels, then the graph of each partition."""

    def __init__(self, graph: Tensor, in_width: int, out_width: int) -> None:
        super().__init__()
        self.graph = graph
        self.conv = nn.Conv2d(in_width, len(graph) * out_width, 1)

    def forward(self, x: Tensor) -> Tensor:
        return torch.einsum("npctv,pvw->nctw", self.conv(x).unflatten(1, (len(self.graph), -1)), self.graph)


def cost_gcn_layer(co: Any, shape: LayerShape, graph: Tensor, skeletons: int) -> nn.Module:
    """One layer of CoST-GCN (Hedegaard et al., 2022), its FIFOs zero but full.

    From empty FIFOs the first label of nine layers comes after 9 (K // 2) steps, 306 of them at K = 69.
    """
    joints, taps, width = graph.shape[-1], shape.kernel - 1, shape.out_width
    temporal = co.Conv2d(width, width, (shape.kernel, 1), padding=(shape.kernel // 2, 0))
    temporal.set_state((torch.zeros(taps, skeletons, width, taps, joints), torch.tensor(0), torch.tensor(0)))
    spatial = co.forward_stepping(GraphConvolution(graph, shape.in_width, width))
    main = co.Sequential(spatial, nn.BatchNorm2d(width), nn.ReLU(), temporal, nn.BatchNorm2d(width))
    delay = co.Delay(main.delay)
    delay.set_state((torch.zeros(main.delay, skeletons, width, joints), torch.tensor(0)))
    projection = [co.Conv2d(shape.in_width, width, 1), nn.BatchNorm2d(width)] if shape.projects else []
    return nn.Sequential(co.BroadcastReduce(co.Sequential(*projection, delay), main), nn.ReLU())


def cost_gcn(model: RTSTGCN, skeletons: int) -> Callable[[Tensor], Tensor]:
    """Step (N, C, V) -> (N, classes) of CoST-GCN at the widths and kernel of `model`, of public building blocks.

    All dilations are 1: `continual` knows no other. Raises NotRun.
    """
    try:
        co: Any = importlib.import_module("continual")
    except ImportError:
        raise NotRun("continual-inference is not installed; see benchmarks/README.md") from None
    shapes, joints = model.arch.layers(), len(model.skeleton.joints)
    state = sum(4 * skeletons * joints * (s.kernel - 1) ** 2 * s.out_width for s in shapes)
    if state > STATE_LIMIT_BYTES:
        raise NotRun(f"its FIFOs take {state / 2**30:.1f} GiB, above the limit of {STATE_LIMIT_BYTES / 2**30:.0f} GiB")
    graphs = [layer.spatial.graph for layer in model.layers if isinstance(layer, Layer)]
    embed = co.Conv2d(model.channels, model.arch.widths[0], 1).eval()
    layers = [cost_gcn_layer(co, shape, graph, skeletons).eval() for shape, graph in zip(shapes, graphs, strict=True)]
    head = nn.Linear(model.arch.widths[-1], model.classes)

    def step(frame: Tensor) -> Tensor:
        h = embed.forward_step(frame)
        for block, relu in layers:
            h = relu(block.forward_step(h))
        logits: Tensor = head(h.mean(-1))
        return logits

    return step


def product_shapes(model: RTSTGCN, skeletons: int) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Left and right factor of every matrix product of one step, in order; graph products are batched over N."""
    joints, arch = len(model.skeleton.joints), model.arch
    rows = skeletons * joints
    shapes: list[tuple[tuple[int, ...], tuple[int, ...]]] = [((rows, model.channels), (model.channels, arch.widths[0]))]
    for layer in model.layers:
        assert isinstance(layer, Layer)
        before, after, partitions = layer.shape.in_width, layer.shape.out_width, len(layer.spatial.graph)
        shapes.append(((partitions * joints, joints), (skeletons, joints, before)))
        shapes.append(((rows, partitions * before), (partitions * before, after)))
        if layer.shape.projects:
            shapes.append(((rows, before), (before, after)))
    return [*shapes, ((skeletons, arch.widths[-1]), (arch.widths[-1], model.classes))]


def floors(model: RTSTGCN, skeletons: int) -> list[Callable[[], object]]:
    """The matrix products alone, by NumPy's BLAS and by torch's, into arrays allocated before."""
    rng = np.random.default_rng(0)
    factors = [[rng.standard_normal(shape, np.float32) for shape in pair] for pair in product_shapes(model, skeletons)]
    arrays = [(left, right, left @ right) for left, right in factors]
    tensors = []
    for operands in arrays:
        left, right, out = (torch.from_numpy(array.copy()) for array in operands)
        multiply = torch.mm if right.ndim == 2 else torch.bmm
        tensors.append((multiply, left if right.ndim == 2 else left.expand(len(right), -1, -1), right, out))

    def by_numpy() -> None:
        for left, right, out in arrays:
            np.matmul(left, right, out=out)

    def by_torch() -> None:
        for multiply, left, right, out in tensors:
            multiply(left, right, out=out)

    return [by_numpy, by_torch]


def contenders(plan: Plan, folder: Path) -> tuple[list[Contender], list[dict[str, Any]]]:
    """All contenders of all settings, and how well engine and torch streaming form agree in each."""
    entries, agreements = [], []
    for kernel in plan.kernels:
        description = describe(plan, kernel)
        model = description.build().eval()
        file = open_model(export(model, description, folder, plan.gate_frames))
        for skeletons in plan.skeletons:
            shape = (DISTINCT_FRAMES, skeletons, model.channels, len(model.skeleton.joints))
            frames = np.random.default_rng(1).standard_normal(shape, np.float32)
            engine, stream = Engine(file), StreamingRTSTGCN(model, skeletons)
            for skeleton in range(skeletons):
                engine.join(skeleton)
            error = agreement(engine, stream, frames)
            agreements.append({"kernel": kernel, "skeletons": skeletons, "error": error})
            setting = (kernel, skeletons)
            entries.append(Contender(*setting, ENGINE, step_of_engine(engine, frames), engine.advance))
            entries.append(Contender(*setting, TORCH, step_of_torch(stream.step, frames)))
            entries.append(cost_gcn_contender(setting, model, frames))
            for name, step in zip(FLOORS, floors(model, skeletons), strict=True):
                entries.append(Contender(*setting, name, step))
    return entries, agreements


def cost_gcn_contender(setting: tuple[int, int], model: RTSTGCN, frames: np.ndarray[Any, Any]) -> Contender:
    try:
        return Contender(*setting, COST_GCN, step_of_torch(cost_gcn(model, setting[1]), frames))
    except NotRun as reason:
        return Contender(*setting, COST_GCN, lambda: None, not_run=str(reason))


# The clock


def warm_up(contender: Contender) -> None:
    """Two steps; the second says how many make a block, or that the contender is too slow to be timed."""
    once(contender)
    step_ns, _ = once(contender)
    contender.block = min(max(BLOCK_NS // step_ns, 1), 50)
    if step_ns > STEP_LIMIT_S * 1e9:
        contender.not_run = f"one step took {step_ns / 1e9:.1f} s, above the limit of {STEP_LIMIT_S:.0f} s"


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
    begin = time.perf_counter_ns()
    contender.step()
    labelled = time.perf_counter_ns()
    if contender.after:
        contender.after()
    return labelled - begin, time.perf_counter_ns() - labelled


# The report


def rows(entries: Sequence[Contender]) -> list[dict[str, Any]]:
    """One row a contender; microseconds. `to_floor` is relative to the faster floor of the same setting."""
    medians = {(c.kernel, c.skeletons, c.name): float(np.median(c.step_ns)) / 1e3 for c in entries if not c.not_run}
    table = []
    for c in entries:
        row: dict[str, Any] = {"kernel": c.kernel, "skeletons": c.skeletons, "contender": c.name, "not_run": c.not_run}
        if not c.not_run:
            median = medians[c.kernel, c.skeletons, c.name]
            row["steps"] = len(c.step_ns)
            row["median_us"] = median
            row["p95_us"] = float(np.percentile(c.step_ns, 95)) / 1e3
            row["per_skeleton_us"] = median / c.skeletons
            row["to_floor"] = median / min(medians[c.kernel, c.skeletons, floor] for floor in FLOORS)
            row["housekeeping_us"] = float(np.median(c.after_ns)) / 1e3 if c.after else None
        table.append(row)
    return table


def summary(table: Sequence[dict[str, Any]], plan: Plan) -> list[dict[str, Any]]:
    """For each N: the engine at the shortest kernel against its floor, and at the longest against the shortest."""
    engine = {(row["kernel"], row["skeletons"]): row for row in table if row["contender"] == ENGINE}
    short, long = plan.kernels[0], plan.kernels[-1]
    return [
        {
            "skeletons": n,
            "step_to_floor": engine[short, n]["to_floor"],
            "step_long_to_short": engine[long, n]["median_us"] / engine[short, n]["median_us"],
            "housekeeping_short_us": engine[short, n]["housekeeping_us"],
            "housekeeping_long_us": engine[long, n]["housekeeping_us"],
        }
        for n in plan.skeletons
    ]


def machine() -> dict[str, Any]:
    """What the numbers depend on besides the code."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {"cpu": models[0] if models else platform.machine(), "cores": os.cpu_count(), "system": platform.platform()}


def versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in ("rtstgcn-edge", "numpy", "onnxruntime", "torch", "continual-inference"):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def print_report(report: dict[str, Any], plan: Plan) -> None:
    print(f"{'K':>3} {'N':>3}  {'contender':<29} {'steps':>6} {'median us':>10} {'p95 us':>10} ", end="")
    print(f"{'us/skeleton':>11} {'x floor':>8} {'housekeeping us':>15}")
    for row in report["rows"]:
        head = f"{row['kernel']:>3} {row['skeletons']:>3}  {row['contender']:<29} "
        if row["not_run"]:
            print(f"{head}not run: {row['not_run']}")
            continue
        after = "" if row["housekeeping_us"] is None else f"{row['housekeeping_us']:.1f}"
        print(f"{head}{row['steps']:>6} {row['median_us']:>10.1f} {row['p95_us']:>10.1f} ", end="")
        print(f"{row['per_skeleton_us']:>11.1f} {row['to_floor']:>8.2f} {after:>15}")
    short, long = plan.kernels[0], plan.kernels[-1]
    for entry in report["summary"]:
        goals = " (goal: at most 2.0 at K = 9, N = 1; within 1.10)" if entry["skeletons"] == 1 and not plan.arch else ""
        print(f"N = {entry['skeletons']}: engine step / floor at K = {short}: {entry['step_to_floor']:.2f}; ", end="")
        print(f"engine step K = {long} / K = {short}: {entry['step_long_to_short']:.2f}{goals}; ", end="")
        print(
            f"housekeeping {entry['housekeeping_short_us']:.0f} and {entry['housekeeping_long_us']:.0f} us, not in it"
        )
    print("floor: the step's matrix products alone, float32; ratios use the faster of the two libraries")
    print(f"engine = torch streaming form to {max(a['error'] for a in report['agreement']):.1e} of the largest logit")
    print("machine: {cpu}, {cores} cores, {system}; one thread each".format(**report["machine"]))
    print("versions: " + ", ".join(f"{name} {version}" for name, version in report["versions"].items()))


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
    table = rows(entries)
    return {
        "machine": machine(),
        "versions": versions(),
        "plan": asdict(plan),
        "agreement": agreements,
        "rows": table,
        "summary": summary(table, plan),
    }


def parse_plan(arguments: argparse.Namespace) -> Plan:
    plan = QUICK if arguments.quick else Plan()
    seconds = plan.seconds if arguments.seconds is None else arguments.seconds
    if not 0 < seconds < float("inf"):
        raise InputError(f"--seconds {seconds:g}: not a time to measure for; give seconds above 0, such as 120")
    return Plan(plan.kernels, plan.skeletons, plan.arch, plan.gate_frames, seconds)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything measured here too")
    parser.add_argument("--seconds", type=float, help="time to measure for, besides setting up (default: 120)")
    parser.add_argument("--quick", action="store_true", help="tiny widths and one second: does it work at all?")
    arguments = parser.parse_args()
    try:
        plan = parse_plan(arguments)
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
