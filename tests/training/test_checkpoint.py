"""Checkpoints: what is saved comes back, a failed save changes nothing, and halves that disagree are refused."""

import json
import os

import pytest
import torch
from random_models import random_model, random_motion
from refusals import refusal
from rtstgcn_training import checkpoint as module
from rtstgcn_training.checkpoint import Description, load_checkpoint, save_checkpoint
from rtstgcn_training.models.config import Arch
from rtstgcn_training.quantised import QuantisedRTSTGCN
from rtstgcn_training.quantised.calibrate import calibrate
from safetensors.torch import load_file, save_file

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.skeletons import load_skeleton

ARCH = Arch(widths=[4, 6], kernel=3, dilation=1, norm="batch", partition="uniform")


def model_and_description(seed=0, **provenance):
    skeleton = load_skeleton("imu3")
    description = Description(
        name="tiny",
        arch=ARCH,
        skeleton=skeleton.to_dict(),
        channels=["x", "y", "z"],
        units=["m", "m", "m"],
        rate_hz=20.0,
        classes=["a", "b", "c", "d"],
        provenance=provenance,
    )
    return random_model(ARCH, skeleton, seed=seed, dtype=torch.float32), description


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "runs" / "v1.2.safetensors"
    model, description = model_and_description(seed=1, note="first")
    save_checkpoint(path, model, description)
    return path, model


def test_a_checkpoint_comes_back_whole(saved):
    path, model = saved
    loaded, description = load_checkpoint(path)
    assert not loaded.training
    assert description == model_and_description(note="first")[1]
    for name, tensor in model.state_dict().items():
        assert torch.equal(loaded.state_dict()[name], tensor), name
    motion = random_motion(model, 20)
    with torch.no_grad():
        assert torch.equal(loaded(motion), model(motion))


def test_a_checkpoint_with_exponents_is_an_8_bit_model_of_float_weights(tmp_path):
    path = tmp_path / "int8.safetensors"
    model, description = model_and_description(seed=1)
    description.exponents = calibrate(model, [random_motion(model, 30)[0]])
    save_checkpoint(path, QuantisedRTSTGCN(model, description.exponents), description)
    loaded, its = load_checkpoint(path)
    assert isinstance(loaded, QuantisedRTSTGCN) and not loaded.training and its == description
    motion = random_motion(model, 20, seed=2)
    with torch.no_grad():
        assert torch.equal(loaded(motion), QuantisedRTSTGCN(model, description.exponents).eval()(motion))
        assert torch.equal(loaded.float_model()(motion), model(motion))
    described = json.loads(path.with_suffix(".json").read_text())
    assert load_file(path).keys() == model.state_dict().keys()
    for spoil, says in (
        ({"head": [1]}, "int8.json: exponents.head: 1 values; the model has 4"),
        ({"embeded": 1}, "int8.json: exponents: unknown key 'embeded'; did you mean 'embedded'?"),
        ({"embedded": 50}, "int8.json: exponents.embedded: Input should be less than or equal to 40, not 50"),
    ):
        edit_json(path, exponents=described["exponents"] | spoil)
        assert says in refusal(load_checkpoint, path)


def test_a_checkpoint_is_two_files_and_no_more(saved):
    path, _ = saved
    assert sorted(file.name for file in path.parent.iterdir()) == ["v1.2.json", "v1.2.safetensors"]


def test_a_later_save_replaces_both_files(saved):
    path, _ = saved
    model, description = model_and_description(seed=2, note="second")
    save_checkpoint(path, model, description)
    loaded, found = load_checkpoint(path)
    assert found.provenance == {"note": "second"}
    assert torch.equal(loaded.head.weight, model.head.weight)


def interrupted(*args, **kwargs):
    raise KeyboardInterrupt


def no_space(*args, **kwargs):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("target", "name", "failure", "raised"),
    [
        (module, "save", interrupted, KeyboardInterrupt),
        (os, "fsync", interrupted, KeyboardInterrupt),
        (os, "fsync", no_space, InputError),
        (module.Path, "replace", no_space, InputError),
        (module.json, "dumps", no_space, OSError),
    ],
)
def test_a_save_that_fails_anywhere_leaves_the_old_checkpoint(saved, monkeypatch, target, name, failure, raised):
    path, model = saved
    with monkeypatch.context() as patch:
        patch.setattr(target, name, failure)
        with pytest.raises(raised):
            save_checkpoint(path, *model_and_description(seed=2, note="second"))
    loaded, description = load_checkpoint(path)
    assert description.provenance == {"note": "first"}
    assert torch.equal(loaded.head.weight, model.head.weight)


def edit_json(path, **changes):
    described = path.with_suffix(".json")
    described.write_text(json.dumps(json.loads(described.read_text()) | changes))


def drop_tensor(path):
    weights = load_file(path)
    del weights["head.bias"]
    save_file(weights, path)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda p: p.unlink(), "v1.2.safetensors: no such file"),
        (lambda p: p.with_suffix(".json").unlink(), "v1.2.json: no such file"),
        (lambda p: p.write_bytes(p.read_bytes()[:-10]), "not a .safetensors file"),
        (lambda p: p.write_bytes(b""), "not a .safetensors file"),
        (lambda p: torch.save({}, p), "not a .safetensors file"),
        (drop_tensor, "head.bias"),
        (lambda p: edit_json(p, classes=["a", "b"]), "weights do not fit v1.2.json: size mismatch for head"),
        (lambda p: edit_json(p, arch={"widths": [4], "kernel": 3, "dilation": 1}), "weights do not fit v1.2.json"),
        (lambda p: edit_json(p, arch={"widths": []}), "v1.2.json: arch: widths is empty"),
        (lambda p: edit_json(p, clases=["a"]), "'clases'; did you mean 'classes'?"),
        (lambda p: edit_json(p, rate_hz="fast"), "v1.2.json: rate_hz"),
        (lambda p: edit_json(p, units=["m"]), "v1.2.json: 3 channels but 1 units"),
        (lambda p: edit_json(p, background=4), "v1.2.json: background 4 is not one of 4 classes"),
        (
            lambda p: edit_json(p, skeleton={"name": "s", "joints": ["a", "a"], "edges": [], "center": 0}),
            "v1.2.json: skeleton: ",
        ),
        (lambda p: p.with_suffix(".json").write_text("{"), "v1.2.json: Invalid JSON"),
        (lambda p: p.with_suffix(".json").write_bytes(b"\xff\xfe\x00"), "v1.2.json: Invalid JSON"),
    ],
)
def test_halves_that_are_missing_broken_or_disagree_are_refused(saved, spoil, says):
    path, _ = saved
    spoil(path)
    assert says in refusal(load_checkpoint, path)
