"""Checkpoints of the published Realtime-ST-GCN: weights alone are read, and every one is checked by name and shape.

Such a file is a dict {epoch, model_state_dict, optimizer_state_dict, loss} in PyTorch's pickled form. It is read by the
restricted unpickler, which builds tensors and plain values and runs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from rtstgcn_edge.errors import InputError

from ..models.config import Arch

WHAT = "a checkpoint of Realtime-ST-GCN is a dict with 'model_state_dict', written by torch.save"


@dataclass(frozen=True)
class ReferenceCheckpoint:
    """Weights by their published names, float64, and what else the file says in plain numbers (epoch, loss)."""

    path: Path
    weights: dict[str, Tensor]
    said: dict[str, float]

    @property
    def channels(self) -> int:
        """C, channels of the input."""
        return self._size("fcn_in.weight", 1)

    @property
    def classes(self) -> int:
        """Number of classes."""
        return self._size("fcn_out.weight", 0)

    def _size(self, name: str, axis: int) -> int:
        if name not in self.weights or self.weights[name].dim() != 4:
            raise InputError(f"{self.path}: no convolution '{name}'; it is not a checkpoint of an RT-ST-GCN")
        return self.weights[name].shape[axis]

    def check(self, arch: Arch, joints: int, partitions: int) -> None:
        """Refuse weights that are not those of the architecture.

        Raises:
            InputError: naming the first weight that is missing, of another shape, unknown or not finite.
        """
        batch_norms = [name for name in self.weights if name.startswith("norm_in.norm.") or "running_" in name]
        flat = [name for name in self.weights if re.search(r"(bn_relu\.0|residual\.1)\.weight", name)]
        if batch_norms or any(self.weights[name].dim() == 1 for name in flat):
            raise InputError(
                f"{self.path}: its norms are BatchNorms over the recording at hand, which no stream can have; "
                "only checkpoints trained with normalization 'LayerNorm' are imported"
            )
        shapes = expected_shapes(arch, self.channels, joints, partitions, self.classes)
        for name, shape in shapes.items():
            if name not in self.weights:
                raise InputError(f"{self.path}: no '{name}'; the configuration asks for it, of shape {shape}")
            found = tuple(self.weights[name].shape)
            if found != shape:
                raise InputError(f"{self.path}: '{name}' is {found}; configuration and skeleton ask for {shape}")
            if not self.weights[name].isfinite().all():
                raise InputError(f"{self.path}: '{name}' holds values that are not finite; its training diverged")
        unknown = sorted(self.weights.keys() - shapes.keys())
        if unknown:
            raise InputError(f"{self.path}: '{unknown[0]}' has no place in the configuration's network")


def expected_shapes(
    arch: Arch, channels: int, joints: int, partitions: int, classes: int
) -> dict[str, tuple[int, ...]]:
    """Shape of every weight, by its published name."""
    first, last = arch.widths[0], arch.widths[-1]
    shapes: dict[str, tuple[int, ...]] = {"A": (partitions, joints, joints)}
    shapes |= _norm("norm_in", channels, joints) | _convolution("fcn_in", channels, first)
    for index, layer in enumerate(arch.layers()):
        name, width = f"st_gcn.{index}", layer.out_width
        if arch.importance:
            shapes[f"{name}.edge_importance"] = (partitions, joints, joints)
        shapes |= _convolution(f"{name}.conv", layer.in_width, partitions * width)
        shapes |= _norm(f"{name}.bn_relu.0", width, joints)
        if layer.projects:
            shapes[f"{name}.residual.0.weight"] = (width, layer.in_width, 1, 1)
            shapes |= _norm(f"{name}.residual.1", width, joints)
    return shapes | _convolution("fcn_out", last, classes)


def _convolution(name: str, into: int, out: int) -> dict[str, tuple[int, ...]]:
    return {f"{name}.weight": (out, into, 1, 1), f"{name}.bias": (out,)}


def _norm(name: str, width: int, joints: int) -> dict[str, tuple[int, ...]]:
    return dict.fromkeys((f"{name}.weight", f"{name}.bias"), (width, 1, joints))


def read_checkpoint(path: Path) -> ReferenceCheckpoint:
    """The checkpoint at `path`; nothing in it is run.

    Raises:
        InputError: no such file, not such a checkpoint, or one that holds more than tensors and plain values.
    """
    if not path.is_file():
        raise InputError(f"{path}: {'a folder' if path.is_dir() else 'no such file'}; {WHAT}")
    try:
        content: Any = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # a damaged pickle raises nearly anything
        asked = re.search(r"GLOBAL ([\w.]+)", str(error))
        if asked:
            raise InputError(
                f"{path}: asks for {asked[1]}, which is no tensor; refused, and nothing of it was run"
            ) from None
        raise InputError(f"{path}: not readable as tensors and plain values ({type(error).__name__}); {WHAT}") from None
    if not isinstance(content, Mapping):
        raise InputError(f"{path}: holds a {type(content).__name__}; {WHAT}")
    weights = content.get("model_state_dict", content)
    if not isinstance(weights, Mapping) or not any(isinstance(one, Tensor) for one in weights.values()):
        raise InputError(f"{path}: no weights by name; {WHAT}")
    for name, weight in weights.items():
        if not _is_plain(weight):
            raise InputError(f"{path}: '{name}' is no dense tensor of real numbers; {WHAT}")
    # DataParallel puts the model into a wrapper of this name
    named = {str(name).removeprefix("module."): tensor.double() for name, tensor in weights.items()}
    said = {key: _number(content[key]) for key in ("epoch", "loss") if key in content and content is not weights}
    return ReferenceCheckpoint(path, named, {key: value for key, value in said.items() if value is not None})


def _is_plain(weight: Any) -> bool:
    """Whether it is a tensor of real numbers that the file holds (those on "meta" have a shape alone)."""
    if not isinstance(weight, Tensor) or weight.layout != torch.strided:
        return False
    return not (weight.is_quantized or weight.is_complex() or weight.is_meta)


def _number(value: Any) -> float | None:
    if isinstance(value, Tensor) and value.numel() == 1:
        value = value.item()
    return value if isinstance(value, int | float) and abs(value) < float("inf") else None
