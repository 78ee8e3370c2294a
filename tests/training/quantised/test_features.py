"""Input features in fixed point: the interpreter's to the bit, and the float features to within the steps."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from random_models import random_model, random_motion
from rtstgcn_export.program.features import lower_features
from rtstgcn_export.program.fifos import integer_fifos
from rtstgcn_export.program.interpret import Interpreter
from rtstgcn_export.program.operations import Program
from rtstgcn_training.models.config import Arch
from rtstgcn_training.models.input_features import STILL
from rtstgcn_training.quantised import features as module
from rtstgcn_training.quantised.calibrate import calibrate
from rtstgcn_training.quantised.exponents import LEVELS_PER_NAT
from rtstgcn_training.quantised.features import feature_constants, fixed_features, level_thresholds
from strategies import archs, skeletons

from rtstgcn_edge.engine.fifo import FifoPool
from rtstgcn_edge.skeletons import load_skeleton

RICH = Arch(
    widths=[4],
    dilation=1,
    magnitude=True,
    magnitude_trends=[5, 20, 60],
    centred="also",
    differences=[1, 4],
    energy=10,
)


def fixed(model, exponents, x):
    """Features (L, V, width) of a trial x (C, L, V)."""
    constants = feature_constants(model.features, exponents)
    return fixed_features(x[None].permute(0, 2, 3, 1), model.features, constants, exponents)[0]


def interpreted(model, exponents, x):
    operations, features = lower_features(model, exponents)
    names = {getattr(operation, "fifo", None) for operation in operations}
    fifos = [spec for spec in integer_fifos(model) if spec.name in names]
    interpreter = Interpreter(Program(operations, fifos, model.channels, x.shape[2]))
    pool = FifoPool(fifos)
    pool.join()
    rows = []
    for t in range(x.shape[1]):
        _, pushes = interpreter.step(x[None, :, t].numpy(), pool.inputs())
        for name, target in pool.pushes().items():
            target[:] = pushes[name]
        pool.advance()
        rows.append(interpreter[features][0])
    return np.stack(rows)


@given(
    arch=archs(max_layers=1, body_scaled=False),
    skeleton=skeletons(max_joints=4),
    length=st.integers(1, 40),
    loud=st.sampled_from([1.0, 0.01, 40.0, 1e8]),
    seed=st.integers(0, 2**31),
)
def test_they_are_the_interpreter_s_to_the_bit(arch, skeleton, length, loud, seed):
    model = random_model(arch, skeleton, channels=6, seed=seed, dtype=torch.float32)
    exponents = calibrate(model, [random_motion(model, 30, seed=seed)[0]])
    x = loud * random_motion(model, length, seed=seed + 1)[0]
    assert np.array_equal(fixed(model, exponents, x).numpy(), interpreted(model, exponents, x))


@pytest.mark.parametrize("exponent", [-40, -3, -1, 0, 14, 15, 16, 40])
def test_so_they_are_at_any_exponent(exponent):
    model = random_model(RICH, load_skeleton("imu3"), channels=6, dtype=torch.float32)
    exponents = calibrate(model, [random_motion(model, 30)[0]])
    exponents = exponents.model_copy(update={"features": exponent, "energy": exponent})
    x = random_motion(model, 80, seed=1)[0]
    assert np.array_equal(fixed(model, exponents, x).numpy(), interpreted(model, exponents, x))


def test_energies_over_windows_whose_sums_no_float32_holds_are_as_exact(monkeypatch):
    arch = Arch(widths=[3], dilation=1, differences=[1], energy=1500)
    model = random_model(arch, load_skeleton("imu3"), dtype=torch.float32)
    exponents = calibrate(model, [random_motion(model, 300)[0]])
    # 1040 changes of 127 come to 3056 less than 2^24; from there on slowly over levels that begin at odd numbers
    monkeypatch.setattr(module, "level_thresholds", lambda *_: 2**24 + 1 + 2 * torch.arange(255).double())
    alternating = 1e3 * (-1.0) ** torch.arange(1039.0).view(1, -1, 1).expand(3, -1, 3)
    x = torch.cat([alternating, 0.1 * random_motion(model, 450)[0]], dim=1)
    found = fixed(model, exponents, x).numpy()
    assert np.array_equal(found, interpreted(model, exponents, x))
    energies = found[1100:, :, 6:]
    assert len(np.unique(energies)) > 50


@pytest.mark.parametrize("centred", ["no", "also", "only"])
def test_they_are_the_float_features_to_within_their_steps(centred):
    arch = RICH.model_copy(update={"centred": centred})
    model = random_model(arch, load_skeleton("imu6"), channels=6, dtype=torch.float32)
    x = random_motion(model, 300)[0].cumsum(1) * 0.1
    model.features.fit([x])
    exponents = calibrate(model, [x])
    found = fixed(model, exponents, x).double() * 2.0**-exponents.features
    expected = model.features(x[None].permute(0, 2, 3, 1))[0].double()
    features, off = model.features, (found - expected).abs()
    places, triples = features.places, features.triples
    sample, step = 2.0 ** -min(exponents.frame), 2.0**-exponents.features
    # a sample is half a step off, relative ones two halves; standardised, the close look ten times as much
    unit = sample / float(features.std.min())
    assert off[..., : places + triples].max() < step + 2 * unit
    close = slice(places + triples, places + 2 * triples)
    assert off[..., close].max() < step + 20 * unit
    trends = slice(places + 2 * triples, places + 4 * triples)
    # what is pushed has steps of 1/64, half a step off each: means are within it, seldom near
    assert off[..., trends].max() < step + 2 * 2.0**-6 / float(features.trend_std.min())
    changes = slice(places + 4 * triples, 3 * places + 4 * triples)
    assert off[..., changes].max() < step + 2 * (step + 2 * unit) / float(features.step_std.min())
    energies = slice(3 * places + 4 * triples, None)
    level = 1 / LEVELS_PER_NAT / float(features.energy_std.min())
    assert off[..., energies].mean() < level and found.shape == expected.shape


@given(st.integers(2, 500), st.integers(0, 8))
def test_levels_of_energy_begin_where_their_logarithm_rounds_up(frames, exponent):
    thresholds = level_thresholds(frames, exponent)
    assert len(thresholds) == 255 and (thresholds[1:] >= thresholds[:-1]).all()
    for total in {1, 10, 500, 16129, 16129 * frames}:
        if total <= 16129 * frames:
            mean = total / frames / 4.0**exponent
            nats = (math.log(mean + STILL) - math.log(STILL)) * LEVELS_PER_NAT
            level = int(torch.searchsorted(thresholds, torch.tensor([float(total)]).double(), right=True))
            assert level == min(math.floor(nats + 0.5), 255)


def test_nothing_here_takes_a_gradient():
    model = random_model(RICH, load_skeleton("imu3"), channels=6, dtype=torch.float32)
    x = random_motion(model, 20)[0]
    assert not fixed(model, calibrate(model, [x]), x.requires_grad_()).requires_grad
