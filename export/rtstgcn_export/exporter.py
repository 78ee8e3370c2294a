"""From a checkpoint to a float32 model file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rtstgcn_training.checkpoint import Description, load_checkpoint
from rtstgcn_training.models.counts import counts
from rtstgcn_training.models.rt_stgcn import RTSTGCN
from rtstgcn_training.quantised import QuantisedRTSTGCN

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.manifest import Manifest, ModelDescription

from .float32 import emit_float32
from .gate import noise_recording, stream_error, write_through_gate
from .recordings import load_recordings


def export_float32(checkpoint: Path, out: Path, recordings: list[Path]) -> str:
    """Write the float32 model file `out`; one line of report. Raises InputError or ModelError and leaves no file."""
    if out.suffix != ".onnx":
        raise InputError(f"{out}: a model file is named NAME.onnx")
    model, description = float_checkpoint(checkpoint)
    tensors = load_recordings(recordings, description) or [noise_recording(model)]
    content = emit_float32(model, make_manifest(model, description, provenance=provenance_of(description, "float32")))
    difference = write_through_gate(content, out, lambda file: stream_error(file, model, tensors))
    frames = sum(x.shape[1] for x in tensors)
    replayed = f"{frames} frames of {len(tensors)} recordings" if recordings else f"{frames} frames of noise"
    return f"wrote {out}: stream equals batch to {difference:.1e} of the largest logit over {replayed}"


def float_checkpoint(path: Path) -> tuple[RTSTGCN, Description]:
    """A checkpoint's weights as a float32 model, also where they were learned in 8 bits. Raises InputError."""
    model, description = load_checkpoint(path)
    return model.float_model() if isinstance(model, QuantisedRTSTGCN) else model, description


def provenance_of(description: Description, precision: str) -> dict[str, Any]:
    """What the checkpoint tells of its making, without its scores where they are those of another precision."""
    learnt_in = "float32" if description.exponents is None else "int8"
    return {key: fact for key, fact in description.provenance.items() if key != "scores" or precision == learnt_in}


def make_manifest(model: RTSTGCN, description: Description, **said: Any) -> Manifest:
    """The manifest of a model and its checkpoint's description; `said` takes the place of what it says of itself."""
    shared = {key: getattr(description, key) for key in ModelDescription.model_fields}
    own = {"fifos": model.fifos(), "receptive_field": model.receptive_field, "delay": model.delay}
    return Manifest(**shared | own | {"counts": counts(model)} | said)
