"""Steps and passes: what they learn from, what they leave alone, and how they go on from a state."""

import pytest
import torch
from random_models import random_model
from refusals import refusal
from rtstgcn_training.augment import Augmentation, augment
from rtstgcn_training.chunked.gradients import accumulate_gradients
from rtstgcn_training.configuration import Optimizer
from rtstgcn_training.data import Sequence, load_part
from rtstgcn_training.losses import class_counts, make_objective
from rtstgcn_training.models.config import Arch
from rtstgcn_training.run import epochs as module
from rtstgcn_training.run.epochs import Epochs, fingerprint
from tiny_dataset import write_tiny_dataset

from rtstgcn_edge.recordings import load_dataset
from rtstgcn_edge.skeletons import load_skeleton

ARCH = Arch(widths=[4], kernel=3, dilation=1, input_norm="none", dropout=0.3)


PLAIN = Augmentation(["m/s^2"] * 3, 20.0)
CHANGED = {"rotation_deg": 60.0, "scale": 0.5}


@pytest.fixture(scope="module")
def trials(tmp_path_factory):
    root = write_tiny_dataset(tmp_path_factory.mktemp("data") / "tiny")
    return load_part(load_dataset(root), "train", random_model(ARCH, load_skeleton("imu3"), dtype=torch.float32), 20.0)


def begin(trials, dropout=0.0, **options):
    model = random_model(
        ARCH.model_copy(update={"dropout": dropout}), load_skeleton("imu3"), classes=3, dtype=torch.float32
    )
    chosen = Optimizer(**{"epochs": 4, "batch_size": 2} | options)
    return Epochs(model, chosen, make_objective(chosen, class_counts(trials, 3)), trials, PLAIN, 50)


def weights(model):
    return torch.cat([tensor.flatten() for tensor in model.state_dict().values()])


def loss_and_gradient_norm(model, trials, run):
    loss = accumulate_gradients(model, trials, run.objective, run.segment)
    return loss, torch.cat([p.grad.flatten() for p in model.parameters() if p.grad is not None]).norm().item()


def test_a_step_learns_from_the_changed_trials_and_leaves_the_trials_as_they_were(trials):
    run, copy = begin(trials, **CHANGED), begin(trials).model
    before = [trial.features.clone() for trial in trials]
    same_draw = torch.Generator()
    same_draw.set_state(run.generator.get_state())
    loss = run.step(trials[:3])
    assert all(torch.equal(trial.features, x) for trial, x in zip(trials, before, strict=True))
    unchanged, _ = loss_and_gradient_norm(copy, trials[:3], run)
    seen = [augment(trial, run.options, PLAIN, same_draw) for trial in trials[:3]]
    assert loss == loss_and_gradient_norm(copy, seen, run)[0] != pytest.approx(unchanged, rel=1e-3)


@pytest.mark.parametrize(("clip", "limit"), [(1.0, 1.0), (0.3, 0.3), (0.0, None)])
def test_a_step_takes_a_gradient_of_the_clip_s_norm_at_the_most(trials, clip, limit):
    run, copy = begin(trials, clip=clip), begin(trials).model
    with torch.no_grad():
        for model in (run.model, copy):
            model.head.weight.mul_(100)  # a loss far off, and a steep one
    _, norm = loss_and_gradient_norm(copy, trials[:3], run)
    run.step(trials[:3])
    taken = torch.cat([p.grad.flatten() for p in run.model.parameters()]).norm().item()
    assert norm > 2 and taken == pytest.approx(limit or norm, rel=1e-4)


def test_a_pass_sees_every_trial_once_in_another_order_each_time(trials, monkeypatch):
    orders = []
    monkeypatch.setattr(module, "augment", lambda trial, *others: orders[-1].append(trial.name) or trial)
    run = begin(trials)
    for _ in range(2):
        orders.append([])
        run.run({})
    assert [sorted(order) for order in orders] == [sorted(t.name for t in trials)] * 2
    assert orders[0] != orders[1] and run.done == 2


def test_the_average_is_what_is_scored(trials):
    run = begin(trials, average=0.9)
    run.run({})
    assert run.scored is run.average.model and not torch.equal(weights(run.scored), weights(run.model))
    plain = begin(trials)
    assert plain.scored is plain.model


@pytest.mark.parametrize("poison", [float("nan"), 1e38])
def test_a_step_that_diverges_names_itself_and_its_trials(trials, poison, monkeypatch):
    run = begin(trials)
    run.run({})
    monkeypatch.setattr(module, "augment", lambda t, *others: Sequence(t.name, t.features * poison, t.labels))
    before = weights(run.model)
    said = refusal(run.step, trials[:2])
    assert "diverged in epoch 2" in said and trials[0].name in said and "learning_rate" in said
    assert torch.equal(weights(run.model), before)


def test_a_gradient_that_is_not_finite_is_not_taken(trials, monkeypatch):
    def steep(model, *others):
        for parameter in model.parameters():
            parameter.grad = torch.full_like(parameter, float("inf"))
        return 1.0

    monkeypatch.setattr(module, "accumulate_gradients", steep)
    run = begin(trials)
    before = weights(run.model)
    assert "diverged in epoch 1 (loss 1, gradient inf)" in refusal(run.step, trials[:2])
    assert torch.equal(weights(run.model), before)


@pytest.mark.parametrize(
    "options",
    [
        {"schedule": "one_cycle"},
        {"schedule": "cosine", "optimizer": "adam"},
        {"schedule": "step", "decay_every": 1, "optimizer": "sgd"},
        {"schedule": "constant", "average": 0.99},
    ],
    ids=lambda options: options["schedule"],
)
def test_it_goes_on_bit_for_bit_from_its_state(trials, options):
    def pass_over(run, times):
        return [run.run({}) for _ in range(times)]

    torch.manual_seed(1)
    through = begin(trials, dropout=0.5, **CHANGED, **options)
    losses = pass_over(through, 4)
    torch.manual_seed(1)
    stopped = begin(trials, dropout=0.5, **CHANGED, **options)
    first = pass_over(stopped, 2)
    tensors, values = stopped.state()
    tensors = {name: tensor.clone() for name, tensor in tensors.items()}
    torch.manual_seed(99)
    going_on = begin(trials, dropout=0.5, **CHANGED, **options)
    going_on.restore(tensors, values)
    assert going_on.rate == stopped.rate and going_on.done == 2
    assert first + pass_over(going_on, 2) == losses
    assert torch.equal(weights(going_on.model), weights(through.model))
    assert torch.equal(weights(going_on.scored), weights(through.scored))


def test_a_state_of_other_trials_is_refused(trials):
    tensors, values = begin(trials).state()
    assert "not those that this run began with" in refusal(begin(trials[1:]).restore, tensors, values)


def test_the_fingerprint_tells_names_lengths_and_labels_apart(trials):
    one = trials[0]
    other_labels = one.labels.clone()
    other_labels[3] = (other_labels[3] + 1) % 3
    variants = [
        trials,
        trials[1:],
        [Sequence("other", one.features, one.labels), *trials[1:]],
        [Sequence(one.name, one.features[:, 1:], one.labels[1:]), *trials[1:]],
        [Sequence(one.name, one.features, other_labels), *trials[1:]],
    ]
    assert len({fingerprint(variant) for variant in variants}) == len(variants)
