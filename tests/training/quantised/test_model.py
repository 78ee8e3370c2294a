"""The fake-quantised model: bit for bit the integer program, whole, in chunks and frame by frame; its gradient."""

import copy

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from random_models import random_model, random_motion
from refusals import refusal
from rtstgcn_export.program.interpret import Interpreter
from rtstgcn_export.program.lower import lower
from rtstgcn_training.chunked.gradients import accumulate_gradients
from rtstgcn_training.chunked.labelling import flushed, label_trial
from rtstgcn_training.data import Sequence
from rtstgcn_training.losses import Objective
from rtstgcn_training.models.config import Arch
from rtstgcn_training.models.rt_stgcn import RTSTGCN
from rtstgcn_training.quantised import QuantisedRTSTGCN
from rtstgcn_training.quantised.calibrate import calibrate
from slow_straight_through import straight_through_logits
from strategies import archs, skeletons

from rtstgcn_edge.skeletons import load_skeleton

EVERYTHING = Arch(
    widths=[6, 3, 6],
    kernel=[3, 5, 2],
    dilation=[1, 2, 2],
    residual_projection=[False, True, False],
    residual_delay="centre",
    magnitude=True,
    magnitude_trends=[2, 5],
    centred="also",
    differences=[1, 3],
    energy=4,
)


def calibrated(arch, skeleton, *, seed=0, length=40):
    """A random model in 8 bits, with exponents that fit its motion."""
    model = random_model(arch, skeleton, seed=seed, dtype=torch.float32)
    return QuantisedRTSTGCN(model, calibrate(model, [random_motion(model, length, seed=seed + 1)[0]])).eval()


def interpreted(model, x):
    """Logits (L, classes) of a trial from the NumPy interpreter, frame by frame."""
    steps = Interpreter(lower(model, model.exponents)).run(flushed(x, model.delay).numpy())
    return steps[model.delay :]


def same_bits(found, expected):
    return np.array_equal(found.view(np.int32), expected.view(np.int32))


@settings(max_examples=120)
@given(
    arch=archs(body_scaled=False),
    skeleton=skeletons(),
    length=st.integers(1, 40),
    segment=st.integers(1, 50),
    loud=st.sampled_from([1.0, 1.0, 0.01, 30.0, 1e9]),
    seed=st.integers(0, 2**31),
)
def test_batch_chunks_and_the_interpreter_agree_to_the_last_bit(arch, skeleton, length, segment, loud, seed):
    model = calibrated(arch, skeleton, seed=seed)
    x = loud * random_motion(model, length, seed=seed + 2)[0]
    with torch.no_grad():
        whole = model(flushed(x, model.delay)[None])[0, model.delay :].numpy()
    assert same_bits(interpreted(model, x), whole)
    assert same_bits(label_trial(model, x, segment).numpy(), whole)


@pytest.mark.parametrize("norm", ["layer", "batch"])
@pytest.mark.parametrize("channels", [3, 6])
def test_what_is_silent_stuck_or_wild_is_as_exact(norm, channels):
    arch = EVERYTHING.model_copy(update={"norm": norm, "input_norm": norm})
    model = random_model(arch, load_skeleton("imu6"), channels=channels, dtype=torch.float32)
    model = QuantisedRTSTGCN(model, calibrate(model, [random_motion(model, 60)[0]])).eval()
    x = torch.cat([torch.zeros(channels, 20, 6), 3 * random_motion(model, 60, seed=1)[0]], dim=1)
    x[:, 20:30] = 1.0
    x[0, 35, 2], x[1, 36, 4], x[2, 37] = 1e8, -3e38, 1e-42
    with torch.no_grad():
        whole = model(flushed(x, model.delay)[None])[0, model.delay :].numpy()
    assert same_bits(interpreted(model, x), whole)


