"""The end of a layer in 8 bits against the same written out in torch."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from rtstgcn_training.quantised.activation import activation
from rtstgcn_training.quantised.rounding import as_type


def values(*shape, seed=0, spread=1.0):
    return (spread * torch.randn(shape, generator=torch.Generator().manual_seed(seed))).requires_grad_()


def test_by_hand():
    y = torch.tensor([-1.0, 0.3, 0.3, 2.0, -1.0, 20.0], requires_grad=True)
    past = torch.tensor([3.0, 3.0, -2.0, -40.0, -1.0, 0.0], requires_grad=True)  # in quarters
    out = activation(y, past, 2, 0.0, 4)
    assert out.tolist() == [12, 17, 0, 0, 0, 255]  # 0.75 16, 1.05 16 = 16.8, -0.2, -8, -0.25, 20 16
    out.backward(torch.ones(6))
    assert y.grad.tolist() == [0, 16, 0, 0, 0, 0]
    assert past.grad.tolist() == [4, 4, 0, 0, 0, 0]


@given(
    length=st.integers(0, 40),
    residual=st.booleans(),
    before=st.integers(-3, 8),
    exponent=st.integers(-2, 9),
    seed=st.integers(0, 2**31),
)
def test_it_is_relu_plus_residual_rounded_once(length, residual, before, exponent, seed):
    y, past = values(length, 3, seed=seed), values(length, 3, seed=seed + 1, spread=50.0)
    upstream = values(length, 3, seed=seed + 2).detach()
    total = y.relu() + past * 2.0**-before if residual else y.relu()
    expected = as_type(total * 2.0**exponent, "uint8")
    wanted = torch.autograd.grad(expected, [y, past] if residual else [y], upstream)
    out = activation(y, past if residual else None, before, 0.0, exponent)
    assert torch.equal(out, expected)
    out.backward(upstream)
    for tensor, gradient in zip((y, past), wanted, strict=False):
        torch.testing.assert_close(tensor.grad, gradient, rtol=0, atol=0)


@pytest.mark.parametrize("residual", [False, True])
def test_dropout_acts_before_the_residual_and_the_rounding(residual):
    y = values(40, 50)
    past = torch.full((40, 50), 8.0, requires_grad=True) if residual else None
    torch.manual_seed(3)
    out = activation(y, past, 3, 0.3, 5)
    torch.manual_seed(3)
    mask = activation(torch.full((40, 50), 0.5), None, 0, 0.3, 5) > 0  # the same draw
    assert float(mask.float().mean()) == pytest.approx(0.7, abs=0.05)
    expected = y.relu() * mask * 2**16 / (2**16 - round(0.3 * 2**16)) + (1 if residual else 0)
    quantised = as_type(expected * 32, "uint8")
    assert torch.equal(out, quantised)
    upstream = values(40, 50, seed=9).detach()
    wanted = torch.autograd.grad(quantised, y, upstream)[0]
    out.backward(upstream)
    torch.testing.assert_close(y.grad, wanted, rtol=1e-6, atol=0)
