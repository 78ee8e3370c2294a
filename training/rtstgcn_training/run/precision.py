"""`optimizer.precision`: a training that sees its model in 8 bits, through exponents that stay what they are."""

from __future__ import annotations

import torch

from rtstgcn_edge.errors import InputError

from ..checkpoint import Description
from ..configuration import Configuration, Optimizer
from ..data import Sequence, pieces
from ..models.rt_stgcn import RTSTGCN
from ..quantised import QuantisedRTSTGCN
from ..quantised.calibrate import calibrate

LONGEST = 8192
"""Frames of a recording that calibration takes at the most; bounds its memory."""


def check_precision(configuration: Configuration) -> None:
    """Raise InputError for 8 bits without a trained model to begin with."""
    if configuration.optimizer.precision == "int8" and configuration.processor.init is None:
        raise InputError(
            'optimizer.precision "int8": 8 bits begin with a trained model; name its checkpoint as processor.init'
        )


def with_precision(model: RTSTGCN, description: Description, options: Optimizer, trials: list[Sequence]) -> RTSTGCN:
    """The model as `options.precision` says.

    In 8 bits `description` gets the exponents that it does not have yet, chosen on recordings that `options.seed` draws
    from `trials`; its provenance names them. Raises InputError where they hold nothing but zeros.
    """
    if options.precision == "float32":
        description.exponents = None
        return model
    if description.exponents is None:
        drawn = _draw(pieces(trials, LONGEST), options)
        description.exponents = calibrate(model.eval(), [trial.features for trial in drawn])
        description.provenance["calibration"] = [
            {"trial": trial.name, "start": trial.start, "frames": len(trial.labels)} for trial in drawn
        ]
    return QuantisedRTSTGCN(model, description.exponents)


def _draw(trials: list[Sequence], options: Optimizer) -> list[Sequence]:
    """In the order of the trials."""
    generator = torch.Generator().manual_seed(options.seed)
    drawn = torch.randperm(len(trials), generator=generator)[: options.calibration_trials]
    return [trials[index] for index in sorted(drawn.tolist())]