@pytest.mark.parametrize("bias", [0.0, -0.0, -1e-30, 1e-30])
def test_a_logit_of_zero_has_no_sign(bias):
    model = calibrated(Arch(widths=[1], kernel=3, dilation=1, residual=False), load_skeleton("imu3"))
    with torch.no_grad():
        model.head.weight.abs_().neg_()
        model.head.bias.fill_(bias)
        model.layers[0].norm.weight.zero_()
        model.layers[0].norm.bias.fill_(-1)  # the relu leaves nothing
        x = random_motion(model, 5)[0]
        logits = model(x[None])[0].numpy()
    assert not logits.any()
    assert same_bits(interpreted(model, x), logits)


def test_skeletons_beside_each_other_do_not_touch():
    model = calibrated(EVERYTHING, load_skeleton("imu3"))
    x = random_motion(model, 30, skeletons=3, seed=5)
    with torch.no_grad():
        together, alone = model(x), [model(one[None])[0] for one in x]
    assert all(torch.equal(row, one) for row, one in zip(together, alone, strict=True))


@pytest.mark.parametrize("arch", [EVERYTHING, Arch(widths=[8, 12], dilation=1, norm="batch", input_norm="none")])
def test_it_says_about_what_the_float_model_says(arch):
    model = calibrated(arch, load_skeleton("imu6"), length=200)
    x = random_motion(model, 200, seed=1)
    with torch.no_grad():
        expected, found = model.float_model()(x), model(x)
    noise = float((found - expected).square().mean() / (expected - expected.mean((0, 1))).square().mean())
    assert 0 < noise < 0.02


def test_it_shares_modules_and_state_with_the_float_model():
    model = random_model(EVERYTHING, load_skeleton("imu3"), dtype=torch.float32)
    quantised = QuantisedRTSTGCN(model, calibrate(model, [random_motion(model, 20)[0]]))
    state, its = model.state_dict(), quantised.state_dict()
    assert state.keys() == its.keys()
    assert all(its[name].data_ptr() == tensor.data_ptr() for name, tensor in state.items())
    back = quantised.eval().float_model()
    assert type(back) is RTSTGCN and not back.training and quantised.train().float_model().training
    x = random_motion(model, 20, seed=2)
    assert torch.equal(back.eval()(x), model.eval()(x)) and not torch.equal(quantised(x), model(x))
    assert (quantised.delay, quantised.receptive_field) == (model.delay, model.receptive_field)
    assert [spec.name for spec in quantised.fifos()] == [spec.name for spec in model.fifos()]


def test_weights_and_statistics_that_change_later_count():
    model = calibrated(EVERYTHING, load_skeleton("imu3"))
    x = random_motion(model, 20, seed=2)
    changed = copy.deepcopy(model)
    with torch.no_grad():
        changed.layers[0].spatial.weight.mul_(0.7)
        changed.features.mean.add_(0.3)
        fresh = QuantisedRTSTGCN(copy.deepcopy(changed.float_model()), model.exponents).eval()
        assert torch.equal(changed(x), fresh(x)) and not torch.equal(changed(x), model(x))


def test_frame_by_frame_it_is_the_integer_program_alone():
    with pytest.raises(NotImplementedError, match="integer program"):
        calibrated(EVERYTHING, load_skeleton("imu3")).step(torch.zeros(1, 3, 3), [])


def test_exponents_of_another_architecture_are_refused():
    model = calibrated(Arch(widths=[4, 6], dilation=1), load_skeleton("imu3"))
    other = random_model(Arch(widths=[4, 5], dilation=1), load_skeleton("imu3"), dtype=torch.float32)
    assert "exponents.layers.1.weight: 6 values; the model has 5" in refusal(QuantisedRTSTGCN, other, model.exponents)


