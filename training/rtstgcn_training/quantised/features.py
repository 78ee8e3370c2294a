"""The input features in fixed point: what `models.input_features` makes of a frame, from int16 samples.

Nothing here is learned, so there are no gradients. All values are integers held in floats.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from ..models.input_features import CLOSE, STILL, InputFeatures
from ..models.window_sum import delayed, window_sum
from .constants import scaled
from .exponents import CLOSE_EXPONENT, LEVELS_PER_NAT, Exponents

INT8_LEVELS = 255
"""Thresholds between the 256 values of an int8."""


@dataclass(frozen=True)
class Line:
    """A standardisation: q((x - offset) * factor, -limit, limit), float32 of (V, columns)."""

    offset: Tensor
    factor: Tensor
    limit: int

    def __call__(self, x: Tensor) -> Tensor:
        return torch.round((x - self.offset) * self.factor).clamp(-self.limit, self.limit)


@dataclass(frozen=True)
class FeatureConstants:
    """Of the input features.

    Attributes:
        places: one standardisation for each of the channels as they are and relative to the centre, as the model has.
        magnitudes: of the magnitudes, in units of their triple.
        close: the close look at them, in the features' exponent.
        pushed_close: the same as it is pushed, int8 of CLOSE_EXPONENT.
        trends: factors of the short and of the long window sum.
        steps: of the changes, in the features' exponent.
        pushed_steps: the same before they are squared, int8.
        thresholds: window sums of squares at which the next level of their logarithm begins.
        energies: of the levels.
    """

    places: list[Line]
    magnitudes: Line | None
    close: Line | None
    pushed_close: Line | None
    trends: list[tuple[Tensor, Tensor]]
    steps: list[Line]
    pushed_steps: list[Line]
    thresholds: Tensor | None
    energies: list[Line]


def feature_constants(features: InputFeatures, exponents: Exponents) -> FeatureConstants:
    """The constants of a model's input features."""
    e, limit = exponents.features, 2**15 - 1
    channels = len(exponents.frame)
    units = torch.tensor([2.0**n for n in exponents.frame], dtype=torch.float64, device=features.mean.device)
    mean, std = features.mean.double(), features.std.double()

    def line(offset: Tensor, unit: Tensor | float, scale: Tensor, exponent: int, bound: int) -> Line:
        return Line((offset * unit).float(), (2.0**exponent / (scale * unit)).float(), bound)

    places = [
        line(mean[:, begin : begin + channels], units, std[:, begin : begin + channels], e, limit)
        for begin in range(0, features.places, channels)
    ]
    magnitudes = close = pushed_close = None
    if features.triples:
        unit, std_m = units[::3], std[:, features.places :]
        rest = features.rest.double()
        magnitudes = line(mean[:, features.places :], unit, std_m, e, limit)
        close = line(rest, unit, CLOSE * std_m, e, min(math.floor(2.0**e), limit))
        pushed_close = line(rest, unit, CLOSE * std_m, CLOSE_EXPONENT, 2**CLOSE_EXPONENT)
    trends = []
    for index, frames in enumerate(features.means[:-1]):
        share = 2.0 ** (e - CLOSE_EXPONENT) / features.trend_std[index].double()
        trends.append(((share / frames).float(), (share / features.means[-1]).float()))
    zero = mean.new_zeros((len(mean), features.places))
    steps = [
        line(zero, 2.0**e, features.step_std[index].double(), e, limit) for index in range(len(features.differences))
    ]
    if not features.energy:
        return FeatureConstants(places, magnitudes, close, pushed_close, trends, steps, [], None, [])
    assert exponents.energy is not None
    squared = [
        line(zero, 2.0**e, features.step_std[index].double(), exponents.energy, 127)
        for index in range(len(features.differences))
    ]
    thresholds = level_thresholds(features.energy, exponents.energy).to(mean.device)
    energies = []
    for index in range(len(features.differences)):
        mean_log = features.energy_mean[index].double()
        std_log = features.energy_std[index].double()
        levels = (mean_log - math.log(STILL)) * LEVELS_PER_NAT - 128
        energies.append(Line(levels.float(), (2.0**e / (LEVELS_PER_NAT * std_log)).float(), limit))
    return FeatureConstants(places, magnitudes, close, pushed_close, trends, steps, squared, thresholds, energies)


def level_thresholds(frames: int, exponent: int) -> Tensor:
    """(255,) sums of squares over `frames`, integers of 2^-(2 exponent), at which the next level begins.

    Level i, as int8 -128 + i, stands for log(mean square + STILL) = log(STILL) + i / LEVELS_PER_NAT, rounded.
    """
    unit = frames * 4.0**exponent
    return torch.tensor(
        [math.ceil(STILL * (math.exp((i + 0.5) / LEVELS_PER_NAT) - 1) * unit) for i in range(INT8_LEVELS)],
        dtype=torch.float64,
    ).clamp(max=2**31 - 1)


@torch.no_grad()
def fixed_features(x: Tensor, features: InputFeatures, constants: FeatureConstants, exponents: Exponents) -> Tensor:
    """Samples x (N, L, V, C) float32 -> int16 features (N, L, V, width), in float32."""
    raw = torch.round(scaled(x, exponents.frame)).clamp(-(2**15), 2**15 - 1)
    relative = raw - raw[..., features.center : features.center + 1, :]
    parts = {"no": [raw], "also": [raw, relative], "only": [relative]}[features.centred]
    places = torch.cat([line(part) for line, part in zip(constants.places, parts, strict=True)], dim=-1)
    columns, total = [places], []
    if constants.magnitudes is not None and constants.close is not None and constants.pushed_close is not None:
        triples = raw.double().reshape(*raw.shape[:-1], features.triples, 3)
        magnitude = triples.square().sum(-1).sqrt().float()
        columns += [constants.magnitudes(magnitude), constants.close(magnitude)]
        pushed = constants.pushed_close(magnitude)
        total = [window_sum(pushed, frames) for frames in features.means]
    for short, (a, b) in zip(total, constants.trends, strict=False):
        columns.append(torch.round(short * a - total[-1] * b).clamp(-(2**15) + 1, 2**15 - 1))
    changes = [places - delayed(places, frames) for frames in features.differences]
    columns += [line(change) for line, change in zip(constants.steps, changes, strict=True)]
    if constants.thresholds is not None:
        for change, narrow, line in zip(changes, constants.pushed_steps, constants.energies, strict=True):
            squares = window_sum(narrow(change).square().double(), features.energy).contiguous()
            levels = torch.searchsorted(constants.thresholds, squares, right=True)
            columns.append(line(levels.float() - 128))
    return torch.cat(columns, dim=-1)
