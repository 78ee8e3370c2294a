"""Counts and weights of classes by hand."""

import pytest
import torch
from rtstgcn_training.data import UNLABELLED, Sequence
from rtstgcn_training.losses import absent_classes, class_counts, class_weights


def test_frames_of_a_class_are_counted_over_trials_and_an_absent_one_is_named():
    trials = [Sequence("", torch.zeros(1, len(its), 1), torch.tensor(its)) for its in ([0, 0, 2], [2, UNLABELLED])]
    counts = class_counts(trials, 4)
    assert counts.tolist() == [2, 0, 2, 0]
    assert absent_classes(counts, ["walk", "run", "sit", "lie"]) == ["run", "lie"]
    assert class_counts([], 2).tolist() == [0, 0]


def test_class_weights_by_hand():
    counts = torch.tensor([1, 4, 0])
    assert class_weights(counts, "none").tolist() == [1, 1, 1]
    # inverse: 1, 1/4, and the mean over the 5 frames is 2/5.
    assert class_weights(counts, "inverse").tolist() == pytest.approx([2.5, 0.625, 0])
    # inverse_sqrt: 1, 1/2, and the mean over the 5 frames is 3/5.
    assert class_weights(counts, "inverse_sqrt").tolist() == pytest.approx([5 / 3, 5 / 6, 0])


@pytest.mark.parametrize("kind", ["inverse", "inverse_sqrt"])
def test_class_weights_have_mean_one_over_the_frames(kind):
    counts = torch.tensor([7, 100_000_000, 0, 31])
    assert (class_weights(counts, kind).double() * counts).sum().item() / counts.sum().item() == pytest.approx(1)


def test_without_a_label_no_class_weighs_anything():
    assert class_weights(torch.zeros(3, dtype=torch.int64), "inverse").tolist() == [0, 0, 0]
