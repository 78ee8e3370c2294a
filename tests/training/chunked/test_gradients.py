"""Gradients: those of chunks are exactly those of whole trials, whatever the loss."""

from dataclasses import replace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from random_models import random_model, random_motion
from rtstgcn_training.chunked.chunks import cut
from rtstgcn_training.chunked.gradients import accumulate_gradients
from rtstgcn_training.chunked.labelling import flushed
from rtstgcn_training.data import UNLABELLED, Sequence
from rtstgcn_training.losses import Objective, distillation_sum, pull_sum, segmental_loss
from rtstgcn_training.models.config import Arch
from strategies import archs, skeletons

from rtstgcn_edge.skeletons import load_skeleton

CLASSES = 4
WEIGHTS = torch.tensor([0.5, 2.0, 0.0, 1.0], dtype=torch.float64)
TERMS = {
    "none": {},
    "smoothing": {"smoothing": 3.0},
    "pull": {"pull": 0.7},
    "segmental": {"segmental": 2.0},
    "distillation": {"distillation": 0.9, "temperature": 3.0},
    "all": {"smoothing": 0.15, "pull": 0.3, "segmental": 1.0, "distillation": 0.5},
}


def runs_of(labels):
    """Number of longest runs of one label among the labelled frames, 1 at least."""
    seen = [label for label in labels.tolist() if label != UNLABELLED]
    return max(sum(a != b for a, b in zip([None, *seen], seen, strict=False)), 1)


def whole_trial_loss(objective, trials, logits, taught):
    """The loss from its definition, given the logits (L, classes) of whole trials and those of a teacher."""
    surprise, roughness, steps = (torch.zeros((), dtype=torch.float64) for _ in range(3))
    for trial, z in zip(trials, logits, strict=True):
        log_p = z.log_softmax(1)
        for t, label in enumerate(trial.labels.tolist()):
            if label != UNLABELLED:
                surprise = surprise - WEIGHTS[label] * log_p[t, label]
            for c in range(CLASSES if t else 0):
                step = (log_p[t, c] - log_p[t - 1, c].detach()).abs()
                roughness = roughness + torch.minimum(step, torch.tensor(4.0, dtype=torch.float64)) ** 2
                steps = steps + 1
    labelled = max(sum(int((trial.labels != UNLABELLED).sum()) for trial in trials), 1)
    loss = surprise / labelled + objective.smoothing * roughness / max(steps, 1)
    frames = sum(len(trial.labels) for trial in trials)
    shares = [runs_of(trial.labels) for trial in trials]
    for trial, z, known, share in zip(trials, logits, taught, shares, strict=True):
        loss = loss + objective.pull * pull_sum(z, trial.labels) / labelled
        loss = loss + objective.segmental * segmental_loss(z, trial.labels) * share / sum(shares)
        if objective.distillation:
            loss = loss + objective.distillation * distillation_sum(z, known, objective.temperature) / frames
    return loss


def whole_logits(model, trials):
    """Logits of each trial from one piece, row t for frame t."""
    repeats = [torch.cat([t.features, *[t.features[:, -1:]] * model.delay], dim=1) for t in trials]
    return [model(x[None])[0, model.delay :] for x in repeats]


def gradients(model):
    return torch.cat([p.grad.flatten() for p in model.parameters() if p.grad is not None])


