"""Recorded trials as a source: every frame with its truth, or a refusal before the first."""

import json

import numpy as np
import pytest
from refusals import refusal
from runs import random_recording, tiny_manifest
from tiny_dataset import CLASSES, DESCRIPTION, as_single_file, write_tiny_dataset

from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.skeletons import Skeleton
from rtstgcn_edge.sources import open_source

NODES = {key: DESCRIPTION[key] for key in ("edges", "center")} | {"name": "leg", "joints": DESCRIPTION["nodes"]}
TINY = {
    "classes": list(CLASSES),
    "channels": DESCRIPTION["channels"],
    "units": DESCRIPTION["units"],
    "rate_hz": DESCRIPTION["rate_hz"],
    "skeleton": Skeleton.from_dict(NODES).to_dict(),
}


def opened(path, query="speed=max", **said):
    return open_source(f"replay:{path}?{query}", tiny_manifest(**(TINY | said)))


def refused(path, query="speed=max", **said):
    return refusal(lambda: opened(path, query, **said))


@pytest.fixture
def dataset(tmp_path):
    return write_tiny_dataset(tmp_path / "tiny", train=1, val=2, frames=40)


def test_the_trials_of_a_part_come_by_name_with_frames_and_truth(dataset):
    source = opened(dataset / "val")
    trials = {trial.name: list(trial.frames) for trial in source.trials()}
    assert list(trials) == ["trial0", "trial1"]
    assert source.classes == CLASSES
    for name, frames in trials.items():
        features = np.load(dataset / "val" / "features" / f"{name}.npy")
        labels = np.loadtxt(dataset / "val" / "labels" / f"{name}.csv", dtype=int)
        assert [frame.number for frame in frames] == list(range(40))
        assert [frame.truth for frame in frames] == labels.tolist()
        for t, frame in enumerate(frames):
            (body,) = frame.bodies
            np.testing.assert_array_equal(body.joints, features[:, t, :, 0])


def test_a_trial_of_a_data_set_alone_has_its_truth_too(dataset):
    (trial,) = opened(dataset / "val" / "features" / "trial1.npy").trials()
    assert all(frame.truth is not None for frame in trial.frames)


def test_a_recording_without_a_skeleton_axis_is_one_skeleton(tmp_path):
    x = random_recording(5)[..., 0]
    np.save(tmp_path / "x.npy", x)
    source = opened(tmp_path / "x.npy")
    (trial,) = source.trials()
    frames = list(trial.frames)
    np.testing.assert_array_equal(np.stack([frame.bodies[0].joints for frame in frames], axis=1), x)
    assert source.classes is None and {frame.truth for frame in frames} == {None}


def test_of_several_skeletons_one_that_is_all_zeros_is_absent(tmp_path):
    x = random_recording(3, bodies=2)
    x[:, 1, :, 1] = 0
    x[:, 2] = 0
    np.save(tmp_path / "x.npy", x)
    (trial,) = opened(tmp_path / "x.npy").trials()
    assert [[body.track for body in frame.bodies] for frame in trial.frames] == [[0, 1], [0], []]


def test_a_single_skeleton_that_is_all_zeros_is_there(tmp_path):
    np.save(tmp_path / "x.npy", np.zeros((3, 2, 3, 1), np.float32))
    (trial,) = opened(tmp_path / "x.npy").trials()
    assert [len(frame.bodies) for frame in trial.frames] == [1, 1]


def test_truth_that_names_other_classes_stays_at_home(dataset):
    assert opened(dataset / "val", classes=["rest", "fast", "slow"]).classes is None


def test_it_says_what_it_replays(dataset):
    assert opened(dataset / "val").description == (
        f"{dataset / 'val'}: 2 trials, 4.0 s, with ground truth, as fast as possible"
    )
    in_real_time = opened(dataset / "train", "speed=1")
    assert in_real_time.description.endswith("in real time") and in_real_time.period_ns == 1e9 / DESCRIPTION["rate_hz"]


def test_a_path_that_is_not_there_cannot_be_opened(tmp_path):
    said = refusal(opened, tmp_path / "x.npy", error=SourceError)
    assert said == f"{tmp_path / 'x.npy'}: no such trial or folder"


def test_no_path_is_refused():
    assert refusal(open_source, "replay:", tiny_manifest()) == ("replay:: no path; name a trial or a folder of trials")


def test_a_folder_without_trials_is_refused_with_the_part_that_was_meant(dataset, tmp_path):
    assert refused(dataset).endswith(f"{dataset / 'train'}?")
    (tmp_path / "empty").mkdir()
    assert refused(tmp_path / "empty").startswith(f"{tmp_path / 'empty'}: no trials")


