"""A training run, from a data set to a checkpoint that labels; stopped, resumed and begun anew."""

import dataclasses
import json
import math
import os
import shutil
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest
import torch
from refusals import refusal
from rtstgcn_training import files
from rtstgcn_training.checkpoint import load_checkpoint
from rtstgcn_training.configuration import Configuration
from rtstgcn_training.data import load_part
from rtstgcn_training.models.config import Arch
from rtstgcn_training.run import trainer as module
from rtstgcn_training.run.epochs import Epochs
from rtstgcn_training.run.state import load_state, save_state
from rtstgcn_training.run.trainer import train
from rtstgcn_training.scoring.score import score
from tiny_dataset import write_tiny_dataset

from rtstgcn_edge.recordings import load_dataset


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
    assert "its arch.kernel 5, 5; this training has 3, 3" in said
    said = refusal(train, continued(root, first, first.parent))
    assert "this training would write over it" in said
    metres = write_tiny_dataset(tmp_path / "metres" / "tiny", units=["m", "m", "m"])
    said = refusal(train, continued(metres, first, tmp_path / "other"))
    assert "its units m/s^2, m/s^2, m/s^2; this training has m, m, m" in said


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


def test_a_class_that_never_occurs_in_training_does_no_harm_and_is_named(tmp_path, capsys):
    root = write_tiny_dataset(tmp_path / "tiny", train=1, val=1)
    (root / "actions.txt").write_text("rest\nslow\nfast\nnever\n")
    _, description = load_checkpoint(train(configuration(root, tmp_path / "out", epochs=1)))
    assert math.isfinite(description.provenance["scores"]["top1"])
    assert "warning: no training frame is 'never'" in capsys.readouterr().err


def test_wrong_input_is_refused_before_training(root, tmp_path):
    assert "no such folder" in refusal(train, configuration(tmp_path / "nowhere", tmp_path / "out"))
    (tmp_path / "file").write_text("")
    assert "processor.out" in refusal(train, configuration(root, tmp_path / "file"))
    flat = write_tiny_dataset(tmp_path / "flat", channels=["angle", "rate"], units=["deg", "deg/s"])
    message = refusal(train, configuration(flat, tmp_path / "out", rotation_deg=5.0))
    assert "rotation_deg" in message and "2 channels" in message


STOPPING = {"epochs": 4, "rotation_deg": 5.0, "average": 0.9, "patience": 3, "batch_size": 2}


def everything(folder):
    """Weights and description of the checkpoint, and the lines of the log without the clock."""
    model, description = load_checkpoint(folder / "tiny.safetensors")
    lines = [json.loads(line) for line in (folder / "epochs.jsonl").read_text().splitlines()]
    assert all(line.pop("seconds") >= 0 for line in lines)
    weights = torch.cat([tensor.flatten() for tensor in model.state_dict().values()])
    return (
        weights,
        description,
        lines,
        (folder / "scores.json").read_text(),
        (folder / "epochs.csv").read_text().count("\n"),
    )


