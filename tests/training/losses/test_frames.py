"""Cross entropy and smoothing term worked by hand."""

import math

import pytest
import torch
from rtstgcn_training.data import UNLABELLED
from rtstgcn_training.losses import cross_entropy_sum, smoothing_sum


def logits_of(*probabilities):
    """Logits (T, classes) whose softmax is `probabilities`; an offset a frame changes nothing."""
    log_p = torch.tensor(probabilities, dtype=torch.float64).log()
    return log_p + torch.arange(len(probabilities), dtype=torch.float64)[:, None]


def test_cross_entropy_is_the_weighted_sum_of_the_surprise():
    logits = logits_of([0.5, 0.25, 0.25], [0.1, 0.8, 0.1], [0.2, 0.2, 0.6])
    weights = torch.tensor([1.0, 2.0, 0.0], dtype=torch.float64)
    found = cross_entropy_sum(logits, torch.tensor([0, 1, 2]), weights)
    assert found.item() == pytest.approx(math.log(2) + 2 * math.log(1 / 0.8))


def test_cross_entropy_leaves_frames_without_a_label_out_and_is_0_where_none_has_one():
    logits = logits_of([0.5, 0.5], [0.25, 0.75]).requires_grad_()
    weights = torch.ones(2, dtype=torch.float64)
    assert cross_entropy_sum(logits, torch.tensor([0, UNLABELLED]), weights).item() == pytest.approx(math.log(2))
    nothing = cross_entropy_sum(logits, torch.full((2,), UNLABELLED), weights)
    nothing.backward()
    assert nothing.item() == 0 and logits.grad is not None and not logits.grad.any()


def test_smoothing_is_the_sum_of_squared_steps_of_the_log_probabilities():
    logits = logits_of([0.5, 0.5], [0.25, 0.75], [0.25, 0.75])
    assert smoothing_sum(logits).item() == pytest.approx(math.log(2) ** 2 + math.log(1.5) ** 2)


def test_smoothing_is_truncated_at_four_a_step():
    log_p = torch.tensor([[0.0, -100.0], [-100.0, 0.0]])
    assert smoothing_sum(log_p).item() == pytest.approx(2 * 4.0**2)


def test_one_frame_has_no_step():
    logits = torch.zeros(1, 3, requires_grad=True)
    loss = smoothing_sum(logits)
    loss.backward()
    assert loss.item() == 0
    assert logits.grad is not None and not logits.grad.any()


def test_the_earlier_frame_of_a_step_takes_no_gradient():
    logits = logits_of([0.5, 0.5], [0.25, 0.75]).requires_grad_()
    smoothing_sum(logits).backward()
    assert logits.grad is not None
    assert not logits.grad[0].any() and logits.grad[1].any()
