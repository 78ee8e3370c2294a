"""A tiny model of all parts, calibrated, with its program and recordings."""

from typing import NamedTuple

import pytest
import torch
from random_models import random_model, random_motion
from rtstgcn_export.program import Program
from rtstgcn_export.program.lower import lower
from rtstgcn_export.report import Report, calibration_report
from rtstgcn_training.models.config import Arch
from rtstgcn_training.models.rt_stgcn import RTSTGCN
from rtstgcn_training.quantised import Exponents
from rtstgcn_training.quantised.calibrate import calibrate

from rtstgcn_edge.skeletons import Skeleton


class Case(NamedTuple):
    model: RTSTGCN
    exponents: Exponents
    program: Program
    trials: list[torch.Tensor]
    classes: list[str]


@pytest.fixture(scope="session")
def case() -> Case:
    arch = Arch(
        widths=[6, 6, 8],
        kernel=[3, 5, 3],
        dilation=[1, 2, 1],
        residual_delay="centre",
        magnitude=True,
        magnitude_trends=[3, 7],
        differences=[2],
        energy=4,
        centred="also",
        input_norm="layer",
    )
    skeleton = Skeleton(name="tree", joints=("a", "b", "c"), edges=((0, 1), (1, 2)), center=1)
    model = random_model(arch, skeleton, seed=3, dtype=torch.float32)
    trials = [random_motion(model, length, seed=length)[0] for length in (150, 61, 90)]
    with torch.no_grad():  # labels of all classes
        model.head.bias -= torch.cat([model(x[None])[0] for x in trials]).mean(0)
    exponents = calibrate(model, trials)
    return Case(model, exponents, lower(model, exponents), trials, ["sit", "stand", "walk", "run"])


@pytest.fixture(scope="session")
def report(case: Case) -> Report:
    return calibration_report(case.model, case.program, case.trials, case.classes)
