"""Batch equals stream, for every architecture, skeleton, length and number of streams."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from random_models import random_model, random_motion, relative_error
from rtstgcn_training.models.config import Arch
from rtstgcn_training.models.streaming import StreamingRTSTGCN
from strategies import archs, skeletons

from rtstgcn_edge.skeletons import load_skeleton

TOLERANCES = {torch.float32: 1e-5, torch.float64: 1e-10}
SMALL = Arch(widths=[4, 6], kernel=[3, 5], dilation=[2, 1], residual_delay="centre")


def streamed(stream, motion):
    return torch.stack([stream.step(frame) for frame in motion.unbind(2)], dim=1)


@torch.no_grad()
def batch(model, motion):
    return model(motion)


@pytest.mark.parametrize("dtype", TOLERANCES)
def test_stream_equals_batch(dtype):
    @given(
        arch=archs(),
        skeleton=skeletons(min_joints=2),
        length=st.integers(1, 40),
        streams=st.integers(1, 3),
        seed=st.integers(0, 2**32 - 1),
    )
    def prove(arch, skeleton, length, streams, seed):
        model = random_model(arch, skeleton, seed=seed, dtype=dtype)
        motion = random_motion(model, length, skeletons=streams, seed=seed)
        expected = batch(model, motion)
        assert relative_error(streamed(StreamingRTSTGCN(model, streams), motion), expected) < TOLERANCES[dtype]

    prove()


@pytest.mark.parametrize(("kernel", "length"), [(9, 120), (69, 780)])
def test_stream_equals_batch_at_the_standard_shapes(kernel, length):
    model = random_model(Arch(kernel=kernel), load_skeleton("ntu25"), classes=52, dtype=torch.float32)
    assert length > model.receptive_field
    motion = random_motion(model, length)
    assert relative_error(streamed(StreamingRTSTGCN(model), motion), batch(model, motion)) < 1e-5


def test_reset_starts_a_new_recording():
    model = random_model(SMALL, load_skeleton("imu3"), dtype=torch.float64)
    first, second = random_motion(model, 30, seed=1), random_motion(model, 30, seed=2)
    stream = StreamingRTSTGCN(model)
    streamed(stream, first)
    carried_over = streamed(stream, second)
    stream.reset()
    assert relative_error(streamed(stream, second), batch(model, second)) < 1e-10
    assert relative_error(carried_over, batch(model, second)) > 1e-3


def test_a_buffer_gives_the_logits_of_one_by_one():
    model = random_model(SMALL, load_skeleton("imu3"), dtype=torch.float32)
    motion = random_motion(model, 23, skeletons=2)
    one_by_one, buffered = StreamingRTSTGCN(model, 2), StreamingRTSTGCN(model, 2)
    gathered = torch.cat([buffered.step_buffer(frames) for frames in motion.split(5, dim=2)], dim=1)
    assert torch.equal(gathered, streamed(one_by_one, motion))


def test_a_shared_stream_follows_the_model_and_a_copy_does_not():
    model = random_model(SMALL, load_skeleton("imu3"), dtype=torch.float64)
    motion = random_motion(model, 15)
    shared, copied = StreamingRTSTGCN(model), StreamingRTSTGCN(model, share=False)
    before = batch(model, motion)
    with torch.no_grad():
        model.layers[0].spatial.weight.mul_(-2.0)
    after = batch(model, motion)
    assert relative_error(after, before) > 1e-3
    assert relative_error(streamed(shared, motion), after) < 1e-10
    assert relative_error(streamed(copied, motion), before) < 1e-10


def test_a_stream_has_no_dropout_and_a_copy_leaves_the_model_in_training():
    arch = Arch(widths=[6], kernel=3, dilation=1, dropout=0.5)
    model = random_model(arch, load_skeleton("imu3"), dtype=torch.float64).train()
    copied = StreamingRTSTGCN(model, share=False)
    assert model.training
    motion = random_motion(model, 10)
    found = streamed(copied, motion)
    assert relative_error(found, batch(model.eval(), motion)) < 1e-10


def test_the_step_is_pure():
    model = random_model(SMALL, load_skeleton("imu3"), dtype=torch.float64)
    frame = random_motion(model, 1, skeletons=2)[:, :, 0]
    generator = torch.Generator().manual_seed(0)
    shapes = [(2, f.width) if f.kind == "sum" else (f.kernel - 1, 2, f.width) for f in model.fifos()]
    fifos = [torch.randn(shape, generator=generator, dtype=torch.float64) for shape in shapes]
    kept = [fifo.clone() for fifo in fifos]
    with torch.no_grad():
        (first, first_pushes), (again, again_pushes) = model.step(frame, fifos), model.step(frame, fifos)
    assert torch.equal(first, again)
    assert all(torch.equal(a, b) for a, b in zip(first_pushes, again_pushes, strict=True))
    assert all(torch.equal(a, b) for a, b in zip(fifos, kept, strict=True))
    assert [push.shape for push in first_pushes] == [(2, f.width) for f in model.fifos()]


def test_a_wild_frame_ages_out_with_the_receptive_field():
    model = random_model(SMALL.model_copy(update={"input_norm": "none"}), load_skeleton("imu3"), dtype=torch.float32)
    motion = random_motion(model, model.receptive_field + 20)
    wild = motion.clone()
    wild[:, :, 3] = 1e6
    clean_logits, wild_logits = (streamed(StreamingRTSTGCN(model), x) for x in (motion, wild))
    assert relative_error(wild_logits[:, 3], clean_logits[:, 3]) > 1e-3
    settled = 3 + model.receptive_field
    assert relative_error(wild_logits[:, settled:], clean_logits[:, settled:]) < 1e-5


def test_all_fifos_lie_on_the_device_of_the_model():
    stream = StreamingRTSTGCN(random_model(SMALL, load_skeleton("imu3"), dtype=torch.float32).to("meta"))
    assert {held.device.type for held in (*stream.rings, *stream.sums)} == {"meta"}
