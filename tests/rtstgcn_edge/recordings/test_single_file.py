"""The single-file form: the same trials as in files of their own, and one line for whatever is wrong."""

import pickle

import numpy as np
import pytest
from refusals import refusal

from rtstgcn_edge.recordings import find_dataset, find_trials, load_dataset

SHAPE = (3, 2, 6, 4, 2)
"""Three trials of at most six frames."""
LENGTHS = (6, 2, 5)
ROWS = [[0, 1, 2, 2, 1, 0], [1, 1, -1, -1, -1, -1], [2, 2, 0, 0, 0, -1]]
CLASSES = 3
FEATURES = np.arange(np.prod(SHAPE), dtype=np.float32).reshape(SHAPE) + 1


@pytest.fixture
def root(tmp_path):
    (tmp_path / "actions.txt").write_text("a\nb\nc\n")
    np.save(tmp_path / "train_data.npy", FEATURES)
    np.save(tmp_path / "train_label.npy", ROWS)
    return tmp_path


def trials_of(root):
    return load_dataset(root).trials("train")


def labels_of(root):
    """Of each trial, its labels; its features are those of the file, cut to as many."""
    found = []
    for row, trial in enumerate(trials_of(root)):
        features = trial.features()
        assert np.array_equal(features, FEATURES[row, :, : features.shape[1]])
        found.append(trial.labels(features.shape[1], CLASSES).tolist())
        assert len(found[-1]) == features.shape[1]
    return found


def test_a_trial_ends_where_its_labels_are_padding(root):
    assert labels_of(root) == [[label for label in row if label >= 0] for row in ROWS]
    assert [trial.name for trial in trials_of(root)] == ["train_00000", "train_00001", "train_00002"]


RAGGED = [[label for label in row if label >= 0] for row in ROWS]


def as_csv(rows):
    return "".join(",".join(map(str, row)) + "\n" for row in rows).encode()


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("csv", as_csv(ROWS)),
        ("csv", as_csv(RAGGED)),
        ("csv", as_csv(RAGGED).replace(b"\n", b",,\r\n") + b"\n\n"),
        ("csv", as_csv(RAGGED).replace(b",", b" , ")),
        ("pkl", pickle.dumps((["x", "y", "z"], ROWS))),
        ("pkl", pickle.dumps((("x", "y", "z"), RAGGED), 2)),
        ("pkl", pickle.dumps([["x", "y", "z"], [np.array(row, np.int32) for row in RAGGED]])),
        ("pkl", pickle.dumps((np.array(["x", "y", "z"]), np.array(ROWS, np.int8)))),
        ("pkl", pickle.dumps(RAGGED)),
        ("pkl", pickle.dumps(np.array(ROWS))),
    ],
)
@pytest.mark.parametrize("stem", ["train_label", "train_labels"])
def test_every_form_of_labels_gives_the_same(root, kind, content, stem):
    (root / "train_label.npy").unlink()
    (root / f"{stem}.{kind}").write_bytes(content)
    assert labels_of(root) == RAGGED
    named = (
        kind == "pkl" and b"x" in content[:200] and content not in (pickle.dumps(RAGGED), pickle.dumps(np.array(ROWS)))
    )
    assert (trials_of(root)[2].name == "z") is named


@pytest.mark.parametrize(
    ("kind", "content"), [("csv", b"2\n0\n1\n"), ("pkl", pickle.dumps((["x", "y", "z"], [2, np.int64(0), 1])))]
)
def test_one_label_of_a_trial_is_that_of_all_its_frames(root, kind, content):
    (root / "train_label.npy").unlink()
    (root / f"train_label.{kind}").write_bytes(content)
    assert labels_of(root) == [[2] * 6, [0] * 6, [1] * 6]
    np.save(root / "train_lengths.npy", LENGTHS)
    assert labels_of(root) == [[2] * 6, [0] * 2, [1] * 5]


def test_lengths_tell_labels_from_padding_of_any_value(root):
    np.save(root / "train_label.npy", [[max(label, 0) for label in row] for row in ROWS])
    np.save(root / "train_lengths.npy", np.array(LENGTHS, np.uint8))
    assert labels_of(root) == RAGGED


