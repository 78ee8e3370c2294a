"""A program from a model: the same bits as the fake-quantised model, the same labels as the float model, or refused."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from quantised_models import EVERY_FEATURE, TINY, arrays, calibrated, motions
from refusals import refusal
from rtstgcn_export.program import (
    Activate,
    Delay,
    GraphProduct,
    Head,
    LayerNorm,
    Product,
    QuantiseFrame,
    Scale,
    Window,
)
from rtstgcn_export.program.interpret import Interpreter
from rtstgcn_export.program.lower import lower
from rtstgcn_export.program.operations import inputs
from rtstgcn_training.chunked.labelling import label_trial
from rtstgcn_training.models.config import Arch
from rtstgcn_training.quantised import QuantisedRTSTGCN

from rtstgcn_edge.errors import ModelError


def operations(arch, **options):
    return [type(operation) for operation in lower(*calibrated(arch, **options)).operations]


def test_the_operations_of_a_plain_model_are_those_of_its_formula():
    layer = [GraphProduct, Product, Window, LayerNorm]
    plain = Arch(widths=[4, 6], kernel=3, dilation=1, input_norm="none")
    assert operations(plain)[:2] == [QuantiseFrame, operations(plain)[1]]
    assert operations(plain)[2:] == [Product, *layer, Activate, *layer, Product, LayerNorm, Activate, Head]


def test_a_batch_norm_is_a_scale_a_delayed_residual_a_fifo_and_a_kernel_of_one_none():
    arch = Arch(widths=[4, 4], kernel=[3, 1], dilation=1, norm="batch", input_norm="none", residual_delay="centre")
    assert operations(arch)[3:] == [
        *[GraphProduct, Product, Window, Scale, Delay, Activate],
        *[GraphProduct, Product, Scale, Activate],
        Head,
    ]


@pytest.mark.parametrize("arch", [TINY, EVERY_FEATURE])
def test_every_value_is_made_before_it_is_read_and_every_fifo_is_used_once(arch):
    program = lower(*calibrated(arch))
    made = set()
    for operation in program.operations:
        assert {value.name for value in inputs(operation)} <= made
        assert operation.out.name not in made
        made.add(operation.out.name)
    used = [operation.fifo for operation in program.operations if hasattr(operation, "fifo")]
    assert sorted(used) == sorted(fifo.name for fifo in program.fifos)


@st.composite
def archs(draw):
    depth = draw(st.integers(1, 3))
    magnitude = draw(st.booleans())
    differences = draw(st.lists(st.integers(1, 5), max_size=2))
    return Arch(
        widths=draw(st.lists(st.integers(1, 6), min_size=depth, max_size=depth)),
        kernel=draw(st.lists(st.integers(1, 3).map(lambda n: 2 * n - 1), min_size=depth, max_size=depth)),
        dilation=draw(st.lists(st.integers(1, 3), min_size=depth, max_size=depth)),
        residual=draw(st.lists(st.booleans(), min_size=depth, max_size=depth)),
        residual_projection=draw(st.booleans()),
        residual_delay=draw(st.sampled_from([0, "centre"])),
        norm=draw(st.sampled_from(["layer", "batch"])),
        input_norm=draw(st.sampled_from(["layer", "batch", "none"])),
        centred=draw(st.sampled_from(["no", "also", "only"])),
        magnitude=magnitude,
        magnitude_trends=draw(st.sampled_from([[], [2, 7], [3, 5, 300]])) if magnitude else [],
        differences=differences,
        energy=draw(st.sampled_from([0, 2, 6])) if differences else 0,
        partition=draw(st.sampled_from(["uniform", "distance", "spatial"])),
    )


@settings(max_examples=40, deadline=None)
@given(archs(), st.integers(0, 2**16), st.integers(1, 30))
def test_random_models_stream_the_bits_of_their_fake_quantised_batch_form(arch, seed, length):
    model, exponents = calibrated(arch, seed=seed)
    (x,) = motions(model, 1, length=length, seed=seed + 7)
    expected = label_trial(QuantisedRTSTGCN(model, exponents).eval(), x).numpy()
    flushed = torch.cat([x, x[:, -1:].expand(-1, model.delay, -1)], dim=1)
    found = Interpreter(lower(model, exponents)).run(flushed.numpy())[model.delay :]
    assert np.array_equal(found.view(np.int32), expected.view(np.int32))


def test_eight_bits_are_near_the_float_model():
    arch = Arch(widths=[16, 16, 16], kernel=5, dilation=[1, 2, 1], input_norm="none")
    model, exponents = calibrated(arch)
    (x,) = motions(model, 1, length=300, seed=9)
    with torch.no_grad():
        expected = model(x[None])[0].numpy()
    found = Interpreter(lower(model, exponents)).run(*arrays([x]))
    assert np.abs(found - expected).max() < 0.15 * np.abs(expected).max()
    assert (found.argmax(1) == expected.argmax(1)).mean() > 0.9


def test_a_sum_that_may_be_inexact_is_refused_by_name():
    model, exponents = calibrated(Arch(widths=[4], kernel=2**17, dilation=1, input_norm="none"))
    message = refusal(lower, model, exponents, error=ModelError)
    assert message.startswith("layer0: window sum of 131072 pushes may reach 16,777,216, above 8,388,608")


@pytest.mark.parametrize(
    ("arch", "says"),
    [
        (
            {"differences": [1], "energy": 66000},
            "energy0: window sum of 66000 pushes may reach 2,162,688,000, above 2,147,483,648 ",
        ),
        (
            {"magnitude": True, "magnitude_trends": [2, 2**18]},
            "mean1: window sum of 262144 pushes may reach 16,777,216, above 16,777,216 ",
        ),
        (
            {"kernel": 2**15, "widths": [512]},
            "layer0_norm: sum of squares may reach 27,",
        ),
    ],
)
def test_every_sum_has_a_bound_and_is_refused_by_name_beyond_it(arch, says):
    model, exponents = calibrated(Arch(**{"widths": [4], "kernel": 3, "dilation": 1, "input_norm": "none"} | arch))
    assert refusal(lower, model, exponents, error=ModelError).startswith(says)


@pytest.mark.parametrize(
    ("buffer", "says"),
    [("std", "place0: factor is not finite"), ("step_std", "step0: factor is not finite")],
)
def test_constants_that_overflow_are_refused_by_name(buffer, says):
    model, exponents = calibrated(EVERY_FEATURE)
    model.features.get_buffer(buffer).fill_(1e-44)
    assert refusal(lower, model, exponents, error=ModelError).startswith(says)
