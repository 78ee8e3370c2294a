"""The mirror image: names, signs and classes by hand, twice the same, and what cannot be mirrored."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from refusals import refusal
from rtstgcn_training.augment import Mirror, other_side
from rtstgcn_training.data import UNLABELLED

from rtstgcn_edge.skeletons import list_skeletons, load_skeleton

XYZ, METRES = ["x", "y", "z"], ["m", "m", "m"]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("knee_l", "knee_r"),
        ("eye_inner_r", "eye_inner_l"),
        ("left_knee", "right_knee"),
        ("LEFT_HIP", "RIGHT_HIP"),
        ("Left Foot", "Right Foot"),
        ("LeftKnee", "RightKnee"),
        ("kneeLeft", "kneeRight"),
        ("leftKnee", "rightKnee"),
        ("L_Wrist", "R_Wrist"),
        ("RKnee", "LKnee"),
        ("turn left", "turn right"),
    ],
)
def test_the_other_side_of_a_name(name, other):
    assert other_side(name) == other and other_side(other) == name


@pytest.mark.parametrize(
    "name", ["head", "lumbar", "rest", "upright", "thumb_a", "Leftover", "running", "Lumbar", "L5", "T12"]
)
def test_names_without_a_side_stay(name):
    assert other_side(name) == name


SIDED = [name for name in list_skeletons() if name not in ("hand20", "imu3")]


@pytest.mark.parametrize("name", SIDED)
def test_of_every_bundled_skeleton_with_sides_the_mirror_image_has_the_same_edges(name):
    skeleton = load_skeleton(name)
    joints = Mirror.of(skeleton.joints, XYZ, METRES, ["rest"], None).joints.tolist()
    assert sorted(joints) == list(range(skeleton.num_joints)) and joints != sorted(joints)
    edges = {frozenset(edge) for edge in skeleton.edges}
    assert {frozenset(joints[v] for v in edge) for edge in edges} == edges
    assert joints[skeleton.center] == skeleton.center or name == "imu6"


def test_by_hand():
    mirror = Mirror.of(["hip", "knee_l", "knee_r"], XYZ, METRES, ["rest", "kick_l", "kick_r"], None)
    x = torch.arange(9.0).view(3, 1, 3)
    mirrored, labels = mirror(x.expand(3, 4, 3), torch.tensor([0, 1, 2, UNLABELLED]))
    assert mirrored[:, 0].tolist() == [[-0.0, -2.0, -1.0], [3.0, 5.0, 4.0], [6.0, 8.0, 7.0]]
    assert labels.tolist() == [0, 2, 1, UNLABELLED]


@given(seed=st.integers(0, 2**31), frames=st.integers(1, 20))
def test_twice_mirrored_is_as_before(seed, frames):
    skeleton = load_skeleton("kinect20")
    mirror = Mirror.of(skeleton.joints, XYZ, METRES, ["a_left", "b", "a_right"], None)
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(3, frames, 20, generator=generator)
    labels = torch.randint(0, 3, (frames,), generator=generator)
    once = mirror(x, labels)
    assert not torch.equal(once[0], x)
    twice = mirror(*once)
    assert torch.equal(twice[0], x) and torch.equal(twice[1], labels)


def test_signs_may_be_named():
    channels = ["acc_x", "acc_y", "acc_z", "gyro_x", "gyro_y", "gyro_z"]
    negated = ["acc_y", "gyro_x", "gyro_z"]
    mirror = Mirror.of(["foot_l", "foot_r"], channels, ["?"] * 6, ["rest"], negated)
    assert mirror.signs.tolist() == [1, -1, 1, -1, 1, -1]
    assert Mirror.of(["foot_l", "foot_r"], channels, ["?"] * 6, ["rest"], []).signs.tolist() == [1] * 6


def test_what_cannot_be_mirrored_is_refused():
    imu = ["acc_x", "acc_y", "acc_z"]
    sides = ["foot_l", "foot_r"]
    hand = load_skeleton("hand20").joints
    assert "no joint is named for its side" in refusal(Mirror.of, hand, XYZ, METRES, ["rest"], None)
    said = refusal(Mirror.of, ["hip", "knee_l"], XYZ, METRES, ["rest"], None)
    assert "joint 'knee_l' has no 'knee_r'" in said
    said = refusal(Mirror.of, sides, imu, ["m/s^2"] * 3, ["rest"], None)
    assert "acc_x, acc_y, acc_z" in said and "optimizer.mirror_signs" in said
    assert "mirror_signs" in refusal(Mirror.of, sides, XYZ, ["m/s"] * 3, ["rest"], None)
    said = refusal(Mirror.of, sides, imu, ["m/s^2"] * 3, ["rest"], ["acc_X"])
    assert "no channel is named 'acc_X'; did you mean 'acc_x'?" in said
    assert "class 'turn_left' has no 'turn_right'" in refusal(Mirror.of, sides, XYZ, METRES, ["turn_left"], None)
