"""Who is live: joining, holding, leaving, against the sentence that defines it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rtstgcn_edge.frames import Body
from rtstgcn_edge.pipeline.track import Tracker


class Joined:
    """What the tracker does to an engine."""

    def __init__(self):
        self.ids = []
        self.log = []

    def join(self, skeleton):
        assert skeleton not in self.ids
        self.ids.append(skeleton)
        self.log.append(("join", skeleton))

    def leave(self, skeleton):
        self.ids.remove(skeleton)
        self.log.append(("leave", skeleton))


def seen(tick, tracks):
    return [Body(np.full((1, 1), tick, np.float32), track) for track in tracks]


def test_a_skeleton_is_held_for_its_time_and_then_freed():
    engine = Joined()
    tracker = Tracker(engine, hold_ticks=2)
    live = []
    for tick, tracks in enumerate([[5], [], [], [], [5]]):
        tracker.see(seen(tick, tracks))
        live.append([(track.age, track.unseen) for track in tracker.tracks.values()])
    assert live == [[(1, 0)], [(2, 1)], [(3, 2)], [], [(1, 0)]]
    assert engine.log == [("join", 5), ("leave", 5), ("join", 5)]


def test_one_that_returns_in_time_goes_on():
    tracker = Tracker(Joined(), hold_ticks=2)
    for tick, tracks in enumerate([[5], [], [], [5]]):
        tracker.see(seen(tick, tracks))
    assert (tracker.tracks[5].age, tracker.tracks[5].unseen) == (4, 0)


def test_the_last_frame_seen_is_the_one_that_is_held():
    tracker = Tracker(Joined(), hold_ticks=3)
    for tick, tracks in enumerate([[1], [1], [], []]):
        tracker.see(seen(tick, tracks))
    assert tracker.joints[1].item() == 1


def test_at_the_end_of_a_trial_everybody_leaves():
    engine = Joined()
    tracker = Tracker(engine, hold_ticks=3)
    tracker.see(seen(0, [3, 1, 2]))
    tracker.clear()
    assert engine.ids == [] and not tracker.tracks and not tracker.joints


@given(st.lists(st.sets(st.integers(0, 3)), max_size=25), st.integers(0, 4))
def test_live_is_who_was_seen_within_the_hold(sightings, hold):
    engine = Joined()
    tracker = Tracker(engine, hold_ticks=hold)
    ages = {}
    for tick, tracks in enumerate(sightings):
        tracker.see(seen(tick, sorted(tracks)))
        recent = sightings[max(0, tick - hold) : tick + 1]
        live = set().union(*recent)
        ages = {track: ages.get(track, 0) + 1 for track in live}
        assert set(tracker.tracks) == set(engine.ids) == set(tracker.joints) == live
        for track in live:
            last = max(t for t in range(tick + 1) if track in sightings[t])
            assert tracker.tracks[track].unseen == tick - last
            assert tracker.tracks[track].age == ages[track]
            assert tracker.joints[track].item() == last
