from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rtstgcn_edge.poses.assignment import assign


def best_sum(gain):
    """By trying all there are."""
    gain = gain if len(gain) <= len(gain.T) else gain.T
    rows = range(len(gain))
    return max(sum(gain[row, chosen[row]] for row in rows) for chosen in permutations(range(len(gain.T)), len(rows)))


SIZES = st.tuples(st.integers(1, 6), st.integers(1, 6))
GAINS = SIZES.flatmap(
    lambda shape: (
        arrays(np.float64, shape, elements=st.integers(0, 3).map(float))  # full of ties
        | arrays(np.float64, shape, elements=st.floats(-10, 10))
    )
)


@given(GAINS)
def test_no_other_assignment_has_a_greater_sum(gain):
    found = assign(gain)
    rows, columns = zip(*found, strict=True)
    assert len(found) == min(gain.shape) == len(set(rows)) == len(set(columns))
    assert sorted(rows) == list(rows)
    assert sum(gain[row, column] for row, column in found) == pytest.approx(best_sum(gain), abs=1e-9)


def test_who_is_best_for_both_goes_where_the_loss_of_the_other_is_greater():
    assert assign(np.array([[0.9, 0.8], [0.85, 0.1]])) == [(0, 1), (1, 0)]


@given(st.permutations(range(5)), st.permutations(range(5)), st.integers(0, 2**32 - 1))
def test_the_order_of_rows_and_columns_changes_nothing(rows, columns, seed):
    gain = np.random.default_rng(seed).random((5, 5))
    found = {(rows[row], columns[column]) for row, column in assign(gain[np.ix_(rows, columns)])}
    assert found == set(assign(gain))
