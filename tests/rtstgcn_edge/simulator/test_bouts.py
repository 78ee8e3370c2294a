"""The state machine that decides what the simulated walker does."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtstgcn_edge.simulator.bouts import DURATION_S, TRANSITIONS, chain, draw_bouts

# Written out by hand from how people move, not from the table under test.
IMPOSSIBLE = [
    ("standing", "sitting"),
    ("standing", "freezing"),
    ("standing", "standing_up"),
    ("walking", "sitting"),
    ("walking", "standing_up"),
    ("turning", "sitting"),
    ("freezing", "sitting"),
    ("sitting", "walking"),
    ("sitting", "standing"),
    ("sitting", "freezing"),
    ("sitting_down", "standing"),
    ("sitting_down", "walking"),
    ("standing_up", "sitting"),
    ("standing_up", "freezing"),
]


@given(st.floats(0.1, 300.0), st.integers(0, 2**32))
def test_bouts_cover_the_time_without_a_gap_and_keep_to_their_durations(seconds, seed):
    bouts = draw_bouts(seconds, np.random.default_rng(seed))
    assert bouts[0].start_s == 0.0
    assert bouts[-1].start_s < seconds <= bouts[-1].end_s
    assert all(before.end_s == after.start_s for before, after in pairwise(bouts))
    for bout in bouts:
        shortest, longest = DURATION_S[bout.movement]
        assert shortest - 1e-9 <= bout.end_s - bout.start_s <= longest + 1e-9


@given(st.integers(0, 2**32))
def test_no_impossible_transition_is_ever_made(seed):
    movements = [bout.movement for bout in draw_bouts(600.0, np.random.default_rng(seed))]
    assert not set(pairwise(movements)) & set(IMPOSSIBLE)
    assert all(before != after for before, after in pairwise(movements))


@pytest.mark.parametrize("movement", TRANSITIONS)
def test_the_probabilities_of_what_may_follow_sum_to_one(movement):
    assert sum(TRANSITIONS[movement].values()) == pytest.approx(1.0)
    assert set(TRANSITIONS[movement]) <= set(TRANSITIONS)


def test_chain_puts_bouts_end_to_end_from_zero():
    assert chain([("standing", 1.5), ("walking", 2.0)]) == [("standing", 0.0, 1.5), ("walking", 1.5, 3.5)]
