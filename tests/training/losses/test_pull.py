"""The scatter within classes: by hand, and what leaves it alone."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from rtstgcn_training.data import UNLABELLED
from rtstgcn_training.losses import pull_sum


def test_by_hand():
    # Class 0: centred logits (1, -1) and (3, -3), mean (2, -2): each is 1 off in both. Class 1 has one frame.
    logits = torch.tensor([[2.0, 0.0], [6.0, 0.0], [9.0, 9.0], [0.0, 5.0]])
    labels = torch.tensor([0, 0, UNLABELLED, 1])
    assert pull_sum(logits, labels).item() == pytest.approx(2.0)


def test_frames_of_a_class_that_agree_are_left_alone():
    logits = torch.tensor([[1.0, 2.0, 5.0], [-3.0, 0.0, 0.0]])
    labels = torch.tensor([0, 1, 0, 0, 1])
    assert pull_sum(logits[labels], labels).item() == pytest.approx(0, abs=1e-12)


def slow_pull(logits, labels):
    """Frame by frame, from the definition."""
    centred = [[z - sum(row) / len(row) for z in row] for row in logits.tolist()]
    total = 0.0
    for row, label in zip(centred, labels.tolist(), strict=True):
        if label == UNLABELLED:
            continue
        own = [other for other, its in zip(centred, labels.tolist(), strict=True) if its == label]
        total += sum((z - sum(column) / len(own)) ** 2 for z, column in zip(row, zip(*own, strict=True), strict=True))
    return total / logits.shape[1]


@given(frames=st.integers(1, 30), classes=st.integers(1, 5), seed=st.integers(0, 2**31))
def test_equals_the_definition_and_an_offset_of_a_frame_changes_nothing(frames, classes, seed):
    generator = torch.Generator().manual_seed(seed)
    logits = torch.randn(frames, classes, generator=generator, dtype=torch.float64)
    labels = torch.randint(-1, classes, (frames,), generator=generator)
    labels[labels < 0] = UNLABELLED
    found = pull_sum(logits, labels)
    assert found.item() == pytest.approx(slow_pull(logits, labels), abs=1e-12)
    offset = torch.randn(frames, 1, generator=generator, dtype=torch.float64)
    assert pull_sum(logits + offset, labels).item() == pytest.approx(found.item(), abs=1e-12)


def test_no_label_no_pull():
    logits = torch.randn(3, 2, requires_grad=True)
    loss = pull_sum(logits, torch.full((3,), UNLABELLED))
    loss.backward()
    assert loss.item() == 0 and logits.grad is not None and not logits.grad.any()
