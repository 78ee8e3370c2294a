"""Training data in memory: every skeleton of every trial as a sequence with its labels."""

from __future__ import annotations

from dataclasses import dataclass

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
                f"the data set says {channels} x {joints}"
            )
        if not np.isfinite(features).all():
            raise InputError(f"{trial.features_path}: values that are not finite; repair or cut the trial")
        labels = torch.from_numpy(trial.labels(frames, len(dataset.classes)))
        for number, sequence in enumerate(sequences(features)):
            if features.shape[3] == 1 or sequence.any():
                loaded.append(Sequence(f"{trial.name}/{number}", torch.from_numpy(np.array(sequence)), labels))
    return loaded


def describe(dataset: Dataset, graph: str | None) -> tuple[Skeleton, list[str], list[str], float]:
    """Skeleton, channel names, units and rate (Hz) of a data set. Raises InputError naming the missing key."""
    info = dataset.description
    path = dataset.root / "dataset.json"
    for key in ("rate_hz", "channels", "units"):
        if key not in info:
            raise InputError(f"{path}: no '{key}'; it is needed for the model's description")
    if graph is not None:
        skeleton = load_skeleton(graph)
    elif {"nodes", "edges", "center"} <= info.keys():
        skeleton = Skeleton.from_dict(
            {"name": dataset.root.name, "joints": info["nodes"], "edges": info["edges"], "center": info["center"]}
        )
    else:
        raise InputError(f"{path}: no skeleton (nodes, edges, center); add it or name one as processor.graph")
    return skeleton, list(info["channels"]), list(info["units"]), float(info["rate_hz"])


def channel_statistics(trials: list[Sequence]) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation (V, C) over all frames; a channel that never moves gets deviation 1."""
    frames = sum(trial.features.shape[1] for trial in trials)
    mean = torch.stack([t.features.double().sum(1) for t in trials]).sum(0) / frames
    square = torch.stack([(t.features.double() - mean[:, None]).square().sum(1) for t in trials]).sum(0) / frames
    deviation = square.sqrt()
    return mean.T.float(), torch.where(deviation > 0, deviation, 1.0).T.float()
