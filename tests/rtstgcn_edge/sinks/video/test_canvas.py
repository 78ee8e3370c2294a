"""Where joints come to lie in a picture without a camera."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtstgcn_edge.sinks.video.canvas import FILLS, Canvas

SIZE = (200, 100)
UPRIGHT = ["left", "up", "away"]


def body(x=0.0, y=0.0, z=3.0, size=1.0):
    """(3, V): feet, head, and one hand each side, around (x, y, z)."""
    offsets = size * np.array([[0, 0, -0.2, 0.2], [-0.5, 0.5, 0, 0], [0, 0, 0, 0]])
    return (offsets + np.array([[x], [y], [z]])).astype(np.float32)


def test_one_body_stands_upright_in_the_middle_and_fills_its_share():
    places = Canvas(SIZE, UPRIGHT, 30).place({0: body()})[0]
    feet, head, hand, other = places.T
    assert places.shape == (2, 4) and places.dtype == np.float32
    assert head[1] < feet[1] and head[0] == pytest.approx(100) and (head[1] + feet[1]) / 2 == pytest.approx(50)
    assert feet[1] - head[1] == pytest.approx(FILLS * 100)
    assert hand[0] - other[0] == pytest.approx(0.4 * FILLS * 100), "x points to the left"


def test_it_is_not_stretched():
    wide, high = body(), body()[[1, 0, 2]]
    for joints in (wide, high):
        places = Canvas(SIZE, UPRIGHT, 30).place({0: joints})[0]
        apart = np.ptp(places, axis=1) / np.ptp(joints[:2], axis=1)
        assert apart[0] == pytest.approx(apart[1], rel=1e-5)


def test_bodies_whose_places_are_known_keep_them():
    places = Canvas(SIZE, UPRIGHT, 30).place({3: body(x=1.0), 4: body(x=-1.0)})
    assert places[3].mean(axis=1)[0] < places[4].mean(axis=1)[0]


def test_bodies_that_are_told_around_themselves_stand_side_by_side_by_their_ids():
    places = Canvas(SIZE, UPRIGHT, 30).place({7: body(z=0.0), 2: body(z=0.0), 5: body(z=0.1)})
    left = {one: (joints[0].min(), joints[0].max()) for one, joints in places.items()}
    assert left[2][1] < left[5][0] < left[5][1] < left[7][0]


def middles(places):
    return {one: float(joints[0].mean()) for one, joints in places.items()}


def test_who_stands_side_by_side_stays_there_whoever_is_not_seen_comes_or_leaves():
    still = {one: body(z=0.0) for one in (2, 5, 7)}
    canvas = Canvas(SIZE, UPRIGHT, 30)
    before = middles(canvas.place(still, [2, 5, 7]))
    for _ in range(20):
        unseen = middles(canvas.place({2: still[2], 7: still[7]}, [2, 5, 7]))
    assert unseen == pytest.approx({2: before[2], 7: before[7]}, abs=0.01)
    canvas.place({2: still[2], 7: still[7]}, [2, 7])
    after = middles(canvas.place({2: still[2], 7: still[7], 9: still[5]}, [2, 7, 9]))
    assert after == pytest.approx({2: before[2], 7: before[7], 9: before[5]}, abs=0.01), "a place that was free"


def test_somebody_who_spreads_the_arms_does_not_make_the_others_jump():
    canvas = Canvas(SIZE, UPRIGHT, 30)
    wide = body(z=0.0) * np.array([[4.0], [1], [1]], np.float32)
    path = [middles(canvas.place({0: body(z=0.0), 1: body(z=0.0)})) for _ in range(30)]
    path += [middles(canvas.place({0: wide, 1: body(z=0.0)})) for _ in range(90)]
    steps = np.abs(np.diff([at[1] - at[0] for at in path]))
    assert steps.max() < 0.15 * SIZE[1] and path[-1][1] - path[-1][0] > 2 * (path[0][1] - path[0][0])


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5), st.floats(0.1, 3)), min_size=2, max_size=30))
def test_whoever_moves_and_grows_at_a_humane_pace_stays_in_the_picture(path):
    """Of consecutive places up to a tenth of the size apart, all lie inside."""
    canvas = Canvas(SIZE, UPRIGHT, 30)
    (x, y, size), *aims = path
    for aim in aims:
        for _ in range(5):
            step = 0.1 * size
            x, y = (a + float(np.clip(b - a, -step, step)) for a, b in zip((x, y), aim, strict=False))
            size += float(np.clip(aim[2] - size, -step, step))
            places = canvas.place({0: body(x, y, 3, size)})[0]
            assert (places >= 0).all() and (places <= np.array(SIZE)[:, None]).all()


def test_one_wild_frame_does_not_lose_the_others_for_long():
    canvas = Canvas(SIZE, UPRIGHT, 30)
    before = np.ptp(canvas.place({0: body()})[0], axis=1)[1]
    canvas.place({0: 1e9 * body()})
    after = [np.ptp(canvas.place({0: body()})[0], axis=1)[1] for _ in range(60)]
    assert after[0] > before / 3 and after[-1] > 0.8 * before


def test_it_looks_anew_at_another_trial():
    canvas = Canvas(SIZE, UPRIGHT, 30)
    first = canvas.place({0: body()})[0]
    canvas.place({0: body(size=9.0)})
    canvas.clear()
    np.testing.assert_array_equal(canvas.place({0: body()})[0], first)


def test_nobody_and_bodies_of_one_point_are_no_error():
    canvas = Canvas(SIZE, ["right", "down"], 30)
    assert canvas.place({}) == {}
    assert np.isfinite(canvas.place({0: np.zeros((2, 5), np.float32)})[0]).all()


def test_the_wildest_finite_joints_are_no_error():
    canvas = Canvas(SIZE, UPRIGHT, 30)
    wild = np.full((3, 4), 3e38, np.float32) * np.array([1, -1, 1, -1], np.float32)
    for _ in range(3):
        places = canvas.place({0: body(), 1: wild})
        assert all(np.isfinite(joints).all() for joints in places.values())
