from collections import Counter
from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.skeletons import Skeleton, adjacency, hop_distances, list_skeletons, load_skeleton, partition_names

# The hand-worked skeleton, centre c:
#
#     a --- c --- b --- t          indices: c 0, a 1, b 2, t 3
#
STAR = Skeleton("star", ("c", "a", "b", "t"), ((0, 1), (0, 2), (2, 3)), 0)

ROOT = np.eye(4)
# [source, target]: column t gathers from b, which is nearer to the centre.
INWARD_SOURCES = np.array([[0, 1, 1, 0], [0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0]], dtype=float)
OUTWARD_SOURCES = INWARD_SOURCES.T

NORMALIZATIONS = ("symmetric", "row", "reference")


@st.composite
def skeletons(draw):
    """Connected graphs of up to nine joints: a tree and a few more edges, which close rings."""
    size = draw(st.integers(1, 9))
    edges = {(draw(st.integers(0, joint - 1)), joint) for joint in range(1, size)}
    pairs = [(a, b) for b in range(size) for a in range(b)]
    if pairs:
        edges |= set(draw(st.lists(st.sampled_from(pairs), max_size=3)))
    return Skeleton("any", tuple(f"j{i}" for i in range(size)), tuple(sorted(edges)), draw(st.integers(0, size - 1)))


def slow_hop_distances(skeleton):
    """By powers of the neighbour matrix: the first power that joins two joints is their distance."""
    size = skeleton.num_joints
    step = np.eye(size, dtype=int)
    for a, b in skeleton.edges:
        step[a, b] = step[b, a] = 1
    distances = np.full((size, size), -1)
    for hops in range(size):
        reached = np.linalg.matrix_power(step, hops) > 0
        distances[reached & (distances < 0)] = hops
    return distances


def test_hop_distances_of_the_star():
    expected = [[0, 1, 1, 2], [1, 0, 2, 3], [1, 2, 0, 1], [2, 3, 1, 0]]
    np.testing.assert_array_equal(hop_distances(STAR), expected)


@given(skeletons())
def test_hop_distances_equal_those_by_matrix_powers(skeleton):
    np.testing.assert_array_equal(hop_distances(skeleton), slow_hop_distances(skeleton))


def zero_one(skeleton, strategy, max_hop=1, dilation=1):
    return (adjacency(skeleton, strategy, max_hop, dilation) > 0).astype(float)


def test_uniform_is_one_partition_of_all_neighbours():
    np.testing.assert_array_equal(zero_one(STAR, "uniform"), [ROOT + INWARD_SOURCES + OUTWARD_SOURCES])


def test_distance_is_one_partition_per_hop():
    two_hops = np.array([[0, 0, 0, 1], [0, 0, 1, 0], [0, 1, 0, 0], [1, 0, 0, 0]], dtype=float)
    one_hop = INWARD_SOURCES + OUTWARD_SOURCES
    np.testing.assert_array_equal(zero_one(STAR, "distance", max_hop=2), [ROOT, one_hop, two_hops])


def test_spatial_is_root_then_sources_nearer_to_the_centre_then_further():
    np.testing.assert_array_equal(zero_one(STAR, "spatial"), [ROOT, INWARD_SOURCES, OUTWARD_SOURCES])


def test_spatial_counts_sources_as_near_as_the_target_among_the_centripetal():
    # a and b are two hops from each other and both one hop from the centre.
    centripetal, centrifugal = zero_one(STAR, "spatial", max_hop=2)[3:]
    np.testing.assert_array_equal(np.argwhere(centripetal), [[0, 3], [1, 2], [2, 1]])
    np.testing.assert_array_equal(np.argwhere(centrifugal), [[3, 0]])


def test_dilation_leaves_out_the_hops_in_between():
    np.testing.assert_array_equal(
        zero_one(STAR, "distance", max_hop=3, dilation=2), zero_one(STAR, "distance", max_hop=2)[[0, 2]]
    )


def test_max_hop_zero_is_the_joints_alone():
    np.testing.assert_array_equal(adjacency(STAR, "spatial", max_hop=0), [ROOT])


def test_features_from_the_left_flow_from_source_to_target():
    x = np.array([[1.0, 10.0, 100.0, 1000.0]])  # (C, V): one channel of c, a, b, t
    root, centripetal, centrifugal = x @ zero_one(STAR, "spatial")
    np.testing.assert_array_equal(root, x)
    np.testing.assert_array_equal(centripetal, [[0, 1, 1, 100]])
    np.testing.assert_array_equal(centrifugal, [[110, 0, 1000, 0]])


def test_symmetric_divides_by_the_roots_of_row_and_column_sum():
    # Centripetal: rows c 2 and b 1, columns a, b, t 1 each. Centrifugal is its transpose.
    h = 1 / sqrt(2)
    expected = [[0, h, h, 0], [0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0]]
    np.testing.assert_allclose(adjacency(STAR)[1], expected, rtol=1e-15)
    np.testing.assert_allclose(adjacency(STAR)[2], np.transpose(expected), rtol=1e-15)


def test_row_divides_each_row_by_its_sum():
    root, centripetal, centrifugal = adjacency(STAR, normalization="row")
    np.testing.assert_array_equal(root, ROOT)
    np.testing.assert_array_equal(centripetal, [[0, 0.5, 0.5, 0], [0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0]])
    np.testing.assert_array_equal(centrifugal, OUTWARD_SOURCES)


