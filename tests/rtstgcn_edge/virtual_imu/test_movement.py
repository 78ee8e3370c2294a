"""What a virtual sensor can be given to feel."""

import json

import numpy as np
import pytest
from refusals import refusal

from rtstgcn_edge.resample import resample
from rtstgcn_edge.simulator import demo_trial, simulate_gait, write_dataset
from rtstgcn_edge.virtual_imu import load_movement


def write_trial(folder, shape, **description):
    path = folder / "train" / "features" / "t.npy"
    path.parent.mkdir(parents=True)
    np.save(path, np.random.default_rng(0).standard_normal(shape).astype(np.float32))
    if description:
        (folder / "dataset.json").write_text(json.dumps(description))
    return path


def test_the_walker_is_the_demonstration_with_its_names_and_its_model():
    movement = load_movement("sim:gait", seed=4)
    np.testing.assert_array_equal(movement.readings, demo_trial(4).features.transpose(1, 2, 0))
    assert movement.nodes == ("foot_r", "shin_r", "thigh_r", "foot_l", "shin_l", "thigh_l")
    assert (movement.rate_hz, movement.model, movement.channels) == (50, "demo", 0x3F)


def test_the_walker_takes_the_options_of_the_source():
    movement = load_movement("sim:gait?seed=3&seconds=2")
    np.testing.assert_array_equal(movement.readings, simulate_gait(2, 3).features.transpose(1, 2, 0))


def test_another_rate_is_the_recording_resampled():
    movement, whole = load_movement("sim:gait", rate_hz=100), load_movement("sim:gait")
    np.testing.assert_array_equal(movement.readings, resample(whole.readings, 50, 100))
    assert movement.rate_hz == 100 and movement.seconds == pytest.approx(whole.seconds, abs=0.02)


def test_faster_is_the_same_readings_in_less_time():
    whole = load_movement("sim:gait")
    quick = whole.faster(4)
    assert quick.readings is whole.readings and quick.rate_hz == 200
    assert quick.seconds == pytest.approx(whole.seconds / 4)


def test_a_part_of_a_data_set_is_its_trials_one_after_the_other(tmp_path):
    write_dataset(tmp_path / "d", trials=4, seconds=1, seed=0)
    part = load_movement(str(tmp_path / "d" / "train"))
    trials = [load_movement(str(path)) for path in sorted((tmp_path / "d/train/features").glob("*.npy"))]
    np.testing.assert_array_equal(part.readings, np.concatenate([trial.readings for trial in trials]))
    assert len(trials) == 3 and part.nodes == trials[0].nodes and part.model == ""


def test_accelerations_alone_are_three_of_the_six_channels(tmp_path):
    path = write_trial(tmp_path, (3, 10, 2, 1), rate_hz=64, units=["m/s^2"] * 3, nodes=["ankle", "thigh"])
    movement = load_movement(str(path))
    assert (movement.channels, movement.nodes) == (0b000111, ("ankle", "thigh"))
    np.testing.assert_array_equal(movement.readings[..., :3], np.load(path)[..., 0].transpose(1, 2, 0))
    assert not movement.readings[..., 3:].any()


def test_channels_are_sorted_by_their_units(tmp_path):
    units = ["rad/s", "m/s^2", "rad/s", "m/s^2"]
    path = write_trial(tmp_path, (4, 10, 2), rate_hz=64, units=units)
    movement, x = load_movement(str(path)), np.load(path)
    assert movement.channels == 0b011011
    for place, channel in {0: 1, 1: 3, 3: 0, 4: 2}.items():
        np.testing.assert_array_equal(movement.readings[..., place], x[channel])


def test_nodes_are_chosen_by_name_or_number():
    whole = load_movement("sim:gait")
    few = whole.of_nodes(["shin_l", "0"])
    assert few.nodes == ("shin_l", "foot_r")
    np.testing.assert_array_equal(few.readings, whole.readings[:, [4, 0]])


@pytest.mark.parametrize(("node", "hint"), [("shin", "did you mean 'shin_"), ("6", "the nodes are 0 to 5 (foot_r")])
def test_a_node_that_is_not_there_is_refused(node, hint):
    assert hint in refusal(load_movement("sim:gait").node, node)


@pytest.mark.parametrize("play", ["sim:gate", "sim:gait?sede=1", "nowhere.npy", "sim:gait?seconds=0"])
def test_what_cannot_be_played_is_refused(play):
    refusal(load_movement, play)


def test_a_trial_without_a_rate_is_refused_unless_it_is_given(tmp_path):
    path = write_trial(tmp_path, (6, 10, 2))
    assert "give --rate HZ" in refusal(load_movement, str(path))
    assert load_movement(str(path), rate_hz=40).rate_hz == 40


@pytest.mark.parametrize(
    ("shape", "units"), [((3, 9, 2), ["m", "m", "m"]), ((4, 9, 2), ["m/s^2"] * 4), ((2, 9, 2), ["m/s^2"] * 3)]
)
def test_what_no_imu_measures_is_refused(tmp_path, shape, units):
    assert "IMU" in refusal(load_movement, str(write_trial(tmp_path, shape, rate_hz=50, units=units)))


def test_more_nodes_than_the_wire_carries_are_refused(tmp_path):
    path = write_trial(tmp_path, (6, 9, 25), rate_hz=50)
    assert "25 nodes; the wire carries 1 to 20" in refusal(load_movement, str(path))


def test_a_reading_that_is_not_finite_is_refused(tmp_path):
    path = write_trial(tmp_path, (6, 9, 2), rate_hz=50)
    x = np.load(path)
    x[0, 3, 1] = np.nan
    np.save(path, x)
    assert "frame 3" in refusal(load_movement, str(path))
