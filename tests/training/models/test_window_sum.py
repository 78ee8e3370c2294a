"""The window sum against a double loop, by hand, by finite differences, and by counting its additions."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from rtstgcn_training.models import window_sum as module
from rtstgcn_training.models.window_sum import delayed, window_sum


def slow_window_sum(z, kernel, dilation):
    y = torch.zeros_like(z)
    for t in range(z.shape[1]):
        for k in range(kernel):
            if t - k * dilation >= 0:
                y[:, t] += z[:, t - k * dilation]
    return y


def column(*values):
    """One sequence (1, L) of float64."""
    return torch.tensor([values], dtype=torch.float64)


def test_three_taps_two_frames_apart_by_hand():
    # own push   1  2  3    4    5      6
    # earlier          1    2    3+1    4+2
    assert window_sum(column(1, 2, 3, 4, 5, 6), 3, 2).tolist() == [[1, 2, 4, 6, 9, 12]]


def test_the_last_tap_drops_out_of_the_window():
    assert window_sum(column(1, 0, 0, 0, 0, 0), 3, 1).tolist() == [[1, 1, 1, 0, 0, 0]]


@given(
    kernel=st.integers(1, 40),
    dilation=st.integers(1, 7),
    length=st.integers(1, 50),
    batch=st.integers(1, 3),
    trailing=st.lists(st.integers(1, 3), max_size=3),
    seed=st.integers(0, 2**32 - 1),
)
def test_equals_the_double_loop(kernel, dilation, length, batch, trailing, seed):
    generator = torch.Generator().manual_seed(seed)
    z = torch.randn(batch, length, *trailing, generator=generator, dtype=torch.float64)
    before = z.clone()
    torch.testing.assert_close(
        window_sum(z, kernel, dilation), slow_window_sum(z, kernel, dilation), rtol=0, atol=1e-12
    )
    assert torch.equal(z, before)


def test_a_window_longer_than_the_sequence_sums_all_that_there_is():
    z = torch.randn(2, 5, 3, dtype=torch.float64)
    torch.testing.assert_close(window_sum(z, 100, 1), z.cumsum(1), rtol=0, atol=1e-12)
    assert torch.equal(window_sum(z, 100, 5), z)


@pytest.mark.parametrize(("kernel", "dilation", "length"), [(1, 1, 3), (3, 2, 7), (6, 1, 9), (7, 3, 8), (20, 1, 5)])
def test_gradients_are_those_of_finite_differences(kernel, dilation, length):
    z = torch.randn(2, length, 2, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda z: window_sum(z, kernel, dilation), z)
    assert torch.autograd.gradgradcheck(lambda z: window_sum(z, kernel, dilation), z)


def test_the_gradient_of_a_plain_sum_counts_the_windows_that_a_frame_is_in():
    z = torch.zeros(1, 5, requires_grad=True)
    window_sum(z, 3, 1).sum().backward()  # its incoming gradient is one value expanded over all frames
    assert z.grad is not None
    assert z.grad.tolist() == [[3, 3, 3, 2, 1]]


@pytest.mark.parametrize("kernel", [1, 2, 3, 9, 64, 69, 255, 1000])
def test_additions_grow_with_the_logarithm_of_the_kernel(kernel, monkeypatch):
    additions = []
    plain = module._add_shifted
    monkeypatch.setattr(module, "_add_shifted", lambda *a: additions.append(1) or plain(*a))
    window_sum(torch.ones(1, 2000), kernel)
    assert len(additions) == math.floor(math.log2(kernel)) + kernel.bit_count() - 1


@pytest.mark.parametrize(("kernel", "dilation"), [(9, 1), (5, 4), (69, 2)])
@pytest.mark.parametrize("block", [1, 300, 5000])
def test_blocks_of_time_change_no_bit(kernel, dilation, block, monkeypatch):
    z = torch.randn(2, 700, 3, requires_grad=True)
    whole = window_sum(z, kernel, dilation)
    gradient = torch.autograd.grad(whole.square().sum(), z)[0]
    monkeypatch.setattr(module, "BLOCK", block)
    assert torch.equal(window_sum(z, kernel, dilation), whole)
    assert torch.equal(torch.autograd.grad(window_sum(z, kernel, dilation).square().sum(), z)[0], gradient)


@pytest.mark.parametrize(("kernel", "dilation"), [(0, 1), (1, 0), (-3, 1)])
def test_a_kernel_or_dilation_below_one_is_refused(kernel, dilation):
    with pytest.raises(ValueError, match="at least 1"):
        window_sum(torch.ones(1, 4), kernel, dilation)


@pytest.mark.parametrize(("frames", "late"), [(0, [1, 2, 3]), (1, [0, 1, 2]), (3, [0, 0, 0]), (9, [0, 0, 0])])
def test_frames_come_late_with_zeros_before_the_start(frames, late):
    assert delayed(column(1, 2, 3), frames).tolist() == [late]
