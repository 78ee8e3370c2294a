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


def test_train_takes_a_bundled_configuration_by_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "build/data/sim_gait: no such folder" in refusal(run, verbs.train, "demo")
    assert "did you mean 'demo'?" in refusal(run, verbs.train, "dmeo")


def test_test_prints_the_scores_and_writes_the_same_as_json(trained, tmp_path, capsys):
    checkpoint, root = trained
    assert run(verbs.test, checkpoint, root, "--part", "train", "--summary", tmp_path / "scores.json") == 0
    table = capsys.readouterr().out
    scores = json.loads((tmp_path / "scores.json").read_text())
    assert (scores["trials"], scores["frames"]) == (2, 120)
    assert "120 frames in 2 trials" in table
    rows = {line.split()[0]: line.split()[1:] for line in table.splitlines() if line}
    assert rows["top-1"] == [f"{scores['top1']:.4f}"]
    assert rows["foreground"] == [f"{scores['top1_without_background']:.4f}"]
    assert rows["f1@50"] == [f"{scores['f1']['f1@50']:.4f}"]
    for name, one in scores["per_class"].items():
        values = (one["recall"], one["precision"], one["f1"])
        assert rows[name] == [str(one["frames"]), *(f"{value:.4f}" for value in values)]


def test_test_refuses_a_data_set_of_other_classes(trained, tmp_path):
    checkpoint, _ = trained
    other = write_tiny_dataset(tmp_path / "other", train=1, val=1, frames=60)
    (other / "actions.txt").write_text("slow\nrest\nfast\n")
    message = refusal(run, verbs.test, checkpoint, other)
    assert "slow, rest, fast" in message and "rest, slow, fast" in message


def test_test_refuses_a_part_that_is_not_there(trained):
    assert "no such" in refusal(run, verbs.test, *trained, "--part", "test")


def test_the_verbs_are_known_without_loading_torch():
    probe = (
        "import sys, rtstgcn_training.verbs as v; v.train.add_arguments; v.test.run; sys.exit('torch' in sys.modules)"
    )
    path = [entry for entry in sys.path if entry]
    assert subprocess.run([sys.executable, "-c", f"import sys; sys.path[:0] = {path!r}; {probe}"]).returncode == 0
