"""Sizes against published numbers and against a count by hand."""

from rtstgcn_training.models.config import Arch
from rtstgcn_training.models.counts import counts
from rtstgcn_training.models.rt_stgcn import RTSTGCN

from rtstgcn_edge.skeletons import Skeleton, load_skeleton

PAIR = Skeleton(name="pair", joints=("a", "b"), edges=((0, 1),), center=0)


def test_the_standard_configuration_has_the_known_multiply_accumulates():
    found = counts(RTSTGCN(Arch(), load_skeleton("ntu25"), channels=3, classes=52))
    assert round(found.multiply_accumulates / 1e6, 2) == 17.41
    assert round(found.multiply_accumulates_dense / 1e6, 2) == 19.84


def test_the_kernel_costs_memory_and_no_multiplications():
    short, long = (counts(RTSTGCN(Arch(kernel=k), load_skeleton("ntu25"), 3, 52)) for k in (9, 69))
    assert short.multiply_accumulates == long.multiply_accumulates
    assert short.parameters == long.parameters
    # Ring entries grow by (69 - 9) d a layer, the d running sums stay.
    per_layer = zip([64, 64, 64, 128, 128, 128, 256, 256, 256], [1, 1, 1, 2, 1, 1, 2, 1, 1], strict=True)
    assert long.state_words - short.state_words == sum(25 * width * 60 * d for width, d in per_layer)


def test_two_layers_on_two_joints_by_hand():
    # V = 2, C = 3, widths 4 and 5; spatial partitions: root (2 ones), centripetal (1), centrifugal (1).
    arch = Arch(widths=[4, 5], kernel=[3, 1], dilation=[2, 1], residual=True, residual_delay="centre", norm="layer")
    found = counts(RTSTGCN(arch, PAIR, channels=3, classes=7))
    ends = 3 * 4 * 2 + 5 * 7
    products = 3 * (4 * 4) * 2 + 3 * (4 * 5) * 2 + (4 * 5) * 2
    assert found.multiply_accumulates == ends + products + 4 * 4 + 4 * 4
    assert found.multiply_accumulates_dense == ends + products + (3 * 2 * 2) * 4 + (3 * 2 * 2) * 5
    # Window of layer 0: ring of 4 and 2 sums of V C_out = 8; its residual waits 2 frames of V C_in = 8.
    assert found.state_words == 8 * (4 + 2) + 8 * 2
    spatial = [3 * (4 * 4 + 4) + 3 * 2 * 2, 3 * (4 * 5 + 5) + 3 * 2 * 2]
    norms = [2 * 2 * 3, 2 * 2 * 4, 2 * 2 * 5, 2 * 2 * 5]
    assert found.parameters == (3 * 4 + 4) + sum(spatial) + sum(norms) + 4 * 5 + (5 * 7 + 7)


def test_importance_that_is_not_learned_is_no_parameter():
    learned, fixed = (counts(RTSTGCN(Arch(widths=[4], dilation=1, importance=i), PAIR, 3, 2)) for i in (True, False))
    assert learned.parameters - fixed.parameters == 3 * 2 * 2
