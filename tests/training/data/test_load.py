"""Training data: what is loaded, and what is refused."""

import numpy as np
import pytest
import torch
from refusals import refusal
from rtstgcn_training.data import UNLABELLED, load_part, load_trials
from rtstgcn_training.models.config import Arch
from runs import tiny_model
from tiny_dataset import as_single_file, write_tiny_dataset

from rtstgcn_edge.recordings import find_trials, load_dataset
from rtstgcn_edge.resample import resample, resample_labels

MODEL = tiny_model()
RATE_HZ = 8.0
HOLD = 4  # frames, half a second


@pytest.fixture
def root(tmp_path):
    return write_tiny_dataset(tmp_path / "tiny", train=2, val=1, frames=40, rate_hz=RATE_HZ)


def test_a_part_is_its_trials_in_order_with_their_labels(root):
    loaded = load_part(load_dataset(root), "train", MODEL, RATE_HZ)
    assert [sequence.name for sequence in loaded] == ["trial0/0", "trial1/0"]
    features = np.load(root / "train/features/trial1.npy")
    labels = np.loadtxt(root / "train/labels/trial1.csv", dtype=np.int64)
    assert np.array_equal(loaded[1].features.numpy(), features[..., 0])
    assert np.array_equal(loaded[1].labels.numpy(), labels)


def test_skeletons_of_a_trial_are_sequences_of_their_own_and_absent_ones_are_left_out(root):
    path = root / "train/features/trial0.npy"
    features = np.load(path)
    np.save(path, np.concatenate([features, np.zeros_like(features), 2 * features], axis=3))
    loaded = load_part(load_dataset(root), "train", MODEL, RATE_HZ)
    assert [sequence.name for sequence in loaded] == ["trial0/0", "trial0/2", "trial1/0"]
    assert torch.equal(loaded[1].features, 2 * loaded[0].features)


def with_second_skeleton(root, seen):
    """Trial 0 of the training part gets a second skeleton that is seen at frames `seen`; its features and labels."""
    path = root / "train/features/trial0.npy"
    features = np.load(path)
    second = np.zeros_like(features)
    second[:, seen] = 2 * features[:, seen]
    np.save(path, np.concatenate([features, second], axis=3))
    return second[..., 0], np.loadtxt(root / "train/labels/trial0.csv", dtype=np.int64)


def test_a_skeleton_that_is_away_for_longer_than_half_a_second_comes_back_as_a_new_sequence(root):
    second, labels = with_second_skeleton(root, [*range(5, 10), 14, *range(20, 30)])
    loaded = load_part(load_dataset(root), "train", MODEL, RATE_HZ)
    assert [sequence.name for sequence in loaded] == ["trial0/0", "trial0/1", "trial0/1", "trial1/0"]
    shown = [[5, 6, 7, 8, 9, 9, 9, 9, 9, 14, 14, 14, 14, 14], [*range(20, 30), *[29] * HOLD]]
    for sequence, start, frames in zip(loaded[1:3], (5, 20), shown, strict=True):
        assert np.array_equal(sequence.features.numpy(), second[:, frames])
        assert np.array_equal(sequence.labels.numpy(), labels[start : start + len(frames)])


def test_a_delayed_model_holds_a_skeleton_for_longer_and_leaves_those_frames_unlabelled(root):
    delayed = tiny_model(Arch(widths=[4], kernel=5, dilation=1, residual_delay="centre"))
    assert delayed.delay == 2
    second, labels = with_second_skeleton(root, [3, 10, 18])
    _, first, again, _ = load_part(load_dataset(root), "train", delayed, RATE_HZ)
    assert np.array_equal(first.features.numpy(), second[:, [3] * 7 + [10] * 7])
    expected = labels[3:17].copy()
    expected[[5, 6, 12, 13]] = UNLABELLED
    assert first.labels.tolist() == expected.tolist()
    assert first.labelled.tolist() == (expected >= 0).tolist()
    assert again.labels.tolist() == [*labels[18:23], UNLABELLED, UNLABELLED]


