"""Gradients: those of chunks are exactly those of whole trials."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from random_models import random_model, random_motion
from rtstgcn_training.data import UNLABELLED, Sequence
from rtstgcn_training.gradients import accumulate_gradients
from rtstgcn_training.models.config import Arch
from strategies import archs, skeletons

from rtstgcn_edge.skeletons import load_skeleton

CLASSES = 4
WEIGHTS = torch.tensor([0.5, 2.0, 0.0, 1.0], dtype=torch.float64)


def whole_trial_loss(model, trials, smoothing):
    """The loss from its definition, one frame at a time, on whole trials."""
    surprise = weight = steps = 0
    roughness = torch.zeros((), dtype=torch.float64)
    for trial in trials:
        repeats = [trial.features, *[trial.features[:, -1:]] * model.delay]
        log_p = model(torch.cat(repeats, dim=1)[None])[0, model.delay :].log_softmax(1)
        for t, label in enumerate(trial.labels.tolist()):
            if label != UNLABELLED:
                surprise = surprise - WEIGHTS[label] * log_p[t, label]
                weight += WEIGHTS[label]
            for c in range(CLASSES if t else 0):
                step = (log_p[t, c] - log_p[t - 1, c].detach()).abs()
                roughness = roughness + torch.minimum(step, torch.tensor(4.0, dtype=torch.float64)) ** 2
                steps += 1
    return surprise / weight + smoothing * roughness / max(steps, 1)


def gradients(model):
    return torch.cat([p.grad.flatten() for p in model.parameters() if p.grad is not None])


def trials_for(model, lengths, seed):
    generator = torch.Generator().manual_seed(seed)
    trials = []
    for number, length in enumerate(lengths):
        labels = torch.randint(0, CLASSES, (length,), generator=generator)
        labels[torch.rand(length, generator=generator) < 0.2] = UNLABELLED
        labels[0] = 1  # at least one frame that weighs something
        trials.append(Sequence("", 3 * random_motion(model, length, seed=seed + number)[0], labels))
    return trials


def assert_chunks_are_exact(model, trials, segment, smoothing):
    model.zero_grad()
    expected_loss = whole_trial_loss(model, trials, smoothing)
    expected_loss.backward()
    expected = gradients(model)
    model.zero_grad()
    loss = accumulate_gradients(model, trials, WEIGHTS, smoothing, segment)
    assert loss == pytest.approx(expected_loss.item(), rel=1e-10)
    assert (gradients(model) - expected).abs().max() <= 1e-9 * expected.abs().max()


@given(
    arch=archs(),
    skeleton=skeletons(max_joints=4),
    lengths=st.lists(st.integers(1, 25), min_size=1, max_size=3),
    segment=st.integers(1, 30),
    smoothing=st.sampled_from([0.0, 0.15, 3.0]),
    seed=st.integers(0, 2**31),
)
def test_gradients_of_chunks_are_those_of_whole_trials(arch, skeleton, lengths, segment, smoothing, seed):
    model = random_model(arch, skeleton, seed=seed, dtype=torch.float64)
    assert_chunks_are_exact(model, trials_for(model, lengths, seed), segment, smoothing)


@pytest.mark.parametrize("residual_delay", [0, "centre"])
@pytest.mark.parametrize("segment", [1, 7, 64, 1000])
def test_gradients_are_exact_for_trials_shorter_and_longer_than_the_receptive_field(residual_delay, segment):
    arch = Arch(widths=[4, 4, 6], kernel=5, dilation=[1, 2, 1], residual_delay=residual_delay)
    model = random_model(arch, load_skeleton("imu3"), dtype=torch.float64)
    assert model.receptive_field == 17
    assert_chunks_are_exact(model, trials_for(model, [9, 60, 17, 1], seed=5), segment, smoothing=0.15)
