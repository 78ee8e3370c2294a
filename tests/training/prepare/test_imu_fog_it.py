"""IMU-FOG-IT in its owners' layout."""

import numpy as np
import pytest
from refusals import refusal
from rtstgcn_training.prepare.imu_fog_it import open_set
from rtstgcn_training.prepare.recording import Options
from rtstgcn_training.prepare.report import Report


def write(raw, subject="001", trial="001_tug", features=None, labels=None):
    given = np.random.default_rng(0).standard_normal((7, 6, 30)) if features is None else features
    given[:, 2] += 9.8
    for folder, name, array in (
        ("imu", f"{trial}.npy", given),
        ("annotation", f"{trial}_alltypes.npy", np.arange(30)[None] % 8 if labels is None else labels),
    ):
        (raw / folder / subject).mkdir(parents=True, exist_ok=True)
        np.save(raw / folder / subject / name, array)
    return given


def read(raw, rate_hz=64.0):
    report = Report()
    opened = open_set(raw, Options(rate_hz=rate_hz), report)
    return opened, [one for source in opened.sources for one in source.read()], report.lines()


def test_nodes_channels_frames_become_channels_frames_joints(tmp_path):
    given = write(tmp_path)
    opened, [one], notes = read(tmp_path)
    assert one.features.shape == (6, 30, 7, 1) and one.labels.tolist() == [t % 8 for t in range(30)]
    for node, channel, frame in ((0, 0, 0), (2, 5, 7), (6, 3, 29)):
        assert one.features[channel, frame, node, 0] == given[node, channel, frame]
    assert (one.name, one.subject, notes) == ("001_tug", "001", [])
    assert opened.description.rate_hz == 64 and opened.description.skeleton.joints[0] == "pelvis"


def test_every_fourth_subject_validates(tmp_path):
    for subject in ("001", "002", "003", "004", "005"):
        write(tmp_path, subject, "walk")
    opened, trials, _ = read(tmp_path)
    assert [one.name for one in trials if one.part == "val"] == ["004_walk"] and len(trials) == 5
    assert "004" in opened.split


def test_a_missing_annotation_is_told(tmp_path):
    write(tmp_path)
    write(tmp_path, trial="001_turn")
    (tmp_path / "annotation" / "001" / "001_tug_alltypes.npy").unlink()
    _, trials, notes = read(tmp_path)
    assert [one.name for one in trials] == ["001_turn"] and notes == ["skipped 1, no annotation: 001/001_tug.npy"]


def test_an_acceleration_in_g_is_told(tmp_path):
    write(tmp_path, features=np.full((7, 6, 30), -9.8) * np.eye(6)[2][:, None] + np.eye(6)[0][:, None])
    assert read(tmp_path)[2] == [
        "1 x trial whose acceleration is not around 9.8 m/s^2: are these SI units?: 001_tug.npy"
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"features": np.zeros((6, 7, 30))}, "shape (6, 7, 30); (7, 6, L) is expected"),
        ({"labels": np.zeros((1, 29))}, "29 labels for the 30 frames of 001_tug.npy"),
        ({"labels": np.full((1, 30), 8)}, "frame 0: label 8; 0 to 7"),
        ({"labels": np.full((1, 30), np.nan)}, "frame 0: label nan"),
        ({"labels": np.full((1, 30), "x")}, "not a readable .npy array of numbers (dtype <U1)"),
        ({"features": np.full((7, 6, 30), np.inf)}, "node 0, acc_x, frame 0 is not a finite number"),
    ],
)
def test_wrong_arrays_are_refused(tmp_path, changes, said):
    write(tmp_path, **changes)
    assert said in refusal(read, tmp_path)


def test_pickled_objects_are_not_read(tmp_path):
    write(tmp_path)
    np.save(tmp_path / "imu" / "001" / "001_tug.npy", np.array([{}]), allow_pickle=True)
    assert "not a readable .npy array" in refusal(read, tmp_path)


def test_the_rate_must_be_said_and_the_layout_be_there(tmp_path):
    assert "say it with --rate HZ" in refusal(lambda: read(tmp_path, None))
    assert "imu/SUBJECT/TRIAL.npy" in refusal(read, tmp_path)
    np.save(tmp_path / "loose.npy", np.zeros(3))
    assert "give the folder that holds imu/ and annotation/" in refusal(read, tmp_path)


def test_subjects_and_trials_may_be_numbers(tmp_path):
    for subject, trial in (("1", "1"), ("1", "10"), ("10", "10"), ("1", "1_2")):
        write(tmp_path, subject, trial)
    assert sorted(one.name for one in read(tmp_path)[1]) == ["10_10", "1_1", "1_10", "1_2"]
