"""The losses worked by hand."""

import math

import pytest
import torch
from rtstgcn_training.losses import class_weights, cross_entropy_sum, smoothing_sum


def logits_of(*probabilities):
    """Logits (T, classes) whose softmax is `probabilities`; an offset a frame changes nothing."""
    log_p = torch.tensor(probabilities, dtype=torch.float64).log()
    return log_p + torch.arange(len(probabilities), dtype=torch.float64)[:, None]


def test_cross_entropy_is_the_weighted_sum_of_the_surprise():
    logits = logits_of([0.5, 0.25, 0.25], [0.1, 0.8, 0.1], [0.2, 0.2, 0.6])
    weights = torch.tensor([1.0, 2.0, 0.0], dtype=torch.float64)
    found = cross_entropy_sum(logits, torch.tensor([0, 1, 2]), weights)
    assert found.item() == pytest.approx(math.log(2) + 2 * math.log(1 / 0.8))


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


def test_class_weights_by_hand():
    counts = torch.tensor([1, 4, 0])
    assert class_weights(counts, "none").tolist() == [1, 1, 1]
    # inverse: 1, 1/4, and the mean over the 5 frames is 2/5.
    assert class_weights(counts, "inverse").tolist() == pytest.approx([2.5, 0.625, 0])
    # inverse_sqrt: 1, 1/2, and the mean over the 5 frames is 3/5.
    assert class_weights(counts, "inverse_sqrt").tolist() == pytest.approx([5 / 3, 5 / 6, 0])


@pytest.mark.parametrize("kind", ["inverse", "inverse_sqrt"])
def test_class_weights_have_mean_one_over_the_frames(kind):
    counts = torch.tensor([7, 100_000_000, 0, 31])
    assert (class_weights(counts, kind).double() * counts).sum().item() / counts.sum().item() == pytest.approx(1)
