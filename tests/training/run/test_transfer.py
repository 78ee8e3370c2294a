"""What another model lends: everything that knows no joints, columns by what they measure, nothing else."""

import copy

import pytest
import torch
from random_models import random_model
from refusals import refusal
from rtstgcn_training.checkpoint import Description, save_checkpoint
from rtstgcn_training.models.config import Arch
from rtstgcn_training.run.transfer import start_model

from rtstgcn_edge.skeletons import load_skeleton

ACCELERATION, TURN = ["m/s^2"] * 3, ["rad/s"] * 3
ARCH = Arch(widths=[4, 6], kernel=3, dilation=1, magnitude=True, magnitude_trends=[5, 9])


def describe(skeleton, units, classes, arch=ARCH):
    return Description(
        name="any",
        arch=arch,
        skeleton=load_skeleton(skeleton).to_dict(),
        channels=[f"c{number}" for number in range(len(units))],
        units=units,
        rate_hz=64,
        classes=classes,
        provenance={"of": skeleton},
    )


@pytest.fixture
def lender(tmp_path):
    """A trained model of six IMUs with gyroscopes, and its checkpoint."""
    description = describe("imu6", [*ACCELERATION, *TURN], ["walking", "standing"])
    skeleton = load_skeleton("imu6")
    model = random_model(ARCH, skeleton, channels=6, classes=2, seed=3, dtype=torch.float32)
    save_checkpoint(tmp_path / "lender.safetensors", model, description)
    return tmp_path / "lender.safetensors", model.state_dict()


def started(description, init=None, pretrained=None):
    torch.manual_seed(0)
    fresh = description.build().state_dict()
    torch.manual_seed(0)
    return start_model(description, init, pretrained).state_dict(), fresh


def test_convolutions_are_lent_to_other_sensors_and_places(lender):
    path, lent = lender
    description = describe("imu3", ACCELERATION, ["no freeze", "freeze"])
    own, fresh = started(description, pretrained=path)
    for name in ("layers.0.spatial.weight", "layers.1.spatial.bias", "layers.1.projection.weight", "input.bias"):
        assert torch.equal(own[name], lent[name]), name
    for name in ("layers.1.norm.weight", "layers.1.projection_norm.bias"):
        assert torch.equal(own[name], lent[name].mean(0).expand(3, -1)), name
    for name in ("head.weight", "head.bias", "layers.0.spatial.importance", "features.mean", "features.std"):
        assert torch.equal(own[name], fresh[name]), name
    # acceleration xyz, its magnitude, close look and trend: of the lender columns 0 1 2 | 6 | 8 | 10
    assert torch.equal(own["input.weight"], lent["input.weight"][:, [0, 1, 2, 6, 8, 10]])
    assert torch.equal(own["input_norm.weight"], lent["input_norm.weight"].mean(0)[[0, 1, 2, 6, 8, 10]].expand(3, -1))
    assert description.provenance["pretrained"] == {"of": "imu6"}


def test_columns_that_the_lender_did_not_measure_stay_fresh(lender):
    path, lent = lender
    own, fresh = started(describe("imu6", [*TURN, *["m"] * 3], ["walking", "standing"]), pretrained=path)
    assert torch.equal(own["input.weight"][:, [0, 1, 2, 6, 8, 10]], lent["input.weight"][:, [3, 4, 5, 7, 9, 11]])
    assert torch.equal(own["input.weight"][:, [3, 4, 5, 7, 9, 11]], fresh["input.weight"][:, [3, 4, 5, 7, 9, 11]])


def test_places_in_bone_lengths_are_no_places_in_metres(tmp_path):
    plain, scaled = (Arch(widths=[4, 6], dilation=1, centred="only", body_scaled=which) for which in (False, True))
    description = describe("imu3", ["m"] * 3, ["a", "b"], plain)
    model = random_model(plain, load_skeleton("imu3"), classes=2, dtype=torch.float32)
    save_checkpoint(tmp_path / "plain.safetensors", model, description)
    for arch, lent in ((plain, True), (scaled, False)):
        own, _ = started(describe("imu3", ["m"] * 3, ["a", "b"], arch), pretrained=tmp_path / "plain.safetensors")
        assert torch.equal(own["input.weight"], model.input.weight) == lent


def test_the_same_skeleton_and_classes_take_everything_but_the_statistics(lender):
    path, lent = lender
    own, fresh = started(describe("imu6", [*ACCELERATION, *TURN], ["walking", "standing"]), pretrained=path)
    for name, tensor in own.items():
        assert torch.equal(tensor, (fresh if name.startswith("features.") else lent)[name]), name


