"""The optimiser and the learning rate over the steps of a training."""

from __future__ import annotations

import math
from collections.abc import Iterable

from torch import nn, optim
from torch.optim.lr_scheduler import LambdaLR, LRScheduler, OneCycleLR

from ..configuration import Optimizer


def make_optimiser(parameters: Iterable[nn.Parameter], options: Optimizer) -> optim.Optimizer:
    """AdamW, Adam (weight decay as an L2 term) or SGD with momentum over the parameters that learn."""
    learning = [parameter for parameter in parameters if parameter.requires_grad]
    rate, decay = options.learning_rate, options.weight_decay
    if options.optimizer == "sgd":
        return optim.SGD(learning, rate, momentum=options.momentum, weight_decay=decay)
    kind: type[optim.Adam] = {"adamw": optim.AdamW, "adam": optim.Adam}[options.optimizer]
    return kind(learning, rate, weight_decay=decay)


def make_schedule(optimiser: optim.Optimizer, options: Optimizer, steps_per_epoch: int) -> LRScheduler:
    """The rate of every step, a function of the number of steps taken so far alone; `step()` follows each step.

    `one_cycle` (Smith & Topin 2018) and `cosine` are spread over all epochs and climb over the share `warmup` of the
    steps; `step` multiplies by `learning_rate_decay` every `decay_every` epochs; `constant` stays.
    """
    steps = options.epochs * steps_per_epoch
    if options.schedule == "one_cycle":
        steps = max(steps, 3)
        # The climb takes two steps at least and leaves one: torch divides by zero where either is too short.
        climb = min(max(options.warmup, 2 / steps), 1 - 1 / steps)
        # Adam's first moment moves against the rate; SGD keeps the momentum that it is given.
        cycles = options.optimizer != "sgd"
        return OneCycleLR(optimiser, options.learning_rate, steps, pct_start=climb, cycle_momentum=cycles)

    def cosine(step: int) -> float:
        climb = options.warmup * steps
        if step < climb:
            return (step + 1) / (climb + 1)
        return (1 + math.cos(math.pi * (step - climb) / max(steps - climb, 1))) / 2

    def stairs(step: int) -> float:
        return float(options.learning_rate_decay ** (step // (steps_per_epoch * options.decay_every)))

    factor = {"cosine": cosine, "step": stairs, "constant": lambda step: 1.0}[options.schedule]
    return LambdaLR(optimiser, factor)


SPREAD_OVER_ALL_EPOCHS = ("one_cycle", "cosine")
"""Schedules whose rate depends on the number of epochs to come."""
