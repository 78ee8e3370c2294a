"""A configuration written for the published Realtime-ST-GCN, as one of ours.

Only keys and values are translated; nothing is looked up on the disk. What says the same here goes over, what has no
meaning here (mail, backup folders, a choice of backend) is named and left out, and keys that neither side knows stay.
"""

from __future__ import annotations

import re
from typing import Any

from rtstgcn_edge.errors import InputError

BLOCK = "rt-st-gcn"
"""Name of the model, and of its block in the section arch."""

IGNORED = {
    "processor": ("backup", "backend", "checkpoint", "iou_threshold"),
    "arch": ("output_type", "receptive_field", "stages", "kernel", "in_feat"),
    BLOCK: ("buffer", "stages", "in_feat"),
    "job": ("email", "log", "verbose"),
}
"""Keys that are left out: with no meaning here, or computed from the others."""

OF_THEIRS = (f"arch.{BLOCK}.", "arch.strategy=", "arch.segment=", "processor.dataset_type=")
"""How settings begin that only mean something before the translation."""

Keys = dict[str, Any]


def is_reference(values: Any) -> bool:
    """Whether parsed JSON is a configuration of Realtime-ST-GCN."""
    if not isinstance(values, dict):
        return False
    processor, arch = values.get("processor"), values.get("arch")
    if not isinstance(arch, dict) or not isinstance(processor, dict):
        return False
    return BLOCK in arch or ("model" in processor and "strategy" in arch)


def translate(values: Keys, name: str) -> tuple[Keys, str]:
    """Sections of our own, and one line that says what became of the others.

    Args:
        values: parsed JSON, `is_reference`; not changed.
        name: of the model, which such a configuration does not have.

    Raises:
        InputError: another model than RT-ST-GCN, or shapes that contradict each other.
    """
    theirs = {key: dict(value) if isinstance(value, dict) else value for key, value in values.items()}
    for section in ("processor", "arch", "optimizer", "job"):
        if not isinstance(theirs.setdefault(section, {}), dict):
            raise InputError(f"{section}: {theirs[section]!r}; a section is an object of keys")
    model = theirs["processor"].pop("model", BLOCK)
    if model != BLOCK or not isinstance(theirs["arch"].get(BLOCK), dict):
        raise InputError(f"processor.model {model!r}: only '{BLOCK}' is trained here, with its block arch.{BLOCK}")
    block = dict(theirs["arch"].pop(BLOCK))
    ignored = [
        f"{section if section != BLOCK else f'arch.{BLOCK}'}.{key}"
        for section, keys in IGNORED.items()
        for key in keys
        if (block if section == BLOCK else theirs[section]).pop(key, None) not in (None, [None, None])
    ]
    ours = {**theirs, "arch": {**theirs["arch"], **block}, "optimizer": dict(theirs["optimizer"])}
    _processor(ours["processor"], name)
    _arch(ours["arch"])
    _optimizer(ours["optimizer"], ours["arch"].pop("segment", -1))
    if not ours["job"]:
        del ours["job"]
    return ours, _summary(ours, ignored)


def _processor(keys: Keys, name: str) -> None:
    keys.setdefault("name", re.sub(r"[^\w.-]", "-", name).lstrip(".-") or BLOCK)
    kind = keys.pop("dataset_type", "dir")
    if kind not in ("dir", "file"):
        raise InputError(f"processor.dataset_type {kind!r}: 'dir' or 'file'")
    # One label a trial, of its file form, counts the named classes from 0: nothing is shifted there.
    keys["background_unnamed"] = kind == "dir"


def _arch(keys: Keys) -> None:
    layers = keys.pop("layers", None)
    into, out = (_per_layer(keys, key, layers) for key in ("in_ch", "out_ch"))
    for index, (enters, before) in enumerate(zip(into, [out[0], *out], strict=False)):
        if enters != before:
            raise InputError(
                f"arch.{BLOCK}.in_ch: layer {index} takes {enters} features, but {before} come; the first layer takes "
                "as many as it gives, each other one what the one before gives"
            )
    keys["widths"] = out
    keys["dilation"] = _per_layer(keys, "stride", layers, default=[1] * len(out))
    keys["residual"] = [bool(flag) for flag in _per_layer(keys, "residual", layers, default=[1] * len(out))]
    shares = _per_layer(keys, "dropout", layers, default=[0.0])
    if len(set(shares)) > 1:
        raise InputError(f"arch.{BLOCK}.dropout: {shares}; all layers have the same share here")
    keys["dropout"] = shares[0]
    keys["residual_delay"] = "centre" if keys.pop("latency", False) else 0
    if "strategy" in keys:
        keys["partition"] = keys.pop("strategy")
    kind = keys.pop("normalization", "LayerNorm")
    keys["norm"] = keys["input_norm"] = "layer" if kind == "LayerNorm" else "batch"


def _per_layer(keys: Keys, key: str, layers: Any, default: list[Any] | None = None) -> list[Any]:
    """Take the first `layers` values of a list out of the keys."""
    values = keys.pop(key, default)
    wanted = 1 if layers is None else layers
    if not isinstance(wanted, int) or not isinstance(values, list) or not values:
        raise InputError(f"arch.{BLOCK}.{key}: {values!r}; a list of one value a layer, {layers} layers")
    if values is not default and len(values) < wanted:
        raise InputError(f"arch.{BLOCK}.{key}: {len(values)} values for {layers} layers")
    return values if layers is None else values[:layers]


def _optimizer(keys: Keys, segment: Any) -> None:
    indices, epochs = keys.get("checkpoint_indices"), keys.get("epochs")
    if isinstance(indices, list) and all(isinstance(index, int) for index in indices):
        keys["checkpoint_indices"] = [i + 1 for i in indices if not isinstance(epochs, int) or i < epochs]
    if isinstance(segment, int) and segment > 0:
        keys["segment"] = segment
    keys.setdefault("learning_rate_decay", 1)
    keys |= {"optimizer": "adam", "weight_decay": 0.0, "schedule": "step", "decay_every": 10, "clip": 0.0}


def _summary(ours: Keys, ignored: list[str]) -> str:
    """What a reader of the file should know before trusting the run."""
    said = [
        "stride is arch.dilation, in_ch and out_ch arch.widths, latency arch.residual_delay, strategy arch.partition",
        "Adam, its rate times learning_rate_decay every 10 epochs, no clipping",
        "checkpoint_indices count from 1",
        "adjacency normalised by row and column degree (arch.normalization)",
    ]
    if ours["processor"]["background_unnamed"]:
        said.append("class 0 is 'background', which the actions do not name")
    if "processor.checkpoint" in ignored:
        said.append("processor.checkpoint is not read: import it and name it as processor.init")
    left_out = f". Left out: {', '.join(ignored)}" if ignored else ""
    return f"a configuration of Realtime-ST-GCN: {'; '.join(said)}{left_out}"
