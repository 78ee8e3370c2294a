"""The way from floats to integers: round half to even, saturate, and the gradient straight through."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from rtstgcn_training.quantised.rounding import RANGES, as_type, quantised, round_into


def by_hand(x, low, high):
    """Round half to even from the definition, then saturate."""
    whole = math.floor(x)
    rest = x - whole
    up = rest > 0.5 or (rest == 0.5 and whole % 2 == 1)
    return min(max(whole + up, low), high)


def test_halves_go_to_even_and_ends_saturate():
    x = torch.tensor([0.5, 1.5, 2.5, -0.5, -1.5, 126.5, 127.5, 127.6, -128.5, -128.6, 1e30, -math.inf])
    assert quantised(x, -128, 127).tolist() == [0, 2, 2, 0, -2, 126, 127, 127, -128, -128, 127, -128]


@given(
    st.lists(st.floats(-70000, 70000, width=32) | st.integers(-600, 600).map(lambda n: n / 2), min_size=1, max_size=30),
    st.sampled_from(sorted(RANGES)),
)
def test_it_is_round_half_to_even_then_saturate(values, dtype):
    low, high = RANGES[dtype]
    x = torch.tensor(values)
    found = as_type(x, dtype)
    assert found.tolist() == [by_hand(v, low, high) for v in x.tolist()]
    inside = torch.empty_like(x, dtype=torch.bool)
    in_place = x.clone()
    round_into(in_place, dtype, inside)
    assert torch.equal(in_place, found)
    assert inside.tolist() == [low <= v <= high for v in x.tolist()]


@pytest.mark.parametrize("dtype", RANGES)
def test_ranges_are_those_of_the_types(dtype):
    bounds = torch.iinfo(getattr(torch, dtype))
    assert RANGES[dtype] == (bounds.min, bounds.max)


def test_the_gradient_is_one_within_the_limits_and_nothing_beyond():
    x = torch.tensor([-128.01, -128.0, -3.4, 0.0, 0.5, 126.7, 127.0, 127.01], requires_grad=True)
    quantised(x, -128, 127).backward(torch.arange(1.0, 9.0))
    assert x.grad.tolist() == [0, 2, 3, 4, 5, 6, 7, 0]


@given(st.floats(-300, 300, width=32))
def test_the_gradient_is_that_of_saturation_alone(value):
    x, same = (torch.tensor([value], requires_grad=True) for _ in range(2))
    as_type(x, "uint8").sum().backward()
    same.clamp(0, 255).sum().backward()
    assert torch.equal(x.grad, same.grad)


def test_what_needs_no_gradient_has_none():
    assert not as_type(torch.ones(3), "int8").requires_grad
