"""Training data in memory: what every skeleton of every trial does while it is there, with its labels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.recordings import HOLD_S, Dataset, presences
from rtstgcn_edge.skeletons import Skeleton, load_skeleton

from .models.rt_stgcn import RTSTGCN

UNLABELLED = -100
"""In place of the label of a frame that a run does not label either; losses and scores leave it out."""


@dataclass(frozen=True)
class Sequence:
    """A skeleton of a trial from its coming to its leaving: features (C, L, V) float32, labels (L,) int64.

    The name is TRIAL/SKELETON; a skeleton that comes back has several sequences of its name.
    """

    name: str
    features: Tensor
    labels: Tensor

    @property
    def labelled(self) -> Tensor:
        """(L,) bool: frames that have a label."""
        return self.labels != UNLABELLED


def load_part(dataset: Dataset, part: str, model: RTSTGCN, rate_hz: float) -> list[Sequence]:
    """All sequences of `train` or `val` as a run of `model` sees them, checked. Raises InputError."""
    expected = (model.channels, len(model.skeleton.joints))
    hold_frames = round(HOLD_S * rate_hz)
    loaded = []
    for trial in dataset.trials(part):
        features = trial.features()
        channels, frames, joints, _ = features.shape
        if (channels, joints) != expected:
            raise InputError(
                f"{trial.features_path}: {channels} channels x {joints} joints; "
                f"{expected[0]} x {expected[1]} are expected"
            )
        if not np.isfinite(features).all():
            raise InputError(f"{trial.features_path}: values that are not finite; repair or cut the trial")
        labels = trial.labels(frames, len(dataset.classes))
        # A delayed model holds a skeleton for longer, to label what came before; the frames in addition it leaves out.
        for skeleton, start, sequence, unseen in presences(features, hold_frames + model.delay):
            its_labels = np.where(unseen <= hold_frames, labels[start : start + len(unseen)], UNLABELLED)
            name = f"{trial.name}/{skeleton}"
            loaded.append(Sequence(name, torch.from_numpy(sequence), torch.from_numpy(its_labels)))
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
        if info.get("nodes", list(skeleton.joints)) != list(skeleton.joints):
            raise InputError(
                f"{path}: nodes {', '.join(map(str, info['nodes']))}; graph '{graph}' has {', '.join(skeleton.joints)}"
            )
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