def test_dropout_is_the_float_model_s_and_acts_in_training_alone():
    arch = Arch(widths=[4, 4], kernel=3, dilation=1, dropout=0.1, residual=False)
    model = calibrated(arch, load_skeleton("imu3"))
    x = random_motion(model, 50, seed=2)
    plain = copy.deepcopy(model)
    for layer in plain.layers:
        layer.dropout.p = 0.0
    assert torch.equal(model(x), plain(x))
    draws = []
    for seed in (1, 1, 2):
        torch.manual_seed(seed)
        draws.append(model.train()(x))
    assert torch.equal(draws[0], draws[1]) and not torch.equal(draws[0], draws[2])
    assert not torch.equal(draws[0], plain(x))
    torch.manual_seed(1)
    quantised = model.train()(x)
    torch.manual_seed(1)
    expected = model.float_model()(x)  # drops the same values
    assert (quantised - expected).std() < 0.1 * expected.std()


def gradients(model):
    return torch.cat([p.grad.flatten() for p in model.parameters() if p.grad is not None])


@given(
    arch=archs(body_scaled=False),
    skeleton=skeletons(max_joints=4),
    lengths=st.lists(st.integers(1, 25), min_size=1, max_size=3),
    segment=st.integers(1, 30),
    terms=st.sampled_from([{"smoothing": 0.5}, {"smoothing": 0.2, "pull": 0.7, "segmental": 1.0}]),
    seed=st.integers(0, 2**31),
)
def test_gradients_of_chunks_are_those_of_whole_trials(arch, skeleton, lengths, segment, terms, seed):
    arch = arch.model_copy(update={"dropout": 0.0})
    model = calibrated(arch, skeleton, seed=seed).train()
    generator = torch.Generator().manual_seed(seed)
    trials = [
        Sequence("", random_motion(model, n, seed=seed + n)[0], torch.randint(0, 4, (n,), generator=generator))
        for n in lengths
    ]
    objective = Objective(torch.tensor([0.5, 2.0, 0.0, 1.0]), **terms)
    found = []
    for frames in (segment, max(lengths) + model.delay):
        model.zero_grad()
        found.append((accumulate_gradients(model, trials, objective, frames), gradients(model)))
    (loss, gradient), (whole_loss, whole) = found
    assert loss == pytest.approx(whole_loss, rel=1e-5)
    assert (gradient - whole).abs().max() <= 1e-4 * whole.abs().max() + 1e-7


@given(
    arch=archs(body_scaled=False),
    skeleton=skeletons(max_joints=4),
    length=st.integers(1, 25),
    seed=st.integers(0, 2**31),
)
def test_the_gradient_is_that_of_a_slow_straight_through_model_in_double(arch, skeleton, length, seed):
    arch = arch.model_copy(update={"dropout": 0.0})
    model = calibrated(arch, skeleton, seed=seed).train()
    x = 1.5 * random_motion(model, length, seed=seed + 2)
    upstream = torch.randn(1, length, 4, generator=torch.Generator().manual_seed(seed))
    model.zero_grad()
    logits = model(x)
    logits.backward(upstream)
    found = gradients(model).double()
    model.zero_grad()
    slow = straight_through_logits(model, x)
    assert torch.equal(slow.float(), logits)
    slow.backward(upstream.double())
    expected = gradients(model).double()
    assert (found - expected).abs().max() <= 2e-5 * expected.abs().max() + 1e-9


def test_steps_along_the_gradient_find_the_way_back_from_weights_that_are_off():
    model = calibrated(Arch(widths=[8, 8], kernel=3, dilation=1), load_skeleton("imu3"), length=200)
    x = random_motion(model, 100, seed=3)
    with torch.no_grad():
        target = model.float_model()(x)
        torch.manual_seed(0)
        for parameter in model.parameters():
            parameter.mul_(1 + 0.2 * torch.randn_like(parameter))
    optimiser = torch.optim.Adam(model.parameters(), 3e-3)
    errors = []
    for _ in range(60):
        optimiser.zero_grad()
        loss = (model(x) - target).square().mean()
        loss.backward()
        optimiser.step()
        errors.append(loss.item())
    assert errors[-1] < 0.1 * errors[0]
