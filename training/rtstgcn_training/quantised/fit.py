"""Whether exponents are those of a model: as many of each kind as it has tensors."""

from __future__ import annotations

from typing import Any

from rtstgcn_edge.errors import InputError

from ..models.rt_stgcn import RTSTGCN, FrameNorm, Layer
from .exponents import Exponents


def check_fit(exponents: Exponents, model: RTSTGCN) -> None:
    """Raise InputError, naming the key, unless `exponents` are of the model's architecture."""
    check_form(model)
    _one_each("frame", exponents.frame, model.channels)
    _triples(exponents.frame, model.features.triples)
    _there("energy", exponents.energy, bool(model.features.energy))
    _there("input_norm", exponents.input_norm, _scales(model.input_norm))
    _there("normed", exponents.normed, model.input_norm is not None)
    _one_each("input_weight", exponents.input_weight, model.arch.widths[0])
    _one_each("head", exponents.head, model.classes)
    _one_each("layers", exponents.layers, len(model.layers))
    for index, (layer, its) in enumerate(zip(model.layers, exponents.layers, strict=True)):
        assert isinstance(layer, Layer)
        name, width = f"layers.{index}", layer.shape.out_width
        _one_each(f"{name}.weight", its.weight, width)
        _there(f"{name}.norm", its.norm, _scales(layer.norm))
        _there(f"{name}.projection", its.projection, layer.shape.projects)
        _one_each(f"{name}.projection", its.projection or [0] * width, width)
        _there(f"{name}.projected", its.projected, layer.shape.projects)
        _there(f"{name}.projected_norm", its.projected_norm, _scales(layer.projection_norm))


def check_form(model: RTSTGCN) -> None:
    """Raise InputError for a model that has no form in 8 bits."""
    if model.features.body_scaled:
        raise InputError("arch.body_scaled: lengths of bones have no form in 8 bits; keep the model in float32")


def _scales(norm: FrameNorm | None) -> bool:
    """Whether a norm has exponents of its own; those of a BatchNorm are its input's."""
    return norm is not None and norm.kind == "layer"


def _one_each(key: str, values: list[Any], count: int) -> None:
    if len(values) != count:
        raise InputError(f"exponents.{key}: {len(values)} values; the model has {count}")


def _there(key: str, value: object, needed: bool) -> None:
    if (value is not None) != needed:
        raise InputError(f"exponents.{key}: {'missing' if needed else 'the model has no such tensor'}")


def _triples(frame: list[int], triples: int) -> None:
    for index in range(triples):
        if len(set(frame[3 * index : 3 * index + 3])) > 1:
            raise InputError(
                f"exponents.frame: channels {3 * index} to {3 * index + 2} have {frame[3 * index : 3 * index + 3]}; "
                "their magnitude is taken, so they need one"
            )
