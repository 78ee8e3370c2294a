"""The spatial product against the sum over partitions, frame by frame, and its gradient against plain autograd's."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from rtstgcn_training.models import graph_product as module
from rtstgcn_training.models.graph_product import graph_product


def slow_product(x, graph, weight):
    """sum_p A_p' x_t W_p, one frame and one partition at a time."""
    frames = [sum(a.T @ frame @ w for a, w in zip(graph, weight, strict=True)) for frame in x.flatten(0, -3)]
    return torch.stack(frames).view(*x.shape[:-1], weight.shape[-1])


def operands(frames, joints=3, partitions=2, before=4, after=5, seed=0):
    generator = torch.Generator().manual_seed(seed)
    shapes = (*frames, joints, before), (partitions, joints, joints), (partitions, before, after)
    return [torch.randn(shape, generator=generator, dtype=torch.float64, requires_grad=True) for shape in shapes]


def test_one_joint_that_hears_another_by_hand():
    x = torch.tensor([[[1.0], [10.0]]])  # one frame, two joints, one channel
    graph = torch.tensor([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [0.0, 0.0]]])  # itself; joint 0 reaches joint 1
    weight = torch.tensor([[[2.0]], [[3.0]]])
    assert graph_product(x, graph, weight).tolist() == [[[2.0], [2 * 10.0 + 3 * 1.0]]]


@given(
    frames=st.lists(st.integers(1, 9), min_size=1, max_size=2),
    sizes=st.tuples(st.integers(1, 5), st.integers(1, 4), st.integers(1, 5), st.integers(1, 5)),
    seed=st.integers(0, 2**31),
)
def test_product_and_gradients_are_those_of_the_sum_over_partitions(frames, sizes, seed):
    found, expected = operands(frames, *sizes, seed=seed), operands(frames, *sizes, seed=seed)
    ours, plain = graph_product(*found), slow_product(*expected)
    torch.testing.assert_close(ours, plain, rtol=0, atol=1e-12)
    upstream = torch.randn(plain.shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    ours.backward(upstream)
    plain.backward(upstream)
    for a, b in zip(found, expected, strict=True):
        torch.testing.assert_close(a.grad, b.grad, rtol=0, atol=1e-11)


@pytest.mark.parametrize("rows", [1, 7, 10**6])
def test_the_size_of_a_block_changes_nothing(rows, monkeypatch):
    monkeypatch.setattr(module, "ROWS", rows)
    assert torch.autograd.gradcheck(graph_product, operands([2, 6]))


@pytest.mark.parametrize("learnt", [(0,), (1,), (2,), (0, 2)])
def test_only_what_is_asked_for_takes_a_gradient(learnt):
    tensors = [t.requires_grad_(number in learnt) for number, t in enumerate(operands([4]))]
    expected = torch.autograd.grad(slow_product(*tensors).square().sum(), [tensors[n] for n in learnt])
    graph_product(*tensors).square().sum().backward()
    for number, tensor in enumerate(tensors):
        assert (tensor.grad is not None) == (number in learnt)
    for number, gradient in zip(learnt, expected, strict=True):
        torch.testing.assert_close(tensors[number].grad, gradient, rtol=0, atol=1e-11)


def test_its_gradient_keeps_its_operands_and_no_more():
    x, graph, weight = operands([50], joints=5, partitions=3)
    kept = []
    with torch.autograd.graph.saved_tensors_hooks(lambda t: kept.append(t.numel()) or t, lambda t: t):
        graph_product(x, graph, weight)
    assert sorted(kept) == sorted([x.numel(), graph.numel(), weight.numel()])