def test_an_unknown_option_is_refused_with_the_near_miss(dataset):
    assert refused(dataset / "val", "sped=1").endswith("unknown option 'sped'; did you mean 'speed'?")


@pytest.mark.parametrize("shape", [(3, 40, 4, 1), (2, 40, 3, 1), (3, 40), (3, 0, 3, 1), (1, 3, 40, 3, 1)])
def test_features_of_a_shape_that_the_model_does_not_take_are_refused(tmp_path, shape):
    np.save(tmp_path / "x.npy", np.zeros(shape, np.float32))
    assert refused(tmp_path / "x.npy").startswith(f"{tmp_path / 'x.npy'}: ")


def test_one_bad_trial_among_good_ones_is_found_before_the_first_frame(dataset):
    np.save(dataset / "val" / "features" / "trial1.npy", np.zeros((3, 40, 4, 1), np.float32))
    assert "trial1.npy: 3 channels x 4 joints, but model 'random' takes 3 x 3" in refused(dataset / "val")


def test_labels_of_another_length_are_refused(dataset):
    labels = dataset / "val" / "labels" / "trial0.csv"
    labels.write_text("0\n" * 39)
    assert refused(dataset / "val") == f"{labels}: 39 labels for the 40 frames of trial0"


def test_a_recording_of_another_rate_is_refused(dataset, tmp_path):
    np.save(tmp_path / "x.npy", random_recording(5))
    assert "100 Hz, but model 'random' runs at 20 Hz" in refused(tmp_path / "x.npy", "rate_hz=100")
    assert "20 Hz, but model 'random' runs at 50 Hz" in refused(dataset / "val", rate_hz=50.0)


def test_a_description_binds_without_class_names_too(dataset):
    (dataset / "actions.txt").unlink()
    assert "50 Hz" not in opened(dataset / "val").description
    assert "20 Hz, but model 'random' runs at 50 Hz" in refused(dataset / "val", rate_hz=50.0)
    description = json.loads((dataset / "dataset.json").read_text())
    (dataset / "dataset.json").write_text(json.dumps(description | {"nodes": ["a", "b", "c"]}))
    assert "nodes a, b, c; model" in refused(dataset / "val" / "features" / "trial0.npy")


def test_a_rate_is_given_only_where_none_is_described(dataset, tmp_path):
    assert "says 20 Hz; leave rate_hz out" in refused(dataset / "val", "rate_hz=50&speed=max", rate_hz=50.0)
    np.save(tmp_path / "alone.npy", random_recording(5))
    assert "no rate described: taken as 20 Hz" in opened(tmp_path / "alone.npy").description
    assert "no rate" not in opened(tmp_path / "alone.npy", "rate_hz=20").description


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (
            lambda root: next((root / "val/labels").glob("*")).unlink(),
            "labels left aside (only 1 of 2 trials have them)",
        ),
        (lambda root: (root / "actions.txt").unlink(), "labels left aside (no actions.txt names their classes)"),
        (lambda root: (root / "actions.txt").write_text("a\nb\nc\n"), "labels left aside (they name other classes"),
    ],
)
def test_it_says_why_labels_are_not_used(dataset, spoil, said):
    spoil(dataset)
    source = opened(dataset / "val")
    assert source.classes is None and said in source.description


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("nodes", ["ankle", "knee", "hip"], "nodes ankle, knee, hip; model 'random' takes hip, knee, ankle"),
        ("channels", ["gyro_x", "gyro_y", "gyro_z"], "channels gyro_x, gyro_y, gyro_z; model 'random' takes acc_x"),
        ("units", ["g", "g", "g"], "units g, g, g; model 'random' takes m/s^2"),
        ("nodes", 3, "nodes 3; model 'random' takes hip"),
        ("channels", [1, 2, 3], "channels 1, 2, 3; model 'random' takes acc_x"),
        ("rate_hz", "fast", "rate_hz 'fast'; a number above 0 is expected"),
        ("rate_hz", 0, "rate_hz 0; a number above 0 is expected"),
        ("rate_hz", [20], "rate_hz [20]; a number above 0 is expected"),
    ],
)
def test_a_description_that_is_not_of_the_models_input_is_refused(dataset, key, value, said):
    (dataset / "dataset.json").write_text(json.dumps(DESCRIPTION | {key: value}))
    assert refused(dataset / "val").startswith(f"{dataset / 'dataset.json'}: {said}")


def test_a_part_in_one_file_is_named_as_a_part_folder_is(dataset):
    as_single_file(dataset)
    by_part, by_file = (opened(dataset / name) for name in ("val", "val_data.npy"))
    assert (
        [trial.name for trial in by_part.trials()] == [trial.name for trial in by_file.trials()] == ["trial0", "trial1"]
    )
