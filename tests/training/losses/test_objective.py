"""What a configuration asks for, and the divisors of a batch; that chunks add up is in test_gradients.py."""

import pytest
import torch
from random_models import random_model
from refusals import refusal
from rtstgcn_training.configuration import Optimizer
from rtstgcn_training.data import UNLABELLED, Sequence
from rtstgcn_training.losses import Objective, Totals, class_weights, make_objective
from rtstgcn_training.models.config import Arch

from rtstgcn_edge.skeletons import load_skeleton


def trial(*labels):
    return Sequence("", torch.zeros(3, len(labels), 1), torch.tensor(labels))


def test_the_divisors_of_a_batch_by_hand():
    trials = [trial(0, 0, 1, UNLABELLED, 1), trial(2, 2), trial(UNLABELLED)]
    objective = Objective(torch.tensor([1.0, 0.5, 4.0]), segmental=1.0)
    # 4 + 1 steps of 3 classes; runs 0 1, 2, none (which counts as one).
    assert objective.totals(trials) == Totals(steps=15, frames=8, labelled=6, segments=4)
    without = Objective(torch.tensor([1.0, 0.5, 4.0]), segmental=1.0, background=0)
    assert without.totals(trials).segments == 3
    assert objective.totals([trial(UNLABELLED)]) == Totals(steps=1, frames=1, labelled=1, segments=1)


def test_a_batch_of_one_class_counts_by_the_weight_of_that_class():
    objective = Objective(torch.tensor([0.25, 4.0]))
    for label, weight in ((0, 0.25), (1, 4.0)):
        one = trial(label, label, label)
        loss = objective.of_frames(torch.zeros(3, 2), one.labels, None, objective.totals([one]))
        torch.testing.assert_close(loss, weight * torch.tensor(2.0).log())


def test_the_weights_are_those_of_the_configuration():
    counts = torch.tensor([10, 90, 0])
    teacher = random_model(Arch(widths=[2], dilation=1), load_skeleton("imu3"), dtype=torch.float32)
    options = Optimizer(
        smoothing=0.1, pull=0.2, segmental=0.3, distillation=0.4, temperature=5.0, class_weights="inverse"
    )
    found = make_objective(options, counts, 1, teacher)
    assert torch.equal(found.class_weights, class_weights(counts, "inverse"))
    assert (found.smoothing, found.pull, found.segmental) == (0.1, 0.2, 0.3)
    assert (found.distillation, found.temperature, found.background, found.teacher) == (0.4, 5.0, 1, teacher)


@pytest.mark.parametrize(("options", "coupled"), [({}, False), ({"pull": 0.1}, True), ({"segmental": 0.1}, True)])
def test_by_default_frames_are_not_coupled(options, coupled):
    assert make_objective(Optimizer(**options), torch.tensor([1, 1])).couples_frames is coupled


def test_without_a_label_there_must_be_a_teacher():
    nothing = torch.zeros(2, dtype=torch.int64)
    assert "no frame of the training trials has a label" in refusal(make_objective, Optimizer(), nothing)
    teacher = random_model(Arch(widths=[2], dilation=1), load_skeleton("imu3"), dtype=torch.float32)
    assert make_objective(Optimizer(distillation=1.0), nothing, None, teacher).teacher is teacher
