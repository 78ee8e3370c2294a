"""Ids of people who walk, cross, hide, leave and enter, against the truth."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standing import standing

from benchmarks.crossings import LIFTING, MAPPING, PICTURE, SCENES, SPACE, Scene, across, film
from benchmarks.crossings import standing as spot
from benchmarks.identity import Nearest, play
from rtstgcn_edge.frames import Body, Frame
from rtstgcn_edge.pipeline.identify import KEEP, LOST_S, MISREAD_S, SIGHTINGS, Identify
from rtstgcn_edge.poses import to_body

RATE = 10.0


def body_at(x, scale=100.0, **visibility):
    """One who stands at `x` pixels, 100 scale pixels a metre."""
    return to_body(standing(scale, (x, 240), **visibility), MAPPING, SPACE, 0.3)


def upside_down(x, scale=100.0):
    """One who stands there and is read upside down."""
    body = body_at(x, scale)
    body.image[1] = body.image[1].min() + body.image[1].max() - body.image[1]
    return body


def show(identify, frames, first=0, image=None):
    """Ids of the bodies of each frame, by their place from left to right; frames of None did not come."""
    ids = []
    for number, places in enumerate(frames, first):
        if places is None:
            continue
        bodies = [x if isinstance(x, Body) else body_at(x) if np.isscalar(x) else body_at(*x) for x in places]
        frame = Frame(number, 0, 0, bodies, image=image)
        identify.see(frame)
        ids.append([body.track for body in sorted(frame.bodies, key=lambda body: body.image[0].mean())])
    return ids


def make(**options):
    return Identify(MAPPING.joints, RATE, **options)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_those_who_cross_keep_their_ids(scene):
    results = [play(film(scene, seed), Identify(MAPPING.joints, scene.rate_hz)) for seed in range(100, 103)]
    allowed = 5 if "poor" in scene.name else 0
    assert sum(one.switches for one in results) <= allowed
    assert sum(one.taken_over for one in results) <= allowed
    if not allowed:
        assert all(one.extra_ids == 0 for one in results)


@pytest.mark.parametrize("scene", LIFTING, ids=lambda scene: scene.name)
def test_those_who_are_misread_keep_their_ids(scene):
    results = [play(film(scene, seed), Identify(MAPPING.joints, scene.rate_hz)) for seed in range(102, 105)]
    stand = scene.name.startswith(("one lifts, 1", "one lifts, 3", "two lift", "three lift"))
    assert sum(one.switches for one in results) <= (0 if stand else 5)
    assert sum(one.extra_ids for one in results) == 0


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([10.0, 15.0, 30.0]), st.integers(1, 3), st.integers(0, 2**32 - 1))
def test_lifters_at_any_rate_keep_their_ids(rate_hz, people, seed):
    scene = Scene("", tuple(spot(x - 0.8, 4) for x in range(people)), 6, rate_hz, missed=0, lifting=True)
    result = play(film(scene, seed), Identify(MAPPING.joints, rate_hz))
    assert result[:3] == (0, 0, 0)


def test_the_scenes_are_hard_for_one_who_takes_whoever_is_nearest():
    wrong = [scene.name for scene in SCENES if play(film(scene, 100), Nearest(scene.rate_hz)).switches]
    assert len(wrong) >= len(SCENES) // 2


@settings(max_examples=25, deadline=None)
@given(st.floats(0.4, 2.0), st.sampled_from([10.0, 15.0, 30.0]), st.floats(0, 0.015), st.integers(0, 2**32 - 1))
def test_two_at_any_speed_and_noise_keep_their_ids(speed, rate_hz, noise, seed):
    scene = Scene("", (across(speed, 3.0), across(-speed, 4.5)), 4.2 / speed, rate_hz, noise=noise)
    result = play(film(scene, seed), Identify(MAPPING.joints, rate_hz))
    assert (result.switches, result.taken_over) == (0, 0)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from((*SCENES[-5:], *LIFTING[-4:])), st.integers(0, 2**32 - 1), st.randoms(use_true_random=False))
def test_ids_do_not_depend_on_the_order_of_bodies_and_nobody_has_two(scene, seed, random):
    plain, mixed = (Identify(MAPPING.joints, scene.rate_hz) for _ in range(2))
    for one in film(scene, seed):
        given_out = {}
        for identify, order in ((plain, list), (mixed, lambda bodies: random.sample(bodies, len(bodies)))):
            frame = Frame(one.frame.number, 0, 0, [_anew(body) for body in one.frame.bodies], image=PICTURE)
            frame.bodies = order(frame.bodies)
            identify.see(frame)
            ids = [body.track for body in frame.bodies]
            assert len(set(ids)) == len(ids) and None not in ids
            given_out[identify] = {body.image.tobytes(): body.track for body in frame.bodies}
        assert given_out[plain] == given_out[mixed]
    assert plain.counts() == mixed.counts()


def _anew(body):
    return Body(body.joints, None, body.confidence, body.image)


def test_an_id_is_given_at_the_third_sighting_and_who_is_found_for_a_moment_gets_none():
    identify = make()
    ids = show(identify, [[100], [100], [100, 500], [100, 500], [100], [100], [100]])
    assert ids == [[], [], [0], [0], [0], [0], [0]]
    assert (identify.counts()["ids"], identify.counts()["unsure"]) == (1, 2 + 2)
    assert SIGHTINGS == 3


def test_one_who_is_not_sure_yet_may_be_missed_once():
    assert show(make(), [[100], [], [100], [100]])[-1] == [0]
    assert show(make(), [[100], [], [], [100], [100]])[-1] == []


def test_frames_that_come_at_a_third_of_the_clock_are_as_good():
    identify = make()
    frames = [[100 + 2 * tick] if tick % 3 == 0 else None for tick in range(40)]
    assert show(identify, frames)[2:] == [[0]] * 12


def test_one_who_is_not_seen_for_a_while_keeps_the_id_and_then_another_one_is_given():
    ticks = round(LOST_S * RATE)
    for gap, expected in ((ticks - 1, 0), (ticks + 1, 1)):
        identify = make()
        show(identify, [[300]] * 5)
        assert show(identify, [[300]] * 3, first=5 + gap)[-1] == [expected]
    assert identify.counts()["returned"] == 0


def test_a_return_is_counted_where_frames_came_meanwhile():
    identify = make()
    assert show(identify, [[300]] * 4 + [[]] * 3 + [[300]] * 2)[-1] == [0]
    assert identify.counts()["returned"] == 1


def test_one_who_walks_on_unseen_is_found_where_they_would_be():
    """Others stand where the walker was last seen, and beyond."""
    identify = make()
    walk = [[40 + 12 * tick, 600] for tick in range(12)]
    hidden = [[600]] * 6
    again = [[40 + 12 * tick, 600] for tick in range(18, 22)]
    assert [ids[0] for ids in show(identify, walk + hidden + again)[-4:]] == [0] * 4


def test_one_is_known_for_as_long_as_the_pipeline_holds_a_skeleton():
    """At tick h + 1 a skeleton last seen at 0 still goes on where it is seen again, and h ticks later is let go of."""
    hold = round(3 * LOST_S * RATE)
    for gap, expected in ((hold + 1, 0), (hold + 2, 1)):
        identify = make(hold_ticks=hold)
        show(identify, [[300]] * 5)
        assert show(identify, [[300]] * 3, first=4 + gap)[-1] == [expected]


def test_one_who_is_misread_for_a_moment_keeps_the_id_and_the_misread_figure_gets_none():
    moment = round(MISREAD_S * RATE)
    identify = make()
    ids = show(identify, [[300]] * 5 + [[upside_down(302)]] * moment + [[300]] * 3 + [[upside_down(298, 80)]] * moment)
    assert ids[2:] == [[0]] * 3 + [[]] * moment + [[0]] * 3 + [[]] * moment
    assert show(identify, [[300]], first=8 + 2 * moment) == [[0]]
    assert identify.counts()["ids"] == 1 and identify.counts()["unsure"] == 2 + 2 * moment
    assert identify.counts()["returned"] == 2


def test_a_misread_figure_that_goes_on_is_who_it_was_and_so_is_the_person_afterwards():
    identify = make()
    show(identify, [[300]] * 5)
    ids = show(identify, [[upside_down(300)]] * 8 + [[300]] * 8, first=5)
    assert ids == ([[]] * 3 + [[0]] * 5) * 2
    assert (identify.counts()["ids"], identify.counts()["returned"]) == (1, 2)


def test_one_who_comes_where_another_is_not_seen_waits_no_longer_than_anybody():
    identify = make()
    show(identify, [[300]] * 5)
    assert show(identify, [[365]] * 3, first=5)[-1] == [1]


def test_one_of_another_shape_who_was_seen_beside_the_other_is_nobody_misread():
    """Somebody who stands on their hands comes before the one who stands, and hides them."""
    identify = make()
    show(identify, [[300]] * 5 + [[300, upside_down(318)]])
    assert show(identify, [[upside_down(318)]] * 2 + [[300, upside_down(318)]], first=6) == [[], [1], [0, 1]]


def test_two_who_come_in_one_frame_are_two_of_whatever_shape():
    assert show(make(), [[300, upside_down(318)]] * 3)[-1] == [0, 1]


def test_one_who_was_misread_for_long_has_kept_the_place():
    """Another who appears a little larger has not taken it."""
    identify = make(people=1, keep="nearest")
    show(identify, [[100]] * 3 + [[100, (500, 110)]] * 5)
    show(identify, [[upside_down(100), (500, 110)]] * 8, first=8)
    assert show(identify, [[upside_down(100), (500, 110)]], first=16) == [[0]]


def test_of_two_who_may_be_misread_it_is_the_one_seen_last():
    identify = make()
    show(identify, [[300], [300], [300, 345], [300, 345], [300, 345], [345]])
    assert show(identify, [[upside_down(322)]] * 4, first=6) == [[], [], [], [1]]
    assert show(identify, [[300]], first=10) == [[0]]


FIGURES = st.tuples(st.integers(0, 12), st.sampled_from([60.0, 100.0]), st.booleans())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(FIGURES, max_size=4), max_size=60), st.integers(1, 4))
def test_nobody_has_the_id_of_another_in_a_frame_and_no_id_comes_back_after_it_was_forgotten(frames, stay):
    """Figures of any kind at any place, each of which stays for a while."""
    identify = make(lost_s=1.0)
    last = {}
    for number in range(len(frames) * stay):
        bodies = [
            upside_down(40.0 * at, scale) if flipped else body_at(40.0 * at, scale)
            for at, scale, flipped in frames[number // stay]
        ]
        frame = Frame(number, 0, 0, bodies)
        identify.see(frame)
        ids = [body.track for body in frame.bodies]
        assert None not in ids and len(set(ids)) == len(ids)
        new = sorted(set(ids) - set(last))
        assert new == list(range(len(last), len(last) + len(new)))  # one after the other
        assert all(number - last[one] <= RATE for one in ids if one in last)
        last |= dict.fromkeys(ids, number)
    assert identify.counts()["ids"] == len(last)


def test_one_who_left_the_picture_is_not_who_enters_it_there():
    leaving = [[600 + 4 * tick] for tick in range(10)]  # at 636 of 640 pixels at last
    entering = [[632 - 6 * tick] for tick in range(6)]
    for image, expected in ((PICTURE, 1), (None, 0)):  # where the picture ends is known of an image alone
        identify = make()
        ids = show(identify, leaving + [[]] * 4 + entering, image=image)
        assert ids[9] == [0] and ids[-1] == [expected]


def test_a_body_that_is_found_twice_is_one_person_seen_at_its_best():
    identify = make()
    for number in range(4):
        poor = body_at(302, wrist_l=0.4, knee_r=0.4)
        frame = Frame(number, 0, 0, [poor, body_at(300), body_at(600)])
        identify.see(frame)
    assert [body.image[0].mean().round() for body in frame.bodies] == [300, 600]
    assert identify.counts()["twice"] == 4


def test_a_leap_of_the_estimator_onto_another_takes_no_id_along():
    identify = make()
    show(identify, [[300]] * 5)
    assert show(identify, [[420]] * 2, first=5) == [[], []]  # one and a half widths of a body in a tenth of a second
    assert show(identify, [[300, 420]], first=7) == [[0, 1]]


def test_a_body_is_rather_of_one_seen_a_moment_ago_than_of_one_long_unseen_who_may_be_nearer():
    identify = make()
    show(identify, [[300], [300], [300, 340], [300, 340], [300, 340]])
    show(identify, [[340]] * 4, first=5)  # the first one hides
    assert show(identify, [[324]], first=9) == [[1]]


def test_a_body_is_rather_of_one_who_has_an_id_than_of_one_who_may_not_be_there():
    """An estimator finds somebody twice for a moment, beside each other, and goes on with the double."""
    identify = make()
    show(identify, [[300]] * 4 + [[300, 330]])
    assert show(identify, [[318]] * 3, first=5) == [[0]] * 3


@pytest.mark.parametrize(("step", "expected"), [(20, 0), (100, 1)])
def test_one_who_is_unseen_for_long_is_not_looked_for_everywhere(step, expected):
    """Nobody walks by a metre (100 pixels) who stood still; one who steps aside is known again."""
    identify = make()
    show(identify, [[300]] * 5)
    assert show(identify, [[]] * 40 + [[300 + step]] * 3, first=5)[-1] == [expected]


def test_bodies_without_finite_values_are_left_for_align_to_refuse():
    identify = make()
    show(identify, [[300]] * 3)
    wild = Body(np.full((3, 20), np.nan, np.float32), None, image=np.zeros((2, 20), np.float32))
    frame = Frame(3, 0, 0, [wild, body_at(300)])
    identify.see(frame)
    assert [body.track for body in frame.bodies] == [None, 0] and frame.bodies[0] is wild


@pytest.mark.parametrize("place", [np.nan, np.inf, -1e30])
def test_a_joint_without_a_place_in_the_image_counts_nothing(place):
    identify = make()
    for number in range(4):
        body = body_at(300)
        body.image[:, 3] = place
        frame = Frame(number, 0, 0, [body])
        identify.see(frame)
    assert frame.bodies[0].track == 0


def test_without_an_image_people_are_told_apart_by_their_joints():
    identify = make()
    far = np.array([[3], [0], [0]], np.float32)
    for number in range(4):
        here, there = body_at(0), body_at(0)
        bodies = [Body(here.joints, None, here.confidence), Body(there.joints + far, None, there.confidence)]
        frame = Frame(number, 0, 0, bodies if number % 2 else bodies[::-1])
        identify.see(frame)
    assert [body.track for body in bodies] == [0, 1]


# More people than there are places

THREE = [(100, 90.0), (300, 110.0), (500, 100.0)]
"""Places, and how large each appears."""


@pytest.mark.parametrize(("keep", "expected"), [("oldest", [1, 0]), ("newest", [1, 2]), ("nearest", [2, 0])])
def test_who_stays_where_there_are_more_than_places(keep, expected):
    """Ids are 0, 1, 2 for those at 500, 100 and 300 pixels, in the order in which they came."""
    identify = make(people=2, keep=keep)
    show(identify, [[THREE[2]]] * 3)
    show(identify, [[THREE[0], THREE[2]]] * 3, first=3)
    ids = show(identify, [THREE] * 5, first=6)[-1]
    assert ids == expected
    assert identify.counts()["left_out"] == 3
    assert set(KEEP) == {"oldest", "newest", "nearest"}


def test_one_who_is_missed_for_a_moment_keeps_the_place():
    identify = make(people=1)
    show(identify, [[100]] * 3 + [[100, 500]] * 3)
    assert show(identify, [[500]] * 3 + [[100, 500]], first=6) == [[], [], [], [0]]


def test_the_place_of_one_who_is_gone_is_free():
    identify = make(people=1)
    show(identify, [[100]] * 3 + [[100, 500]] * 3)
    assert show(identify, [[500]] * (round(LOST_S * RATE) + 2), first=6)[-1] == [1]


def test_a_place_is_free_when_the_pipeline_holds_the_former_owner_no_more():
    """Who has left the picture is forgotten, but held for a while; another who is there waits for so long."""
    identify = make(people=1, hold_ticks=4)
    show(identify, [[600 + 6 * tick] for tick in range(8)], image=PICTURE)
    assert show(identify, [[300]] * 8, first=8, image=PICTURE) == [[]] * 4 + [[1]] * 4


def test_one_who_comes_nearer_takes_the_place_when_the_other_is_held_no_more():
    identify = make(people=1, keep="nearest", hold_ticks=3)
    show(identify, [[100, (500, 90)]] * 4)
    assert show(identify, [[100, (500, 140)]] * 12, first=4)[-1] == [1]
    assert all(len(ids) <= 1 for ids in show(identify, [[100, (500, 140)]] * 5, first=16))


def test_two_who_are_as_near_do_not_take_turns():
    identify = make(people=1, keep="nearest")
    sizes = [[(100, 100 + 5 * (-1) ** tick), (500, 100 - 5 * (-1) ** tick)] for tick in range(30)]
    ids = show(identify, sizes)[3:]
    assert len({tuple(one) for one in ids}) == 1 and len(ids[0]) == 1


def test_a_new_trial_knows_nobody_and_ids_go_on():
    identify = make()
    show(identify, [[100, 300]] * 3)
    identify.clear()
    assert show(identify, [[100, 300]] * 3)[-1] == [2, 3]


def test_one_who_stands_still_is_the_same_for_ten_thousand_frames():
    scene = Scene("", (spot(0, 4),), 1000, 10.0)
    result = play(film(scene, 0), make())
    assert (result.switches, result.extra_ids) == (0, 0)
