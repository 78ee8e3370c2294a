"""Model files of random models, written without the gate."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
from rtstgcn_export.exporter import make_manifest
from rtstgcn_export.float32 import emit_float32
from rtstgcn_training.checkpoint import Description
from rtstgcn_training.models.rt_stgcn import RTSTGCN

from rtstgcn_edge.model_file import ModelFile, open_model


def describe(model: RTSTGCN) -> Description:
    """What a checkpoint of `model` would say of it."""
    return Description(
        name="random",
        arch=model.arch,
        skeleton=model.skeleton.to_dict(),
        channels=[f"channel{number}" for number in range(model.channels)],
        units=["m"] * model.channels,
        rate_hz=50.0,
        classes=[f"class{number}" for number in range(model.classes)],
    )


def emitted(model: RTSTGCN) -> onnx.ModelProto:
    """The content of the model file of `model`, which must be in `eval()`."""
    return emit_float32(model, make_manifest(model, describe(model)))


def opened(content: onnx.ModelProto) -> ModelFile:
    """`content` as the runtime opens it from a file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.onnx"
        onnx.save(content, path)
        return open_model(path)
