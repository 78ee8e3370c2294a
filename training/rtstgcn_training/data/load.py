"""From trials on disk to sequences for a model."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable
from collections.abc import Sequence as Row
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.recordings import HOLD_S, Dataset, FloatArray, Trial, check_finite, presences
from rtstgcn_edge.resample import resample, resample_labels, same_rate
from rtstgcn_edge.skeletons import Skeleton

from .describe import channel_indices, recorded_rate
from .sequence import UNLABELLED, Sequence


class Taker(Protocol):
    """What a model is to those who load for it: the shape of a frame, and the delay of its labels in frames."""

    @property
    def channels(self) -> int: ...
    @property
    def skeleton(self) -> Skeleton: ...
    @property
    def delay(self) -> int: ...


def load_part(
    dataset: Dataset, part: str, model: Taker, rate_hz: float, channels: Row[str] | None = None
) -> list[Sequence]:
    """All sequences of a part of the data set, as `load_trials` gives them. Raises InputError."""
    return load_trials(dataset.trials(part), dataset, model, rate_hz, channels)


def load_trials(
    trials: Iterable[Trial], dataset: Dataset, model: Taker, rate_hz: float, channels: Row[str] | None = None
) -> list[Sequence]:
    """All sequences of trials of a data set as a run of `model` sees them, checked. Raises InputError.

    They are held in memory, but for what is in the single-file form and needs no change (float32, no frame held, all
    channels, the model's rate): that stays memory-mapped, and its features must not be written to.

    Args:
        trials: of either form.
        dataset: what they belong to.
        model: gives the shape of a frame, and how long it holds a skeleton to label what came before.
        rate_hz: the model's clock. Recordings of another rate are resampled, each sequence from its first frame on.
        channels: names of the model's channels, in its order; None for those of the data set.
    """
    recorded_hz = recorded_rate(dataset) or rate_hz
    if same_rate(recorded_hz, rate_hz):
        recorded_hz = rate_hz
    hold_frames = round(HOLD_S * recorded_hz)
    # A delayed model holds a skeleton for longer, to label what came before; the frames in addition it leaves out.
    longer = math.ceil(model.delay * recorded_hz / rate_hz)
    indices = channel_indices(dataset, channels)
    loaded, trials = [], list(trials)
    for trial in trials:
        features, labels = _checked(trial, model, len(dataset.classes), indices)
        for skeleton, start, sequence, unseen in presences(features, hold_frames + longer):
            its_labels = np.where(unseen <= hold_frames, labels[start : start + len(unseen)], UNLABELLED)
            if recorded_hz != rate_hz:
                sequence = np.ascontiguousarray(resample(sequence, recorded_hz, rate_hz, axis=1))
                its_labels = resample_labels(its_labels, recorded_hz, rate_hz)
            begin = round(start * rate_hz / recorded_hz)
            loaded.append(
                Sequence(f"{trial.name}/{skeleton}", _tensor(trial, sequence), torch.from_numpy(its_labels), begin)
            )
    if not loaded:
        where = trials[0].features_path.parent if trials else dataset.root
        raise InputError(f"{where}: every skeleton of every trial is all zeros; there is nothing to learn")
    return loaded


def _checked(
    trial: Trial, model: Taker, classes: int, indices: list[int] | None
) -> tuple[FloatArray, np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
    """Features (C, L, V, M) in the model's channels, and labels (L,), of a trial that fits the model."""
    features = trial.features()
    if indices is not None and max(indices) < features.shape[0]:
        features = features[indices]
    channels, frames, joints, _ = features.shape
    expected = (model.channels, len(model.skeleton.joints))
    if (channels, joints) != expected:
        raise InputError(
            f"{trial.where}: {channels} channels x {joints} joints; {expected[0]} x {expected[1]} are expected"
        )
    check_finite(trial, features)
    return features, trial.labels(frames, classes)


def _tensor(trial: Trial, sequence: FloatArray) -> Tensor:
    if sequence.flags.writeable or not trial.stays_on_disk:
        return torch.from_numpy(sequence if sequence.flags.writeable else sequence.copy())
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The given NumPy array is not writable", UserWarning)
        return torch.from_numpy(sequence)