def test_init_takes_everything(lender):
    path, lent = lender
    own, _ = started(describe("imu6", [*ACCELERATION, *TURN], ["walking", "standing"]), init=path)
    assert all(torch.equal(tensor, lent[name]) for name, tensor in own.items())


def test_windows_may_differ_widths_may_not(lender):
    path, _ = lender
    longer = copy.deepcopy(ARCH)
    longer.kernel, longer.dilation = 9, [1, 4]
    started(describe("imu3", ACCELERATION, ["a", "b"], longer), pretrained=path)
    wider = Arch(**ARCH.model_dump() | {"widths": [4, 8]})
    message = refusal(start_model, describe("imu3", ACCELERATION, ["a", "b"], wider), None, path)
    assert "arch.widths 4, 6; this training has 4, 8" in message


def test_one_start_only(lender):
    path, _ = lender
    message = refusal(start_model, describe("imu3", ACCELERATION, ["a", "b"]), path, path)
    assert "one of the two" in message


def lent_by(tmp_path, arch, **changes):
    """Checkpoint of a model of imu6 that has this arch."""
    description = describe("imu6", ACCELERATION, ["a", "b"], Arch(**ARCH.model_dump() | arch))
    description.skeleton |= changes
    model = random_model(description.arch, load_skeleton("imu6"), channels=3, classes=2, seed=5, dtype=torch.float32)
    save_checkpoint(tmp_path / "other.safetensors", model, description)
    return tmp_path / "other.safetensors", model.state_dict()


def test_a_skeleton_is_known_by_its_joints_not_by_its_name(tmp_path):
    path, lent = lent_by(tmp_path, {}, name="another folder", description="moved")
    for which in ("init", "pretrained"):
        own, _ = started(describe("imu6", ACCELERATION, ["a", "b"]), **{which: path})
        assert torch.equal(own["layers.0.norm.weight"], lent["layers.0.norm.weight"])
    message = refusal(start_model, describe("imu3", ACCELERATION, ["a", "b"]), path, None)
    assert "skeleton" in message and "foot_r" in message and "processor.pretrained" in message


def test_one_value_and_one_a_layer_are_the_same_arch(tmp_path):
    path, lent = lent_by(tmp_path, {"kernel": [3, 3], "dilation": [1, 1], "residual": [True, True]})
    for which in ("init", "pretrained"):
        own, _ = started(describe("imu6", ACCELERATION, ["a", "b"]), **{which: path})
        assert torch.equal(own["layers.1.spatial.weight"], lent["layers.1.spatial.weight"])


@pytest.mark.parametrize("key", ["residual", "residual_projection"])
def test_other_residual_paths_are_refused(tmp_path, key):
    path, _ = lent_by(tmp_path, {key: [key != "residual", False]})
    message = refusal(start_model, describe("imu3", ACCELERATION, ["a", "b"]), None, path)
    assert f"its arch.{key} " in message


@pytest.mark.parametrize("stores", [("stored", "stored"), ("symmetric", "stored"), ("stored", "symmetric")])
@pytest.mark.parametrize("skeleton", ["imu3", "imu6"])
def test_stored_matrices_are_lent_to_the_same_skeleton_only(tmp_path, stores, skeleton):
    path, lent = lent_by(tmp_path, {"normalization": stores[0]})
    arch = Arch(**ARCH.model_dump() | {"normalization": stores[1]})
    own, fresh = started(describe(skeleton, ACCELERATION, ["a", "b"], arch), pretrained=path)
    assert torch.equal(own["layers.0.spatial.weight"], lent["layers.0.spatial.weight"])
    name = "layers.0.spatial.graph"
    if stores[1] == "stored":
        takes = stores == ("stored", "stored") and skeleton == "imu6"
        assert torch.equal(own[name], (lent if takes else fresh)[name])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"classes": ["a", "c"]}, "its classes a, b; this training has a, c"),
        ({"rate_hz": 50}, "its rate_hz 64.0; this training has 50.0"),
        ({"units": ["m"] * 3}, "its units m/s^2, m/s^2, m/s^2; this training has m, m, m"),
        ({"arch": Arch(**ARCH.model_dump() | {"kernel": 5})}, "its arch.kernel 3, 3; this training has 5, 5"),
    ],
)
def test_init_says_what_differs(tmp_path, changes, said):
    path, _ = lent_by(tmp_path, {})
    description = describe("imu6", ACCELERATION, ["a", "b"])
    other = Description.model_validate(description.model_dump() | changes)
    assert said in refusal(start_model, other, path, None)


def test_keys_of_ones_own_and_dropout_do_not_hinder_init(tmp_path):
    path, _ = lent_by(tmp_path, {"dropout": 0.5, "mine": "note"})
    started(describe("imu6", ACCELERATION, ["a", "b"]), init=path)
