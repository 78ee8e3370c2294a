"""Who is there when, by hand and by the rules."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rtstgcn_edge.recordings import presences, sequences


def test_each_skeleton_is_a_sequence_of_its_own():
    features = np.arange(24, dtype=np.float32).reshape(2, 3, 2, 2)
    assert [s.tolist() for s in sequences(features)] == [features[..., 0].tolist(), features[..., 1].tolist()]


def recording_of(*shown):
    """(1, L, 1, M) whose skeletons show these numbers, 0 where they are not seen."""
    return np.array(shown, np.float32).T[None, :, None, :]


def rows(features, hold_frames):
    return [
        (skeleton, start, sequence[0, :, 0].tolist(), unseen.tolist())
        for skeleton, start, sequence, unseen in presences(features, hold_frames)
    ]


def test_a_skeleton_is_held_over_short_gaps_leaves_in_long_ones_and_starts_anew():
    two = recording_of([0, 1, 2, 0, 0, 5, 0, 0, 0, 9, 0], [0] * 11)
    assert rows(two, 2) == [
        (0, 1, [1, 2, 2, 2, 5, 5, 5], [0, 0, 1, 2, 0, 1, 2]),
        (0, 9, [9, 9], [0, 1]),
    ]
    assert rows(two, 0) == [(0, 1, [1, 2], [0, 0]), (0, 5, [5], [0]), (0, 9, [9], [0])]
    assert rows(two, 3) == [(0, 1, [1, 2, 2, 2, 5, 5, 5, 5, 9, 9], [0, 0, 1, 2, 0, 1, 2, 3, 0, 1])]


def test_the_only_skeleton_is_always_seen():
    assert rows(recording_of([0, 1, 0, 0, 0]), 1) == [(0, 0, [0, 1, 0, 0, 0], [0] * 5)]


def test_only_a_presence_in_which_something_is_held_is_a_copy():
    features = recording_of([1, 2, 3, 4], [5, 0, 6, 0])
    for hold_frames, copied in ((0, [False, False, False]), (1, [False, True])):
        found = [not np.shares_memory(presence.sequence, features) for presence in presences(features, hold_frames)]
        assert found == copied, hold_frames


def tracked(features, hold_frames):
    """The same from the rules, frame by frame."""
    found = []
    for skeleton in range(features.shape[3]):
        live = None
        for t, value in enumerate(features[0, :, 0, skeleton].tolist()):
            if live is not None:
                live[3].append(live[3][-1] + 1)
                live[2].append(live[2][-1])
            if value:
                if live is None:
                    live = (skeleton, t, [value], [0])
                    found.append(live)
                live[2][-1], live[3][-1] = value, 0
            elif live is not None and live[3][-1] > hold_frames:
                live[2].pop(), live[3].pop()
                live = None
    return found


@given(
    shown=st.integers(1, 30).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 1), min_size=n, max_size=n), min_size=2, max_size=3)
    ),
    hold_frames=st.integers(0, 5),
)
def test_presences_follow_the_rules_of_a_run(shown, hold_frames):
    features = recording_of(*shown) * np.arange(1, len(shown[0]) + 1, dtype=np.float32)[None, :, None, None]
    assert rows(features, hold_frames) == tracked(features, hold_frames)
