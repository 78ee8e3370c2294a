"""Recordings that export replays or calibrates on, as the model takes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from rtstgcn_training.checkpoint import Description
from rtstgcn_training.data import describe_taken, recorded_rate
from torch import Tensor

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.input_checks import check_names, check_shape
from rtstgcn_edge.recordings import Trial, find_dataset, find_trials, sequences
from rtstgcn_edge.resample import resample, same_rate


def load_recordings(paths: Iterable[Path], description: Description) -> list[Tensor]:
    """Every sequence (C, L, V) of trials and folders of trials. Raises InputError.

    What belongs to a data set is taken as in training: channels by name, at the model's rate.
    """
    return [x for path in paths for one in _found(path, description) for x in one.sequences(description)]


def draw_recordings(paths: Sequence[Path], description: Description, trials: int, seed: int) -> list[Tensor]:
    """The sequences of so many trials, drawn at random from all (all, where there are no more). Raises InputError."""
    found = [one for path in paths for one in _found(path, description)]
    drawn = np.random.default_rng(seed).permutation(len(found))[:trials]
    return [x for place in sorted(drawn) for x in found[place].sequences(description)]


@dataclass(frozen=True)
class _Found:
    """A trial, where the model's channels stand in it, and its frames per second."""

    trial: Trial
    channels: list[int] | None
    rate_hz: float

    def sequences(self, description: Description) -> Iterator[Tensor]:
        where, features = self.trial.where, self.trial.features()
        if self.channels is not None and max(self.channels) < features.shape[0]:
            features = features[self.channels]
        check_shape(where, features.shape[0], features.shape[2], description)
        if not np.isfinite(features).all():
            channel, frame, joint, skeleton = np.argwhere(~np.isfinite(features))[0]
            raise InputError(
                f"{where}: {features[channel, frame, joint, skeleton]} at channel {channel}, frame {frame}, joint "
                f"{joint}, skeleton {skeleton}; export takes finite samples only: repair or cut the trial"
            )
        for x in sequences(features):
            if not same_rate(self.rate_hz, description.rate_hz):
                x = resample(x, self.rate_hz, description.rate_hz, axis=1)
            yield torch.from_numpy(np.array(x, order="C"))


def _found(path: Path, description: Description) -> list[_Found]:
    channels, rate_hz = None, description.rate_hz
    dataset = find_dataset(path)
    if dataset:
        channels, described = describe_taken(dataset, description.channels)
        check_names(str(dataset.root / "dataset.json"), described, description)
        rate_hz = recorded_rate(dataset) or rate_hz
    return [_Found(trial, channels, rate_hz) for trial in find_trials(path)]
