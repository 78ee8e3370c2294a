"""The moving average of the weights against its definition."""

import pytest
import torch
from random_models import random_model
from rtstgcn_training.models.config import Arch
from rtstgcn_training.run.average import Average

from rtstgcn_edge.skeletons import load_skeleton

ARCH = Arch(widths=[3], kernel=3, dilation=1, norm="batch", dropout=0.5)


@pytest.mark.parametrize("decay", [0.5, 0.9, 0.999])
def test_each_step_moves_the_average_towards_the_weights(decay):
    model = random_model(ARCH, load_skeleton("imu3"), dtype=torch.float64)
    average = Average(model, decay)
    expected = {name: weight.detach().clone() for name, weight in model.named_parameters()}
    for step in range(1, 30):
        with torch.no_grad():
            for weight in model.parameters():
                weight.add_(torch.randn_like(weight))
        average.update(model)
        share = min(decay, (1 + step) / (10 + step))
        for name, weight in model.named_parameters():
            expected[name] = share * expected[name] + (1 - share) * weight.detach()
    for name, weight in average.model.named_parameters():
        torch.testing.assert_close(weight, expected[name], rtol=1e-9, atol=1e-12)


def test_statistics_are_the_model_s_own_and_the_model_stays_as_it_is():
    model = random_model(ARCH, load_skeleton("imu3"), dtype=torch.float64)
    model.train()
    average = Average(model, 0.9)
    assert not average.model.training and not any(p.requires_grad for p in average.model.parameters())
    with torch.no_grad():
        model.layers[0].norm.running_mean.fill_(7)
        model.features.mean.fill_(3)
    before = [weight.detach().clone() for weight in model.parameters()]
    average.update(model)
    assert (average.model.layers[0].norm.running_mean == 7).all() and (average.model.features.mean == 3).all()
    assert all(torch.equal(a, b) for a, b in zip(before, model.parameters(), strict=True))
