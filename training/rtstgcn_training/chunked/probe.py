"""What a gradient step takes at its peak, measured.

`python -m rtstgcn_training.chunked.probe` < request > bytes, both JSON.

A process of its own, because what an allocator really takes shows only in the size of a fresh process: with glibc about
twice the sum of the tensors. Weights and motion are random; they do not matter.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

import torch

from rtstgcn_edge.skeletons import Skeleton

from ..data import Sequence
from ..losses import Objective
from ..models.config import Arch
from ..models.rt_stgcn import RTSTGCN
from ..quantised import Exponents, QuantisedRTSTGCN
from .gradients import accumulate_gradients
from .memory import held, keep_freed_memory, most_held

ROUNDS = 2
"""Steps at each length, after which an allocator has seen most of what it will see."""
RUN = 100
"""Frames of one class in a row."""


def request(model: RTSTGCN, objective: Objective, lengths: list[int]) -> dict[str, Any]:
    """What to measure: steps whose chunks take in so many frames, context included, in rising order."""
    weights = {key: value for key, value in vars(objective).items() if isinstance(value, int | float)}
    return {
        "model": _shape(model),
        "teacher": None if objective.teacher is None else _shape(objective.teacher),
        "objective": weights,
        "lengths": lengths,
        "threads": torch.get_num_threads(),
    }


def peaks(asked: Mapping[str, Any], device: torch.device) -> list[int]:
    """Bytes at the peak of the steps of each length, beyond what is there before them."""
    model = _build(asked["model"]).to(device).train()
    teacher = None if asked["teacher"] is None else _build(asked["teacher"]).to(device).eval()
    objective = Objective(torch.ones(model.classes, device=device), teacher=teacher, **asked["objective"])
    _steps(model, objective, 2)  # what is loaded and set up at the first use belongs to no length
    model.zero_grad()
    before, measured = _now(device), []
    for length in asked["lengths"]:
        if device.type == "cuda":
            torch.cuda.reset_peak_memory_stats(device)
        _steps(model, objective, length)
        measured.append((torch.cuda.max_memory_allocated(device) if device.type == "cuda" else most_held()) - before)
    return measured


def main() -> None:
    """Measure in main memory what standard input asks for."""
    asked = json.load(sys.stdin)
    torch.set_num_threads(asked["threads"])
    keep_freed_memory()
    json.dump(peaks(asked, torch.device("cpu")), sys.stdout)


def _now(device: torch.device) -> int:
    return held(device) if device.type == "cuda" else most_held()


def _steps(model: RTSTGCN, objective: Objective, length: int) -> None:
    """Steps over trials of one chunk each: long, short, long, as chunks are in a training."""
    for _ in range(ROUNDS):
        trials = [_trial(model, frames) for frames in (length, length // 2, length)]
        accumulate_gradients(model, trials, objective, length + model.delay)


def _trial(model: RTSTGCN, length: int) -> Sequence:
    """Random motion for a chunk of `length` frames, those that flush a delayed model included."""
    frames = max(length - model.delay, 1)
    labels = torch.arange(frames).div(RUN, rounding_mode="floor") % model.classes
    return Sequence("", torch.randn(model.channels, frames, len(model.skeleton.joints)), labels)


def _shape(model: RTSTGCN) -> dict[str, Any]:
    return {
        "arch": model.arch.model_dump(mode="json"),
        "skeleton": model.skeleton.to_dict(),
        "channels": model.channels,
        "classes": model.classes,
        "exponents": model.exponents.model_dump() if isinstance(model, QuantisedRTSTGCN) else None,
    }


def _build(shape: Mapping[str, Any]) -> RTSTGCN:
    arch, skeleton = Arch.model_validate(shape["arch"]), Skeleton.from_dict(shape["skeleton"])
    model = RTSTGCN(arch, skeleton, shape["channels"], shape["classes"])
    if shape["exponents"] is None:
        return model
    return QuantisedRTSTGCN(model, Exponents.model_validate(shape["exponents"]))


if __name__ == "__main__":
    main()
