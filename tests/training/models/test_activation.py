"""The end of a layer against the same written out in torch, and its dropout against what dropout has to be."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from rtstgcn_training.models.activation import activation


def values(*shape, seed=0, dtype=torch.float64):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=dtype).requires_grad_()


def test_by_hand():
    y = torch.tensor([-1.0, 2.0, 2.0, -1.0], requires_grad=True)
    past = torch.tensor([-1.0, -1.0, -3.0, 5.0], requires_grad=True)
    out = activation(y, past, 0.0)
    assert out.tolist() == [0, 1, 0, 5]
    out.backward(torch.tensor([1.0, 10.0, 100.0, 1000.0]))
    assert y.grad.tolist() == [0, 10, 0, 0]
    assert past.grad.tolist() == [0, 10, 0, 1000]


@given(length=st.integers(0, 40), residual=st.booleans(), seed=st.integers(0, 2**31))
def test_without_dropout_it_is_relu_of_relu_plus_residual(length, residual, seed):
    y, past = values(length, 3, seed=seed), values(length, 3, seed=seed + 1)
    expected = (y.relu() + past).relu() if residual else y.relu()
    upstream = values(length, 3, seed=seed + 2).detach()
    wanted = torch.autograd.grad(expected, [y, past] if residual else [y], upstream)
    out = activation(y, past if residual else None, 0.0)
    torch.testing.assert_close(out, expected, rtol=0, atol=0)
    out.backward(upstream)
    for tensor, gradient in zip((y, past), wanted, strict=False):
        torch.testing.assert_close(tensor.grad, gradient, rtol=0, atol=0)


@pytest.mark.parametrize("residual", [False, True])
def test_the_gradient_of_what_was_dropped_is_that_of_its_mask(residual):
    y, past = values(40, 50), values(40, 50, seed=1) if residual else None
    torch.manual_seed(3)
    out = activation(y, past, 0.3)
    torch.manual_seed(3)
    mask = activation(torch.ones(40, 50, dtype=torch.float64), None, 0.3)  # the same draw: 0 or 1 / (1 - 0.3)
    expected = y.relu() * mask
    expected = (expected + past).relu() if residual else expected
    torch.testing.assert_close(out, expected, rtol=0, atol=1e-12)
    wanted = torch.autograd.grad(expected.square().sum(), y)[0]
    out.square().sum().backward()
    torch.testing.assert_close(y.grad, wanted, rtol=0, atol=1e-12)


@pytest.mark.parametrize("share", [0.05, 0.5, 0.999])
@pytest.mark.parametrize("count", [200_000, 200_003])
def test_dropout_drops_its_share_and_keeps_the_mean(share, count):
    torch.manual_seed(0)
    out = activation(torch.ones(count), None, share)
    deviation = (share * (1 - share) / count) ** 0.5
    assert float((out == 0).float().mean()) == pytest.approx(share, abs=5 * deviation + 1e-5)
    assert len(out.unique()) == 2
    assert float(out.max()) == pytest.approx(1 / (1 - share), rel=0.01)
    assert float(out.double().mean()) == pytest.approx(1, abs=5 * deviation / (1 - share) + 1e-3)


def test_neighbours_are_dropped_independently():
    torch.manual_seed(0)
    dropped = (activation(torch.ones(400_000), None, 0.5) == 0).double() - 0.5
    for lag in range(1, 9):  # four draws come of one random word
        assert abs(float((dropped[lag:] * dropped[:-lag]).mean())) < 0.25 * 5 / 400_000**0.5


def test_the_same_seed_drops_the_same():
    draws = []
    for seed in (1, 1, 2):
        torch.manual_seed(seed)
        draws.append(activation(torch.ones(100), None, 0.5))
    assert torch.equal(draws[0], draws[1])
    assert not torch.equal(draws[0], draws[2])