def test_without_labels_the_features_are_there_all_the_same(root):
    (root / "train_label.npy").unlink()
    trial = trials_of(root)[1]
    assert trial.labels_path is None and trial.features().shape == (2, 6, 4, 2)
    assert "train_label.npy" in refusal(trial.labels, 6, CLASSES)
    np.save(root / "train_lengths.npy", LENGTHS)
    assert trials_of(root)[1].features().shape == (2, 2, 4, 2)


def test_names_may_be_listed(root):
    (root / "train_names.txt").write_text("S01 walk\n\nS02 walk\nS01 run\n")
    assert [trial.name for trial in trials_of(root)] == ["S01 walk", "S02 walk", "S01 run"]


def test_features_stay_on_disk_and_cannot_be_written(root):
    features = trials_of(root)[0].features()
    assert isinstance(features, np.memmap) and not features.flags.writeable


def test_a_file_that_is_larger_than_the_memory_is_not_read(root):
    """A hole of 8 TiB: read whole, or one trial of it more than it asks for, this would fail."""
    length = 2**38
    header = np.lib.format.magic(1, 0)
    text = repr({"descr": "<f4", "fortran_order": False, "shape": (8, 1, length, 1, 1)}).ljust(117) + "\n"
    with (root / "train_data.npy").open("wb") as file:
        file.write(header + len(text).to_bytes(2, "little") + text.encode())
        try:
            file.truncate(len(header) + 2 + len(text) + 32 * length)
        except OSError:
            pytest.skip("this file system holds no such file")
    (root / "train_label.npy").unlink()
    np.save(root / "train_lengths.npy", [3] * 8)
    features = trials_of(root)[7].features()
    assert features.shape == (1, 3, 1, 1) and not features.any()


def test_other_numbers_become_float32(root):
    np.save(root / "train_data.npy", FEATURES.astype(">f8"))
    assert trials_of(root)[0].features().dtype == np.float32
    assert labels_of(root) == RAGGED


def test_a_part_is_found_by_its_file_or_by_its_name(root):
    for path in (root / "train_data.npy", root / "train"):
        assert [trial.row for trial in find_trials(path)] == [0, 1, 2]
        assert find_dataset(path).root.resolve() == root.resolve()
    assert f"did you mean {root / 'train_data.npy'}?" in refusal(find_trials, root)


def test_a_trial_of_four_axes_may_be_called_like_a_part(tmp_path):
    np.save(tmp_path / "walk_data.npy", FEATURES[0])
    assert [trial.name for trial in find_trials(tmp_path)] == ["walk_data"]


