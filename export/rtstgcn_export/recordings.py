"""Recordings that export replays or calibrates on, checked against the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from rtstgcn_training.checkpoint import Description
from torch import Tensor

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.input_checks import check_names, check_shape
from rtstgcn_edge.recordings import Trial, find_dataset, find_trials, sequences


def load_recordings(paths: Iterable[Path], description: Description) -> list[Tensor]:
    """Every sequence (C, L, V) of trials and folders of trials. Raises InputError."""
    return [x for path in paths for trial in _trials(path, description) for x in _sequences(trial, description)]


def draw_recordings(paths: Sequence[Path], description: Description, trials: int, seed: int) -> list[Tensor]:
    """The sequences of so many trials, drawn at random from all (all, where there are no more). Raises InputError."""
    found = [trial for path in paths for trial in _trials(path, description)]
    drawn = np.random.default_rng(seed).permutation(len(found))[:trials]
    return [x for place in sorted(drawn) for x in _sequences(found[place], description)]


def _trials(path: Path, description: Description) -> list[Trial]:
    dataset = find_dataset(path)
    if dataset:
        check_names(str(dataset.root / "dataset.json"), dataset.description, description)
    return find_trials(path)


def _sequences(trial: Trial, description: Description) -> Iterator[Tensor]:
    features = trial.features()
    check_shape(str(trial.features_path), features.shape[0], features.shape[2], description)
    if not np.isfinite(features).all():
        channel, frame, joint, skeleton = np.argwhere(~np.isfinite(features))[0]
        raise InputError(
            f"{trial.features_path}: {features[channel, frame, joint, skeleton]} at channel {channel}, frame "
            f"{frame}, joint {joint}, skeleton {skeleton}; the gate replays finite samples only"
        )
    for x in sequences(features):
        yield torch.from_numpy(np.array(x))
