"""Random float models with calibrated exponents, and recordings for them."""

from __future__ import annotations

import numpy as np
import torch
from random_models import random_model, random_motion
from rtstgcn_training.models.config import Arch
from rtstgcn_training.models.rt_stgcn import RTSTGCN
from rtstgcn_training.quantised import Exponents
from rtstgcn_training.quantised.calibrate import calibrate

from rtstgcn_edge.skeletons import load_skeleton

EVERY_FEATURE = Arch(
    widths=[4, 6],
    kernel=[3, 4],
    dilation=[1, 2],
    centred="also",
    magnitude=True,
    magnitude_trends=[4, 9],
    differences=[1, 3],
    energy=5,
    residual_projection=[True, False],
)
"""All input features, a projected and an identical residual."""

TINY = Arch(widths=[4, 6], kernel=3, dilation=[1, 2])


def calibrated(arch: Arch = TINY, *, channels: int = 3, seed: int = 0) -> tuple[RTSTGCN, Exponents]:
    """A random float32 model and exponents calibrated on random motion."""
    model = random_model(arch, load_skeleton("imu3"), channels=channels, seed=seed, dtype=torch.float32)
    return model, calibrate(model, motions(model, 2, seed=seed))


def motions(model: RTSTGCN, count: int = 1, *, length: int = 60, seed: int = 0) -> list[torch.Tensor]:
    """Trials (C, length, V)."""
    return [2 * random_motion(model, length, seed=seed + number)[0] for number in range(count)]


def arrays(trials: list[torch.Tensor]) -> list[np.ndarray]:
    """The same as the runtime takes them."""
    return [np.ascontiguousarray(x.numpy()) for x in trials]
