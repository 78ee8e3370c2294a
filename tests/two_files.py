"""One model as a checkpoint and as a model file, fit for a data set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import onnx
import torch
from random_models import random_model, random_motion
from rtstgcn_export.exporter import make_manifest
from rtstgcn_export.float32 import emit_float32
from rtstgcn_training.checkpoint import Description, save_checkpoint
from rtstgcn_training.chunked.labelling import label_trial
from rtstgcn_training.data import describe
from rtstgcn_training.models.config import Arch

from rtstgcn_edge.recordings import load_dataset


def write_both(folder: Path, root: Path, arch: Arch | None = None, **said: Any) -> tuple[Path, Path]:
    """`tiny.safetensors` and `tiny.onnx` of a random model that gives every class; `said` replaces what it says."""
    dataset = load_dataset(root)
    skeleton, channels, units, rate_hz = describe(dataset, None)
    arch = arch or Arch(widths=[4, 6], kernel=3, dilation=[1, 2])
    taken = {"channels": channels, "units": units, "classes": list(dataset.classes), "rate_hz": rate_hz}
    taken |= {"name": "tiny", "arch": arch, "skeleton": skeleton.to_dict(), "background": dataset.background, **said}
    model = random_model(
        arch, skeleton, channels=len(taken["channels"]), classes=len(taken["classes"]), dtype=torch.float32
    )
    with torch.no_grad():
        model.head.bias -= label_trial(model, random_motion(model, 500)[0]).mean(0)  # no class wins everywhere
    description = Description(**taken)
    save_checkpoint(folder / "tiny.safetensors", model, description)
    onnx.save(emit_float32(model, make_manifest(model, description)), folder / "tiny.onnx")
    return folder / "tiny.safetensors", folder / "tiny.onnx"
