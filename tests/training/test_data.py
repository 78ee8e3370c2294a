"""Training data: what is loaded, what is refused, and the channel statistics against NumPy."""

import json

import numpy as np
import pytest
import torch
from refusals import refusal
from rtstgcn_training.data import UNLABELLED, describe, load_part
from rtstgcn_training.models.config import Arch
from runs import tiny_model
from tiny_dataset import DESCRIPTION, write_tiny_dataset

from rtstgcn_edge.recordings import load_dataset

MODEL = tiny_model()
RATE_HZ = 8.0
HOLD = 4  # frames, half a second


@pytest.fixture
def root(tmp_path):
    return write_tiny_dataset(tmp_path / "tiny", train=2, val=1, frames=40)


def described(root, **changes):
    whole = {key: value for key, value in (DESCRIPTION | changes).items() if value is not None}
    (root / "dataset.json").write_text(json.dumps(whole), encoding="utf-8")
    return load_dataset(root)


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
        (lambda f: np.where(f == f.max(), np.nan, f), "not finite"),
        (lambda f: f.astype(np.float64) * 1e300, "not finite"),
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


def test_a_description_gives_skeleton_channels_units_and_rate(root):
    skeleton, channels, units, rate_hz = describe(load_dataset(root), None)
    assert (skeleton.joints, skeleton.edges, skeleton.center) == (("hip", "knee", "ankle"), ((0, 1), (1, 2)), 0)
    assert (channels, units, rate_hz) == (DESCRIPTION["channels"], DESCRIPTION["units"], 20.0)


def test_a_skeleton_that_is_named_goes_before_the_described_one(root, tmp_path):
    nodes = load_dataset(root).description["nodes"]
    path = tmp_path / "chain.json"
    path.write_text(json.dumps({"name": "chain", "joints": nodes, "edges": [[0, 2], [2, 1]], "center": 1}))
    assert describe(load_dataset(root), str(path))[0].edges == ((0, 2), (2, 1))


def test_a_skeleton_of_other_nodes_than_the_data_are_of_is_refused(root):
    message = refusal(describe, load_dataset(root), "imu6")
    assert "graph 'imu6' has foot_r, shin_r" in message


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"rate_hz": None}, ("rate_hz",)),
        ({"rate_hz": "sixty"}, ("rate_hz", "sixty")),
        ({"rate_hz": 0}, ("rate_hz", "above 0")),
        ({"rate_hz": float("inf")}, ("rate_hz", "inf")),
        ({"rate_hz": True}, ("rate_hz", "True")),
        ({"channels": None}, ("channels",)),
        ({"channels": 3}, ("channels", "list of names")),
        ({"channels": []}, ("channels", "list of names")),
        ({"units": "m"}, ("units", "list of names")),
        ({"units": ["m", "m"]}, ("2 units", "3 channels")),
        ({"nodes": None}, ("skeleton", "processor.graph")),
        ({"edges": [["hip", "nee"]]}, ("'nee'", "'knee'")),
    ],
)
def test_a_description_that_is_wrong_is_refused_by_key(root, changes, names):
    message = refusal(describe, described(root, **changes), None)
    assert all(name in message for name in names), message
