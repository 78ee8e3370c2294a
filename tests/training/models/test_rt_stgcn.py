"""The network against its formulas, and what one of its outputs depends on."""

import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from random_models import random_model, random_motion, relative_error
from rtstgcn_training.models.config import Arch
from rtstgcn_training.models.rt_stgcn import RTSTGCN, FrameNorm
from slow_rt_stgcn import slow_logits
from strategies import archs, skeletons

from rtstgcn_edge.skeletons import load_skeleton

seeds = st.integers(0, 2**32 - 1)


@given(
    arch=archs(), skeleton=skeletons(), channels=st.sampled_from([1, 3, 4, 6]), length=st.integers(1, 30), seed=seeds
)
def test_batch_form_equals_the_formulas(arch, skeleton, channels, length, seed):
    assume(not arch.magnitude or channels % 3 == 0)
    model = random_model(arch, skeleton, channels=channels, seed=seed, dtype=torch.float64)
    motion = random_motion(model, length, skeletons=2, seed=seed)
    weights = {name: tensor.numpy() for name, tensor in model.state_dict().items()}
    with torch.no_grad():
        found = model(motion)
    for logits, sequence in zip(found, motion, strict=True):
        expected = torch.from_numpy(slow_logits(arch, skeleton, weights, sequence.numpy()))
        assert relative_error(logits, expected) < 1e-10