def test_reference_divides_by_the_roots_of_both_column_sums():
    # Column sums of the centripetal partition: c 0, a 1, b 1, t 1; each plus 0.001.
    c_to_a = 1 / sqrt(0.001 * 1.001)
    c_to_b = 1 / sqrt(0.001 * 1.001)
    b_to_t = 1 / 1.001
    expected = [[0, c_to_a, c_to_b, 0], [0, 0, 0, 0], [0, 0, 0, b_to_t], [0, 0, 0, 0]]
    root, centripetal, _ = adjacency(STAR, normalization="reference")
    np.testing.assert_allclose(root, ROOT / 1.001, rtol=1e-12)
    np.testing.assert_allclose(centripetal, expected, rtol=1e-12)


@given(
    skeletons(),
    st.sampled_from(["uniform", "distance", "spatial"]),
    st.sampled_from(NORMALIZATIONS),
    st.integers(0, 4),
    st.integers(1, 3),
)
def test_each_pair_of_neighbours_lies_in_exactly_one_partition(skeleton, strategy, normalization, max_hop, dilation):
    partitions = adjacency(skeleton, strategy, max_hop, dilation, normalization) > 0
    neighbours = np.isin(slow_hop_distances(skeleton), range(0, max_hop + 1, dilation))
    np.testing.assert_array_equal(partitions.sum(axis=0), neighbours)
    assert len(partitions) == len(partition_names(strategy, max_hop, dilation))


@given(skeletons(), st.integers(0, 4))
def test_symmetric_and_row_weights_never_exceed_one(skeleton, max_hop):
    assert adjacency(skeleton, "spatial", max_hop, 1, "symmetric").max() <= 1
    assert adjacency(skeleton, "spatial", max_hop, 1, "row").max() <= 1


@given(skeletons(), st.integers(0, 4))
def test_rows_of_row_normalisation_sum_to_one_or_nothing(skeleton, max_hop):
    sums = adjacency(skeleton, "spatial", max_hop, 1, "row").sum(axis=2)
    assert np.all(np.isclose(sums, 1) | (sums == 0))


@pytest.mark.parametrize("name", list_skeletons())
@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_bundled_skeletons_give_finite_matrices_with_three_entries_a_joint_less_two(name, normalization):
    skeleton = load_skeleton(name)
    matrices = adjacency(skeleton, normalization=normalization)
    assert matrices.dtype == np.float64
    assert matrices.shape == (3, skeleton.num_joints, skeleton.num_joints)
    assert np.isfinite(matrices).all()
    assert np.count_nonzero(matrices) == 3 * skeleton.num_joints - 2  # self loops, and a tree's edges both ways


def test_ntu25_has_73_weights_out_of_1875():
    matrices = adjacency(load_skeleton("ntu25"))
    assert (np.count_nonzero(matrices), matrices.size) == (73, 1875)


def large_weights(skeleton, normalization):
    weights = adjacency(skeleton, normalization=normalization)[1:]
    assert np.count_nonzero(weights) == 48
    return Counter(np.round(weights[weights > 1]).astype(int).tolist())


def test_reference_gives_ntu25_weights_of_32_where_symmetric_has_none_above_one():
    # Five leaves below a joint with one child, and four joints beside the centre, whose own row is empty.
    assert large_weights(load_skeleton("ntu25"), "reference") == {32: 9}
    assert large_weights(load_skeleton("ntu25"), "symmetric") == {}


def test_reference_gives_eleven_weights_of_22_to_32_where_finger_tip_and_thumb_both_hang_on_the_hand():
    # The tree of the published Realtime-ST-GCN for PKU-MMD: a hand has two leaves.
    ntu25 = load_skeleton("ntu25")
    tip_l, thumb_l, hand_l = (ntu25.joints.index(joint) for joint in ("hand_tip_l", "thumb_l", "hand_l"))
    tip_r, thumb_r, hand_r = (ntu25.joints.index(joint) for joint in ("hand_tip_r", "thumb_r", "hand_r"))
    moved = {(tip_l, thumb_l): (tip_l, hand_l), (tip_r, thumb_r): (tip_r, hand_r)}
    assert set(moved) < set(ntu25.edges)
    pku_mmd = replace(ntu25, edges=tuple(moved.get(edge, edge) for edge in ntu25.edges))
    assert large_weights(pku_mmd, "reference") == {22: 4, 32: 7}
    assert large_weights(pku_mmd, "symmetric") == {}


def test_partitions_are_named_in_order():
    assert partition_names("uniform", 2) == ("all",)
    assert partition_names("distance", 4, 2) == ("hop_0", "hop_2", "hop_4")
    assert partition_names() == ("root", "centripetal_1", "centrifugal_1")
    assert partition_names("spatial", 2) == (
        "root", "centripetal_1", "centrifugal_1", "centripetal_2", "centrifugal_2",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"strategy": "spacial"}, "graph strategy 'spacial' is not known; did you mean 'spatial'?"),
        ({"strategy": "x"}, "graph strategy 'x' is not known; give uniform, distance, spatial"),
        ({"normalization": "symetric"}, "graph normalization 'symetric' is not known; did you mean 'symmetric'?"),
        ({"max_hop": -1}, "graph max_hop -1 is negative"),
        ({"dilation": 0}, "graph dilation 0 is less than 1"),
    ],
)
def test_a_wrong_argument_is_refused_with_the_reason(arguments, reason):
    with pytest.raises(InputError) as caught:
        adjacency(STAR, **arguments)
    assert str(caught.value).startswith(reason)
