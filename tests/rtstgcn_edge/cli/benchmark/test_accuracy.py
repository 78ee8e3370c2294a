"""Scores of `benchmark` are those of `test`, and agreement is what a count of the labels says."""

import json

import numpy as np
import pytest
import torch
from refusals import refusal
from runs import tiny_model, write_model
from tiny_dataset import CLASSES, DESCRIPTION, write_tiny_dataset

from rtstgcn_edge.cli.benchmark.accuracy import compare, find_part
from rtstgcn_edge.cli.main import main
from rtstgcn_edge.engine import Engine
from rtstgcn_edge.model_file import open_model
from rtstgcn_edge.skeletons import Skeleton

LEG = {key: DESCRIPTION[key] for key in ("edges", "center")} | {"name": "leg", "joints": DESCRIPTION["nodes"]}
SAID = {key: DESCRIPTION[key] for key in ("channels", "units", "rate_hz", "background")}


def write_leg_model(path, **arch):
    model = tiny_model(*arch.values(), classes=3)
    with torch.no_grad():
        model.head.bias -= torch.tensor(
            [-0.35, -0.05, 0.39] if arch else [-0.95, -1.28, 1.13]
        )  # so that labels come and go
    leg = Skeleton.from_dict(LEG).to_dict()
    return write_model(path, model, name=path.stem, classes=list(CLASSES), skeleton=leg, **SAID)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """Two skeletons that come and go, a model, one that labels late, and one whose labels are others."""
    from rtstgcn_training.models.config import Arch

    shelf = tmp_path_factory.mktemp("shelf")
    root = write_tiny_dataset(shelf / "tiny", train=1, val=3, frames=90)
    for file in sorted((root / "val" / "features").glob("*.npy")):
        x = np.load(file)
        x = x if x.ndim == 4 else x[..., None]
        x = np.concatenate([x, x[:, ::-1]], axis=3)
        x[:, 20:60, :, 1] = 0  # gone for two seconds at 20 Hz
        np.save(file, x)
    write_leg_model(shelf / "leg.onnx")
    write_leg_model(shelf / "late.onnx", arch=Arch(widths=[4], kernel=5, dilation=1, residual_delay="centre"))
    return shelf


def compared(shelf, *names):
    engines = [Engine(open_model(shelf / name)) for name in names]
    return list(compare(engines, find_part(shelf / "tiny"), lambda number, share: None))


@pytest.mark.parametrize("name", ["leg.onnx", "late.onnx"])
def test_scores_are_those_of_test(shelf, tmp_path, name, capsys):
    assert main(["test", str(shelf / name), str(shelf / "tiny"), "--summary", str(tmp_path / "s.json")]) == 0
    expected = json.loads((tmp_path / "s.json").read_text())
    (found,) = compared(shelf, name)
    assert found["trials"] == 6 and found["frames"] < 3 * 2 * 90
    for key in found.keys() - {"same_label_as_first", "logits_sha256"}:
        assert json.loads(json.dumps(found[key])) == expected[key], key


def test_a_model_agrees_with_itself_to_the_last_bit_and_another_does_not(shelf):
    first, again, other = compared(shelf, "leg.onnx", "leg.onnx", "late.onnx")
    assert first["same_label_as_first"] == again["same_label_as_first"] == 1
    assert first["logits_sha256"] == again["logits_sha256"] != other["logits_sha256"]
    assert 0 < other["same_label_as_first"] < 1


def test_agreement_is_the_share_of_equal_labels(shelf, tmp_path):
    labels = []
    for name in ("leg", "late"):
        words = ["test", str(shelf / f"{name}.onnx"), str(shelf / "tiny"), "--predictions", str(tmp_path / name)]
        assert main(words) == 0
        files = sorted((tmp_path / name).glob("*.csv"))
        labels.append([line for file in files for line in file.read_text().splitlines()])
    shown = [pair for pair in zip(*labels, strict=True) if "-1" not in pair]
    found = compared(shelf, "leg.onnx", "late.onnx")[1]
    assert len(shown) == found["frames"]
    assert found["same_label_as_first"] == pytest.approx(sum(a == b for a, b in shown) / len(shown))


def test_progress_is_told_model_by_model(shelf):
    told = []
    engines = [Engine(open_model(shelf / "leg.onnx"))] * 2
    list(compare(engines, find_part(shelf / "tiny"), lambda *progress: told.append(progress)))
    assert [number for number, _ in told] == sorted(number for number, _ in told)
    assert [share for number, share in told if share == 1] == [1, 1]


def test_a_data_set_means_its_validation_part_and_a_part_itself(shelf):
    for path, part in ((shelf / "tiny", "val"), (shelf / "tiny" / "train", "train"), (shelf / "tiny" / "val", "val")):
        found = find_part(path)
        assert (found.dataset.root, found.name) == (shelf / "tiny", part)


def test_a_part_in_one_file_is_found_by_its_name(shelf, tmp_path):
    root = tmp_path / "single"
    root.mkdir()
    for name in ("actions.txt", "dataset.json"):
        (root / name).write_bytes((shelf / "tiny" / name).read_bytes())
    trials = [np.load(file) for file in sorted((shelf / "tiny" / "val" / "features").glob("*.npy"))]
    np.save(root / "val_data.npy", np.stack(trials))
    np.save(root / "val_label.npy", np.zeros((3, 90), np.int64))
    assert len(find_part(root / "val").dataset.trials("val")) == 3


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("tiny/test", "tiny/test: no such trial or folder"),
        ("nowhere", "nowhere: no such folder; a data set is a folder with actions.txt"),
        ("leg.onnx", "leg.onnx: no such folder"),
    ],
)
def test_what_is_no_part_is_refused(shelf, path, said):
    assert said in refusal(find_part, shelf / path)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"classes": ["a", "b", "c"]}, "tiny: classes "),
        ({"rate_hz": 50.0}, "20 Hz, but model 'leg' runs at 50 Hz"),
        ({"channels": ["a", "b", "c"]}, "model 'leg' takes a, b, c"),
    ],
)
def test_recordings_that_are_not_the_models_are_refused(shelf, changes, said):
    manifest = open_model(shelf / "leg.onnx").manifest.model_copy(update=changes)
    assert said in refusal(find_part(shelf / "tiny").check, manifest)
