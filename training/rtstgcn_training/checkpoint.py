"""Checkpoints: weights as `.safetensors`, everything else as `.json` beside them. No pickle."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError
from safetensors import SafetensorError
from safetensors.torch import load_file, save

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.manifest import ModelDescription
from rtstgcn_edge.sections import first_problem
from rtstgcn_edge.skeletons import Skeleton

from .files import write_whole
from .models.config import Arch
from .models.rt_stgcn import RTSTGCN
from .quantised import Exponents, QuantisedRTSTGCN


class Description(ModelDescription):
    """The `.json` half of a checkpoint."""

    arch: Arch
    exponents: Exponents | None = None
    """Of a model that has learnt in 8 bits; its weights are float32 all the same."""

    def build(self) -> RTSTGCN:
        """The model with fresh weights, in 8 bits where it has exponents. Raises InputError where they do not fit."""
        model = RTSTGCN(self.arch, Skeleton.from_dict(self.skeleton), len(self.channels), len(self.classes))
        return model if self.exponents is None else QuantisedRTSTGCN(model, self.exponents)


def save_checkpoint(path: Path, model: RTSTGCN, description: Description) -> None:
    """Write `path` (.safetensors) and its .json; they replace the former ones only when both are whole.

    Raises:
        InputError: they cannot be written; the former ones are as they were.
    """
    weights = {name: tensor.contiguous() for name, tensor in model.state_dict().items()}
    text = json.dumps(description.model_dump(mode="json"), indent=1) + "\n"
    write_whole({path: save(weights), path.with_suffix(".json"): text.encode()})


def load_checkpoint(path: Path) -> tuple[RTSTGCN, Description]:
    """The model in `eval()` and its description. Raises InputError with the reason."""
    described = path.with_suffix(".json")
    for file in (path, described):
        if not file.is_file():
            raise InputError(f"{file}: no such file; a checkpoint is NAME.safetensors with NAME.json beside it")
    try:
        description = Description.model_validate_json(described.read_bytes())
    except ValidationError as error:
        raise InputError(f"{described}: {first_problem(error)}") from None
    try:
        model = description.build()
    except InputError as error:
        raise InputError(f"{described}: {error}") from None
    try:
        model.load_state_dict(load_file(path))
    except SafetensorError as error:
        raise InputError(f"{path}: not a .safetensors file ({error})") from None
    except RuntimeError as error:
        reason = str(error).splitlines()[-1].strip()
        raise InputError(f"{path}: weights do not fit {described.name}: {reason}") from None
    return model.eval(), description