@pytest.fixture(scope="module")
def unstopped(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("unstopped") / "run"
    train(configuration(root, folder, **STOPPING))
    return everything(folder)


def stop_at_step(monkeypatch, number):
    """Ctrl-C at the so manieth step from now."""
    step, taken = Epochs.step, []

    def stopping(self, batch):
        taken.append(batch)
        if len(taken) == number:
            raise KeyboardInterrupt
        return step(self, batch)

    monkeypatch.setattr(Epochs, "step", stopping)


@pytest.mark.parametrize("stops", [(7,), (8,), (2,), (1,), (5, 5, 2)], ids=str)
def test_stop_and_resume_give_what_no_stop_gives_bit_for_bit(root, tmp_path, monkeypatch, capsys, unstopped, stops):
    plan = configuration(root, tmp_path / "run", **STOPPING)
    for number in stops:
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            stop_at_step(patch, number)
            train(plan, resume=True)
    said = capsys.readouterr().err
    assert "stopped: " in said and "--resume goes on from there" in said
    torch.manual_seed(123)
    train(plan, resume=True)
    found = everything(tmp_path / "run")
    assert torch.equal(found[0], unstopped[0])
    assert found[1:] == unstopped[1:]


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_bit_for_bit(root, tmp_path, unstopped):
    plan = configuration(root, tmp_path / "run", **STOPPING)
    values = plan.model_dump(mode="json")
    (tmp_path / "plan.json").write_text(json.dumps(values))
    slow = (
        "import sys, time; from rtstgcn_edge.cli.main import main; from rtstgcn_training.run.epochs import Epochs; "
        "step = Epochs.step; Epochs.step = lambda self, batch: (time.sleep(0.3), step(self, batch))[1]; "
        "import torch; torch.set_num_threads(1); sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", slow, "train", str(tmp_path / "plan.json"), "--resume"]
    for number in (signal.SIGKILL, signal.SIGTERM):
        run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        lines = tmp_path / "run/epochs.jsonl"
        before = len(lines.read_text().splitlines()) if lines.exists() else 0
        while not (lines.exists() and len(lines.read_text().splitlines()) > before):
            assert run.poll() is None, run.communicate()
            time.sleep(0.05)
        time.sleep(0.4)
        os.kill(run.pid, number)
        _, said = run.communicate(timeout=300)
    assert run.returncode == 130
    assert said.rstrip().splitlines()[-2].startswith("stopped: ") and "Traceback" not in said
    train(plan, resume=True)
    found = everything(tmp_path / "run")
    assert torch.equal(found[0], unstopped[0]) and found[2] == unstopped[2]


def test_a_finished_run_that_is_resumed_stays_as_it_is(root, tmp_path, unstopped):
    plan = configuration(root, tmp_path / "run", **STOPPING)
    train(plan)
    (tmp_path / "run/scores.json").unlink()
    train(plan, resume=True)
    found = everything(tmp_path / "run")
    assert torch.equal(found[0], unstopped[0]) and found[1:] == unstopped[1:]


def test_epochs_can_be_added_where_the_rate_does_not_depend_on_them(root, tmp_path):
    options = {"schedule": "step", "decay_every": 1, "learning_rate_decay": 0.5, "rotation_deg": 5.0}
    train(configuration(root, tmp_path / "run", **options, epochs=2))
    train(configuration(root, tmp_path / "run", **options, epochs=4), resume=True)
    train(configuration(root, tmp_path / "whole", **options, epochs=4))
    found, whole = everything(tmp_path / "run"), everything(tmp_path / "whole")
    assert torch.equal(found[0], whole[0]) and found[2] == whole[2]
    assert [line["learning_rate"] for line in found[2]] == [0.02, 0.01, 0.005, 0.0025]
    said = refusal(lambda: train(configuration(root, tmp_path / "run", **options, epochs=3), resume=True))
    assert "optimizer.epochs: 3" in said and "4 are done" in said


def test_a_run_is_written_over_only_when_asked_and_then_wholly(root, tmp_path):
    plan = configuration(root, tmp_path, epochs=3, checkpoint_indices=[2])
    train(plan)
    assert "holds a run already" in refusal(train, plan)
    train(configuration(root, tmp_path, epochs=1), overwrite=True)
    assert not list(tmp_path.glob("tiny-epoch*"))
    assert len((tmp_path / "epochs.jsonl").read_text().splitlines()) == 1


def test_a_run_folder_holds_what_made_the_weights_and_what_they_are_worth(root, tmp_path):
    train(configuration(root, tmp_path, epochs=3, checkpoint_indices=[1, 3, 99]))
    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert {name for name in names if not name.startswith("tensorboard/")} == {
        *("configuration.json", "environment.json", "state.safetensors", "scores.json", "epochs.jsonl", "epochs.csv"),
        *(f"tiny{kind}{end}" for kind in ("", "-epoch001", "-epoch003") for end in (".json", ".safetensors")),
        *("plots/curves.png", "plots/confusion.png"),
        *(f"demo/trial{number}.0{end}" for number in (0, 1) for end in (".csv", ".png")),
    }
    scores = json.loads((tmp_path / "scores.json").read_text())
    last = json.loads((tmp_path / "epochs.jsonl").read_text().splitlines()[-1])
    assert (scores["part"], scores["epoch"], scores["top1"], scores["f1"]) == ("val", 3, last["top1"], last["f1"])
    first, description = load_checkpoint(tmp_path / "tiny-epoch001.safetensors")
    assert description.provenance["epochs"] == 1
    model, _ = load_checkpoint(tmp_path / "tiny.safetensors")
    assert not torch.equal(first.head.weight, model.head.weight)
    third, _ = load_checkpoint(tmp_path / "tiny-epoch003.safetensors")
    assert torch.equal(third.head.weight, model.head.weight)
    again = Configuration.model_validate_json((tmp_path / "configuration.json").read_bytes())
    assert again == configuration(root, tmp_path, epochs=3, checkpoint_indices=[1, 3, 99])


def test_the_best_epoch_is_kept_and_a_training_that_gains_nothing_stops(root, tmp_path, monkeypatch, capsys):
    values = iter([0.5, 0.9, 0.8, 0.7, 0.6, 0.5])
    real = module.score

    def worse(*arguments):
        return dataclasses.replace(real(*arguments), top1=next(values))

    monkeypatch.setattr(module, "score", worse)
    plan = configuration(root, tmp_path, epochs=6, monitor="top1", patience=3, keep="best")
    train(plan)
    assert "stopped early, after epoch 5" in capsys.readouterr().err
    _, description = load_checkpoint(tmp_path / "tiny.safetensors")
    assert (description.provenance["epochs"], description.provenance["scores"]["top1"]) == (2, 0.9)
    scores = json.loads((tmp_path / "scores.json").read_text())
    assert (scores["epoch"], scores["top1"]) == (2, 0.9)


def test_a_full_disk_leaves_the_former_checkpoint_and_the_run_can_go_on(root, tmp_path, monkeypatch, unstopped):
    plan = configuration(root, tmp_path / "run", **STOPPING)
    lines = tmp_path / "run/epochs.jsonl"

    def full(descriptor):
        if lines.exists() and len(lines.read_text().splitlines()) == 3:  # the third epoch is about to be saved
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files, "os", SimpleNamespace(fsync=full))
        said = refusal(train, plan)
    assert "tiny.safetensors" in said and "No space left on device" in said
    _, description = load_checkpoint(tmp_path / "run/tiny.safetensors")
    assert description.provenance["epochs"] == 2
    assert not list((tmp_path / "run").glob("*.partial"))
    train(plan, resume=True)
    found = everything(tmp_path / "run")
    assert torch.equal(found[0], unstopped[0]) and found[1:] == unstopped[1:]


