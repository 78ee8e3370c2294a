"""Augmentations of a configuration: which, in which order, and what is refused."""

import time

import pytest
import torch
from random_models import random_model, random_motion
from refusals import refusal
from rtstgcn_training.augment import add_noise, augment, augmentation, hold_frames, turn_joints
from rtstgcn_training.checkpoint import Description
from rtstgcn_training.chunked.gradients import accumulate_gradients
from rtstgcn_training.configuration import Optimizer
from rtstgcn_training.data import Sequence
from rtstgcn_training.losses import Objective
from rtstgcn_training.models.config import Arch

from rtstgcn_edge.skeletons import load_skeleton

XYZ = {"channels": ["x", "y", "z"], "units": ["m"] * 3}
IMU = {
    "channels": ["acc_x", "acc_y", "acc_z", "gyro_x", "gyro_y", "gyro_z"],
    "units": ["m/s^2"] * 3 + ["rad/s"] * 3,
}
ALL_OF_POSITIONS = {
    "rotation_deg": 5.0,
    "turn_body_deg": 20.0,
    "scale": 0.1,
    "mirror": 0.5,
    "roll": 0.5,
    "time_warp": 0.1,
    "joint_shift": 0.03,
    "joint_noise": 0.05,
    "joint_drop": 0.1,
    "frame_drop": 0.1,
}
ALL_OF_SENSORS = {
    key: value for key, value in ALL_OF_POSITIONS.items() if key not in ("turn_body_deg", "joint_shift")
} | {"mirror_signs": ["acc_y", "gyro_x", "gyro_z"]}


def describe(skeleton="kinect20", classes=("rest", "walk"), **channels):
    return Description(
        name="any",
        arch=Arch(widths=[2], dilation=1),
        skeleton=load_skeleton(skeleton).to_dict(),
        rate_hz=30,
        classes=list(classes),
        **(channels or XYZ),
    )


def trial_of(description, frames=200, seed=0):
    generator = torch.Generator().manual_seed(seed)
    shape = (len(description.channels), frames, len(description.skeleton["joints"]))
    return Sequence("a/0", torch.randn(shape, generator=generator), torch.arange(frames) // 20 % 2)


def augmented(options, description, trial, seed=0):
    options = Optimizer(**options)
    context = augmentation(options, description, [trial])
    return augment(trial, options, context, torch.Generator().manual_seed(seed))


def test_with_nothing_asked_for_a_trial_is_the_same_object():
    description = describe()
    trial = trial_of(description)
    assert augmented({}, description, trial) is trial
    assert augmented({"mirror": 1e-9}, description, trial) is trial


@pytest.mark.parametrize("key", ALL_OF_POSITIONS)
def test_each_key_changes_a_copy_of_the_trial_and_the_generator_decides(key):
    description = describe()
    trial = trial_of(description)
    before = trial.features.clone(), trial.labels.clone()
    options = {key: 1.0 if key in ("mirror", "roll") else ALL_OF_POSITIONS[key]}
    one, again, other = (augmented(options, description, trial, seed) for seed in (1, 1, 2))
    assert torch.equal(one.features, again.features) and torch.equal(one.labels, again.labels)
    assert one.features.shape != trial.features.shape or not torch.equal(one.features, trial.features)
    assert (
        key == "mirror" or one.features.shape != other.features.shape or not torch.equal(one.features, other.features)
    )
    assert torch.equal(trial.features, before[0]) and torch.equal(trial.labels, before[1])
    assert one.name == trial.name and one.features.dtype == torch.float32
    assert key in ("roll", "time_warp") or torch.equal(one.labels, trial.labels)


def test_what_arrives_is_held_after_the_sensors_turned_and_noised_it():
    description = describe("imu6", **IMU)
    trial = trial_of(description)
    found = augmented({"rotation_deg": 10.0, "joint_noise": 0.1, "frame_drop": 0.3}, description, trial)
    generator = torch.Generator().manual_seed(0)
    deviations = trial.features.std(dim=1, correction=0)
    expected = turn_joints(trial.features, 10.0, generator)
    expected = hold_frames(add_noise(expected, 0.1 * deviations, generator), 0.3, generator)
    torch.testing.assert_close(found.features, expected)


def test_a_body_is_scaled_as_one_and_sensors_each():
    for channels, skeleton, factors in ((XYZ, "kinect20", 1), (IMU, "imu6", 12)):
        description = describe(skeleton, **channels)
        trial = trial_of(description)
        found = augmented({"scale": 0.2}, description, trial).features
        ratios = found.diff(dim=1).norm(dim=1) / trial.features.diff(dim=1).norm(dim=1)
        assert len({round(ratio, 4) for ratio in ratios.flatten().tolist()}) == factors


def test_what_the_channels_do_not_allow_is_refused():
    flat = {"channels": ["angle", "rate"], "units": ["deg", "deg/s"]}
    mixed = {"channels": ["acc", "gyro", "fine"], "units": ["m/s^2", "rad/s", "1"]}
    for key in ("rotation_deg", "turn_body_deg"):
        options = Optimizer(**{key: 5.0})
        assert f"optimizer.{key}: 2 channels" in refusal(augmentation, options, describe(**flat), [])
        said = refusal(augmentation, options, describe(**mixed), [])
        assert f"optimizer.{key}: channels acc, gyro, fine are no xyz triple" in said
    said = refusal(augmentation, Optimizer(turn_body_deg=5.0), describe("imu6", **IMU), [])
    assert "turn_body_deg" in said and "m/s^2, rad/s" in said
    said = refusal(augmentation, Optimizer(joint_shift=0.1), describe("imu6", **IMU), [])
    assert "joint_shift" in said and "m/s^2, rad/s" in said
    assert "mirror_signs" in refusal(augmentation, Optimizer(mirror=0.5), describe("imu6", **IMU), [])
    said = refusal(augmentation, Optimizer(mirror=0.5), describe(classes=("rest", "wave_left")), [])
    assert "class 'wave_left'" in said


def test_all_together_cost_little_beside_the_step():
    description = describe("imu6", **IMU)
    trial = trial_of(description, frames=4000)
    options = Optimizer(**ALL_OF_SENSORS)
    context = augmentation(options, description, [trial])
    model = random_model(Arch(widths=[32] * 9), load_skeleton("imu6"), channels=6, classes=2, dtype=torch.float32)
    generator = torch.Generator().manual_seed(0)

    def seconds(call):
        started = time.perf_counter()
        call()
        return time.perf_counter() - started

    changed = min(seconds(lambda: augment(trial, options, context, generator)) for _ in range(5))
    stepped = min(
        seconds(lambda: accumulate_gradients(model, [trial], Objective(torch.ones(2)), 4096)) for _ in range(2)
    )
    assert changed < 0.05 * stepped, (changed, stepped)


def test_a_warped_trial_trains():
    description = describe()
    model = random_model(Arch(widths=[4], dilation=1), load_skeleton("kinect20"), classes=2, dtype=torch.float32)
    trial = Sequence("a/0", random_motion(model, 1)[0], torch.zeros(1, dtype=torch.int64))
    seen = augmented(ALL_OF_POSITIONS, description, trial)
    assert seen.features.shape == (3, 1, 20)
    assert accumulate_gradients(model, [seen], Objective(torch.ones(2), pull=1.0, segmental=1.0), 8) > 0
