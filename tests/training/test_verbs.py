"""The verbs of the training side, from their arguments to what they print and write."""

import argparse
import json
import subprocess
import sys

import pytest
from refusals import refusal
from rtstgcn_training import verbs
from tiny_dataset import write_tiny_dataset


def run(verb, *words):
    parser = argparse.ArgumentParser()
    verb.add_arguments(parser)
    return verb.run(parser.parse_args([str(word) for word in words]))


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("verbs")
    root = write_tiny_dataset(folder / "tiny", train=2, val=1, frames=60)
    configuration = {
        "processor": {"name": "tiny", "data": str(root), "out": str(folder / "out")},
        "arch": {"widths": [4], "kernel": 3, "dilation": 1},
        "optimizer": {"epochs": 1},
    }
    (folder / "tiny.json").write_text(json.dumps(configuration))
    assert run(verbs.train, folder / "tiny.json") == 0
    return folder / "out/tiny.safetensors", root


def test_train_writes_a_checkpoint(trained):
    checkpoint, _ = trained
    assert checkpoint.is_file() and checkpoint.with_suffix(".json").is_file()


def test_train_sets_keys_and_writes_over_only_when_asked(trained, tmp_path):
    plan = trained[0].parent.parent / "tiny.json"
    assert "--overwrite" in refusal(run, verbs.train, plan)
    out = f"processor.out={tmp_path}"
    assert run(verbs.train, plan, "--set", out, "--set", "processor.name=other", "--set", "optimizer.mine=[1]") == 0
    kept = json.loads((tmp_path / "configuration.json").read_text())
    assert (tmp_path / "other.safetensors").is_file() and kept["optimizer"]["mine"] == [1]
    assert "did you mean 'epochs'?" in refusal(run, verbs.train, plan, "--set", "optimizer.epoch=3")
    assert "did you mean 'optimizer'?" in refusal(run, verbs.train, plan, "--set", "optimiser.epochs=3")
    again = [plan, "--set", out, "--set", "processor.name=other", "--set", "optimizer.mine=[1]"]
    assert run(verbs.train, *again, "--resume") == 0
    assert run(verbs.train, *again, "--overwrite") == 0


def test_train_leaves_each_subject_out_and_prints_a_table(tmp_path, capsys):
    subjects = {"train/trial0": "A", "train/trial1": "B", "val/trial0": "C"}
    root = write_tiny_dataset(tmp_path / "tiny", train=2, val=1, frames=60, subjects=subjects)
    configuration = {
        "processor": {"name": "tiny", "data": str(root), "out": str(tmp_path / "out"), "demo": []},
        "arch": {"widths": [4], "kernel": 3, "dilation": 1},
        "optimizer": {"epochs": 1},
    }
    (tmp_path / "tiny.json").write_text(json.dumps(configuration))
    assert run(verbs.train, tmp_path / "tiny.json", "--leave-one-out") == 0
    rows = capsys.readouterr().out.splitlines()
    assert [row.split()[0] for row in rows] == ["subject", "A", "B", "C", "mean", "sd"]


def test_train_takes_a_bundled_configuration_by_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "build/data/sim_gait: no such folder" in refusal(run, verbs.train, "demo")
    assert "did you mean 'demo'?" in refusal(run, verbs.train, "dmeo")


def test_the_verbs_are_known_without_loading_torch():
    probe = (
        "import sys, rtstgcn_training.verbs as v; v.train.add_arguments; v.test.run; sys.exit('torch' in sys.modules)"
    )
    path = [entry for entry in sys.path if entry]
    assert subprocess.run([sys.executable, "-c", f"import sys; sys.path[:0] = {path!r}; {probe}"]).returncode == 0
