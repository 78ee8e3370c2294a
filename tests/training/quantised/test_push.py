"""What a layer pushes: products of integers written out value by value, and the gradient of the plain form."""

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st
from rtstgcn_training.models import graph_product as blocks_of
from rtstgcn_training.quantised.constants import LayerConstants, ProductConstants
from rtstgcn_training.quantised.push import push
from rtstgcn_training.quantised.rounding import as_type


def drawn(partitions, joints, before, after, seed):
    generator = torch.Generator().manual_seed(seed)

    def integers(limit, *shape):
        return torch.randint(-limit, limit + 1, shape, generator=generator).float().requires_grad_()

    graph, weight = integers(127, partitions, joints, joints), integers(63, partitions * before, after)
    shift = torch.randint(4, 9, (after,), generator=generator).tolist()
    constants = LayerConstants(graph, 7, ProductConstants(weight, None, shift), None, None, None)
    h = torch.randint(0, 256, (2, 5, joints, before), generator=generator).float().requires_grad_()
    return h, constants


def plain(h, constants):
    mixed = torch.einsum("pwv,nlwc->nlvpc", constants.graph, h).flatten(3)
    gathered = as_type(mixed * 2.0**-constants.graph_shift, "int8")
    scale = torch.tensor([2.0**-s for s in constants.spatial.shift])
    return as_type((gathered @ constants.spatial.weight) * scale, "int8")


def rounded(total, shift):
    """Integers over 2^shift, halves to even, as int8."""
    return np.clip(np.rint(total.astype(np.float64) * 2.0**-shift), -128, 127)


@given(
    partitions=st.integers(1, 3),
    joints=st.integers(1, 5),
    before=st.integers(1, 4),
    after=st.integers(1, 4),
    seed=st.integers(0, 2**31),
)
def test_it_is_two_integer_products_each_rounded(partitions, joints, before, after, seed):
    h, constants = drawn(partitions, joints, before, after, seed)
    found = push(h, constants).detach().numpy()
    x, graph, weight = (t.detach().numpy().astype(np.int64) for t in (h, constants.graph, constants.spatial.weight))
    for n, t in np.ndindex(2, 5):
        gathered = np.concatenate([rounded(graph[p].T @ x[n, t], 7) for p in range(partitions)], axis=1)
        assert np.array_equal(found[n, t], rounded(gathered @ weight, np.array(constants.spatial.shift)))


@given(
    partitions=st.integers(1, 3),
    joints=st.integers(1, 5),
    before=st.integers(1, 4),
    after=st.integers(1, 4),
    rows=st.sampled_from([1, 7, 1024]),
    seed=st.integers(0, 2**31),
)
def test_its_gradient_is_that_of_the_plain_form_whatever_the_blocks(partitions, joints, before, after, rows, seed):
    h, constants = drawn(partitions, joints, before, after, seed)
    leaves = [h, constants.graph, constants.spatial.weight]
    expected = plain(h, constants)
    upstream = torch.randn(expected.shape, generator=torch.Generator().manual_seed(seed))
    wanted = torch.autograd.grad(expected, leaves, upstream)
    usual, blocks_of.ROWS = blocks_of.ROWS, rows
    try:
        out = push(h, constants)
        found = torch.autograd.grad(out, leaves, upstream)
    finally:
        blocks_of.ROWS = usual
    assert torch.equal(out, expected)
    for one, gradient in zip(found, wanted, strict=True):
        torch.testing.assert_close(one, gradient, rtol=1e-4, atol=1e-5 * float(gradient.abs().max()) + 1e-12)
