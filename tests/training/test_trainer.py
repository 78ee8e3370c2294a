"""A training run, from a data set to a checkpoint that labels."""

import json
import math

import pytest
import torch
from random_models import random_model
from refusals import refusal
from rtstgcn_training import trainer as module
from rtstgcn_training.augment import turn_joints
from rtstgcn_training.checkpoint import load_checkpoint
from rtstgcn_training.configuration import Configuration
from rtstgcn_training.data import Sequence, load_part
from rtstgcn_training.gradients import accumulate_gradients
from rtstgcn_training.labelling import score
from rtstgcn_training.models.config import Arch
from rtstgcn_training.trainer import train
from tiny_dataset import write_tiny_dataset

from rtstgcn_edge.recordings import load_dataset
from rtstgcn_edge.skeletons import load_skeleton


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
    scores = score(model, load_part(dataset, "val", model, 20.0), description.classes, description.background)
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


def continued(root, first, out, **changes):
    plan = configuration(root, out, epochs=1, learning_rate=1e-9, weight_decay=0.0)
    arch = {**plan.arch.model_dump(), **changes}
    processor = plan.processor.model_copy(update={"init": first})
    return plan.model_copy(update={"processor": processor, "arch": Arch.model_validate(arch)})


def test_a_training_can_start_from_the_weights_of_another(root, tmp_path):
    first = train(configuration(root, tmp_path / "first", epochs=3))
    second = train(continued(root, first, tmp_path / "second", dropout=0.0))
    (one, its_own), (other, description) = load_checkpoint(first), load_checkpoint(second)
    assert description.provenance["init"] == its_own.provenance
    assert str(first) not in json.dumps(description.provenance)
    for name, weight in one.state_dict().items():
        torch.testing.assert_close(other.state_dict()[name], weight, rtol=0, atol=1e-6)
    said = refusal(train, continued(root, first, tmp_path / "other", kernel=3))
    assert "its arch is not that of this training" in said
    said = refusal(train, continued(root, first, first.parent))
    assert "this training would write over it" in said
    metres = write_tiny_dataset(tmp_path / "metres" / "tiny", units=["m", "m", "m"])
    said = refusal(train, continued(metres, first, tmp_path / "other"))
    assert "its units is not that of this training" in said


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
    model = random_model(Arch(widths=[2], dilation=1), load_skeleton("imu3"), dtype=torch.float32)
    trials = load_part(load_dataset(root), "train", model, 20.0)
    options = configuration(root, "out", epochs=epochs, warmup=warmup, batch_size=100).optimizer
    run = module._Run(model, options, trials, 3)
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


def test_the_scores_of_a_checkpoint_are_of_its_weights_or_not_there(root, tmp_path, monkeypatch):
    said = []
    save = module.save_checkpoint

    def keep(path, model, description):
        save(path, model, description)
        provenance = load_checkpoint(path)[1].provenance
        said.append((provenance["epochs"], provenance.get("scores", {}).get("top1")))

    monkeypatch.setattr(module, "save_checkpoint", keep)
    config = configuration(root, tmp_path, epochs=5)
    config.job.validate_every = 3
    train(config)
    log = [json.loads(line) for line in (tmp_path / "epochs.jsonl").read_text().splitlines()]
    assert said == [(line["epoch"], line.get("top1")) for line in log]


def untrained_run(root, **optimizer):
    """A run over three trials in one step, its model, and a copy of the model."""
    arch = Arch(widths=[4], kernel=3, dilation=1, input_norm="none")
    model, copy = (random_model(arch, load_skeleton("imu3"), classes=3, dtype=torch.float32) for _ in range(2))
    trials = load_part(load_dataset(root), "train", model, 20.0)[:3]
    return module._Run(model, configuration(root, "out", batch_size=3, **optimizer).optimizer, trials, 3), copy


def loss_and_gradient_norm(model, trials, run):
    loss = accumulate_gradients(model, trials, run.weights, run.options.smoothing, run.options.segment)
    return loss, torch.cat([p.grad.flatten() for p in model.parameters()]).norm().item()


def test_a_step_learns_from_the_turned_trials_and_leaves_the_trials_as_they_were(root):
    run, copy = untrained_run(root, rotation_deg=60.0)
    before = [trial.features.clone() for trial in run.trials]
    same_draw = torch.Generator()
    same_draw.set_state(run.generator.get_state())
    loss = run.step(run.trials)
    assert all(torch.equal(trial.features, x) for trial, x in zip(run.trials, before, strict=True))
    unturned, _ = loss_and_gradient_norm(copy, run.trials, run)
    turned = [Sequence("", turn_joints(t.features, 60.0, same_draw), t.labels) for t in run.trials]
    assert loss == loss_and_gradient_norm(copy, turned, run)[0] != pytest.approx(unturned, rel=1e-3)


def test_a_step_takes_a_gradient_of_norm_one_at_the_most(root):
    run, copy = untrained_run(root)
    with torch.no_grad():
        for model in (run.model, copy):
            model.head.weight.mul_(100)  # a loss far off, and a steep one
    _, norm = loss_and_gradient_norm(copy, run.trials, run)
    run.step(run.trials)
    taken = torch.cat([p.grad.flatten() for p in run.model.parameters()]).norm().item()
    assert norm > 2 and taken == pytest.approx(1, rel=1e-4)


def test_a_class_that_never_occurs_in_training_does_no_harm(tmp_path):
    root = write_tiny_dataset(tmp_path / "tiny", train=1, val=1)
    (root / "actions.txt").write_text("rest\nslow\nfast\nnever\n")
    _, description = load_checkpoint(train(configuration(root, tmp_path / "out", epochs=1)))
    assert math.isfinite(description.provenance["scores"]["top1"])


def test_wrong_input_is_refused_before_training(root, tmp_path):
    assert "no such folder" in refusal(train, configuration(tmp_path / "nowhere", tmp_path / "out"))
    (tmp_path / "file").write_text("")
    assert "processor.out" in refusal(train, configuration(root, tmp_path / "file"))
    flat = write_tiny_dataset(tmp_path / "flat", channels=["angle", "rate"], units=["deg", "deg/s"])
    message = refusal(train, configuration(flat, tmp_path / "out", rotation_deg=5.0))
    assert "rotation_deg" in message and "2 channels" in message
