"""Rates over the steps against their formulas, and which optimiser a name makes."""

import math

import pytest
import torch
from rtstgcn_training.configuration import Optimizer
from rtstgcn_training.run.optimiser import make_optimiser, make_schedule


def rates(steps_per_epoch, **options):
    """Rate of each step of the training, and beta1 or momentum beside it."""
    chosen = Optimizer(**options)
    optimiser = make_optimiser([torch.nn.Parameter(torch.zeros(1))], chosen)
    schedule = make_schedule(optimiser, chosen, steps_per_epoch)
    seen = []
    for _ in range(chosen.epochs * steps_per_epoch):
        group = optimiser.param_groups[0]
        seen.append((group["lr"], group.get("momentum", group.get("betas", (None,))[0])))
        optimiser.step()
        schedule.step()
    return [rate for rate, _ in seen], [momentum for _, momentum in seen]


@pytest.mark.parametrize("optimizer", ["adamw", "sgd"])
@pytest.mark.parametrize("epochs", [1, 2, 5, 10])
@pytest.mark.parametrize("warmup", [0.0, 0.1, 0.2, 0.5, 1.0])
@pytest.mark.parametrize("schedule", ["one_cycle", "cosine"])
def test_a_rate_that_climbs_reaches_its_peak_over_any_number_of_steps(schedule, warmup, epochs, optimizer):
    found, _ = rates(1, epochs=epochs, warmup=warmup, learning_rate=0.1, schedule=schedule, optimizer=optimizer)
    assert all(0 < rate <= 0.1 for rate in found)
    if epochs > 1:
        assert max(found) > 0.049


def test_one_cycle_moves_the_first_moment_of_adam_and_leaves_the_momentum_of_sgd():
    _, moments = rates(10, epochs=2)
    assert max(moments) == pytest.approx(0.95) and min(moments) == pytest.approx(0.85, abs=1e-3)
    assert set(rates(10, epochs=2, optimizer="sgd", momentum=0.7)[1]) == {0.7}


def test_the_cosine_rate_is_half_a_cosine_after_a_straight_climb():
    found, _ = rates(10, epochs=1, schedule="cosine", warmup=0.2, learning_rate=2.0)
    climb = [2 / 3, 4 / 3]
    fall = [1 + math.cos(math.pi * step / 8) for step in range(8)]
    assert found == pytest.approx(climb + fall)


def test_the_step_rate_falls_every_so_many_epochs():
    found, _ = rates(2, epochs=5, schedule="step", learning_rate=1.0, learning_rate_decay=0.5, decay_every=2)
    assert found == pytest.approx([1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25])


def test_the_constant_rate_stays():
    assert set(rates(2, epochs=3, schedule="constant", learning_rate=0.3)[0]) == {0.3}


def test_a_name_makes_its_optimiser_with_the_options_that_it_has():
    parameters = [torch.nn.Parameter(torch.ones(2)), torch.nn.Parameter(torch.ones(2), requires_grad=False)]
    for name, kind in (("adamw", torch.optim.AdamW), ("adam", torch.optim.Adam), ("sgd", torch.optim.SGD)):
        made = make_optimiser(parameters, Optimizer(optimizer=name, weight_decay=0.3, momentum=0.6))
        assert type(made) is kind
        (group,) = made.param_groups
        assert group["weight_decay"] == 0.3 and group["params"] == parameters[:1]
        assert group.get("momentum", 0.6) == 0.6
