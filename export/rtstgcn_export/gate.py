"""The numeric gate: nothing leaves export that does not say what the trained model says.

What is written is opened as the runtime opens it and stepped frame by frame through the runtime's own engine; its
logits are held against those of the batch model over whole recordings.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import torch
from rtstgcn_training.labelling import flushed, label_trial
from rtstgcn_training.models.rt_stgcn import RTSTGCN
from torch import Tensor

from rtstgcn_edge.engine import Engine
from rtstgcn_edge.errors import InputError, ModelError
from rtstgcn_edge.model_file import open_model

TOLERANCE = 1e-5
"""Largest difference of a logit, relative to the largest logit of the recording."""


def write_through_gate(
    content: onnx.ModelProto, path: Path, check: Callable[[Path], float], tolerance: float = TOLERANCE
) -> float:
    """Write `content` to `path` if `check(written file)` stays within `tolerance`; the error found.

    Raises ModelError otherwise, InputError where `path` cannot be written; then no file is left behind and a former one
    at `path` is untouched.
    """
    candidate = path.with_name(f".{path.stem}.candidate.onnx")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        onnx.save(content, candidate)
        error = check(candidate)
        if not error <= tolerance:
            raise ModelError(
                f"{path}: refused, the exported graph differs from the trained model by {error:.1e} of the largest "
                f"logit (allowed: {tolerance:.0e})"
            )
        candidate.replace(path)
    except OSError as problem:
        raise InputError(f"{path}: cannot be written ({problem.strerror})") from None
    finally:
        with contextlib.suppress(OSError):
            candidate.unlink()
    return error


def stream_error(file: Path, model: RTSTGCN, recordings: list[Tensor]) -> float:
    """Largest |stream - batch| over recordings (C, L, V), relative to each one's largest batch logit."""
    engine = Engine(open_model(file))
    errors = []
    for number, x in enumerate(recordings):
        batch = label_trial(model, x).numpy()
        stream = stream_trial(engine, number, flushed(x, model.delay).numpy())[model.delay :]
        errors.append(np.abs(stream - batch).max() / np.abs(batch).max())
    return float(np.max(errors))  # NaN if one of them is


def stream_trial(engine: Engine, skeleton: int, x: np.ndarray) -> np.ndarray:
    """Logits (L, classes) of x (C, L, V), one engine step a frame, from zeros."""
    engine.join(skeleton)
    logits = np.empty((x.shape[1], len(engine.manifest.classes)), np.float32)
    for t in range(x.shape[1]):
        logits[t] = engine.step({skeleton: x[:, t]})[0]
        engine.advance()
    engine.leave(skeleton)
    return logits


def noise_recording(model: RTSTGCN, frames: int = 1000, seed: int = 0) -> Tensor:
    """(C, frames, V) of noise with the model's own channel statistics, where no recording is at hand."""
    mean, std = (statistic[:, : model.channels] for statistic in (model.features.mean, model.features.std))
    noise = torch.randn(frames, *mean.shape, generator=torch.Generator().manual_seed(seed))
    return (mean + std * noise).permute(2, 0, 1)
