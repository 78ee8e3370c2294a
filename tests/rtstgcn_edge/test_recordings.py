"""Recorded trials: what is read, and one line for whatever is wrong with a file."""

import io
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from refusals import refusal

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.recordings import Trial, find_dataset, find_trials, load_dataset, presences, sequences

FRAMES = 5


@pytest.fixture
def root(tmp_path):
    """A data set of two classes with one trial in each part."""
    for part in ("train", "val"):
        for folder in ("features", "labels"):
            (tmp_path / part / folder).mkdir(parents=True)
        np.save(
            tmp_path / part / "features/one.npy", np.arange(2 * FRAMES * 3, dtype=np.float32).reshape(2, FRAMES, 3, 1)
        )
        (tmp_path / part / "labels/one.csv").write_text("0\n0\n1\n1\n0\n")
    (tmp_path / "actions.txt").write_text("sit\nstand\n")
    (tmp_path / "dataset.json").write_text('{"rate_hz": 60, "background": 1}')
    return tmp_path


def trial_of(root):
    return load_dataset(root).trials("val")[0]


def test_a_data_set_has_its_description_classes_and_background(root):
    dataset = load_dataset(root)
    assert dataset.classes == ("sit", "stand")
    assert (dataset.background, dataset.description["rate_hz"]) == (1, 60)


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


def test_the_data_set_of_a_trial_or_a_part_is_found(root, tmp_path_factory):
    for path in (root, root / "val", root / "val/features/one.npy"):
        found = find_dataset(path)
        assert found is not None and found.classes == ("sit", "stand")
    assert find_dataset(tmp_path_factory.mktemp("elsewhere")) is None


@pytest.mark.parametrize("dtype", ["<f4", ">f4", "f2", "f8", "i2", "u1"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_features_are_float32_with_four_axes_whatever_the_file_holds(root, dtype, order):
    array = np.arange(2 * FRAMES * 3).reshape(2, FRAMES, 3)
    np.save(root / "val/features/one.npy", array.astype(dtype, order=order))
    features = trial_of(root).features()
    assert (features.dtype, features.shape) == (np.float32, (2, FRAMES, 3, 1))
    assert np.array_equal(features[..., 0], array)


def test_float32_features_stay_on_disk_until_they_are_used(root):
    features = trial_of(root).features()
    assert isinstance(features, np.memmap) and not features.flags.writeable


def test_what_float32_cannot_hold_becomes_infinite_without_a_warning(root):
    np.save(root / "val/features/one.npy", np.full((2, FRAMES, 3), 1e300))
    assert np.isinf(trial_of(root).features()).all()


def test_each_skeleton_is_a_sequence_of_its_own():
    features = np.arange(24, dtype=np.float32).reshape(2, 3, 2, 2)
    assert [s.tolist() for s in sequences(features)] == [features[..., 0].tolist(), features[..., 1].tolist()]


def recording_of(*shown):
    """(1, L, 1, M) whose skeletons show these numbers, 0 where they are not seen."""
    return np.array(shown, np.float32).T[None, :, None, :]


def rows(features, hold_frames):
    return [
        (skeleton, start, sequence[0, :, 0].tolist(), unseen.tolist())
        for skeleton, start, sequence, unseen in presences(features, hold_frames)
    ]


def test_a_skeleton_is_held_over_short_gaps_leaves_in_long_ones_and_starts_anew():
    two = recording_of([0, 1, 2, 0, 0, 5, 0, 0, 0, 9, 0], [0] * 11)
    assert rows(two, 2) == [
        (0, 1, [1, 2, 2, 2, 5, 5, 5], [0, 0, 1, 2, 0, 1, 2]),
        (0, 9, [9, 9], [0, 1]),
    ]
    assert rows(two, 0) == [(0, 1, [1, 2], [0, 0]), (0, 5, [5], [0]), (0, 9, [9], [0])]
    assert rows(two, 3) == [(0, 1, [1, 2, 2, 2, 5, 5, 5, 5, 9, 9], [0, 0, 1, 2, 0, 1, 2, 3, 0, 1])]


def test_the_only_skeleton_is_always_seen():
    assert rows(recording_of([0, 1, 0, 0, 0]), 1) == [(0, 0, [0, 1, 0, 0, 0], [0] * 5)]


def tracked(features, hold_frames):
    """The same from the rules, frame by frame."""
    found = []
    for skeleton in range(features.shape[3]):
        live = None
        for t, value in enumerate(features[0, :, 0, skeleton].tolist()):
            if live is not None:
                live[3].append(live[3][-1] + 1)
                live[2].append(live[2][-1])
            if value:
                if live is None:
                    live = (skeleton, t, [value], [0])
                    found.append(live)
                live[2][-1], live[3][-1] = value, 0
            elif live is not None and live[3][-1] > hold_frames:
                live[2].pop(), live[3].pop()
                live = None
    return found


@given(
    shown=st.integers(1, 30).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 1), min_size=n, max_size=n), min_size=2, max_size=3)
    ),
    hold_frames=st.integers(0, 5),
)
def test_presences_follow_the_rules_of_a_run(shown, hold_frames):
    features = recording_of(*shown) * np.arange(1, len(shown[0]) + 1, dtype=np.float32)[None, :, None, None]
    assert rows(features, hold_frames) == tracked(features, hold_frames)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda p: p.write_bytes(p.read_bytes()[:-4]), "not a readable .npy array"),
        (lambda p: p.write_bytes(p.read_bytes()[:40]), "not a readable .npy array"),
        (lambda p: p.write_bytes(b""), "not a readable .npy array"),
        (lambda p: p.write_text("0.1, 0.2\n"), "not a readable .npy array"),
        (lambda p: np.save(p, np.array([{"a": 1}], dtype=object), allow_pickle=True), "not a readable .npy array"),
        (lambda p: p.write_bytes(b"\x80\x04\x95\x0b\x00\x00\x00]\x94."), "not a readable .npy array"),
        (
            lambda p: (np.savez(p.with_suffix(""), a=np.zeros(3)), p.with_suffix(".npz").replace(p)),
            "an archive of arrays",
        ),
        (lambda p: (p.unlink(), p.mkdir()), "not a readable .npy array"),
        (lambda p: np.save(p, np.zeros((FRAMES, 3))), f"shape ({FRAMES}, 3)"),
        (lambda p: np.save(p, np.zeros((1, 2, 3, 4, 5))), "shape (1, 2, 3, 4, 5)"),
        (lambda p: np.save(p, np.zeros((2, 0, 3))), "shape (2, 0, 3, 1)"),
        (lambda p: np.save(p, np.zeros((2, FRAMES, 3), complex)), "dtype complex128"),
        (lambda p: np.save(p, np.zeros((2, FRAMES, 3), "U4")), "dtype <U4"),
        (lambda p: np.save(p, np.zeros((2, FRAMES, 3), bool)), "dtype bool"),
    ],
)
def test_a_broken_trial_is_refused_by_name(root, spoil, says):
    path = root / "val/features/one.npy"
    spoil(path)
    message = refusal(trial_of(root).features)
    assert message.startswith(f"{path}: ") and says in message