def trials_for(model, lengths, seed):
    generator = torch.Generator().manual_seed(seed)
    trials = []
    for number, length in enumerate(lengths):
        labels = torch.randint(0, CLASSES, (length,), generator=generator)
        labels = labels[torch.arange(length) // 3]  # segments of three frames
        labels[torch.rand(length, generator=generator) < 0.2] = UNLABELLED
        trials.append(Sequence("", 3 * random_motion(model, length, seed=seed + number)[0], labels))
    return trials


def assert_chunks_are_exact(model, trials, segment, objective):
    with torch.no_grad():
        taught = whole_logits(objective.teacher, trials) if objective.teacher else [None] * len(trials)
    model.zero_grad()
    expected_loss = whole_trial_loss(objective, trials, whole_logits(model, trials), taught)
    expected_loss.backward()
    expected = gradients(model)
    model.zero_grad()
    loss = accumulate_gradients(model, trials, objective, segment)
    assert loss == pytest.approx(expected_loss.item(), rel=1e-10, abs=1e-14)
    assert (gradients(model) - expected).abs().max() <= 1e-9 * expected.abs().max()


@pytest.mark.parametrize("terms", TERMS)
@given(
    arch=archs(),
    teacher_arch=archs(max_layers=2),
    skeleton=skeletons(max_joints=4),
    lengths=st.lists(st.integers(1, 25), min_size=1, max_size=3),
    segment=st.integers(1, 30),
    seed=st.integers(0, 2**31),
)
def test_gradients_of_chunks_are_those_of_whole_trials(terms, arch, teacher_arch, skeleton, lengths, segment, seed):
    model = random_model(arch, skeleton, seed=seed, dtype=torch.float64)
    teacher = random_model(teacher_arch, skeleton, seed=seed + 1, dtype=torch.float64)
    objective = Objective(WEIGHTS, **TERMS[terms], teacher=teacher if "distillation" in TERMS[terms] else None)
    assert_chunks_are_exact(model, trials_for(model, lengths, seed), segment, objective)


@pytest.mark.parametrize("terms", ["smoothing", "all"])
@pytest.mark.parametrize("residual_delay", [0, "centre"])
@pytest.mark.parametrize("segment", [1, 7, 64, 1000])
def test_gradients_are_exact_for_trials_shorter_and_longer_than_the_receptive_field(residual_delay, segment, terms):
    arch = Arch(widths=[4, 4, 6], kernel=5, dilation=[1, 2, 1], residual_delay=residual_delay)
    model = random_model(arch, load_skeleton("imu3"), dtype=torch.float64)
    assert model.receptive_field == 17
    late = Arch(widths=[8, 4], kernel=7, dilation=1, residual_delay="centre")
    objective = Objective(
        WEIGHTS, **TERMS[terms], teacher=random_model(late, load_skeleton("imu3"), seed=1, dtype=torch.float64)
    )
    objective = objective if objective.distillation else replace(objective, teacher=None)
    assert_chunks_are_exact(model, trials_for(model, [9, 60, 17, 1], seed=5), segment, objective)


@pytest.mark.parametrize("terms", ["smoothing", "pull", "segmental", "all"])
def test_the_frames_of_a_batch_may_all_be_without_a_label(terms):
    model = random_model(Arch(widths=[4], kernel=3, dilation=1), load_skeleton("imu3"), dtype=torch.float64)
    trials = [replace(t, labels=torch.full_like(t.labels, UNLABELLED)) for t in trials_for(model, [20, 9], seed=0)]
    options = {key: value for key, value in TERMS[terms].items() if key != "distillation"}
    for segment in (6, 100):
        model.zero_grad()
        objective = Objective(WEIGHTS, **options)
        loss = accumulate_gradients(model, trials, objective, segment)
        with torch.no_grad():
            rough = whole_trial_loss(objective, trials, whole_logits(model, trials), [None] * 2)
        assert loss == pytest.approx(rough.item(), rel=1e-9, abs=1e-12)
        assert gradients(model).isfinite().all()


def loss_with_all_chunks_held(model, trials, segment, objective):
    """Every chunk forward once, their graphs kept, and one loss of what they say."""
    logits = []
    for trial in trials:
        x = flushed(trial.features, model.delay)
        chunks = cut(x.shape[1], segment, model.receptive_field, skip=model.delay)
        logits.append(torch.cat([model(x[None, :, c.begin : c.stop])[0, c.start - c.begin :] for c in chunks]))
    return whole_trial_loss(objective, trials, logits, [None] * len(trials))


@pytest.mark.parametrize("residual_delay", [0, "centre"])
@pytest.mark.parametrize("segment", [5, 13, 100])
def test_both_passes_draw_the_same_masks_and_batch_statistics_move_once(residual_delay, segment):
    arch = Arch(widths=[4, 6], kernel=3, dilation=[1, 2], dropout=0.4, norm="batch", residual_delay=residual_delay)
    objective = Objective(WEIGHTS, smoothing=0.0, pull=0.5, segmental=1.0)
    found, held = (random_model(arch, load_skeleton("imu3"), dtype=torch.float64).train() for _ in range(2))
    trials = trials_for(found, [40, 12, 27], seed=3)
    torch.manual_seed(7)
    expected = loss_with_all_chunks_held(held, trials, segment, objective)
    expected.backward()
    after = torch.get_rng_state()
    torch.manual_seed(7)
    loss = accumulate_gradients(found, trials, objective, segment)
    assert torch.equal(torch.get_rng_state(), after)
    assert loss == pytest.approx(expected.item(), rel=1e-10)
    assert (gradients(found) - gradients(held)).abs().max() <= 1e-9 * gradients(held).abs().max()
    for name, buffer in found.named_buffers():
        torch.testing.assert_close(buffer, dict(held.named_buffers())[name], rtol=0, atol=0)


@pytest.mark.parametrize("terms", ["smoothing", "all"])
def test_the_same_random_state_gives_the_same_gradient_to_the_bit_and_another_does_not(terms):
    model = random_model(
        Arch(widths=[4], kernel=3, dilation=1, dropout=0.5), load_skeleton("imu3"), dtype=torch.float32
    )
    trials = trials_for(model.train(), [50, 20], seed=0)
    objective = Objective(WEIGHTS, **{k: v for k, v in TERMS[terms].items() if k != "distillation"})
    found = []
    for seed in (1, 1, 2):
        model.zero_grad()
        torch.manual_seed(seed)
        found.append((accumulate_gradients(model, trials, objective, 8), gradients(model)))
    assert found[0][0] == found[1][0] != found[2][0]
    assert torch.equal(found[0][1], found[1][1]) and not torch.equal(found[0][1], found[2][1])


@pytest.mark.parametrize(("terms", "passes"), [("smoothing", 1), ("pull", 2), ("segmental", 2)])
def test_only_what_sees_a_whole_trial_costs_a_second_pass_and_only_where_a_trial_is_cut(terms, passes):
    model = random_model(Arch(widths=[4], kernel=3, dilation=1), load_skeleton("imu3"), dtype=torch.float64)
    calls = []
    model.register_forward_hook(lambda *_: calls.append(torch.is_grad_enabled()))
    accumulate_gradients(model, trials_for(model, [30, 10], seed=0), Objective(WEIGHTS, **TERMS[terms]), 10)
    assert calls == [*[False] * (3 * (passes - 1)), *[True] * 3, True]


def test_the_teacher_learns_nothing():
    model, teacher = (
        random_model(Arch(widths=[4], dilation=1), load_skeleton("imu3"), dtype=torch.float64) for _ in range(2)
    )
    before = [p.clone() for p in teacher.parameters()]
    objective = Objective(WEIGHTS, distillation=1.0, pull=1.0, teacher=teacher)
    accumulate_gradients(model, trials_for(model, [30], seed=0), objective, 8)
    assert all(p.grad is None for p in teacher.parameters()) and not teacher.training
    assert all(torch.equal(p, its) for p, its in zip(teacher.parameters(), before, strict=True))
