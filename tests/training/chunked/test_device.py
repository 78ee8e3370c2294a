"""Where a training computes."""

import pytest
import torch
from rtstgcn_training.chunked.device import pick_device

from rtstgcn_edge.errors import InputError


@pytest.mark.parametrize(
    ("asked", "found", "picked"),
    [
        ("auto", False, "cpu"),
        ("auto", True, "cuda"),
        ("cpu", True, "cpu"),
        ("cpu", False, "cpu"),
        ("cuda", True, "cuda"),
    ],
)
def test_the_gpu_is_taken_where_there_is_one_and_nobody_objects(asked, found, picked, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: found)
    assert pick_device(asked).type == picked


def test_a_gpu_that_is_not_there_is_refused_in_one_line(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(InputError, match=r'^job\.device "cuda": torch finds no CUDA device.*; take "auto" or "cpu"$'):
        pick_device("cuda")
