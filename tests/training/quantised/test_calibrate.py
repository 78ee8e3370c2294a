"""Exponents: chosen by the stated criterion, checked by brute force over all of them; what cannot be chosen from."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from random_models import random_model, random_motion
from refusals import refusal
from rtstgcn_training.models.config import Arch
from rtstgcn_training.quantised import QuantisedRTSTGCN
from rtstgcn_training.quantised.calibrate import Seen, calibrate, observe
from rtstgcn_training.quantised.constants import head_constants, input_constants
from rtstgcn_training.quantised.rounding import RANGES
from strategies import archs, skeletons

from rtstgcn_edge.skeletons import load_skeleton

ARCH = Arch(widths=[4, 6], kernel=3, dilation=1, magnitude=True, differences=[2], energy=3)


def error_of(values, exponent, dtype):
    """Mean square error of values as integers of a type, in double and from the definition."""
    low, high = RANGES[dtype]
    integers = np.clip(np.rint(values * 2.0**exponent), low, high)
    return float(np.mean((integers * 2.0**-exponent - values) ** 2))


def seen_of(x, dtype):
    seen = Seen(dtype, [])
    seen.add(x)
    return seen


@given(
    st.sampled_from(sorted(RANGES)),
    st.floats(-4, 4),
    st.floats(0.3, 3),
    st.booleans(),
    st.integers(2, 400),
    st.integers(0, 2**31),
)
def test_the_best_exponent_has_the_least_error_of_all(dtype, decades, tail, positive, count, seed):
    generator = np.random.default_rng(seed)
    drawn = generator.standard_normal((1, count, 1)) * generator.lognormal(0, tail, (1, count, 1)) * 10**decades
    x = torch.from_numpy(np.abs(drawn) if positive else drawn).float()
    values = x.double().numpy()
    best = seen_of(x, dtype).best()
    least = min(error_of(values, e, dtype) for e in range(-40, 41))
    assert error_of(values, best, dtype) <= least * (1 + 1e-3) + 1e-30


@given(st.integers(-8, 12), st.integers(1, 200), st.integers(0, 2**31))
def test_error_and_saturated_share_are_those_of_the_definition(exponent, count, seed):
    x = 3 * torch.randn(1, count, 1, generator=torch.Generator().manual_seed(seed))
    error, outside = seen_of(x, "int8").error(exponent)
    values = x.double().numpy() * 2.0**exponent
    assert error == pytest.approx(error_of(x.double().numpy(), exponent, "int8"), rel=1e-4, abs=1e-12)
    assert outside == pytest.approx(np.mean((values < -128.5) | (values > 127.5)), abs=1e-6)


def test_resolution_is_bought_with_the_saturation_of_a_few():
    many = torch.linspace(-1, 1, 100_000).view(1, -1, 1)
    assert seen_of(many[:, :50_000], "int8").best() == 7
    with_one_spike = torch.cat([many, torch.full((1, 1, 1), 1.5)], dim=1)
    assert seen_of(with_one_spike[:, 50_000:], "int8").best() == 7  # 1.5 becomes 127 / 128
    with_many = torch.cat([many, torch.full((1, 10_000, 1), 1.5)], dim=1)
    assert seen_of(with_many[:, 50_000:], "int8").best() == 6


def test_one_spike_in_a_million_costs_no_resolution():
    seen = Seen("int8", [])
    for recording in range(20):
        x = torch.linspace(-1, 1, 65536).view(1, -1, 1).clone()
        x[0, 30_000] = 8.0 if recording == 7 else 0.0
        seen.add(x)
    errors = {e: error_of(seen.values.double().numpy(), e, "int8") for e in range(-5, 15)}
    assert seen.best() == min(errors, key=errors.__getitem__) == 7


def test_a_long_recording_is_sampled_over_all_its_joints_and_channels():
    place = torch.arange(24.0).view(1, 1, 4, 6).expand(1, 65536, 4, 6)
    seen = Seen("int8", [])
    for _ in range(2):
        seen.add(place)
    kept = seen.values
    assert len(kept) <= 2 * 65536 and seen.peak == 23
    shares = torch.bincount(kept.long(), minlength=24) / len(kept)
    assert (shares - 1 / 24).abs().max() < 1e-3
    assert len(seen.values) == len(kept)


def test_a_tensor_of_zeros_has_exponent_zero():
    assert seen_of(torch.zeros(1, 5, 1), "int8").best() == 0


def test_weights_do_not_saturate_and_are_as_fine_as_that_allows():
    model = random_model(ARCH, load_skeleton("imu3"), dtype=torch.float32)
    e = calibrate(model, [random_motion(model, 50)[0]])
    spatial = model.layers[1].spatial
    columns = [
        (model.input.weight, e.input_weight, 127),
        (spatial.weight.flatten(0, 1).T, e.layers[1].weight, 63),
        (model.layers[1].projection.weight, e.layers[1].projection, 63),
        (model.head.weight / 3, e.head, 127),
        ((spatial.graph * spatial.importance).reshape(1, -1), [e.layers[1].graph], 127),
        (model.layers[0].norm.weight.reshape(1, -1) * 12**0.5, [e.layers[0].norm.gamma], 32767),
        (model.layers[0].norm.bias.reshape(1, -1), [e.layers[0].norm.beta], 32767),
    ]
    for rows, exponents, limit in columns:
        for row, exponent in zip(rows.detach().double(), exponents, strict=True):
            peak = float(row.abs().max())
            assert round(peak * 2.0**exponent) <= limit < round(peak * 2.0 ** (exponent + 1))


def test_samples_keep_a_bit_of_headroom_and_triples_share_an_exponent():
    model = random_model(ARCH, load_skeleton("imu3"), channels=6, dtype=torch.float32)
    x = random_motion(model, 60)[0]
    x[4] *= 1000
    frame = calibrate(model, [x, x[:, :1]]).frame
    assert len(set(frame[:3])) == len(set(frame[3:])) == 1 and frame[0] > frame[3]
    for channel in (0, 4):
        triple = slice(channel // 3 * 3, channel // 3 * 3 + 3)
        usual = (model.features.mean.abs() + 6 * model.features.std)[:, triple].max()
        peak = float(torch.maximum(x[triple].abs().max(), usual))
        assert 2 * peak * 2.0 ** frame[channel] <= 32767 < 4 * peak * 2.0 ** frame[channel] + 1


def test_the_bias_of_a_window_fits_into_16_bits_however_quiet_the_pushes():
    model = random_model(Arch(widths=[4], kernel=9, dilation=1), load_skeleton("imu3"), dtype=torch.float32)
    with torch.no_grad():
        model.layers[0].spatial.weight.mul_(1e-5)
        bias = 9 * float(model.layers[0].spatial.constant().abs().max())
    push = calibrate(model, [random_motion(model, 50)[0]]).layers[0].push
    assert 8000 < bias * 2.0**push <= 32767 / 2


@given(
    arch=archs(body_scaled=False),
    skeleton=skeletons(max_joints=4),
    length=st.integers(1, 12),
    seed=st.integers(0, 2**31),
)
def test_what_is_observed_is_what_the_float_model_computes(arch, skeleton, length, seed):
    model = random_model(arch, skeleton, seed=seed, dtype=torch.float32)
    x = random_motion(model, length, seed=seed)
    seen = observe(model, [x[0]])
    last = seen[f"layer{len(model.layers) - 1}.out"].values.view(1, length, -1, arch.widths[-1])
    with torch.no_grad():
        expected = model(x)
        torch.testing.assert_close(model.classify(last), expected, rtol=1e-4, atol=1e-4 * float(expected.abs().max()))
        embedded = model.embed(model.features(x.permute(0, 2, 3, 1)))
    torch.testing.assert_close(seen["embedded"].values.view_as(embedded), embedded, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("norm", ["layer", "batch"])
def test_one_frame_a_silent_channel_or_a_constant_one_can_be_calibrated_on(norm):
    arch = ARCH.model_copy(update={"norm": norm, "input_norm": norm})
    model = random_model(arch, load_skeleton("imu3"), channels=6, dtype=torch.float32)
    silent, constant = random_motion(model, 20)[0], random_motion(model, 20)[0]
    silent[:3] = 0
    constant[3] = 9.81
    for trials in ([silent], [constant], [silent[:, :1]], [torch.zeros_like(silent), constant]):
        quantised = QuantisedRTSTGCN(model, calibrate(model, trials)).eval()
        assert quantised(trials[-1][None]).isfinite().all()


def test_weights_of_zero_can_be_calibrated():
    model = random_model(ARCH, load_skeleton("imu3"), dtype=torch.float32)
    with torch.no_grad():
        for parameter in model.layers[0].parameters():
            parameter.zero_()
    e = calibrate(model, [random_motion(model, 20)[0]])
    assert e.layers[0].weight == [0] * 4 and e.layers[0].out >= 0


@pytest.mark.parametrize("small", [1e-4, 1e-6, 1e-12, 1e-30, 1e-44])
def test_weights_next_to_nothing_get_an_exponent_at_which_the_bias_beside_them_fits(small):
    model = random_model(ARCH, load_skeleton("imu3"), dtype=torch.float32)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "bias" not in name or "norm" in name:
                parameter[..., 1:, :].mul_(small)
    e = calibrate(model, [random_motion(model, 50)[0]])
    before = e.features if e.normed is None else e.normed
    constants = [
        (model.input, input_constants(model, e), [before + column for column in e.input_weight]),
        (model.head, head_constants(model.head, e, 3), [e.layers[-1].out + column for column in e.head]),
    ]
    for linear, integers, exponents in constants:
        step = 2.0 ** -torch.tensor(exponents).double()
        assert ((integers.bias.double() * step - linear.bias.double()).abs() <= step / 2).all()
    assert QuantisedRTSTGCN(model, e)(random_motion(model, 20)).isfinite().all()


def loud(model, name, factor):
    with torch.no_grad():
        model.get_parameter(name).mul_(factor)


@pytest.mark.parametrize(
    ("name", "factor", "says"),
    [
        ("layers.0.spatial.weight", 1e20, "no exponent is coarse enough: layers.0.weight.0: Input should be"),
        ("layers.1.norm.weight", 1e20, "no exponent is coarse enough: layers.1.norm.gamma: Input should be"),
        ("head.weight", 1e20, "no exponent is coarse enough: head.0: Input should be"),
        ("layers.1.norm.bias", float("nan"), "calibration: the model's layers.1.norm.bias is not finite"),
        ("head.bias", float("inf"), "calibration: the model's head.bias is not finite"),
        ("input.weight", 1e38, "calibration: 'layer0.out' overflows float32"),
    ],
)
def test_a_model_whose_numbers_no_exponent_takes_is_refused(name, factor, says):
    model = random_model(ARCH, load_skeleton("imu3"), dtype=torch.float32)
    loud(model, name, factor)
    assert says in refusal(calibrate, model, [100 * random_motion(model, 20)[0]])


@pytest.mark.parametrize(("unit", "says"), [(1e14, None), (1e-14, None), (1e30, "'features' overflows")])
def test_any_sane_unit_can_be_calibrated(unit, says):
    model = random_model(ARCH, load_skeleton("imu3"), dtype=torch.float32)
    x = unit * random_motion(model, 20)[0]
    if says:
        assert says in refusal(calibrate, model, [x])
    else:
        assert QuantisedRTSTGCN(model, calibrate(model, [x]))(x[None]).isfinite().all()


@pytest.mark.parametrize(
    ("trials", "says"),
    [
        ([torch.zeros(3, 9, 3)], "calibration: all samples are zero; give recordings of real movement"),
        ([torch.zeros(3, 9, 3), torch.zeros(3, 1, 3)], "calibration: all samples are zero"),
        ([], "calibration: no recordings"),
        ([torch.ones(3, 9, 3), torch.ones(6, 9, 3)], "recording 1 has the shape (6, 9, 3); the model takes 3 channels"),
        ([torch.ones(3, 9, 4)], "recording 0 has the shape (3, 9, 4); the model takes 3 channels, frames, 3 joints"),
        ([torch.ones(3, 0, 3)], "recording 0 has the shape (3, 0, 3)"),
        ([torch.ones(3, 9)], "recording 0 has the shape (3, 9)"),
        ([torch.full((3, 9, 3), float("nan"))], "calibration: recording 0 holds a sample that is not finite"),
    ],
)
def test_recordings_that_say_nothing_or_do_not_fit_are_refused(trials, says):
    model = random_model(ARCH, load_skeleton("imu3"), dtype=torch.float32)
    assert says in refusal(calibrate, model, trials)
