"""From a checkpoint to a model file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from rtstgcn_training.checkpoint import Description, load_checkpoint
from rtstgcn_training.models.counts import counts
from rtstgcn_training.models.rt_stgcn import RTSTGCN
from torch import Tensor

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.input_checks import check_names, check_shape
from rtstgcn_edge.manifest import Manifest, ModelDescription
from rtstgcn_edge.recordings import find_dataset, find_trials, sequences

from .float32 import emit_float32
from .gate import noise_recording, stream_error, write_through_gate


def export_float32(checkpoint: Path, out: Path, recordings: list[Path]) -> str:
    """Write the float32 model file `out`; one line of report. Raises InputError or ModelError and leaves no file."""
    if out.suffix != ".onnx":
        raise InputError(f"{out}: a model file is named NAME.onnx")
    model, description = load_checkpoint(checkpoint)
    tensors = [x for path in recordings for x in _load(path, description)] or [noise_recording(model)]
    content = emit_float32(model, make_manifest(model, description))
    difference = write_through_gate(content, out, lambda file: stream_error(file, model, tensors))
    frames = sum(x.shape[1] for x in tensors)
    replayed = f"{frames} frames of {len(tensors)} recordings" if recordings else f"{frames} frames of noise"
    return f"wrote {out}: stream equals batch to {difference:.1e} of the largest logit over {replayed}"


def make_manifest(model: RTSTGCN, description: Description) -> Manifest:
    """The manifest of a model and its checkpoint's description."""
    shared = {key: getattr(description, key) for key in ModelDescription.model_fields}
    return Manifest(
        **shared,
        fifos=model.fifos(),
        receptive_field=model.receptive_field,
        delay=model.delay,
        counts=counts(model),
    )


def _load(path: Path, description: Description) -> list[Tensor]:
    loaded = []
    dataset = find_dataset(path)
    if dataset:
        check_names(str(dataset.root / "dataset.json"), dataset.description, description)
    for trial in find_trials(path):
        features = trial.features()
        check_shape(str(trial.features_path), features.shape[0], features.shape[2], description)
        if not np.isfinite(features).all():
            channel, frame, joint, skeleton = np.argwhere(~np.isfinite(features))[0]
            raise InputError(
                f"{trial.features_path}: {features[channel, frame, joint, skeleton]} at channel {channel}, frame "
                f"{frame}, joint {joint}, skeleton {skeleton}; the gate replays finite samples only"
            )
        loaded += [torch.from_numpy(np.array(x)) for x in sequences(features)]
    return loaded
