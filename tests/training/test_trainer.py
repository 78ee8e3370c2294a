"""Training: exact gradients from chunks, and a run from a data set to a checkpoint that labels."""

import json
import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from random_models import random_model, random_motion
from refusals import refusal
from rtstgcn_training import trainer as module
from rtstgcn_training.checkpoint import load_checkpoint
from rtstgcn_training.configuration import Configuration
from rtstgcn_training.data import Sequence, load_part
from rtstgcn_training.labelling import score
from rtstgcn_training.models.config import Arch
from rtstgcn_training.trainer import accumulate_gradients, train
from strategies import archs, skeletons
from tiny_dataset import write_tiny_dataset

from rtstgcn_edge.recordings import load_dataset
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


def configuration(root, out, **optimizer):
    return Configuration.model_validate(
        {
            "processor": {"name": "tiny", "data": str(root), "out": str(out)},
            "arch": {"widths": [8, 8], "kernel": 5, "dilation": [1, 2], "dropout": 0.1, "input_norm": "none"},
            "optimizer": {"epochs": 10, "batch_size": 1, "segment": 100, "learning_rate": 0.02} | optimizer,
        }
    )


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return write_tiny_dataset(tmp_path_factory.mktemp("data") / "tiny")


def test_a_training_learns_and_leaves_a_checkpoint_that_labels_as_it_says(root, tmp_path, capsys):
    checkpoint = train(configuration(root, tmp_path / "out", rotation_deg=5.0))
    captured = capsys.readouterr()
    assert captured.out == "" and "epoch 10/10" in captured.err
    model, description = load_checkpoint(checkpoint)
    dataset = load_dataset(root)
    scores = score(model, load_part(dataset, "val", 3, 3), description.classes, description.background)
    assert scores.top1 > 0.8  # chance is a third
    assert description.provenance["scores"]["top1"] == scores.top1
    assert (description.classes, description.background) == (["rest", "slow", "fast"], 0)
    assert (description.channels, description.units) == (["acc_x", "acc_y", "acc_z"], ["m/s^2"] * 3)
    assert description.rate_hz == 20.0
    assert not torch.equal(model.features.std, torch.ones_like(model.features.std))
    log = [json.loads(line) for line in (tmp_path / "out/epochs.jsonl").read_text().splitlines()]
    assert [line["epoch"] for line in log] == list(range(1, 11))
    assert log[-1]["loss"] < log[0]["loss"] / 2
    assert log[-1]["top1"] == scores.top1


def weights_of(root, out, **optimizer):
    model, _ = load_checkpoint(train(configuration(root, out, **{"epochs": 2, "rotation_deg": 5.0} | optimizer)))
    return torch.cat([tensor.flatten() for tensor in model.state_dict().values()])


def test_the_seed_decides_the_weights(root, tmp_path):
    first, again, other = (weights_of(root, tmp_path / str(n), seed=seed) for n, seed in enumerate((3, 3, 4)))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_the_segment_changes_nothing_but_rounding(root, tmp_path):
    config = configuration(root, tmp_path / "a", epochs=1, segment=13, batch_size=6)
    config.arch.dropout = 0.0
    whole = config.model_copy(deep=True)
    whole.optimizer.segment, whole.processor.out = 4096, tmp_path / "b"
    models = [load_checkpoint(train(c))[0] for c in (config, whole)]
    cut, uncut = (torch.cat([p.flatten() for p in model.parameters()]) for model in models)
    torch.testing.assert_close(cut, uncut, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("epochs", [1, 2, 5, 10])
@pytest.mark.parametrize("warmup", [0.0, 0.1, 0.2, 0.5, 1.0])
def test_the_rate_climbs_to_its_peak_over_any_number_of_steps(root, epochs, warmup):
    trials = load_part(load_dataset(root), "train", 3, 3)
    options = configuration(root, "out", epochs=epochs, warmup=warmup, batch_size=100).optimizer
    run = module._Run(
        random_model(Arch(widths=[2], dilation=1), load_skeleton("imu3"), dtype=torch.float32), options, trials, 3
    )
    rates = []
    for _ in range(epochs):
        rates.append(run.optimiser.param_groups[0]["lr"])
        run.optimiser.step()
        run.schedule.step()
    assert all(0 < rate <= options.learning_rate for rate in rates)
    if epochs > 1:
        assert max(rates) > 0.5 * options.learning_rate


def test_scores_are_taken_as_often_as_asked_and_at_the_end(root, tmp_path):
    config = configuration(root, tmp_path, epochs=5)
    config.job.validate_every = 3
    train(config)
    log = [json.loads(line) for line in (tmp_path / "epochs.jsonl").read_text().splitlines()]
    assert ["top1" in line for line in log] == [False, False, True, False, True]


def test_a_class_that_never_occurs_in_training_does_no_harm(tmp_path):
    root = write_tiny_dataset(tmp_path / "tiny", train=1, val=1)
    (root / "actions.txt").write_text("rest\nslow\nfast\nnever\n")
    _, description = load_checkpoint(train(configuration(root, tmp_path / "out", epochs=1)))
    assert math.isfinite(description.provenance["scores"]["top1"])


def test_a_machine_without_git_trains_all_the_same(root, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    _, description = load_checkpoint(train(configuration(root, tmp_path / "out", epochs=1)))
    assert description.provenance["git_commit"] is None


def test_wrong_input_is_refused_before_training(root, tmp_path):
    assert "no such folder" in refusal(train, configuration(tmp_path / "nowhere", tmp_path / "out"))
    (tmp_path / "file").write_text("")
    assert "processor.out" in refusal(train, configuration(root, tmp_path / "file"))
    flat = write_tiny_dataset(tmp_path / "flat", channels=["angle", "rate"], units=["deg", "deg/s"])
    message = refusal(train, configuration(flat, tmp_path / "out", rotation_deg=5.0))
    assert "rotation_deg" in message and "2 channels" in message
