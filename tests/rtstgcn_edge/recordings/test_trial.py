"""One recording: what is read, and one line for whatever is wrong with its files."""

import numpy as np
import pytest
from refusals import refusal

from rtstgcn_edge.recordings import check_finite, load_dataset

FRAMES = 5


def trial_of(root):
    return load_dataset(root).trials("val")[0]


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
        (
            lambda p: np.save(p, np.zeros((1, 2, 3, 4, 5))),
            "shape (1, 2, 3, 4, 5); a trial is (C, L, V, M), and trials of five",
        ),
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


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("0\n1\n", "2 labels for the 5 frames of one"),
        ("", "0 labels for the 5 frames of one"),
        ("\n\n", "0 labels for the 5 frames of one"),
        ("0\n1\n2\n0\n0\n", "label 2 at frame 2; the 2 classes are 0 to 1"),
        ("0\n1\n-1\n0\n0\n", "label -1 at frame 2; the 2 classes are 0 to 1"),
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


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_sample_that_is_not_finite_is_refused_by_its_place_the_first_in_time(root, value):
    features = np.zeros((2, FRAMES, 3, 1), np.float32)
    check_finite(trial_of(root), features)
    features[0, 4, 0, 0] = features[1, 3, 2, 0] = value
    message = refusal(check_finite, trial_of(root), features)
    where = root / "val/features/one.npy"
    assert message.startswith(f"{where}: {np.float32(value)} at frame 3, channel 1, joint 2, skeleton 0; ")
