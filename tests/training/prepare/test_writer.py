"""Data sets are written whole or not at all."""

import errno
import json
import os
from pathlib import Path

import numpy as np
import pytest
from refusals import refusal
from rtstgcn_training.prepare import Description, Recording, Report, write_dataset, writer
from rtstgcn_training.prepare.writer import check_subjects

from rtstgcn_edge.recordings import load_dataset
from rtstgcn_edge.skeletons import load_skeleton

DESCRIPTION = Description(
    name="set",
    rate_hz=10,
    channels=["x", "y"],
    units=["m", "m"],
    skeleton=load_skeleton("imu3"),
    classes=["none", "walk", "run"],
    source="here",
    background=0,
)


def recording(name="one", frames=5, **changes):
    generator = np.random.default_rng(len(name))
    made = {"features": generator.standard_normal((2, frames, 3)), "labels": np.arange(frames) % 3}
    return Recording(**{"name": name} | made | changes)


def test_what_was_written_is_what_the_project_reads(tmp_path):
    given = [
        recording("one", subject="anna", part="train"),
        recording("two", 7, subject="ben", part="val", features=np.ones((2, 7, 3, 2))),
    ]
    summary = write_dataset(tmp_path / "out", DESCRIPTION, iter(given), split="as told")
    dataset = load_dataset(tmp_path / "out")
    assert dataset.classes == ("none", "walk", "run") and dataset.background == 0
    for part, one in zip(("train", "val"), given, strict=True):
        [trial] = dataset.trials(part)
        features = trial.features()
        assert trial.name == one.name
        assert np.array_equal(features, one.features.reshape(features.shape).astype(np.float32))
        assert trial.labels(features.shape[1], 3).tolist() == one.labels.tolist()
    said = json.loads((tmp_path / "out" / "dataset.json").read_text())
    assert said == DESCRIPTION.to_dict() | {
        "split": "as told",
        "subjects": {"one": "anna", "two": "ben"},
        "notes": [],
    }
    assert summary.trials == {"train": 1, "val": 1}
    assert {part: counts.tolist() for part, counts in summary.frames.items()} == {"train": [2, 2, 1], "val": [3, 2, 2]}
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


def test_chosen_subjects_validate_in_place_of_the_readers_rule(tmp_path):
    given = [recording("one", subject="anna", part="val"), recording("two", subject="ben", part="train")]
    assert write_dataset(tmp_path / "a", DESCRIPTION, given, validate=["ben"]).trials == {"train": 1, "val": 1}
    assert (tmp_path / "a" / "val" / "features" / "two.npy").is_file()
    said = refusal(lambda: write_dataset(tmp_path / "b", DESCRIPTION, given, validate=["bee"]))
    assert "subject 'bee' is in no recording; did you mean 'ben'?" in said
    said = refusal(lambda: write_dataset(tmp_path / "b", DESCRIPTION, [recording()], validate=["ben"]))
    assert "one: nobody knows its subject" in said
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_subjects_stay_unnamed_where_both_parts_show_them(tmp_path):
    given = [recording("one", subject="anna", part="val"), recording("two", subject="anna")]
    write_dataset(tmp_path / "a", DESCRIPTION, given, name_subjects=False)
    assert "subjects" not in json.loads((tmp_path / "a" / "dataset.json").read_text())


def test_what_keeps_the_set_from_training_is_told(tmp_path):
    report = Report()
    report.note("one", "oddity")
    only = [recording(part="val")]
    assert write_dataset(tmp_path / "a", DESCRIPTION, only, report=report).notes == [
        "no trial in train/",
        "1 x oddity: one",
    ]
    given = [recording("one", labels=np.zeros(5, int)), recording("two", labels=np.full(5, 2), part="val")]
    assert write_dataset(tmp_path / "b", DESCRIPTION, given).notes == ["classes in val/ that train/ does not show: run"]


def test_a_sensor_that_never_changes_is_told(tmp_path):
    dead = recording("dead", 25)
    dead.features[:, :, 1] = 7.0
    summary = write_dataset(tmp_path / "a", DESCRIPTION, [dead, recording("fine", 25, part="val")])
    assert summary.notes == ["1 x trial in which thigh never changes: dead"]


