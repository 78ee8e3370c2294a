"""Whole recordings through a float model file: how far its logits are from those of the trained model.

What is written is opened as the runtime opens it and stepped frame by frame through the runtime's own engine, one
skeleton alone and two side by side; its logits are held against those of the batch model over whole recordings.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from rtstgcn_training.chunked.labelling import label_trial
from rtstgcn_training.models.rt_stgcn import RTSTGCN
from torch import Tensor

from rtstgcn_edge.engine import Engine, stream_trials
from rtstgcn_edge.model_file import open_model

FloatArray = npt.NDArray[np.float32]

TOLERANCE = 1e-5
"""Largest difference of a logit, relative to the largest logit of the recording."""


def stream_error(file: Path, model: RTSTGCN, recordings: list[Tensor]) -> float:
    """Largest |stream - batch| over recordings (C, L, V), relative to each one's largest batch logit.

    Each is streamed alone and once more beside another, the last of an odd number beside the first played backwards.
    """
    engine = Engine(open_model(file))
    backwards = [recordings[0].flip(1)] if len(recordings) % 2 else []
    played = [_Played(x.numpy(), label_trial(model, x).numpy()) for x in [*recordings, *backwards]]
    groups = [*([one] for one in played[: len(recordings)]), *zip(played[::2], played[1::2], strict=True)]
    return float(np.max([error for group in groups for error in _errors(engine, group)]))  # NaN if one is


class _Played(NamedTuple):
    """What is streamed (C, L, V), and the logits (L, classes) that the batch model gives."""

    frames: FloatArray
    batch: FloatArray


def _errors(engine: Engine, group: Sequence[_Played]) -> list[float]:
    """Of each recording, where all are streamed side by side."""
    streams = stream_trials(engine, [one.frames for one in group])
    return [
        float(np.abs(stream - one.batch).max() / np.abs(one.batch).max())
        for one, stream in zip(group, streams, strict=True)
    ]


def noise_recording(model: RTSTGCN, frames: int = 1000, seed: int = 0) -> Tensor:
    """(C, frames, V) of noise with the model's own channel statistics, where no recording is at hand."""
    mean, std = (statistic[:, : model.channels] for statistic in (model.features.mean, model.features.std))
    noise = torch.randn(frames, *mean.shape, generator=torch.Generator().manual_seed(seed))
    return (mean + std * noise).permute(2, 0, 1)
