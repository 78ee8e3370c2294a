"""One training a subject, by name, resumable, with mean and standard deviation."""

import json
import shutil

import numpy as np
import pytest
from refusals import refusal
from rtstgcn_training.checkpoint import load_checkpoint
from rtstgcn_training.configuration import Configuration
from rtstgcn_training.run import leave_one_out as module
from rtstgcn_training.run.leave_one_out import COLUMNS, table, train_each_subject
from tiny_dataset import write_tiny_dataset


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    subjects = {
        f"{part}/trial{n}": f"S{1 + n % 2 if part == 'train' else 3}" for part in ("train", "val") for n in range(4)
    }
    return write_tiny_dataset(tmp_path_factory.mktemp("data") / "tiny", train=4, val=1, frames=80, subjects=subjects)


def plan(root, out, **processor):
    return Configuration.model_validate(
        {
            "processor": {"name": "tiny", "data": str(root), "out": str(out), "demo": [], **processor},
            "arch": {"widths": [4], "kernel": 3, "dilation": 1, "input_norm": "none"},
            "optimizer": {"epochs": 1, "learning_rate": 0.02},
        }
    )


def test_each_subject_is_left_out_once_and_scored_alone(root, tmp_path, monkeypatch, capsys):
    scores = train_each_subject(plan(root, tmp_path))
    assert list(scores) == ["S1", "S2", "S3"]
    for subject, trials in (("S1", 2), ("S2", 2), ("S3", 1)):
        whole = json.loads((tmp_path / subject / "scores.json").read_text())
        assert (whole["trials"], whole["frames"]) == (trials, 80 * trials)
        assert scores[subject] == {name: {**whole, **whole["f1"]}[name] for name in COLUMNS}
        _, description = load_checkpoint(tmp_path / subject / "tiny.safetensors")
        assert description.provenance["configuration"]["processor"]["leave_out"] == [subject]
    written = json.loads((tmp_path / "leave_one_out.json").read_text())
    values = np.array([[row[name] for name in COLUMNS] for row in scores.values()])
    assert list(written["mean"].values()) == pytest.approx(values.mean(0))
    assert list(written["sd"].values()) == pytest.approx(values.std(0, ddof=1))
    assert [line.split()[0] for line in table(scores).splitlines()] == ["subject", "S1", "S2", "S3", "mean", "sd"]
    assert table(scores).splitlines()[-2].split()[1:] == [f"{value:.4f}" for value in values.mean(0)]

    # S2 was stopped before its end: the others are not trained again, and the whole comes out the same
    (tmp_path / "S2/scores.json").unlink()
    trained = []
    real = module.train
    monkeypatch.setattr(
        module, "train", lambda plan, **former: trained.append(plan.processor.out) or real(plan, **former)
    )
    assert train_each_subject(plan(root, tmp_path), resume=True) == scores
    assert trained == [tmp_path / "S2"]
    assert "subject S2 (2 of 3)" in capsys.readouterr().err
    assert "holds a run already" in refusal(train_each_subject, plan(root, tmp_path))
    other = plan(root, tmp_path)
    other.optimizer.learning_rate = 0.5
    assert "optimizer.learning_rate" in refusal(lambda: train_each_subject(other, resume=True))


def test_what_cannot_be_left_out_is_refused(root, tmp_path):
    assert "take the key out" in refusal(train_each_subject, plan(root, tmp_path, leave_out=["S1"]))
    nobody = write_tiny_dataset(tmp_path / "nobody", train=1, val=1)
    assert "nothing says who the subjects are" in refusal(train_each_subject, plan(nobody, tmp_path / "out"))


def renamed(root, folder, names):
    shutil.copytree(root, folder)
    described = json.loads((root / "dataset.json").read_text())
    subjects = {trial: names.get(subject, subject) for trial, subject in described["subjects"].items()}
    (folder / "dataset.json").write_text(json.dumps(described | {"subjects": subjects}))
    return folder


def test_each_subject_has_a_folder_of_its_own_below(root, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "train", lambda *a, **k: pytest.fail("trained"))
    twins = renamed(root, tmp_path / "twins", {"S1": "a b", "S2": "a-b"})
    assert "subjects 'a b' and 'a-b': both" in refusal(train_each_subject, plan(twins, tmp_path / "out"))
    up = module._without(plan(root, tmp_path / "out"), "..")
    assert (tmp_path / "out").resolve() in up.processor.out.resolve().parents


def test_nothing_is_trained_where_a_later_subject_is_in_the_way(root, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "train", lambda *a, **k: pytest.fail("trained"))
    (tmp_path / "out/S3").mkdir(parents=True)
    (tmp_path / "out/S3/tiny.safetensors").write_text("")
    assert "S3: holds a run already" in refusal(train_each_subject, plan(root, tmp_path / "out"))
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["S3"]


def test_subjects_that_are_finished_go_on_where_more_epochs_are_asked_for(root, tmp_path):
    def asked(epochs):
        found = plan(root, tmp_path)
        found.optimizer.schedule, found.optimizer.epochs = "constant", epochs
        return found

    train_each_subject(asked(1))
    train_each_subject(asked(2), resume=True)
    assert [json.loads((tmp_path / f"S{n}/scores.json").read_text())["epoch"] for n in (1, 2, 3)] == [2, 2, 2]
    for damaged in ("{", "{}", "[]"):
        (tmp_path / "S2/scores.json").write_text(damaged)
        assert "S2/scores.json: not the scores of a run" in refusal(lambda: train_each_subject(asked(2), resume=True))