def not_finite():
    wrong = recording("one")
    wrong.features[1, 3, 2] = np.nan
    return wrong


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ([], "no recording to write"),
        ([recording(), recording()], "recording 'one' is there twice"),
        ([recording("a/b")], "not a name for a file"),
        ([recording("..")], "not a name for a file"),
        ([recording("")], "not a name for a file"),
        ([recording(features=np.zeros((3, 5, 3)))], "features (3, 5, 3); 2 channels x 5 labelled frames x 3 joints"),
        ([recording(features=np.zeros((2, 4, 3)))], "features (2, 4, 3)"),
        ([recording(features=np.zeros((2, 5, 3, 0)))], "features (2, 5, 3, 0)"),
        ([recording(features=np.zeros((2, 0, 3)), labels=np.zeros(0, int))], "features (2, 0, 3)"),
        ([not_finite()], "frame 3, trunk y is not a finite number"),
        ([recording(labels=np.array([0, 1, 3, 0, 0]))], "label 3; class indices 0 to 2"),
        ([recording(labels=np.array([0, 1, -1, 0, 0]))], "label -1; class indices 0 to 2"),
        ([recording(labels=np.zeros(5))], "labels float64 (5,); class indices"),
    ],
)
def test_wrong_recordings_are_refused_and_leave_nothing(tmp_path, wrong, said):
    assert said in refusal(write_dataset, tmp_path / "out", DESCRIPTION, wrong)
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_breaks_off_leaves_nothing(tmp_path):
    def broken():
        yield recording()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_dataset(tmp_path / "out", DESCRIPTION, broken())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["file", "folder", "link", "partial"])
def test_what_is_there_is_left_as_it_is(tmp_path, kind):
    out = tmp_path / "out"
    if kind == "file":
        out.write_text("mine")
    elif kind == "link":
        out.symlink_to(tmp_path / "nowhere")
    else:
        (tmp_path / ("out" if kind == "folder" else "out.partial")).mkdir()
    before = sorted(tmp_path.iterdir())
    assert "exists" in refusal(write_dataset, out, DESCRIPTION, [recording()])
    assert sorted(tmp_path.iterdir()) == before


def test_a_full_disk_ends_in_one_line_and_leaves_nothing(tmp_path, monkeypatch):
    written = []

    def full(path, features):
        if written:
            raise OSError("30 requested and 0 written")  # as numpy says it
        written.append(path)

    monkeypatch.setattr(np, "save", full)
    given = [recording("one"), recording("two")]
    said = refusal(write_dataset, tmp_path / "out", DESCRIPTION, given)
    assert said == f"{tmp_path / 'out'}: cannot be written (30 requested and 0 written); nothing was left there"
    assert list(tmp_path.iterdir()) == []


def test_a_full_device_is_a_full_disk(tmp_path, monkeypatch):
    def full(self, *_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))

    monkeypatch.setattr(Path, "write_text", full)
    said = refusal(write_dataset, tmp_path / "out", DESCRIPTION, [recording()])
    assert "cannot be written (No space left on device)" in said
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_written_is_refused():
    assert "cannot be written" in refusal(write_dataset, Path("/proc/out"), DESCRIPTION, [recording()])


def test_the_parent_of_out_is_a_file(tmp_path):
    (tmp_path / "file").touch()
    assert "cannot be written" in refusal(write_dataset, tmp_path / "file" / "out", DESCRIPTION, [recording()])


def test_nobody_is_a_subject_that_is_not_there():
    assert "the subjects are a, b" in refusal(check_subjects, ["zz"], ["b", "a", "b"])


@pytest.mark.parametrize("out", [".", "", "/"])
def test_a_folder_without_a_name_of_its_own_is_refused(out):
    assert "give a folder that does not" in refusal(write_dataset, Path(out), DESCRIPTION, [recording()])


def test_what_float32_cannot_hold_is_refused(tmp_path):
    features = np.ones((2, 5, 3))
    features[1, 4, 2] = 1e39
    said = refusal(write_dataset, tmp_path / "out", DESCRIPTION, [recording(features=features)])
    assert "frame 4, trunk y" in said and not list(tmp_path.iterdir())


def test_another_preparation_that_begins_meanwhile_keeps_its_files(tmp_path, monkeypatch):
    monkeypatch.setattr(writer, "check_free", lambda out: out.with_name(f"{out.name}.partial"))
    theirs = tmp_path / "out.partial" / "train" / "features"
    theirs.mkdir(parents=True)
    assert "cannot be written" in refusal(write_dataset, tmp_path / "out", DESCRIPTION, [recording()])
    assert theirs.is_dir()
