"""Training data in memory: every skeleton of every trial as a sequence with its labels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.recordings import Dataset, sequences
from rtstgcn_edge.skeletons import Skeleton, load_skeleton


@dataclass(frozen=True)
class Sequence:
    """One skeleton of one trial: features (C, L, V) float32, labels (L,) int64."""

    name: str
    features: Tensor
    labels: Tensor


def load_part(dataset: Dataset, part: str, joints: int, channels: int) -> list[Sequence]:
    """All sequences of `train` or `val`, checked. Raises InputError."""
    loaded = []
    for trial in dataset.trials(part):
        features = trial.features()
        found_channels, frames, found_joints, _ = features.shape
        if (found_channels, found_joints) != (channels, joints):
            raise InputError(
                f"{trial.features_path}: {found_channels} channels x {found_joints} joints; "
                f"{channels} x {joints} are expected"
            )
        if not np.isfinite(features).all():
            raise InputError(f"{trial.features_path}: values that are not finite; repair or cut the trial")
        labels = torch.from_numpy(trial.labels(frames, len(dataset.classes)))
        for number, sequence in enumerate(sequences(features)):
            if features.shape[3] == 1 or sequence.any():
                loaded.append(Sequence(f"{trial.name}/{number}", torch.from_numpy(np.array(sequence)), labels))
    if not loaded:
        raise InputError(
            f"{dataset.root / part}: every skeleton of every trial is all zeros; there is nothing to learn"
        )
    return loaded


def describe(dataset: Dataset, graph: str | None) -> tuple[Skeleton, list[str], list[str], float]:
    """Skeleton, channel names, units and rate (Hz) of a data set. Raises InputError naming the key that is wrong."""
    info = dataset.description
    path = dataset.root / "dataset.json"
    for key in ("rate_hz", "channels", "units"):
        if key not in info:
            raise InputError(f"{path}: no '{key}'; it is needed for the model's description")
    channels, units, rate_hz = _names(path, info, "channels"), _names(path, info, "units"), info["rate_hz"]
    if len(units) != len(channels):
        raise InputError(f"{path}: {len(units)} units for {len(channels)} channels; give one unit a channel")
    if type(rate_hz) not in (int, float) or not 0 < rate_hz < math.inf:
        raise InputError(f"{path}: rate_hz {rate_hz!r}; give the frames per second, a number above 0")
    if graph is not None:
        skeleton = load_skeleton(graph)
    elif {"nodes", "edges", "center"} <= info.keys():
        skeleton = Skeleton.from_dict(
            {"name": dataset.root.name, "joints": info["nodes"], "edges": info["edges"], "center": info["center"]}
        )
    else:
        raise InputError(f"{path}: no skeleton (nodes, edges, center); add it or name one as processor.graph")
    return skeleton, channels, units, float(rate_hz)


def _names(path: Path, info: dict[str, Any], key: str) -> list[str]:
    names = info[key]
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        raise InputError(f"{path}: {key} is not a list of names; give one a channel")
    return names