def test_a_training_on_everything_goes_without_scores(root, tmp_path, capsys):
    shutil.copytree(root / "train", tmp_path / "data/train")
    for name in ("actions.txt", "dataset.json"):
        shutil.copy(root / name, tmp_path / "data")
    _, description = load_checkpoint(train(configuration(tmp_path / "data", tmp_path / "out", epochs=2)))
    assert "scores" not in description.provenance
    assert "no part val; the model is trained without scores" in capsys.readouterr().err
    assert not (tmp_path / "out/scores.json").exists() and (tmp_path / "out/plots/curves.png").exists()
    for option in ({"patience": 1}, {"keep": "best"}):
        said = refusal(train, configuration(tmp_path / "data", tmp_path / "other", **option))
        assert f"optimizer.{next(iter(option))}" in said and "no part val" in said
    train(configuration(tmp_path / "data", tmp_path / "loss", epochs=2, keep="best", monitor="loss"))


def test_a_training_that_diverges_says_so_and_keeps_what_it_had(root, tmp_path):
    wild = {"epochs": 3, "learning_rate": 1e30, "clip": 0, "optimizer": "sgd", "schedule": "constant"}
    said = refusal(train, configuration(root, tmp_path, **wild))
    assert "diverged in epoch 1" in said and "optimizer.learning_rate" in said
    assert not (tmp_path / "tiny.safetensors").exists()


def test_a_segment_that_was_chosen_stays_that_of_the_run(root, tmp_path, monkeypatch):
    asked = []
    with monkeypatch.context() as patch:
        patch.setattr(module, "resolve_segment", lambda *a, **k: asked.append((a[2], k["held_besides"])) or 37)
        with pytest.raises(KeyboardInterrupt):
            stop_at_step(patch, 4)
            train(configuration(root, tmp_path / "auto", **STOPPING | {"segment": "auto"}))
    assert asked == [(160, 2 * 3 * 160 * 3 * 4)]  # the longest trial, and the features of a batch of two
    monkeypatch.setattr(module, "resolve_segment", lambda *a, **k: pytest.fail("chosen again"))
    train(configuration(root, tmp_path / "auto", **STOPPING | {"segment": "auto"}), resume=True)
    assert [one["segment"] for one in json.loads((tmp_path / "auto/environment.json").read_text())] == [37, 37]
    train(configuration(root, tmp_path / "given", **STOPPING | {"segment": 37}))
    assert torch.equal(everything(tmp_path / "auto")[0], everything(tmp_path / "given")[0])