def put(root, name, value):
    np.save(root / name, value)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda r: put(r, "train_data.npy", FEATURES[0]), "train_data.npy: shape (2, 6, 4, 2); a part in one file"),
        (lambda r: put(r, "train_data.npy", FEATURES[:, :, :0]), "shape (3, 2, 0, 4, 2)"),
        (lambda r: put(r, "train_data.npy", FEATURES.astype(complex)), "dtype complex128"),
        (lambda r: (r / "train_data.npy").write_bytes(b"\x93NUMPY"), "not a readable .npy array"),
        (lambda r: put(r, "train_label.npy", ROWS[:2]), "train_label.npy: labels of 2 trials for the 3"),
        (lambda r: put(r, "train_label.npy", [row[:5] for row in ROWS]), "up to 5 labels a trial for the 6 frames"),
        (lambda r: put(r, "train_label.npy", [[*row, -1] for row in ROWS]), "up to 7 labels a trial for the 6 frames"),
        (lambda r: put(r, "train_label.npy", [[*ROWS[0]], [-1] * 6, [*ROWS[2]]]), "trial 1 (train_00001): empty"),
        (lambda r: put(r, "train_label.npy", [[0, -1, 2, 0, 0, 0]] * 3), "trial 0 (train_00000): label -1 at frame 1"),
        (lambda r: put(r, "train_label.npy", np.array(ROWS, float)), "labels of trial 0 are not a row of class"),
        (lambda r: put(r, "train_label.npy", np.array(ROWS)[..., None]), "shape (3, 6, 1); labels are (N, L)"),
        (lambda r: put(r, "train_label.npy", np.array(3)), "shape (); labels are (N, L)"),
        (lambda r: put(r, "train_lengths.npy", [6, 2]), "train_lengths.npy: int64 of shape (2,)"),
        (lambda r: put(r, "train_lengths.npy", [6.0, 2.0, 5.0]), "train_lengths.npy: float64 of shape (3,)"),
        (lambda r: put(r, "train_lengths.npy", [6, 0, 5]), "trial 1 has 0 frames; train_data.npy has 1 to 6"),
        (lambda r: put(r, "train_lengths.npy", [7, 2, 5]), "trial 0 has 7 frames"),
        (lambda r: put(r, "train_lengths.npy", [6, 3, 5]), "trial 1 (train_00001): 2 labels for 3 frames"),
        (lambda r: (r / "train_labels.csv").write_bytes(as_csv(ROWS)), "both train_label.npy and train_labels.csv"),
        (lambda r: (r / "train_names.txt").write_text("a\nb\n"), "train_names.txt: 2 names for the 3 trials"),
        (lambda r: (r / "train_names.txt").write_text("a\nb\na\n"), "trial 'a' is there twice"),
        (lambda r: (r / "train_names.txt").write_text("a\n../b\nc\n"), "trial '../b'; a name is what a file"),
        (lambda r: (r / "train_names.txt").write_bytes(b"\xff"), "train_names.txt: not a text file"),
    ],
)
def test_a_part_that_does_not_fit_together_is_refused_by_file_and_trial(root, spoil, says):
    spoil(root)
    message = refusal(trials_of, root)
    assert message.startswith(str(root)) and says in message


@pytest.mark.parametrize(
    ("kind", "content", "says"),
    [
        ("csv", b"0,1,2,2,1,0\n0;1\n", "line 2 is not class indices"),
        ("csv", b"0,1,2,2,1,0\n\n0,1.0\n", "line 3 is not class indices"),
        ("csv", b"0,,2,2,1,0\n", "line 1 is not class indices"),
        ("csv", b"a,b\n", "line 1 is not class indices"),
        ("csv", b"9" * 30 + b"\n", "line 1 is not class indices"),
        ("csv", b"\xff\xfe", "not a text file"),
        ("csv", b"", "labels of 0 trials for the 3"),
        ("csv", as_csv([*RAGGED, [1]]), "labels of 4 trials for the 3"),
        ("pkl", pickle.dumps({"a": [1]}), "holds a dict"),
        ("pkl", pickle.dumps((["x", "y"], RAGGED)), "2 names for the 3 trials"),
        ("pkl", pickle.dumps(["x", "y", "z"]), "labels of trial 0 are not a row"),
        ("pkl", pickle.dumps([*RAGGED[:2], [2, 0.5]]), "labels of trial 2 are not a row"),
        ("pkl", pickle.dumps([*RAGGED[:2], [2, [0]]]), "labels of trial 2 are not a row"),
        ("pkl", pickle.dumps([*RAGGED[:2], [True, False]]), "labels of trial 2 are not a row"),
        ("pkl", pickle.dumps([*RAGGED[:2], []]), "trial 2 (train_00002): empty"),
        ("pkl", b"garbage", "not a readable pickle"),
    ],
)
def test_labels_that_are_none_are_refused_by_file_and_place(root, kind, content, says):
    (root / "train_label.npy").unlink()
    path = root / f"train_label.{kind}"
    path.write_bytes(content)
    message = refusal(trials_of, root)
    assert message.startswith(str(path)) and says in message


@pytest.mark.parametrize("wrong", [3, -2])
def test_a_label_that_is_no_class_is_refused_by_trial_and_frame(root, wrong):
    rows = [*ROWS[:2], [2, 2, wrong, 0, 0, -1]]
    np.save(root / "train_label.npy", rows)
    message = refusal(trials_of(root)[2].labels, 5, CLASSES)
    assert message == (
        f"{root / 'train_label.npy'}, trial 2 (train_00002): label {wrong} at frame 2; the 3 classes are 0 to 2"
    )