def test_zeros_of_the_only_skeleton_are_data(root):
    path = root / "train/features/trial0.npy"
    features = np.load(path)
    features[:, 10:30] = 0
    np.save(path, features)
    loaded = load_part(load_dataset(root), "train", MODEL, RATE_HZ)
    assert np.array_equal(loaded[0].features.numpy(), features[..., 0])


def test_the_data_are_a_copy_that_training_may_change(root):
    loaded = load_part(load_dataset(root), "val", MODEL, RATE_HZ)
    before = np.load(root / "val/features/trial0.npy")
    loaded[0].features.zero_()
    assert np.array_equal(np.load(root / "val/features/trial0.npy"), before)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda f: f[:2], "2 channels x 3 joints; 3 x 3 are expected"),
        (lambda f: f[:, :, :2], "3 channels x 2 joints; 3 x 3 are expected"),
        (lambda f: np.where(f == f.max(), np.nan, f), "nan at frame "),
        (lambda f: f.astype(np.float64) * 1e300, "inf at frame 0, "),
        (lambda f: f[:, :-1], "40 labels for the 39 frames"),
    ],
)
def test_a_trial_that_does_not_fit_is_refused_by_name(root, spoil, says):
    path = root / "val/features/trial0.npy"
    np.save(path, spoil(np.load(path)))
    message = refusal(load_part, load_dataset(root), "val", MODEL, RATE_HZ)
    assert "trial0" in message and says in message


def test_a_part_of_nothing_but_absent_skeletons_is_refused(root):
    np.save(root / "val/features/trial0.npy", np.zeros((3, 40, 3, 2), np.float32))
    assert "all zeros" in refusal(load_part, load_dataset(root), "val", MODEL, RATE_HZ)


@pytest.mark.parametrize("kind", ["npy", "csv", "pkl"])
def test_both_forms_give_the_same_sequences(root, kind):
    with_second_skeleton(root, [*range(5, 10), 14, *range(20, 30)])
    path = root / "train/features/trial1.npy"
    np.save(path, np.load(path)[:, :33])
    labels = root / "train/labels/trial1.csv"
    labels.write_text("\n".join(labels.read_text().splitlines()[:33]))
    expected = load_part(load_dataset(root), "train", MODEL, RATE_HZ)
    found = load_part(load_dataset(as_single_file(root, kind=kind)), "train", MODEL, RATE_HZ)
    assert len(found) == 4
    for one, other in zip(found, expected, strict=True):
        assert one.name == other.name
        assert torch.equal(one.features, other.features) and torch.equal(one.labels, other.labels)


def test_the_single_file_form_stays_on_disk_where_it_needs_no_change(root):
    dataset = load_dataset(as_single_file(root))
    stored = np.load(root / "train_data.npy", mmap_mode="r+")
    as_it_is = load_part(dataset, "train", MODEL, RATE_HZ)
    resampled = load_part(dataset, "train", MODEL, 2 * RATE_HZ)
    before = [sequences[1].features.clone() for sequences in (as_it_is, resampled)]
    stored[1] += 1
    stored.flush()
    assert torch.equal(as_it_is[1].features, before[0] + 1)
    assert torch.equal(resampled[1].features, before[1])


def test_a_sample_that_is_not_finite_in_a_single_file_is_named_by_its_trial(root):
    as_single_file(root)
    features = np.load(root / "train_data.npy")
    features[1, 2, 7, 0] = np.nan
    np.save(root / "train_data.npy", features)
    message = refusal(load_part, load_dataset(root), "train", MODEL, RATE_HZ)
    assert message.startswith(f"{root / 'train_data.npy'}, trial 1 (trial1): nan at frame 7, channel 2, joint 0, ")


