"""A data set folder: what is found in it, and one line for whatever is wrong with it."""

import json
from pathlib import Path

import numpy as np
import pytest
from refusals import refusal

from rtstgcn_edge.recordings import find_dataset, find_trials, load_dataset

FRAMES = 5


def test_a_data_set_has_its_description_classes_and_background(root):
    dataset = load_dataset(root)
    assert dataset.classes == ("sit", "stand")
    assert (dataset.background, dataset.description["rate_hz"]) == (1, 60)


def test_the_background_may_be_named(root):
    (root / "dataset.json").write_text('{"background": "sit"}')
    assert load_dataset(root).background == 0
    (root / "dataset.json").write_text('{"background": "Sitt"}')
    assert refusal(load_dataset, root).endswith("background 'Sitt'; did you mean 'sit'?")


def test_a_data_set_needs_no_description(root):
    (root / "dataset.json").unlink()
    dataset = load_dataset(root)
    assert (dataset.background, dataset.description) == (None, {})


def test_trials_are_sorted_by_name_and_know_their_labels(root):
    for name in ("c", "a", "b"):
        np.save(root / f"val/features/{name}.npy", np.zeros((2, FRAMES, 3)))
    trials = load_dataset(root).trials("val")
    assert [trial.name for trial in trials] == ["a", "b", "c", "one"]
    assert [trial.labels_path for trial in trials[:3]] == [None] * 3
    assert trials[3].labels(FRAMES, 2).tolist() == [0, 0, 1, 1, 0]


def test_a_trial_alone_and_a_plain_folder_of_trials_are_found(root):
    alone = find_trials(root / "val/features/one.npy")
    assert [trial.labels_path for trial in alone] == [root / "val/labels/one.csv"]
    np.save(root / "loose.npy", np.zeros((2, FRAMES, 3)))
    assert [trial.name for trial in find_trials(root)] == ["loose"]


def test_the_parts_of_both_forms_are_listed(root):
    assert load_dataset(root).parts() == ("train", "val")
    (root / "val/features/one.npy").unlink()
    np.save(root / "test_data.npy", np.zeros((1, 2, FRAMES, 3, 1)))
    assert load_dataset(root).parts() == ("test", "train")


def test_a_part_that_is_there_in_both_forms_is_refused(root):
    np.save(root / "val_data.npy", np.zeros((1, 2, FRAMES, 3, 1)))
    assert "both val/ and val_data.npy" in refusal(load_dataset(root).trials, "val")


def test_the_data_set_of_a_trial_or_a_part_is_found(root, tmp_path_factory):
    for path in (root, root / "val", root / "val/features/one.npy"):
        found = find_dataset(path)
        assert found is not None and found.classes == ("sit", "stand")
    assert find_dataset(tmp_path_factory.mktemp("elsewhere")) is None


def test_a_folder_that_is_no_data_set_is_refused(root):
    assert "no such folder" in refusal(load_dataset, root / "nowhere")
    assert "no such folder" in refusal(load_dataset, root / "actions.txt")
    assert "no actions.txt" in refusal(load_dataset, root / "val")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"sit\nstand\nsit\n", "class 'sit' is there twice"),
        (b"\xff\xfe\x00", "not a text file"),
    ],
)
def test_a_list_of_classes_that_is_none_is_refused(root, content, says):
    (root / "actions.txt").write_bytes(content)
    message = refusal(load_dataset, root)
    assert "actions.txt: " in message and says in message


@pytest.mark.parametrize("background", [2, -1, "walk", 1.0, True, [0]])
def test_a_background_that_is_no_class_is_refused(root, background):
    (root / "dataset.json").write_text(json.dumps({"background": background}))
    message = refusal(load_dataset, root)
    assert "dataset.json: background" in message and repr(background) in message and "0 to 1" in message


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b"3"])
def test_a_description_that_is_no_json_object_is_refused(root, content):
    (root / "dataset.json").write_bytes(content)
    assert "dataset.json: " in refusal(load_dataset, root)


def test_a_folder_without_trials_is_refused_with_a_hint(root):
    assert f"did you mean {root / 'train'}?" in refusal(find_trials, root)
    (root / "val/features/one.npy").unlink()
    assert "a trial is NAME.npy" in refusal(load_dataset(root).trials, "val")
    assert "no such trial or folder" in refusal(load_dataset(root).trials, "test")


def test_the_working_folder_may_be_the_part(root, monkeypatch):
    monkeypatch.chdir(root / "val")
    assert [trial.name for trial in find_trials(Path())] == ["one"]
    monkeypatch.chdir(root)
    assert "did you mean train?" in refusal(find_trials, Path())


def test_byte_order_marks_belong_to_no_text(root):
    for name in ("dataset.json", "actions.txt", "val/labels/one.csv"):
        path = root / name
        path.write_text(f"\ufeff{path.read_text()}", encoding="utf-8")
    dataset = load_dataset(root)
    assert (dataset.classes, dataset.background) == (("sit", "stand"), 1)
    assert dataset.trials("val")[0].labels(FRAMES, 2).tolist() == [0, 0, 1, 1, 0]
