import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rtstgcn_edge.frames import Body
from rtstgcn_edge.pipeline.steady import Steady


def body(values, confidence, track=0):
    """One channel."""
    return Body(np.array([values], np.float32), track, np.array(confidence, np.float32))


def held(steady, tick, values, confidence, track=0):
    one = body(values, confidence, track)
    steady.hold([one], tick)
    return one.joints[0].tolist()


def test_a_joint_that_is_not_seen_keeps_its_last_value_for_the_hold_time_and_is_then_a_guess():
    steady = Steady(hold_ticks=2)
    assert held(steady, 0, [1, 10], [1, 1]) == [1, 10]
    assert held(steady, 1, [2, 20], [1, 0]) == [2, 10]
    assert held(steady, 2, [3, 30], [1, 0]) == [3, 10]
    assert held(steady, 3, [4, 40], [1, 0]) == [4, 40]
    assert held(steady, 4, [5, 50], [1, 0.5]) == [5, 50]
    assert held(steady, 5, [6, 60], [1, 0]) == [6, 50]
    assert (steady.held, steady.guessed) == (3, 1)


def test_a_joint_that_was_never_seen_is_a_guess():
    steady = Steady(hold_ticks=5)
    assert held(steady, 0, [1, 10], [0, 1]) == [1, 10]
    assert held(steady, 1, [2, 20], [0, 1]) == [2, 20]
    assert (steady.held, steady.guessed) == (0, 2)


def test_each_skeleton_has_its_own_and_a_new_trial_none():
    steady = Steady(hold_ticks=5)
    held(steady, 0, [1], [1], track=0)
    held(steady, 0, [7], [1], track=1)
    assert held(steady, 1, [9], [0], track=1) == [7]
    assert held(steady, 1, [9], [0], track=0) == [1]
    steady.clear()
    assert held(steady, 2, [9], [0], track=0) == [9]


def test_bodies_without_confidence_or_id_are_left_alone():
    steady = Steady(hold_ticks=5)
    joints = np.zeros((1, 2), np.float32)
    for one in (Body(joints, 0), Body(joints, None, np.zeros(2, np.float32))):
        steady.hold([one], 0)
        assert one.joints is joints
    assert (steady.held, steady.guessed) == (0, 0)


def test_what_the_source_gave_is_not_written_into():
    steady = Steady(hold_ticks=5)
    held(steady, 0, [1, 10], [1, 1])
    given_joints = np.array([[2, 20]], np.float32)
    steady.hold([Body(given_joints, 0, np.array([1, 0], np.float32))], 1)
    assert given_joints.tolist() == [[2, 20]]


SIGHTINGS = st.lists(st.lists(st.booleans(), min_size=3, max_size=3), max_size=25)


@given(seen=SIGHTINGS, hold=st.integers(0, 4))
def test_any_sightings_give_what_looking_back_gives(seen, hold):
    steady = Steady(hold)
    for tick, now in enumerate(seen):
        found = held(steady, tick, [100 * joint + tick for joint in range(3)], now)
        for joint in range(3):
            back = [t for t in range(max(0, tick - hold), tick + 1) if seen[t][joint]]
            assert found[joint] == 100 * joint + (back[-1] if back else tick)


def test_those_who_are_gone_are_forgotten():
    steady = Steady(hold_ticks=3)
    for track in range(1000):
        held(steady, 10 * track, [1, 2], [1, 1], track)
    assert len(steady._last) == 1
