"""Training: an epoch with the window sum beside the same with the sum as a product with an L x L Toeplitz matrix.

The published Realtime-ST-GCN trains with that product, of every partition, before the partitions are added. A second,
kinder contender adds the partitions first and then takes one large product. All else is the same model, the same loss
and the same optimiser, and all gradients must agree before anything is timed.
"""

from __future__ import annotations

import argparse
import copy
import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import torch
from rtstgcn_training.augment import augment, augmentation
from rtstgcn_training.checkpoint import Description
from rtstgcn_training.chunked.gradients import accumulate_gradients
from rtstgcn_training.chunked.memory import keep_freed_memory
from rtstgcn_training.configuration import Optimizer
from rtstgcn_training.data import Sequence
from rtstgcn_training.losses import Objective
from rtstgcn_training.models.config import Arch
from rtstgcn_training.models.rt_stgcn import RTSTGCN, Layer
from rtstgcn_training.run.epochs import Epochs
from torch import Tensor

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.skeletons import load_skeleton

OURS, PUBLISHED, ONE_PRODUCT = "window sum", "Toeplitz, each partition", "Toeplitz, one product"
CONTENDERS = (OURS, PUBLISHED, ONE_PRODUCT)
GOAL = 3.0
SHAPES: dict[str, dict[str, Any]] = {
    "standard, V = 25": {"skeleton": "ntu25", "channels": 3, "classes": 52, "arch": {}},
    "HuGaDB, V = 6": {
        "skeleton": "imu6",
        "channels": 6,
        "classes": 12,
        "arch": {
            "widths": [32, 32, 32, 64, 64, 64, 128, 128, 128],
            "kernel": [9, 9, 9, 9, 9, 9, 69, 69, 69],
            "dilation": [1, 1, 1, 2, 1, 1, 4, 4, 2],
            "input_norm": "none",
            "dropout": 0.2,
        },
    },
}
AUGMENTED = {"rotation_deg": 10, "scale": 0.1, "joint_noise": 0.1, "time_warp": 0.1, "frame_drop": 0.05}
"""Everything that makes sense for inertial sensors, at once."""


def band(frames: int, kernel: int, dilation: int, like: Tensor) -> Tensor:
    """(L, L) matrix of ones where frame s (column) is a tap of output t (row): t - s = 0, d, ... (K - 1) d."""
    lag = torch.arange(frames)[:, None] - torch.arange(frames)
    return ((lag >= 0) & (lag % dilation == 0) & (lag < kernel * dilation)).to(like)


def contender(model: RTSTGCN, name: str, frames: int) -> RTSTGCN:
    """A copy of `model` with the temporal sum of `name`, for trials of exactly `frames` frames."""
    twin = copy.deepcopy(model)
    if name == OURS:
        return twin
    how = {PUBLISHED: _each_partition, ONE_PRODUCT: _one_product}[name]
    matrices: dict[tuple[int, int], Tensor] = {}
    for layer in twin.layers:
        assert isinstance(layer, Layer)
        if layer.shape.delay:
            raise ValueError("only models without delayed residuals are compared")
        window = layer.shape.kernel, layer.shape.dilation
        matrix = matrices.setdefault(window, band(frames, *window, like=model.head.weight))
        layer.forward = partial(_forward, layer, how, matrix)  # type: ignore[method-assign]
    return twin


def _forward(layer: Layer, how: Callable[[Layer, Tensor, Tensor], Tensor], matrix: Tensor, x: Tensor) -> Tensor:
    out: Tensor = layer.activate(how(layer, x, matrix), x if layer.shape.residual else None)
    return out


def _one_product(layer: Layer, x: Tensor, matrix: Tensor) -> Tensor:
    z: Tensor = layer.spatial(x)
    return (matrix @ z.flatten(2)).view_as(z)


def _each_partition(layer: Layer, x: Tensor, matrix: Tensor) -> Tensor:
    """1x1 convolution, graph, time, and the sum over partitions last; x (N, L, V, C_in)."""
    spatial = layer.spatial
    mixed = torch.einsum("nlvc,pco->nlpov", x, spatial.weight) @ spatial.weighted_graph()
    return (mixed.permute(0, 2, 3, 4, 1) @ matrix.T).sum(1).permute(0, 3, 2, 1)


def build(shape: dict[str, Any], **arch: Any) -> RTSTGCN:
    """A model of one of the `SHAPES`, in training; `arch` replaces keys of its architecture."""
    torch.manual_seed(0)
    skeleton = load_skeleton(shape["skeleton"])
    return RTSTGCN(Arch(**(shape["arch"] | arch)), skeleton, shape["channels"], shape["classes"]).train()


def trial(model: RTSTGCN, frames: int, seed: int) -> Sequence:
    """Random motion with labels in runs of 100 frames."""
    generator = torch.Generator().manual_seed(seed)
    motion = torch.randn(model.channels, frames, len(model.skeleton.joints), generator=generator)
    labels = torch.arange(frames).div(100, rounding_mode="floor") % model.classes
    return Sequence("", motion.to(model.head.weight.dtype), labels)


