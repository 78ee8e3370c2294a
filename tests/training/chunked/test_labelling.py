"""Labels of whole trials: any segment gives the outputs of the whole trial, and row t is of frame t."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from random_models import random_model, random_motion, relative_error
from rtstgcn_training.chunked.labelling import flushed, label_trial
from rtstgcn_training.models.config import Arch
from strategies import archs, skeletons

from rtstgcn_edge.skeletons import load_skeleton


@torch.no_grad()
def whole_trial(model, x):
    return model(flushed(x, model.delay)[None])[0, model.delay :]


@given(
    arch=archs(),
    skeleton=skeletons(),
    length=st.integers(1, 50),
    segment=st.integers(1, 60),
    seed=st.integers(0, 2**32 - 1),
)
def test_any_segment_gives_the_logits_of_the_whole_trial(arch, skeleton, length, segment, seed):
    model = random_model(arch, skeleton, seed=seed, dtype=torch.float64)
    x = random_motion(model, length, seed=seed)[0]
    found = label_trial(model, x, segment)
    assert found.shape == (length, 4)
    assert relative_error(found, whole_trial(model, x)) < 1e-10


def test_the_standard_model_needs_its_whole_receptive_field_as_context():
    model = random_model(Arch(widths=[8] * 9), load_skeleton("imu3"), dtype=torch.float64)
    x = random_motion(model, 300)[0]
    assert relative_error(label_trial(model, x, segment=70), whole_trial(model, x)) < 1e-10


def test_a_delayed_model_labels_the_frame_in_the_centre():
    # Embedding and layer pass channel 0 on; only the residual path carries it, one window centre late.
    arch = Arch(widths=[1], kernel=5, dilation=2, residual_delay="centre", norm="batch", input_norm="none")
    model = random_model(arch, load_skeleton("imu3"), channels=1, classes=1, dtype=torch.float64)
    with torch.no_grad():
        model.features.mean.zero_()
        model.features.std.fill_(1)
        model.layers[0].norm.weight.zero_()
        model.layers[0].norm.bias.zero_()
        for linear in (model.input, model.head):
            linear.weight.fill_(1.0)
            linear.bias.zero_()
    x = torch.arange(1.0, 21.0, dtype=torch.float64).view(1, 20, 1).expand(1, 20, 3)
    assert model.delay == 4
    torch.testing.assert_close(label_trial(model, x)[:, 0], x[0, :, 0])


def test_a_flush_repeats_the_last_frame():
    x = torch.arange(6.0).view(1, 3, 2)
    assert flushed(x, 0) is x
    assert flushed(x, 2)[0].tolist() == [[0, 1], [2, 3], [4, 5], [4, 5], [4, 5]]


@pytest.mark.parametrize(("kernel", "new"), [(5, 2**22 // (3 * 1024)), (3001, 3001)])
def test_by_default_wide_models_take_short_chunks_but_none_shorter_than_its_context(kernel, new):
    model = random_model(Arch(widths=[1024], kernel=kernel, dilation=1), load_skeleton("imu3"), dtype=torch.float32)
    taken = []
    model.forward = lambda x: taken.append(x.shape[2]) or torch.zeros(1, x.shape[2], 4)
    assert len(label_trial(model, torch.zeros(3, 3 * new, 3))) == 3 * new
    context = model.receptive_field  # and the frame before, as in training
    assert taken == [new, min(new + context, 2 * new), new + context]
