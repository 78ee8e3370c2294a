"""The weights that a training starts from: fresh, those of an earlier training, or what another model can lend.

What a model learns about movement lies in the 1x1 convolutions, which know no joints. So a model pretrained on other
sensors, places and classes lends these as they are, the parameters of each joint as their mean over its joints, the
input's columns by what they measure, and its edge importance and head only to the same skeleton and classes.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from rtstgcn_edge.errors import InputError

from ..checkpoint import Description, load_checkpoint
from ..models.config import Arch
from ..models.rt_stgcn import RTSTGCN


def start_model(description: Description, init: Path | None, pretrained: Path | None) -> RTSTGCN:
    """The model of `description`, fresh or with the weights of one of two checkpoints.

    `init` must be of the same architecture and input, and gives its channel statistics as well, and the exponents that
    it may have to `description`. `pretrained` gives what fits (`lend`); its statistics are those of its own data, so
    they stay behind. Either's provenance is kept in `description.provenance`. Raises InputError.
    """
    model = description.build()
    if init and pretrained:
        raise InputError("processor.init and processor.pretrained: a training starts from one of the two")
    if init:
        earlier, its_description = load_checkpoint(init)
        _check_same(init, description, its_description)
        model.load_state_dict(earlier.state_dict())
        description.exponents = its_description.exponents
        description.provenance["init"] = its_description.provenance
    if pretrained:
        earlier, its_description = load_checkpoint(pretrained)
        lend(pretrained, earlier, its_description, model, description)
        description.provenance["pretrained"] = its_description.provenance
    return model


def _check_same(init: Path, description: Description, earlier: Description) -> None:
    if not _same_skeleton(earlier, description):
        has, needs = (", ".join(one.skeleton["joints"]) for one in (earlier, description))
        raise InputError(
            f"processor.init {init}: its skeleton is not that of this training (joints {has}; here {needs}, or other "
            "edges); processor.pretrained takes what such a model can lend"
        )
    for key in ("channels", "units", "rate_hz", "classes"):
        has, needs = getattr(earlier, key), getattr(description, key)
        if has != needs:
            raise InputError(
                f"processor.init {init}: its {key} {_said(has)}; this training has {_said(needs)}; "
                "processor.pretrained takes what such a model can lend"
            )
    theirs, ours = (_shape(one.arch) for one in (earlier, description))
    for key, needs in ours.items():
        if theirs[key] != needs:
            raise InputError(
                f"processor.init {init}: its arch.{key} {_said(theirs[key])}; this training has {_said(needs)}, "
                "and only dropout may differ"
            )


def _same_skeleton(one: Description, other: Description) -> bool:
    """Whether joints, edges and centre are the same, whatever the skeletons are called."""
    return all(one.skeleton[key] == other.skeleton[key] for key in ("joints", "edges", "center"))


def _shape(arch: Arch) -> dict[str, Any]:
    """What must be the same for weights to go over whole: keys of one value or a list as one value a layer."""
    keys = {key: getattr(arch, key) for key in Arch.model_fields if key != "dropout"}
    return keys | _each_layer(arch, "kernel", "dilation", "residual", "residual_projection")


def _each_layer(arch: Arch, *keys: str) -> dict[str, Any]:
    values = {key: getattr(arch, key) for key in keys}
    return {key: value if isinstance(value, list) else [value] * len(arch.widths) for key, value in values.items()}


def _said(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def lend(path: Path, lender: RTSTGCN, its: Description, model: RTSTGCN, description: Description) -> None:
    """Copy into `model` what `lender` knows that does not depend on its sensors; the rest keeps its fresh weights.

    Widths, residuals, norms and partitions must be the lender's; kernels and dilations may differ, for no weight
    depends on them. Raises InputError where the two have no common shape.
    """
    compared = ("widths", "norm", "input_norm", "partition", "max_hop", "hop_dilation")
    theirs, ours = (
        {key: getattr(arch, key) for key in compared} | _each_layer(arch, "residual", "residual_projection")
        for arch in (its.arch, description.arch)
    )
    for key, needs in ours.items():
        if theirs[key] != needs:
            raise InputError(
                f"processor.pretrained {path}: its arch.{key} {_said(theirs[key])}; this training has {_said(needs)}, "
                "and convolutions of other shapes cannot be lent"
            )
    same_skeleton = _same_skeleton(its, description)
    same_head = its.classes == description.classes
    state, lent = model.state_dict(), lender.state_dict()
    for name, own in state.items():
        if name.startswith("features.") or name not in lent:  # statistics, and matrices that the lender does not store
            continue
        if name == "input.weight":
            _lend_columns(own, _columns(description, model), lent[name], _columns(its, lender))
        elif name.startswith("input_norm."):
            lent_norm = lent[name] if same_skeleton else _over_joints(lent[name])
            _lend_columns(own, _columns(description, model), lent_norm, _columns(its, lender))
        elif name.startswith("head."):
            if same_head:
                own.copy_(lent[name])
        elif name.endswith((".importance", ".graph")):
            if same_skeleton:
                own.copy_(lent[name])
        elif "norm" in name:
            own.copy_(lent[name] if same_skeleton else _over_joints(lent[name]))
        else:
            own.copy_(lent[name])


def _over_joints(parameter: Tensor) -> Tensor:
    """(V, C) as its mean over the joints, (1, C)."""
    return parameter.mean(0, keepdim=True)


Column = tuple[str, str, int]


def _columns(description: Description, model: RTSTGCN) -> list[Column]:
    """What each input feature measures: its kind, its unit and the how manieth of that unit."""
    seen: Counter[str] = Counter()
    units: list[tuple[str, int]] = []
    for unit in description.units:
        units.append((unit, seen[unit]))
        seen[unit] += 1
    arch, features = description.arch, model.features
    near = "relative in bones" if arch.body_scaled else "relative"
    places = [kind for kind, where in (("absolute", ("no", "also")), (near, ("also", "only"))) if arch.centred in where]
    vectors = ["magnitude", "close"] if features.triples else []
    trends = [f"trend over {frames}" for frames in features.means[:-1]]
    kinds = ["change", "energy"] if features.energy else ["change"]
    changes = [f"{kind} in {frames} {place}" for kind in kinds for frames in features.differences for place in places]
    return (
        [(kind, *unit) for kind in places for unit in units]
        + [(kind, *unit) for kind in (*vectors, *trends) for unit in units[::3]]
        + [(kind, *unit) for kind in changes for unit in units]
    )


def _lend_columns(own: Tensor, its_columns: list[Column], lent: Tensor, lent_columns: list[Column]) -> None:
    """Copy the last dimension's columns that measure the same."""
    with torch.no_grad():
        for index, column in enumerate(its_columns):
            if column in lent_columns:
                own[..., index] = lent[..., lent_columns.index(column)]