def gradient_difference(shape: dict[str, Any], frames: int = 60) -> float:
    """Largest difference of any contender's gradient from ours over its largest value: float64, narrow, no dropout."""
    narrow = build(shape, widths=[4, 4, 4, 6, 6, 6, 8, 8, 8], dropout=0.0).double()
    objective = Objective(torch.ones(narrow.classes, dtype=torch.float64), smoothing=0.15)
    gradients = []
    for name in CONTENDERS:
        model = contender(narrow, name, frames)
        accumulate_gradients(model, [trial(model, frames, seed=1)], objective, frames)
        gradients.append(torch.cat([p.grad.flatten() for p in model.parameters() if p.grad is not None]))
    ours = gradients[0]
    return max(float((other - ours).abs().max() / ours.abs().max()) for other in gradients[1:])


def epoch_seconds(shape: dict[str, Any], frames: int, rounds: int) -> dict[str, list[float]]:
    """Seconds of CPU time of a step (gradients of one trial, clipping, AdamW), contenders in turns, for each round."""
    model = build(shape)
    runs = {name: _epochs(contender(model, name, frames), frames) for name in CONTENDERS}
    seconds: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    for number in range(-1, rounds):  # the first round only warms up
        for name, run in runs.items():
            batch = [trial(run.model, frames, seed=number)]
            start = time.process_time()
            run.step(batch)
            if number >= 0:
                seconds[name].append(time.process_time() - start)
    return seconds


def busy_share(shape: dict[str, Any], frames: int, steps: int) -> dict[str, float]:
    """Share of a training step's CPU time that augments its trial; all augmentations at once."""
    run = _epochs(build(shape), frames, **AUGMENTED)
    preparing, whole = 0.0, 0.0
    for number in range(-1, steps):
        one = trial(run.model, frames, seed=number)
        start = time.process_time()
        augment(one, run.options, run.augmentation, run.generator)
        middle = time.process_time()
        run.step([one])  # augments it once more
        if number >= 0:
            preparing += middle - start
            whole += time.process_time() - middle
    return {"augmenting": preparing / whole, "learning": 1 - preparing / whole}


def _epochs(model: RTSTGCN, frames: int, **options: Any) -> Epochs:
    settings = Optimizer(batch_size=1, **options)
    objective = Objective(torch.ones(model.classes), smoothing=settings.smoothing)
    trials = [trial(model, frames, seed=0)]
    return Epochs(model, settings, objective, trials, augmentation(settings, _description(model), trials), frames)


def _description(model: RTSTGCN) -> Description:
    inertial = model.channels == 6
    axes = [f"{kind}_{axis}" for kind in (("acc", "gyro") if inertial else ("pos",)) for axis in "xyz"]
    return Description(
        name="benchmark",
        arch=model.arch,
        skeleton=model.skeleton.to_dict(),
        channels=axes,
        units=["m/s^2"] * 3 + ["rad/s"] * 3 if inertial else ["m"] * 3,
        rate_hz=60.0,
        classes=[f"class {number}" for number in range(model.classes)],
    )


def measure(frames: int, rounds: int) -> dict[str, Any]:
    """Everything; one entry for each of `SHAPES`. Raises InputError where the gradients differ."""
    report: dict[str, Any] = {"frames": frames, "threads": torch.get_num_threads(), "torch": torch.__version__}
    for name, shape in SHAPES.items():
        difference = gradient_difference(shape)
        if difference > 1e-9:
            raise InputError(f"{name}: gradients of the contenders differ by {difference:.1e}; nothing is timed")
        seconds = epoch_seconds(shape, frames, rounds)
        ratios = {
            other: statistics.median(b / a for a, b in zip(seconds[OURS], seconds[other], strict=True))
            for other in CONTENDERS
        }
        report[name] = {
            "gradient_difference": difference,
            "step_seconds": seconds,
            "ratio": ratios,
            "busy": busy_share(shape, frames, rounds),
        }
    return report


def table(report: dict[str, Any]) -> str:
    """The report for people."""
    lines = [f"one gradient step over {report['frames']} frames, {report['threads']} thread(s), CPU seconds, medians"]
    for name in SHAPES:
        entry = report[name]
        lines += ["", f"{name}  (gradients agree to {entry['gradient_difference']:.0e})"]
        for who in CONTENDERS:
            median = statistics.median(entry["step_seconds"][who])
            speed = report["frames"] / median
            lines.append(f"  {who:<26} {median:8.3f} s {speed:8.0f} frames/s {entry['ratio'][who]:7.1f} x")
        met = "met" if entry["ratio"][PUBLISHED] >= GOAL else "MISSED"
        lines.append(f"  goal: at least {GOAL:.0f} x faster than {PUBLISHED}: {met}")
        lines.append(f"  of a step with every augmentation, augmenting takes {entry['busy']['augmenting']:.1%}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description="an epoch with the window sum beside one with L x L matrices")
    parser.add_argument("--frames", type=int, default=2000, help="L, length of a trial (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="steps of each contender (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=1, help="CPU threads (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything measured here too")
    arguments = parser.parse_args()
    if min(arguments.frames, arguments.rounds, arguments.threads) < 1:
        parser.error("--frames, --rounds and --threads must be at least 1")
    for file in (arguments.json,):
        if file and not file.parent.is_dir():
            parser.error(f"{file}: no such folder; make it first")
    torch.set_num_threads(arguments.threads)
    keep_freed_memory()
    try:
        report = measure(arguments.frames, arguments.rounds)
    except InputError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(table(report))
    if arguments.json:
        arguments.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
