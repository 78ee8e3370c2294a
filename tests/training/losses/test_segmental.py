"""The soft segmental F1 beside the score that it stands for."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from rtstgcn_training.data import UNLABELLED
from rtstgcn_training.losses import count_segments, segmental_loss

from rtstgcn_edge.scores import ScoreBoard

CLASSES = 4


def loss_of(predicted, truth, background=None, sharpness=60.0):
    logits = sharpness * torch.nn.functional.one_hot(torch.as_tensor(predicted), CLASSES).double()
    return segmental_loss(logits, torch.as_tensor(truth), background).item()


def f1_at(overlaps, predicted, truth, background=None):
    board = ScoreBoard([f"class{c}" for c in range(CLASSES)], background, overlaps)
    board.add(np.asarray(predicted), np.asarray(truth))
    return list(board.result().f1.values())


def runs(*pieces):
    return [label for label, frames in pieces for _ in range(frames)]


def test_by_hand():
    # Class 1 is found 2 frames late (I 8, U 10), class 0 before it 2 frames too long (I 10, U 12).
    truth, predicted = runs((0, 10), (1, 10)), runs((0, 12), (1, 8))
    assert loss_of(predicted, truth) == pytest.approx(1 - 2 * (10 / 12 + 8 / 10) / (2 + 2))
    # With 0 as background only class 1 counts.
    assert loss_of(predicted, truth, background=0) == pytest.approx(1 - 2 * (8 / 10) / (1 + 1))
    # A false segment of class 2, far from anything: one prediction more.
    assert loss_of([*predicted[:3], 2, *predicted[4:]], truth, background=0) == pytest.approx(1 - 2 * 0.8 / (1 + 2))


def test_half_a_probability_is_half_a_segment():
    # p(1) is 1/2 in the segment and 0 outside: I/U = 1/2, P = 1/2.
    p = torch.tensor(runs((1e-30, 5), (0.5, 4), (1e-30, 5)), dtype=torch.float64)
    logits = torch.stack([1 - p, p], dim=1).log()
    truth = torch.tensor(runs((0, 5), (1, 4), (0, 5)))
    assert segmental_loss(logits, truth, background=0).item() == pytest.approx(1 - 2 * 0.5 / (1 + 0.5))


labels_of_runs = st.lists(st.tuples(st.integers(0, CLASSES - 1), st.integers(1, 12)), min_size=1, max_size=8)
backgrounds = st.none() | st.integers(0, CLASSES - 1)


@given(pieces=labels_of_runs, background=backgrounds)
def test_a_perfect_prediction_costs_nothing(pieces, background):
    truth = runs(*pieces)
    assert loss_of(truth, truth, background) == pytest.approx(0, abs=1e-9)


@given(shifts=st.lists(st.integers(-9, 9), min_size=5, max_size=5), background=backgrounds)
def test_of_shifted_borders_it_is_one_less_the_mean_f1_over_all_overlaps(shifts, background):
    order = [0, 1, 2, 0, 3, 1]
    truth = runs(*((label, 20) for label in order))
    borders = [0, *(20 * k + shift for k, shift in enumerate(shifts, 1)), 120]
    assume(all(b > a for a, b in pairwise(borders)))
    predicted = runs(*((label, b - a) for label, a, b in zip(order, borders[:-1], borders[1:], strict=True)))
    overlaps = [(k + 0.5) / 2000 for k in range(2000)]
    expected = 1 - np.mean(f1_at(overlaps, predicted, truth, background))
    assert loss_of(predicted, truth, background) == pytest.approx(expected, abs=2e-3)


def corrupted(truth, severity, generator):
    """Later onsets, missed segments and flicker, more of each with `severity`."""
    predicted = np.roll(truth, int(15 * severity * generator.random()))
    for _ in range(round(8 * severity)):
        start = generator.integers(len(truth))
        predicted[start : start + generator.integers(1, 12)] = generator.integers(CLASSES)
    return predicted


def test_it_falls_as_f1_rises():
    generator = np.random.default_rng(0)
    losses, scores = [], []
    for _ in range(150):
        truth = np.repeat(generator.integers(CLASSES, size=12), generator.integers(15, 50, size=12))
        predicted = corrupted(truth, generator.random(), generator)
        losses.append(loss_of(predicted, truth, background=0))
        scores.append(f1_at([0.5], predicted, truth, background=0)[0])
    ranks = [np.argsort(np.argsort(values)) for values in (losses, scores)]
    assert np.corrcoef(ranks[0], ranks[1])[0, 1] < -0.9


@pytest.mark.parametrize("frame", [12, 30, 55])
def test_flicker_costs_and_more_of_it_costs_more(frame):
    truth = runs((0, 20), (1, 20), (2, 20))
    whole, once, twice = list(truth), list(truth), list(truth)
    once[frame] = twice[frame] = twice[frame - 3] = 3
    assert loss_of(whole, truth) < loss_of(once, truth) < loss_of(twice, truth)


def test_following_its_gradient_finds_the_segments():
    truth = torch.tensor(runs((0, 30), (1, 20), (0, 25), (2, 15)))
    logits = torch.zeros(len(truth), CLASSES, dtype=torch.float64)
    logits += 0.3 * torch.randn(logits.shape, generator=torch.Generator().manual_seed(0))
    logits.requires_grad_()
    optimiser = torch.optim.Adam([logits], lr=0.1)
    start = segmental_loss(logits, truth).item()
    for _ in range(300):
        optimiser.zero_grad()
        segmental_loss(logits, truth).backward()
        optimiser.step()
    assert start > 0.5
    assert f1_at([0.5], logits.detach().argmax(1).numpy(), truth.numpy()) == [1.0]


@given(pieces=labels_of_runs, background=backgrounds, seed=st.integers(0, 2**31), sharpness=st.floats(0, 20))
def test_it_stays_within_0_and_1(pieces, background, seed, sharpness):
    truth = torch.tensor(runs(*pieces))
    generator = torch.Generator().manual_seed(seed)
    logits = sharpness * torch.randn(len(truth), CLASSES, generator=generator, dtype=torch.float64)
    truth[torch.rand(len(truth), generator=generator) < 0.2] = UNLABELLED
    logits.requires_grad_()
    loss = segmental_loss(logits, truth, background)
    loss.backward()
    assert -1e-9 <= loss.item() <= 1
    assert logits.grad is not None and logits.grad.isfinite().all()


def test_frames_without_a_label_are_taken_out_as_in_the_score():
    truth = torch.tensor(runs((0, 6), (1, 6), (0, 6)))
    logits = torch.randn(18, CLASSES, dtype=torch.float64)
    gappy = truth.clone()
    gappy[4:9] = UNLABELLED
    kept = gappy != UNLABELLED
    assert segmental_loss(logits, gappy).item() == segmental_loss(logits[kept], truth[kept]).item()
    assert count_segments(gappy) == 3 and count_segments(gappy, background=0) == 1
    assert count_segments(torch.full((3,), UNLABELLED)) == 0
    assert segmental_loss(logits[:3], torch.full((3,), UNLABELLED)).item() == 0


def test_without_truth_segments_what_is_predicted_is_false():
    truth = [0] * 12
    assert loss_of(truth, truth, background=0) == pytest.approx(0, abs=1e-9)
    assert loss_of(runs((0, 4), (1, 3), (0, 5)), truth, background=0) == pytest.approx(1 / 2)
    assert loss_of(runs((0, 4), (1, 3), (0, 2), (3, 3)), truth, background=0) == pytest.approx(2 / 3)