def outputs_touched(model, length, frame):
    """Which outputs change, in any bit, when input `frame` does."""
    motion = random_motion(model, length)
    other = motion.clone()
    # Large: each of K taps is a K-th of its window, and nine times over that would sink below the rounding.
    other[:, :, frame] += 1e9 * torch.randn(motion[:, :, frame].shape, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        changed = (model(motion) != model(other))[0].any(1)
    return changed.nonzero()[:, 0].tolist()


@pytest.mark.parametrize(("kernel", "receptive_field"), [(9, 89), (69, 749)])
@pytest.mark.parametrize("residual_delay", [0, "centre"])
def test_standard_layers_depend_on_exactly_their_receptive_field(kernel, receptive_field, residual_delay):
    # Norms over a frame would take the size out of the change again.
    arch = Arch(widths=[12] * 9, kernel=kernel, residual_delay=residual_delay, norm="batch", input_norm="none")
    model = random_model(arch, load_skeleton("imu3"), dtype=torch.float64)
    assert model.receptive_field == receptive_field
    touched = outputs_touched(model, receptive_field + 40, frame=20)
    assert (touched[0], touched[-1]) == (20, 20 + receptive_field - 1)


@given(arch=archs(), skeleton=skeletons(), seed=seeds)
def test_no_output_depends_on_the_future_or_on_more_than_the_receptive_field(arch, skeleton, seed):
    model = random_model(arch, skeleton, seed=seed, dtype=torch.float64)
    touched = outputs_touched(model, 10 + model.receptive_field + 5, frame=7)
    assert all(7 <= t < 7 + model.receptive_field for t in touched)


@pytest.mark.parametrize(("kernel", "delay"), [(9, 44), (69, 374)])
def test_residuals_at_the_centre_delay_the_labels_by_half_the_receptive_field(kernel, delay):
    assert (
        RTSTGCN(Arch(widths=[4] * 9, kernel=kernel, residual_delay="centre"), load_skeleton("imu3"), 3, 2).delay
        == delay
    )
    assert RTSTGCN(Arch(widths=[4] * 9, kernel=kernel), load_skeleton("imu3"), 3, 2).delay == 0


def test_before_the_first_frame_there_are_no_pushes_but_the_bias_is_whole():
    # One layer, K = 3, every weight 1 and a norm that does nothing: y_t = (pushes so far) + K b.
    arch = Arch(widths=[1], kernel=3, dilation=1, residual=False, norm="batch", input_norm="none", partition="uniform")
    model = RTSTGCN(arch, load_skeleton("imu3"), channels=1, classes=1).double().eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(1.0)
        layer = model.layers[0]
        layer.norm.bias.zero_()
        layer.norm.running_var.fill_(1.0 - 1e-5)
        layer.spatial.graph.copy_(torch.eye(3, dtype=torch.float64))
        logits = model(torch.tensor([1.0, 2.0, 3.0, 4.0], dtype=torch.float64).view(1, 1, 4, 1).expand(1, 1, 4, 3))
    # The embedding adds 1: pushes 2 3 4 5; windows 2 5 9 12; + K b = 3; + head bias 1.
    torch.testing.assert_close(logits[0, :, 0], torch.tensor([6.0, 9.0, 13.0, 16.0], dtype=torch.float64))


def test_frames_are_standardised_by_the_channel_statistics():
    model = random_model(Arch(widths=[4], dilation=1), load_skeleton("imu3"), dtype=torch.float64)
    motion = random_motion(model, 12)
    mean, std = model.features.mean.clone(), model.features.std.clone()
    with torch.no_grad():
        expected = model(motion)
        model.features.mean.zero_()
        model.features.std.fill_(1)
        by_hand = (motion - mean.T[None, :, None]) / std.T[None, :, None]
        assert relative_error(model(by_hand), expected) < 1e-12


def test_importance_is_learned_only_where_asked_for():
    for importance in (True, False):
        model = RTSTGCN(Arch(widths=[4], dilation=1, importance=importance), load_skeleton("imu3"), 3, 2)
        model(torch.randn(1, 3, 12, 3)).sum().backward()
        assert (model.layers[0].spatial.importance.grad is not None) == importance


def test_layer_norm_of_a_frame_has_mean_zero_and_biased_variance_one():
    out = FrameNorm(5, 7, "layer")(10 + 3 * torch.randn(4, 6, 5, 7)).flatten(-2)
    torch.testing.assert_close(out.mean(-1), torch.zeros(4, 6), rtol=0, atol=1e-5)
    torch.testing.assert_close(out.var(-1, unbiased=False), torch.ones(4, 6), rtol=0, atol=1e-4)


def test_batch_norm_learns_its_statistics_in_training_and_uses_them_in_evaluation():
    norm = FrameNorm(2, 3, "batch")
    y = 10 + 3 * torch.randn(4, 500, 2, 3, generator=torch.Generator().manual_seed(0))
    flat = norm(y).reshape(-1, 2, 3)
    torch.testing.assert_close(flat.mean(0), torch.zeros(2, 3), rtol=0, atol=1e-4)
    torch.testing.assert_close(norm.running_mean, 0.1 * y.reshape(-1, 2, 3).mean(0))
    norm.eval()
    expected = (y - norm.running_mean) / (norm.running_var + 1e-5).sqrt()
    torch.testing.assert_close(norm(y), expected)


def test_batch_norm_takes_a_single_frame_by_its_running_statistics_even_in_training():
    norm = FrameNorm(2, 3, "batch")
    y = torch.randn(1, 1, 2, 3)
    torch.testing.assert_close(norm(y), y / (1 + 1e-5) ** 0.5)
    assert torch.equal(norm.running_mean, torch.zeros(2, 3))


@given(arch=archs(), skeleton=skeletons())
def test_the_fifo_table_has_a_sum_for_each_window_and_taps_for_each_delayed_residual(arch, skeleton):
    model = RTSTGCN(arch, skeleton, channels=3, classes=2)
    means = enumerate(arch.magnitude_trends)  # of one vector a joint
    expected = [(f"mean{number}", "sum", frames, 1, len(skeleton.joints)) for number, frames in means]
    values = len(skeleton.joints) * (6 if arch.centred == "also" else 3)
    expected += [(f"past{number}", "sum", 2, frames, values) for number, frames in enumerate(arch.differences)]
    if arch.energy:
        expected += [(f"energy{number}", "sum", arch.energy, 1, values) for number in range(len(arch.differences))]
    for number, shape in enumerate(arch.layers()):
        if shape.kernel > 1:
            size = (shape.kernel, shape.dilation, len(skeleton.joints) * shape.out_width)
            expected.append((f"window{number}", "sum", *size))
            if shape.residual and arch.residual_delay == "centre":
                span = (shape.kernel - 1) * shape.dilation
                expected.append((f"residual{number}", "taps", 2, span // 2, len(skeleton.joints) * shape.in_width))
    assert [(f.name, f.kind, f.kernel, f.dilation, f.width) for f in model.fifos()] == expected
