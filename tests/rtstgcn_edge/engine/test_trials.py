"""Whole trials through the engine: the labels of the batch model, however many trials go side by side."""

import numpy as np
import pytest
from model_files import emitted, opened
from random_models import random_model, random_motion
from rtstgcn_training.chunked.labelling import label_trial
from rtstgcn_training.models.config import Arch

from rtstgcn_edge.engine import Engine, stream, stream_trials
from rtstgcn_edge.skeletons import load_skeleton


@pytest.fixture(scope="module", params=[0, "centre"])
def model(request):
    import torch

    arch = Arch(widths=[4, 6], kernel=3, dilation=[1, 2], residual_delay=request.param)
    return random_model(arch, load_skeleton("imu3"), dtype=torch.float32)


@pytest.fixture(scope="module")
def engine(model):
    return Engine(opened(emitted(model)))


def motions(model, lengths):
    return [random_motion(model, length, seed=length + place)[0] for place, length in enumerate(lengths)]


def agrees(logits, model, x):
    expected = label_trial(model, x).numpy()
    assert logits.shape == expected.shape
    assert np.abs(logits - expected).max() <= 1e-5 * np.abs(expected).max()


@pytest.mark.parametrize("lengths", [(40,), (40, 40), (25, 40), (40, 7, 25), (1, 30)])
def test_trials_stream_side_by_side_from_zeros_and_leave_no_skeleton_behind(engine, model, lengths):
    trials = motions(model, lengths)
    for _ in range(2):
        found = stream_trials(engine, [x.numpy() for x in trials])
        assert engine.ids == []
        for logits, x in zip(found, trials, strict=True):
            agrees(logits, model, x)


@pytest.mark.parametrize("side_by_side", [1, 2, 3, 9])
def test_another_trial_joins_where_one_has_ended(engine, model, side_by_side):
    trials = motions(model, (12, 40, 5, 1, 30, 12))
    taken = []

    def one_by_one():
        for place, x in enumerate(trials):
            taken.append(place)
            assert len(engine.ids) < side_by_side
            yield x.numpy()

    ended = []
    for place, logits in stream(engine, one_by_one(), side_by_side):
        agrees(logits, model, trials[place])
        ended.append(place)
        assert len(taken) <= len(ended) + side_by_side - 1
    assert sorted(ended) == list(range(6)) and engine.ids == []


def test_a_stream_that_is_left_early_leaves_no_skeleton_behind(engine, model):
    trials = stream(engine, (x.numpy() for x in motions(model, (5, 50, 50))), 2)
    next(trials)
    trials.close()
    assert engine.ids == []


def test_no_trials_are_no_labels(engine):
    assert list(stream(engine, [], 4)) == []
