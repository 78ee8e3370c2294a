import math

import pytest
import torch
from rtstgcn_training.models.input_features import STILL
from rtstgcn_training.quantised.calibrate import Seen
from rtstgcn_training.quantised.energy import CANDIDATES, EnergyError


def slow_error(changes, frames, exponent):
    """By the formula, one value after the other."""
    total = 0.0
    for column in changes[0].flatten(1).T.tolist():
        kept = [max(-127, min(127, round(x * 2**exponent))) / 2**exponent for x in column]
        for t in range(len(column)):
            past = range(max(0, t - frames + 1), t + 1)
            logs = [math.log(sum(x[i] ** 2 for i in past) / frames + STILL) for x in (column, kept)]
            total += (logs[0] - logs[1]) ** 2
    return total


@pytest.mark.parametrize("frames", [2, 5])
def test_errors_are_those_of_the_formula(frames):
    changes = torch.randn(1, 12, 2, 3, generator=torch.Generator().manual_seed(frames))
    energy = EnergyError(frames)
    energy.add(changes[:, :7])
    energy.add(changes)
    for exponent in (-2, 0, 3, 6):
        expected = slow_error(changes[:, :7], frames, exponent) + slow_error(changes, frames, exponent)
        assert energy.errors[exponent] == pytest.approx(expected, rel=1e-9)
    assert energy.best() == min(CANDIDATES, key=lambda e: energy.errors[e])


def test_small_changes_count_though_a_few_are_large():
    changes = 0.05 * torch.randn(1, 4000, 1, 1, generator=torch.Generator().manual_seed(0))
    changes[:, ::500] = 60.0
    energy = EnergyError(20)
    energy.add(changes)
    seen = Seen("int8", [])
    seen.add(changes)
    assert energy.best() >= seen.best() + 2
