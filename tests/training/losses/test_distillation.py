"""The divergence from a teacher: by hand, and the properties that it is used for."""

import math

import pytest
import torch
from rtstgcn_training.losses import distillation_sum


def test_by_hand():
    # At T = 2 the logits are halved: teacher (3/4, 1/4), student (1/2, 1/2).
    teacher = torch.tensor([[2 * math.log(3.0), 0.0]])
    student = torch.zeros(1, 2)
    divergence = 0.75 * math.log(1.5) + 0.25 * math.log(0.5)
    assert distillation_sum(student, teacher, 2.0).item() == pytest.approx(4 * divergence, rel=1e-6)


def test_one_who_says_the_same_has_nothing_to_learn():
    logits = torch.randn(6, 4, dtype=torch.float64).requires_grad_()
    loss = distillation_sum(logits, logits.detach() + 3.0, 1.7)
    loss.backward()
    assert loss.item() == pytest.approx(0, abs=1e-12)
    assert logits.grad is not None and logits.grad.abs().max() < 1e-12


def test_the_gradient_keeps_its_size_at_a_high_temperature():
    # Hinton et al., eq. 4: at a high temperature T^2 times the gradient is (z - v) / classes for logits of mean 0.
    generator = torch.Generator().manual_seed(0)
    student, teacher = torch.randn(2, 5, 4, generator=generator, dtype=torch.float64)
    student, teacher = (z - z.mean(1, keepdim=True) for z in (student, teacher))
    student.requires_grad_()
    distillation_sum(student, teacher, 1e4).backward()
    torch.testing.assert_close(student.grad, (student.detach() - teacher) / 4, rtol=1e-3, atol=1e-4)
