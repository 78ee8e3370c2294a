"""Integer constants against the weights that they stand for, computed one by one in double."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from random_models import random_model, random_motion
from rtstgcn_training.models.config import Arch
from rtstgcn_training.models.rt_stgcn import NORM_EPS
from rtstgcn_training.quantised.calibrate import calibrate
from rtstgcn_training.quantised.constants import (
    NormConstants,
    ScaleConstants,
    head_constants,
    input_constants,
    input_norm_constants,
    largest_exponent,
    layer_constants,
    powers,
    scaled,
)

from rtstgcn_edge.skeletons import load_skeleton


def model_and_exponents(norm="layer"):
    arch = Arch(widths=[4, 6], kernel=3, dilation=1, norm=norm, input_norm=norm)
    model = random_model(arch, load_skeleton("imu3"), dtype=torch.float32)
    return model, calibrate(model, [random_motion(model, 50)[0]])


def integers_of(values, exponents, limit):
    """Nearest integers of values (..., K) times 2^exponent, each column its own, within -limit and limit."""
    columns = exponents if isinstance(exponents, list) else [exponents] * values.shape[-1]
    rows = values.double().reshape(-1, values.shape[-1]).tolist()
    whole = [[max(-limit, min(limit, round(v * 2.0**e))) for v, e in zip(row, columns, strict=True)] for row in rows]
    return torch.tensor(whole).reshape(values.shape).double()


def same(found, expected):
    assert torch.equal(found.detach().double(), expected)


@given(st.floats(1e-9, 1e9), st.sampled_from([63, 127, 255, 32767]))
def test_the_largest_exponent_is_the_finest_that_does_not_saturate(peak, limit):
    exponent = largest_exponent(peak, limit)
    assert round(peak * 2.0**exponent) <= limit < round(peak * 2.0 ** (exponent + 1))


@pytest.mark.parametrize(("peak", "limit", "exponent"), [(127, 127, 0), (127.5, 127, -1), (127.4, 127, 0), (0, 127, 0)])
def test_the_largest_exponent_at_its_edges(peak, limit, exponent):
    assert largest_exponent(peak, limit) == exponent


def test_powers_and_scaling():
    x = torch.tensor([[3.0, 5.0]], dtype=torch.float64)
    assert powers([-1, 2], x).tolist() == [0.5, 4] and powers([1], x).dtype == x.dtype
    assert scaled(x, [-1, 2]).tolist() == [[1.5, 20]] and scaled(x, 3).tolist() == [[24, 40]]


def test_the_input_s_convolution():
    model, e = model_and_exponents()
    found = input_constants(model, e)
    same(found.weight, integers_of(model.input.weight.T, e.input_weight, 127))
    same(found.bias, integers_of(model.input.bias, [e.normed + n for n in e.input_weight], 2**30))
    assert found.shift == [e.normed + n - e.embedded for n in e.input_weight]


def test_a_layer():
    model, exponents = model_and_exponents()
    layer, e, before = model.layers[1], exponents.layers[1], exponents.layers[0].out
    c = layer_constants(layer, e, before)
    weighted = layer.spatial.graph * layer.spatial.importance
    same(c.graph, integers_of(weighted, e.graph, 127))
    assert c.graph_shift == before + e.graph - e.gathered
    same(c.spatial.weight, integers_of(torch.cat(list(layer.spatial.weight)), e.weight, 63))
    assert c.spatial.bias is None and c.spatial.shift == [e.gathered + n - e.push for n in e.weight]
    same(c.projection.weight, integers_of(layer.projection.weight.T, e.projection, 63))
    assert c.projection.shift == [before + n - e.projected for n in e.projection]
    n, bias = 3 * 6, 3 * layer.spatial.constant()
    same(c.norm.bias, integers_of(bias, e.push, 32767))
    same(c.norm.gamma, integers_of(layer.norm.weight * math.sqrt(n), e.norm.gamma, 32767))
    same(c.norm.beta, integers_of(layer.norm.bias, e.norm.beta, 32767))
    assert c.norm.floor == n * NORM_EPS * 4.0**e.push
    same(c.norm.scale, c.norm.gamma.detach().double() / 2**e.norm.gamma)
    same(c.norm.shift, c.norm.beta.detach().double() / 2.0**e.norm.beta)
    assert c.projection_norm.bias is None and c.projection_norm.floor == n * NORM_EPS * 4.0**e.projected
    assert layer_constants(model.layers[0], exponents.layers[0], 5).projection is None


def test_a_batch_norm_is_folded_into_factor_and_shift():
    model, exponents = model_and_exponents("batch")
    layer, e = model.layers[0], exponents.layers[0]
    c = layer_constants(layer, e, exponents.embedded)
    assert isinstance(c.norm, ScaleConstants) and e.norm is None
    x = torch.randint(-500, 500, (1, 7, 3, 4))
    found = x * c.norm.factor + c.norm.shift
    expected = layer.norm(x * 2.0**-e.push + 3 * layer.spatial.constant())
    torch.testing.assert_close(found, expected, rtol=1e-5, atol=1e-5)
    assert isinstance(input_norm_constants(model, exponents), ScaleConstants)


def test_the_input_norm_has_its_own_or_none():
    model, e = model_and_exponents()
    found = input_norm_constants(model, e)
    assert isinstance(found, NormConstants) and found.bias is None
    assert found.floor == model.input_norm.weight.numel() * NORM_EPS * 4.0**e.features
    without = random_model(Arch(widths=[4], dilation=1, input_norm="none"), load_skeleton("imu3"), dtype=torch.float32)
    assert input_norm_constants(without, e) is None


def test_the_head_carries_the_mean_over_joints():
    model, e = model_and_exponents()
    found = head_constants(model.head, e, 3)
    same(found.weight, integers_of(model.head.weight.T / 3, e.head, 127))
    assert found.exponents == [e.layers[-1].out + n for n in e.head]
    same(found.bias, integers_of(model.head.bias, found.exponents, 2**30))


def test_gradients_go_through_to_what_is_learnt_and_stop_where_a_weight_saturates():
    model, exponents = model_and_exponents()
    layer, e = model.layers[1], exponents.layers[1]
    with torch.no_grad():
        layer.spatial.weight[0, 0, 0] = 1e3
    c = layer_constants(layer, e, 5)
    (edges,) = torch.autograd.grad(c.graph.sum(), layer.spatial.importance, retain_graph=True)
    assert torch.equal(edges, layer.spatial.graph * 2.0**e.graph)
    (c.spatial.weight.sum() + c.norm.bias.sum() + c.norm.gamma.sum() + c.norm.beta.sum()).backward()
    expected = torch.tensor([2.0**n for n in e.weight]).expand_as(layer.spatial.weight).clone()
    expected[0, 0, 0] = 0
    assert torch.equal(layer.spatial.weight.grad, expected)
    assert torch.equal(layer.norm.bias.grad, torch.full((3, 6), 2.0**e.norm.beta))
    torch.testing.assert_close(layer.norm.weight.grad, torch.full((3, 6), 2.0**e.norm.gamma * math.sqrt(18)))
    reach = layer.spatial.weighted_graph().sum((1, 2)).detach()
    torch.testing.assert_close(layer.spatial.bias.grad, (3 * 2.0**e.push * reach)[:, None].expand(-1, 6))
