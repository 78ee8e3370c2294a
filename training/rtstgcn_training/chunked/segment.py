"""`optimizer.segment: "auto"`: the largest chunk whose gradient step fits into memory, found by measuring two."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

import torch

from rtstgcn_edge.errors import InputError

from ..losses import Objective
from ..models.rt_stgcn import RTSTGCN
from .memory import GIB, MIB, available, held
from .probe import peaks, request

MARGIN = 0.8
"""Share of the memory that a step may plan with; probes of one chunk differ by some per cent."""
PROBES = (128, 1024)
"""New frames of the chunks that are measured."""
GROW = 8
"""Times as long are the next ones where their difference is below what a measurement can tell."""
STATE = 3
"""Copies of the weights that a training adds: two moments of Adam and a moving average."""


class TooLittle(InputError):
    """Not even a chunk of one frame fits."""


def resolve_segment(
    segment: int | Literal["auto"],
    model: RTSTGCN,
    longest: int,
    objective: Objective,
    memory_gib: float | None = None,
    *,
    held_besides: int = 0,
) -> int:
    """Frames of a chunk: `segment` itself, or what `choose_segment` finds for "auto".

    Args:
        segment: `optimizer.segment`.
        model: on the device that it will be trained on.
        longest: frames of the longest training trial.
        objective: the loss.
        memory_gib: `job.memory_gib`, all that the training may take, what it holds now included; None takes what is
            free.
        held_besides: bytes that a step will hold besides, as the augmented copies of its trials.

    Raises:
        InputError: not even the smallest chunk fits, or nothing could be measured.
    """
    if segment != "auto":
        return segment
    device = model.head.weight.device
    free = available(device)
    limit = free if memory_gib is None else min(round(memory_gib * GIB) - held(device), free)
    try:
        return choose_segment(model, longest, objective, limit - held_besides)
    except TooLittle as error:
        beside = (held(device) + held_besides) // MIB
        raise InputError(
            f'optimizer.segment "auto": {error}, beside the {beside} MiB that it holds; allow more '
            "(job.memory_gib), take a smaller arch, or give the segment in frames"
        ) from None


def choose_segment(model: RTSTGCN, longest: int, objective: Objective, limit_bytes: int) -> int:
    """The largest number of new frames of a chunk whose step takes at most `MARGIN` of `limit_bytes`.

    Steps with two lengths of chunk are measured on the model's device: their difference is what a frame takes, the rest
    is fixed. The choice is rounded down to an eighth of its power of two, so that probes that differ a little mostly
    choose the same; a training that goes on should still take the value that it began with. On a GPU the choice itself
    is tried, and halved until it fits.

    Args:
        model: fixes the shapes; its weights and gradients stay as they are.
        longest: frames of the longest trial; the result is not larger.
        objective: its terms and its teacher take memory too.
        limit_bytes: what a step may take beyond what there is now.

    Raises:
        TooLittle: not even a chunk of one frame fits.
        InputError: nothing could be measured.
    """
    device = model.head.weight.device
    context = model.receptive_field  # R - 1 frames, and one for the smoothing term
    (short, low), (long, high) = _two_probes(model, longest, objective, device)
    per_frame = max(high - low, 1) / (long - short)
    weights = sum(parameter.numel() * parameter.element_size() for parameter in model.parameters())
    whole_trial = longest * model.classes * 4 * (3 if objective.couples_frames or objective.teacher else 0)
    fixed = max(low - per_frame * short, 0.0) + STATE * weights + whole_trial
    frames = int((MARGIN * limit_bytes - fixed) / per_frame)
    if frames >= longest + model.delay:
        segment = longest
    elif frames <= context:
        least = math.ceil((fixed + per_frame * (context + 1)) / MARGIN / MIB)
        raise TooLittle(
            f"the smallest chunk, one frame with {context} of context, needs {least} MiB and "
            f"{max(limit_bytes, 0) // MIB} MiB are left"
        )
    else:
        segment = _rounded(frames - context)
    return segment if device.type == "cpu" else _tried(model, objective, segment, longest, device)


def _two_probes(
    model: RTSTGCN, longest: int, objective: Objective, device: torch.device
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Two lengths of a chunk, context included and no longer than a trial, each with the bytes that its steps take."""
    short, long = PROBES
    while True:
        most = max(min(model.receptive_field + long, longest + model.delay), 2)
        lengths = [min(model.receptive_field + short, (most + 1) // 2), most]
        with torch.random.fork_rng([device] if device.type == "cuda" else []):
            low, high = _measure(request(model, objective, lengths), device)
        if high > low or long >= longest:
            return (lengths[0], low), (lengths[1], high)
        short, long = GROW * short, GROW * long


def _measure(asked: dict[str, Any], device: torch.device) -> list[int]:
    if device.type != "cpu":
        return peaks(asked, device)
    command = [sys.executable, "-m", "rtstgcn_training.chunked.probe"]
    # "-m" looks in the working folder first, where anything may lie
    paths = {"PYTHONPATH": os.pathsep.join(str(Path(path).absolute()) for path in sys.path if path)}
    done = subprocess.run(
        command,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
        env=os.environ | paths,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise InputError(f'optimizer.segment "auto": its measurement failed ({last}); give the segment in frames')
    measured: list[int] = json.loads(done.stdout)
    return measured


def _tried(model: RTSTGCN, objective: Objective, segment: int, longest: int, device: torch.device) -> int:
    """`segment`, halved until a step goes through."""
    try:
        largest = min(model.receptive_field + segment, longest + model.delay)
        peaks(request(model, objective, [largest]), device)
    except torch.cuda.OutOfMemoryError:
        torch.cuda.empty_cache()
    else:
        return segment
    if segment == 1:
        raise TooLittle("not even a chunk of one frame fits into the GPU")
    return _tried(model, objective, segment // 2, longest, device)


def _rounded(frames: int) -> int:
    """Down to three binary digits: 7 -> 7, 1000 -> 896, 1024 -> 1024."""
    unit = 1 << max(frames.bit_length() - 3, 0)
    return frames // unit * unit
