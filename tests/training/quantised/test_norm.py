"""Norms of integers: the stated float32 sequence to the last bit, from sums that are exact, and their gradients."""

import math
from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from rtstgcn_training.models.rt_stgcn import NORM_EPS, FrameNorm
from rtstgcn_training.quantised.constants import NormConstants, ScaleConstants
from rtstgcn_training.quantised.exponents import NormExponents
from rtstgcn_training.quantised.norm import normalised

f32 = np.float32


def constants(joints, channels, *, seed=0, exponent=3, bias=True):
    def integers(limit):
        return torch.randint(-limit, limit + 1, (joints, channels), generator=generator).float()

    generator = torch.Generator().manual_seed(seed)
    floor = joints * channels * NORM_EPS * 4.0**exponent
    its_bias = integers(30000) if bias else None
    return NormConstants(its_bias, integers(32767), integers(32767), NormExponents(gamma=9, beta=13), floor)


def value_by_value(x, c):
    """One frame from the definition: Python integers for the sums, one IEEE operation at a time for the rest."""
    bias = np.zeros(x.shape) if c.bias is None else c.bias.numpy()
    y = [[int(a) + int(b) for a, b in zip(*rows, strict=True)] for rows in zip(x.tolist(), bias.tolist(), strict=True)]
    flat = [v for row in y for v in row]
    first, second = sum(flat), sum(v * v for v in flat)
    mean = float(first) * (1.0 / len(flat))
    inverse = 1.0 / math.sqrt(max(float(second) - float(first) * mean, 0.0) + c.floor)
    out = np.empty(x.shape, f32)
    for v, row in enumerate(y):
        for k, value in enumerate(row):
            gamma, beta = f32(c.gamma[v, k].item() * 2.0**-9), f32(c.beta[v, k].item() * 2.0**-13)
            out[v, k] = f32(f32(f32(f32(f32(value) - f32(mean)) * f32(inverse)) * gamma) + beta)
    return out


@given(
    frames=st.integers(1, 3),
    joints=st.integers(1, 5),
    channels=st.integers(1, 6),
    limit=st.sampled_from([0, 1, 128, 40000]),
    bias=st.booleans(),
    seed=st.integers(0, 2**31),
)
def test_layer_norm_is_the_stated_sequence_to_the_last_bit(frames, joints, channels, limit, bias, seed):
    generator = torch.Generator().manual_seed(seed)
    x = torch.randint(-limit, limit + 1, (1, frames, joints, channels), generator=generator).float()
    c = constants(joints, channels, seed=seed, bias=bias)
    found = normalised(x, c)[0].numpy()
    assert found.dtype == f32
    assert all(np.array_equal(one, value_by_value(row, c)) for one, row in zip(found, x[0], strict=True))


def test_sums_are_exact_far_above_what_float32_holds():
    # the largest window and the widest frame: sums of squares near 2^45, of which one unit decides the last bits
    generator = torch.Generator().manual_seed(0)
    y = torch.randint(30000, 30002, (1, 2, 25, 512), generator=generator).float()
    c = NormConstants(None, torch.full((25, 512), 32767.0), torch.zeros(25, 512), NormExponents(gamma=8, beta=0), 1e-3)
    flat = [int(v) for v in y[0, 0].flatten().tolist()]
    n, first = len(flat), sum(flat)
    spread = sum(v * v for v in flat) - Fraction(first * first, n)
    found = normalised(y, c)[0, 0].double()
    expected = (y[0, 0].double() - first / n) / math.sqrt(spread) * 32767 / 256
    assert (found - expected).abs().max() < 2e-3 * expected.abs().max()


@pytest.mark.parametrize("exponent", [-2, 0, 5])
def test_it_is_the_float_norm_of_what_the_integers_stand_for(exponent):
    norm = FrameNorm(5, 8, "layer").double()
    torch.manual_seed(0)
    with torch.no_grad():
        norm.weight.uniform_(0.5, 1.5)
        norm.bias.uniform_(-1, 1)
    x = torch.randint(-500, 500, (1, 20, 5, 8)).float()
    gamma, beta = (norm.weight * math.sqrt(40) * 2**9).round().float(), (norm.bias * 2**13).round().float()
    floor = 40 * NORM_EPS * 4.0**exponent
    found = normalised(x, NormConstants(None, gamma, beta, NormExponents(gamma=9, beta=13), floor))
    torch.testing.assert_close(found.double(), norm(x.double() * 2.0**-exponent), rtol=0, atol=2e-3)


# of one or two values the norm leaves but a sign: there is no gradient to compare
@given(length=st.integers(0, 30), joints=st.integers(1, 4), channels=st.integers(3, 6), seed=st.integers(0, 2**31))
def test_the_gradient_of_the_layer_norm_is_that_of_its_formula_in_double(length, joints, channels, seed):
    generator = torch.Generator().manual_seed(seed)
    x = torch.randint(-300, 301, (1, length, joints, channels), generator=generator).float().requires_grad_()
    c = constants(joints, channels, seed=seed)
    leaves = [c.bias.requires_grad_(), c.gamma.requires_grad_(), c.beta.requires_grad_()]
    upstream = torch.randn(x.shape, generator=generator)
    found = torch.autograd.grad(normalised(x, c), [x, *leaves], upstream)
    wide = [tensor.detach().double().requires_grad_() for tensor in (x, *leaves)]
    y = wide[0] + wide[1]
    spread = (y - y.mean((-2, -1), keepdim=True)).square().sum((-2, -1), keepdim=True)
    z = (y - y.mean((-2, -1), keepdim=True)) / (spread + c.floor).sqrt() * wide[2] / 2**9 + wide[3] / 2**13
    for one, expected in zip(found, torch.autograd.grad(z, wide, upstream.double()), strict=True):
        largest = expected.abs().max() if expected.numel() else 0
        assert ((one - expected).abs() <= 1e-4 * largest + 1e-9).all()


def test_batch_norm_is_a_line_in_float32():
    x = torch.tensor([[[3.0, -100.0]]])
    c = ScaleConstants(torch.tensor([[0.1, 0.7]]), torch.tensor([[0.3, 5.0]]))
    expected = [f32(f32(3) * f32(0.1)) + f32(0.3), f32(f32(-100) * f32(0.7)) + f32(5)]
    assert normalised(x, c).flatten().tolist() == [float(v) for v in expected]
