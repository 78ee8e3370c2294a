"""The simulated data set on disk."""

import json

import numpy as np
import pytest

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.simulator.dataset import write_dataset
from rtstgcn_edge.simulator.gait import CHANNELS, CLASSES, UNITS
from rtstgcn_edge.skeletons import load_skeleton


def trials_of(out, part):
    return sorted(path.stem for path in (out / part / "features").glob("*.npy"))


def test_the_data_set_has_the_directory_form(tmp_path):
    out = tmp_path / "gait"
    write_dataset(out, trials=5, seconds=4.0, seed=1, val_share=0.4)
    assert (len(trials_of(out, "train")), len(trials_of(out, "val"))) == (3, 2)
    for part in ("train", "val"):
        for name in trials_of(out, part):
            features = np.load(out / part / "features" / f"{name}.npy", allow_pickle=False)
            labels = [int(line) for line in (out / part / "labels" / f"{name}.csv").read_text().splitlines()]
            assert (features.shape, features.dtype) == ((6, 200, 6, 1), np.float32)
            assert len(labels) == 200
            assert set(labels) <= set(range(len(CLASSES)))
    assert (out / "actions.txt").read_text().splitlines() == list(CLASSES)


def test_the_description_says_what_the_features_are_and_that_they_are_synthetic(tmp_path):
    write_dataset(tmp_path, trials=1, seconds=1.0, seed=0)
    description = json.loads((tmp_path / "dataset.json").read_text())
    skeleton = load_skeleton("imu6")
    assert description.pop("source").startswith("Synthetic")
    assert description.pop("split").startswith("by synthetic person")
    assert description.pop("subject_pattern") == "(.+)"  # each trial is another person
    assert description == {
        "name": "sim:gait (synthetic)",
        "rate_hz": 50.0,
        "channels": list(CHANNELS),
        "units": list(UNITS),
        "nodes": list(skeleton.joints),
        "edges": [list(edge) for edge in skeleton.edges],
        "center": skeleton.center,
        "classes": list(CLASSES),
        "background": None,
    }


def test_no_two_trials_are_alike_and_the_seed_repeats_them(tmp_path):
    for name in ("a", "b"):
        write_dataset(tmp_path / name, trials=3, seconds=2.0, seed=9, val_share=0.0)
    a, b = ([np.load(path) for path in sorted((tmp_path / n / "train" / "features").iterdir())] for n in ("a", "b"))
    for one, same in zip(a, b, strict=True):
        np.testing.assert_array_equal(one, same)
    assert not np.array_equal(a[0], a[1])
    assert not np.array_equal(a[1], a[2])


def test_a_folder_that_holds_something_is_refused_and_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(InputError, match="not empty"):
        write_dataset(tmp_path, trials=1, seconds=1.0, seed=0)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_is_refused(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(InputError, match="is a file"):
        write_dataset(file, trials=1, seconds=1.0, seed=0)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"trials": 0}, "trials 0"),
        ({"val_share": 1.0}, "val_share 1.0"),
        ({"val_share": -0.1}, "val_share -0.1"),
        ({"val_share": 0.9}, "leaves none for training"),
        ({"seed": -1}, "seed -1"),
        ({"seconds": 0.0}, "seconds 0.0"),
    ],
)
def test_wrong_arguments_are_named_and_nothing_is_written(tmp_path, wrong, named):
    out = tmp_path / "gait"
    with pytest.raises(InputError, match=named):
        write_dataset(out, **({"trials": 2, "seconds": 1.0, "seed": 0} | wrong))
    assert not out.exists()
