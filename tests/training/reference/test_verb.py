"""`import` from its command line to a checkpoint that scores, exports and runs."""

import hashlib
import json

import numpy as np
import pytest
import torch
from rtstgcn_export.exporter import export_float32
from rtstgcn_training.checkpoint import load_checkpoint
from slow_reference import block, configuration, published_adjacency, published_logits, random_weights
from tiny_dataset import write_tiny_dataset

from rtstgcn_edge.cli.main import main
from rtstgcn_edge.skeletons import load_skeleton

SKELETON = load_skeleton("imu3")
CHANNELS = "acc_x:m/s^2,acc_y:m/s^2,acc_z:m/s^2"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """epoch-9.pt, config.json, and what lay around them: actions.txt without the background, graph.json."""
    monkeypatch.chdir(tmp_path)
    weights = random_weights(published_adjacency(SKELETON), block())
    torch.save({"epoch": 9, "model_state_dict": weights, "loss": torch.tensor(0.5)}, "epoch-9.pt")
    (tmp_path / "config.json").write_text(json.dumps(configuration()))
    (tmp_path / "actions.txt").write_text("rest\nslow\nfast\n")
    edges = [[joint, joint] for joint in range(3)] + [list(edge) for edge in SKELETON.edges]
    graph = {"num_node": 3, "edge": edges, "center": SKELETON.center}
    (tmp_path / "graph.json").write_text(json.dumps(graph))
    return tmp_path


def run(*words):
    return main(["import", "epoch-9.pt", "config.json", *words])


def by_options(*words):
    return run(*words, "--actions", "actions.txt", "--skeleton", "graph.json", "--rate", "30", "--channels", CHANNELS)


def test_a_checkpoint_is_imported_by_what_the_command_line_says(folder, capsys):
    assert by_options("out/mine.safetensors") == 0
    model, description = load_checkpoint(folder / "out" / "mine.safetensors")
    assert (description.name, description.rate_hz) == ("mine", 30)
    assert description.classes == ["background", "rest", "slow", "fast"] and description.background == 0
    assert description.channels == ["acc_x", "acc_y", "acc_z"] and description.units == ["m/s^2"] * 3
    assert description.skeleton["joints"] == ["joint0", "joint1", "joint2"]
    digest = hashlib.sha256((folder / "epoch-9.pt").read_bytes()).hexdigest()
    found = description.provenance["imported"]
    assert found == {
        "from": "Realtime-ST-GCN",
        "file": "epoch-9.pt",
        "sha256": digest,
        "window": "trained",
        "epoch": 9,
        "loss": 0.5,
    }
    assert str(folder) not in json.dumps(description.provenance)
    said = capsys.readouterr().err.splitlines()[-1]
    assert "4 classes, receptive field 9 frames" in said and "layers 1, 2, of stride above 1, have K // d taps" in said

    x = np.random.default_rng(0).standard_normal((3, 40, 3))
    weights = torch.load("epoch-9.pt")["model_state_dict"]
    expected = published_logits(weights, block(), x)[8:]
    with torch.no_grad():
        logits = model(torch.from_numpy(x[None]).float())[0].numpy()[8:]
    assert np.abs(logits - expected).max() < 1e-5 * np.abs(expected).max()


def test_the_window_of_the_paper_can_be_asked_for(folder, capsys):
    assert by_options("mine.safetensors", "--window", "published") == 0
    model, _ = load_checkpoint(folder / "mine.safetensors")
    assert model.receptive_field == 1 + 4 * (1 + 2 + 2)
    assert "have K taps, as its paper says" in capsys.readouterr().err


def test_a_data_set_says_the_rest(folder):
    data = write_tiny_dataset(folder / "tiny", train=1, val=1, frames=60, background=None)
    assert run("mine.safetensors", "--data", str(data)) == 0
    _, description = load_checkpoint(folder / "mine.safetensors")
    assert description.skeleton["joints"] == ["hip", "knee", "ankle"]
    assert description.classes == ["background", "rest", "slow", "fast"] and description.background == 0
    assert (description.rate_hz, description.channels[0]) == (20.0, "acc_x")


def test_the_data_set_of_the_configuration_is_taken_where_it_is(folder):
    write_tiny_dataset(folder / "nowhere" / "data", train=1, val=1, frames=60, background=None)
    assert run("mine.safetensors") == 0
    assert load_checkpoint(folder / "mine.safetensors")[1].rate_hz == 20.0


