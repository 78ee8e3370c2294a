"""The state of a training between two epochs: everything that the next one depends on, in one safetensors file.

Tensors lie under their own names; what is no tensor lies as JSON in the file's metadata. One file, so that a run that
is killed at any moment leaves a whole state: that of the epoch before, or that of this one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor
from torch.optim import Optimizer

from rtstgcn_edge.errors import InputError

from ..files import write_whole

VALUES = "rtstgcn_training"
"""Key of the JSON in the metadata."""


def save_state(path: Path, tensors: dict[str, Tensor], values: dict[str, Any]) -> None:
    """Replace the state at `path`. Raises InputError where it cannot be written; the former one is untouched then."""
    contiguous = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    write_whole({path: save(contiguous, {VALUES: json.dumps(values)})})


def load_state(path: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """What `save_state` wrote. Raises InputError for a file that is none."""
    try:
        with safe_open(path, framework="pt") as file:
            values = json.loads((file.metadata() or {})[VALUES])
            return {name: file.get_tensor(name) for name in file.keys()}, values  # noqa: SIM118 - no mapping
    except (OSError, SafetensorError, KeyError, ValueError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise InputError(f"{path}: not the state of a training ({reason}); --overwrite begins anew") from None


def grouped(tensors: dict[str, Tensor], group: str) -> dict[str, Tensor]:
    """The tensors under GROUP/NAME by NAME."""
    return {name[len(group) + 1 :]: tensor for name, tensor in tensors.items() if name.startswith(f"{group}/")}


def optimiser_state(optimiser: Optimizer) -> tuple[dict[str, Tensor], list[dict[str, Any]]]:
    """Moments by PARAMETER/NAME, and the groups of parameters (rates, momenta) as plain values."""
    whole = optimiser.state_dict()
    moments = {
        f"{index}/{name}": value
        for index, state in whole["state"].items()
        for name, value in state.items()
        if value is not None
    }
    return moments, whole["param_groups"]


def restore_optimiser(optimiser: Optimizer, moments: dict[str, Tensor], groups: list[dict[str, Any]]) -> None:
    """Put back what `optimiser_state` gave."""
    state: dict[int, dict[str, Tensor]] = {}
    for key, value in moments.items():
        index, name = key.split("/")
        state.setdefault(int(index), {})[name] = value
    optimiser.load_state_dict({"state": state, "param_groups": groups})