def test_it_says_what_it_learns_from_and_where(root, tmp_path, capsys):
    train(configuration(root, tmp_path, epochs=1))
    (line,) = (line for line in capsys.readouterr().err.splitlines() if "learns from" in line)
    model, _ = load_checkpoint(tmp_path / "tiny.safetensors")
    learned = sum(p.numel() for p in model.parameters() if p.requires_grad)
    assert line == (
        "tiny: learns from 960 frames in 6 sequences, is scored on 320 in 2; "
        f"{learned} parameters, receptive field 13 frames (0.7 s); chunks of 100 frames on cpu"
    )


def test_what_is_refused_leaves_no_folder(root, tmp_path):
    refusal(train, configuration(tmp_path / "nowhere", tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_a_second_training_keeps_out_while_the_first_is_at_work(root, tmp_path, monkeypatch):
    pytest.importorskip("fcntl", reason="no locks on this system")
    plan, said = configuration(root, tmp_path, epochs=1), []
    step = Epochs.step

    def and_another(self, batch):
        if not said:
            said.append(refusal(lambda: train(plan, resume=True)))
            said.append(refusal(lambda: train(plan, overwrite=True)))
        return step(self, batch)

    monkeypatch.setattr(Epochs, "step", and_another)
    train(plan)
    assert len(said) == 2 and all("another training is at work there" in one for one in said)
    assert [json.loads(line)["epoch"] for line in (tmp_path / "epochs.jsonl").read_text().splitlines()] == [1]


def test_a_chunk_that_does_not_fit_into_memory_is_said(root, tmp_path):
    plan = configuration(root, tmp_path, epochs=1)
    plan.arch.kernel, plan.arch.dilation = 10**12, 1
    said = refusal(train, plan)
    assert "out of memory with chunks of 100 frames" in said and "optimizer.segment" in said


def stopped_after_an_epoch(root, out, monkeypatch):
    plan = configuration(root, out, **STOPPING)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        stop_at_step(patch, 4)
        train(plan)
    return plan


@pytest.mark.parametrize(
    ("key", "value"), [("channels", ["acc_y", "acc_x", "acc_z"]), ("units", ["m"] * 3), ("rate_hz", 40.0)]
)
def test_a_run_does_not_go_on_with_other_data(root, tmp_path, monkeypatch, key, value):
    plan = stopped_after_an_epoch(root, tmp_path / "run", monkeypatch)
    shutil.copytree(root, tmp_path / "moved")
    plan.processor.data = tmp_path / "moved"
    described = json.loads((root / "dataset.json").read_text())
    (tmp_path / "moved/dataset.json").write_text(json.dumps(described | {key: value}))
    said = refusal(lambda: train(plan, resume=True))
    assert f"its {key} {value}; this run began with {described[key]}" in said


def test_a_state_without_all_its_values_is_refused(root, tmp_path, monkeypatch):
    plan = stopped_after_an_epoch(root, tmp_path / "run", monkeypatch)
    tensors, values = load_state(tmp_path / "run/state.safetensors")
    save_state(tmp_path / "run/state.safetensors", tensors, {k: v for k, v in values.items() if k != "selection"})
    assert "no selection" in refusal(lambda: train(plan, resume=True))


def test_a_training_does_not_stop_for_epochs_that_it_has_not_scored(root, tmp_path, monkeypatch):
    real, top1 = module.score, iter([0.9, 0.5, 0.4])
    monkeypatch.setattr(module, "score", lambda *a: dataclasses.replace(real(*a), top1=next(top1)))
    plan = configuration(root, tmp_path, epochs=9, monitor="top1", patience=2)
    plan.job.validate_every = 3
    train(plan)
    log = [json.loads(line) for line in (tmp_path / "epochs.jsonl").read_text().splitlines()]
    assert len(log) == 6 and log[-1]["top1"] == 0.5