def test_a_trial_that_vanished_is_refused(root):
    trial = trial_of(root)
    trial.features_path.unlink()
    assert "not a readable .npy array" in refusal(trial.features)


@given(st.data())
def test_a_damaged_header_is_refused_or_read_but_never_a_traceback(tmp_path_factory, data):
    buffer = io.BytesIO()
    np.save(buffer, np.zeros((2, FRAMES, 3), np.float32))
    content = bytearray(buffer.getvalue())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, 80))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged.npy"
    path.write_bytes(content)
    try:
        features = Trial("damaged", path, None).features()
    except InputError as error:
        assert len(str(error).splitlines()) == 1
    else:
        assert features.ndim == 4 and features.dtype == np.float32


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("0\n1\n", "2 labels for the 5 frames of one"),
        ("", "0 labels for the 5 frames of one"),
        ("\n\n", "0 labels for the 5 frames of one"),
        ("0\n1\n2\n0\n0\n", "label 2; the 2 classes are 0 to 1"),
        ("0\n1\n-1\n0\n0\n", "label -1; the 2 classes are 0 to 1"),
        ("0\n1\n0.5\n0\n0\n", "not one class index a line"),
        ("0\n1\n1.0\n0\n0\n", "not one class index a line"),
        ("0\n1\nsit\n0\n0\n", "not one class index a line"),
        ("0,0\n" * FRAMES, "not one class index a line"),
        ("0,1,0,1,0\n", "not one class index a line"),
        ("0\n1\nnan\n0\n0\n", "not one class index a line"),
        ("0\n1\n" + "9" * 30 + "\n0\n0\n", "not one class index a line"),
        (b"\xff\xfe0\x001\x00", "not one class index a line"),
    ],
)
def test_broken_labels_are_refused_by_name(root, content, says):
    path = root / "val/labels/one.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    message = refusal(trial_of(root).labels, FRAMES, 2)
    assert message.startswith(f"{path}: ") and says in message


def test_labels_may_have_spaces_blank_lines_and_windows_line_ends(root):
    (root / "val/labels/one.csv").write_bytes(b" 0\r\n0\r\n1 \r\n1\r\n0\r\n\r\n")
    labels = trial_of(root).labels(FRAMES, 2)
    assert labels.dtype == np.int64 and labels.tolist() == [0, 0, 1, 1, 0]


def test_a_trial_without_labels_says_where_they_would_be(root):
    (root / "val/labels/one.csv").unlink()
    assert "../labels/one.csv" in refusal(trial_of(root).labels, FRAMES, 2)


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


@pytest.mark.parametrize("background", [2, -1, "sit", 1.0, True, [0]])
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