def test_an_imported_checkpoint_scores_and_passes_the_gate(folder, capsys):
    data = write_tiny_dataset(folder / "tiny", train=1, val=1, frames=60)
    (data / "actions.txt").write_text("background\nrest\nslow\nfast\n")
    config = configuration()
    config["processor"]["dataset_type"] = "file"  # whose names are all there
    (folder / "config.json").write_text(json.dumps(config))
    assert run("mine.safetensors", "--data", str(data)) == 0
    assert main(["test", "mine.safetensors", str(data)]) == 0
    assert "stream equals batch" in export_float32(folder / "mine.safetensors", folder / "mine.onnx", [data / "val"])
    assert main(["models", "verify", "mine.onnx"]) == 0


def test_a_configuration_of_ours_will_do(folder):
    arch = {"widths": [4, 6, 6], "kernel": 5, "stride": [1, 2, 2]}
    processor = {"name": "ours", "data": "nowhere", "out": "nowhere"}
    (folder / "config.json").write_text(json.dumps({"processor": processor, "arch": arch}))
    assert by_options("mine.safetensors") == 0


def refused(capsys, code):
    assert code == 2
    return capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["mine.pt"], "mine.pt: a checkpoint is named NAME.safetensors"),
        (["mine.safetensors"], "give --data, or --rate, --channels"),
        (["mine.safetensors", "--rate", "30"], "give --data, or --channels"),
        (["mine.safetensors", "--data", "nothing"], "nothing: no such folder"),
        (["mine.safetensors", "--data", "x", "--rate", "30"], "--rate: the data set says it"),
        (["mine.safetensors", "--rate", "30", "--channels", CHANNELS], "nowhere/actions.txt: not a text file"),
    ],
)
def test_what_is_missing_or_too_much_is_named(folder, capsys, words, says):
    assert says in refused(capsys, run(*words))
    assert not (folder / "mine.safetensors").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--rate", "0"], "--rate 0: frames a second, above 0"),
        (["--rate", "inf"], "--rate inf: frames a second"),
        (["--rate", "fast"], "invalid float value"),
        (["--channels", "x,y,z"], "--channels x,y,z: give NAME:UNIT"),
        (["--channels", "x:m,x:m,z:m"], "each name once"),
        (["--channels", "x:m,y:m"], "takes 3 channels, not 2 (x, y)"),
        (["--actions", "few.txt"], "few.txt: names 2 classes; the checkpoint has 4"),
        (["--actions", "twice.txt"], "class 'rest' is there twice"),
        (["--skeleton", "imu6"], "'A' is (3, 3, 3); configuration and skeleton ask for (3, 6, 6)"),
        (["--skeleton", "imu33"], "did you mean 'imu3'?"),
        (["--skeleton", "none.json"], "none.json"),
        (["--window", "short"], "invalid choice: 'short'"),
    ],
)
def test_wrong_values_are_named(folder, capsys, words, says):
    (folder / "few.txt").write_text("rest\nslow\n")
    (folder / "twice.txt").write_text("rest\nslow\nrest\n")
    given = {"--actions": "actions.txt", "--skeleton": "graph.json", "--rate": "30", "--channels": CHANNELS}
    given[words[0]] = words[1]
    assert says in refused(capsys, run("mine.safetensors", *(word for pair in given.items() for word in pair)))
    assert not (folder / "mine.safetensors").exists()


def test_a_configuration_that_does_not_fit_or_is_none_is_named(folder, capsys):
    (folder / "config.json").write_text(json.dumps(configuration(out_ch=[4, 6, 8])))
    assert "'st_gcn.2.conv.weight' is (18, 6, 1, 1)" in refused(capsys, by_options("mine.safetensors"))
    (folder / "config.json").write_text(json.dumps(configuration(layers=2)))
    assert "has no place in the configuration's network" in refused(capsys, by_options("mine.safetensors"))
    (folder / "config.json").write_text("{")
    assert "config.json: not JSON" in refused(capsys, by_options("mine.safetensors"))
    (folder / "config.json").unlink()
    assert "config.json: No such file" in refused(capsys, by_options("mine.safetensors"))


def test_latency_is_left_out_and_said(folder, capsys):
    (folder / "config.json").write_text(json.dumps(configuration(latency=True)))
    assert by_options("mine.safetensors") == 0
    assert "latency is left out" in capsys.readouterr().err
    assert load_checkpoint(folder / "mine.safetensors")[0].delay == 0