@pytest.mark.parametrize("rate_hz", [5.0, 12.0])
def test_another_rate_resamples_features_and_labels_alike(root, rate_hz):
    loaded = load_part(load_dataset(root), "train", MODEL, rate_hz)
    features = np.load(root / "train/features/trial1.npy")[..., 0]
    labels = np.loadtxt(root / "train/labels/trial1.csv", dtype=np.int64)
    assert np.array_equal(loaded[1].features.numpy(), resample(features, RATE_HZ, rate_hz, axis=1))
    assert np.array_equal(loaded[1].labels.numpy(), resample_labels(labels, RATE_HZ, rate_hz))
    assert loaded[1].features.dtype == torch.float32 and loaded[1].features.is_contiguous()


def test_a_rate_that_counts_as_the_same_changes_nothing(root):
    as_recorded = load_part(load_dataset(root), "train", MODEL, RATE_HZ)
    found = load_part(load_dataset(root), "train", MODEL, 1.004 * RATE_HZ)
    assert torch.equal(found[0].features, as_recorded[0].features)


def test_a_skeleton_that_comes_back_is_held_for_half_a_second_of_the_recording_and_then_resampled(root):
    second, labels = with_second_skeleton(root, [*range(5, 10), *range(20, 30)])
    _, first, again, _ = load_part(load_dataset(root), "train", MODEL, 2 * RATE_HZ)
    held = second[:, [5, 6, 7, 8, 9, 9, 9, 9, 9]]
    assert np.array_equal(first.features.numpy(), resample(held, 1, 2, axis=1))
    assert np.array_equal(again.labels.numpy(), resample_labels(labels[20:34], 1, 2))


def test_a_delayed_model_at_another_rate_holds_as_long_in_its_own_frames(root):
    delayed = tiny_model(Arch(widths=[4], kernel=9, dilation=1, residual_delay="centre"))
    assert delayed.delay == 4
    with_second_skeleton(root, [10])
    _, only, _ = load_part(load_dataset(root), "train", delayed, 2 * RATE_HZ)
    assert len(only.labels) == 2 * (HOLD + 2) + 1
    assert only.labelled.tolist() == [True] * (2 * HOLD + 1) + [False] * 4


def test_channels_are_taken_by_name(root):
    model = tiny_model(channels=2)
    loaded = load_part(load_dataset(root), "val", model, RATE_HZ, ["acc_z", "acc_x"])
    features = np.load(root / "val/features/trial0.npy")
    assert np.array_equal(loaded[0].features.numpy(), features[[2, 0], :, :, 0])
    assert "channel 'acc_w'" in refusal(load_part, load_dataset(root), "val", model, RATE_HZ, ["acc_w", "acc_x"])


def test_a_file_of_fewer_channels_than_are_described_is_refused(root):
    path = root / "val/features/trial0.npy"
    np.save(path, np.load(path)[:1])
    message = refusal(load_part, load_dataset(root), "val", tiny_model(channels=2), RATE_HZ, ["acc_z", "acc_x"])
    assert message.startswith(f"{path}: 1 channels x 3 joints; 2 x 3 are expected")


def test_trials_of_choice_are_loaded(root):
    dataset = load_dataset(root)
    trials = [*find_trials(root / "val"), *find_trials(root / "train/features/trial1.npy")]
    assert [sequence.name for sequence in load_trials(trials, dataset, MODEL, RATE_HZ)] == ["trial0/0", "trial1/0"]


def test_a_trial_shorter_than_the_receptive_field_is_loaded_whole(root):
    for path, frames in ((root / "val/features/trial0.npy", 1), (root / "train/features/trial0.npy", 3)):
        assert frames < MODEL.receptive_field
        np.save(path, np.load(path)[:, :frames])
        (path.parent.parent / "labels/trial0.csv").write_text("1\n" * frames)
    for part, frames in (("val", 1), ("train", 3)):
        assert load_part(load_dataset(root), part, MODEL, RATE_HZ)[0].features.shape == (3, frames, 3)
