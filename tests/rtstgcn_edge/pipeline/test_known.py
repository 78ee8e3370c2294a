"""What is known of one who was seen, and whether another figure is that one misread."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standing import standing

from benchmarks.crossings import MAPPING, SPACE
from rtstgcn_edge.frames import Body
from rtstgcn_edge.pipeline.known import FAINT, born, seen
from rtstgcn_edge.poses import to_body
from rtstgcn_edge.poses.similarity import sigmas

SPREAD = 2 * sigmas(MAPPING.joints)


def figure(x=300.0, y=240.0, scale=100.0, change=None, **visibility):
    """One who stands at (x, y) pixels, 100 scale pixels a metre; `change` is done to the landmarks (33, 2)."""
    pose = standing(scale, (x, y), **visibility)
    if change:
        pose.image = change(pose.image).astype(np.float32)
    return seen(to_body(pose, MAPPING, SPACE, 0.3))


def upside_down(image):
    return image * [1, -1] + [0, image[:, 1].min() + image[:, 1].max()]


def mirrored(image):
    return image * [-1, 1] + [image[:, 0].min() + image[:, 0].max(), 0]


def misread(one, other, seconds=0.1):
    return born(one, 0).misread_as(born(other, 1), seconds, SPREAD)


def test_a_body_is_compared_where_it_is_in_the_image_and_else_in_the_world():
    body = to_body(standing(100, (300, 240), wrist_l=0.1), MAPPING, SPACE, 0.3)
    one = seen(body)
    assert one.places is body.image
    assert one.weights[MAPPING.joints.index("wrist_l")] == np.float32(FAINT)
    assert one.size == pytest.approx(0.45 * np.ptp(body.image[1]), rel=1e-5)
    np.testing.assert_array_equal(seen(Body(body.joints, None)).places, body.joints)


def test_a_joint_that_is_nowhere_counts_as_not_seen():
    body = to_body(standing(), MAPPING, SPACE, 0.3)
    body.image[:, 3] = np.nan
    one = seen(body)
    assert np.isfinite(one.places).all() and one.weights[3] == np.float32(FAINT)


def test_a_velocity_is_that_of_all_joints_and_fades_while_it_is_not_seen():
    """The second sighting counts whole: 10 pixels in 0.1 s. A second later 100 (1 - 1/e) pixels further on."""
    one = born(figure(300), 0)
    one.update(figure(310), 1, 0.1)
    np.testing.assert_allclose(one.velocity, [100, 0], atol=1e-3)
    np.testing.assert_allclose(one.expected(1.0)[0] - one.places[0], 100 * (1 - math.exp(-1)), rtol=1e-4)
    np.testing.assert_allclose(one.expected(1e3)[0] - one.places[0], 100, rtol=1e-4)
    assert (one.tick, one.missed, one.sightings) == (1, 0, 2)


def test_later_sightings_are_averaged_over_a_quarter_of_a_second():
    """After many, one of 0.1 s counts 1 - exp(-0.1 / 0.25) = 0.33, for velocity and size."""
    one = born(figure(300), 0)
    for tick in range(1, 11):
        one.update(figure(300), tick, 0.1)
    before = one.size
    one.update(figure(310, scale=110), 11, 0.1)
    assert one.velocity[0] == pytest.approx(0.3297 * 100, rel=1e-3)
    assert one.size == pytest.approx(before * (1 + 0.3297 * 0.1), rel=1e-3)


@pytest.mark.parametrize("change", [upside_down, lambda image: mirrored(upside_down(image)), mirrored])
@pytest.mark.parametrize(("x", "scale"), [(300, 100), (312, 100), (300, 60), (295, 130)])
def test_one_upside_down_or_turned_round_in_the_same_place_is_somebody_misread(change, x, scale):
    assert misread(figure(), figure(x, scale=scale, change=change))


def test_one_upside_down_elsewhere_is_nobody_misread():
    """The figure is 50 pixels wide."""
    assert not misread(figure(), figure(330, change=upside_down))
    assert not misread(figure(), figure(300, 400, change=upside_down))


@settings(deadline=None)
@given(st.floats(-60, 60), st.floats(-60, 60), st.floats(50, 200), st.integers(0, 2**32 - 1))
def test_one_who_stands_too_is_nobody_misread_wherever_and_however_large(x, y, scale, seed):
    def shaken(image):
        return image + np.random.default_rng(seed).normal(0, 0.01 * scale, image.shape)

    assert not misread(figure(), figure(300 + x, 240 + y, scale, shaken))


def test_the_place_is_where_one_is_heading():
    one = born(figure(300), 0)
    one.update(figure(310), 1, 0.1)
    far = born(figure(350, change=upside_down), 5)
    assert one.misread_as(far, 0.5, SPREAD)
    assert not one.misread_as(far, 0.1, SPREAD)


def test_joints_that_were_not_seen_do_not_widen_the_place():
    """A wrist that is only guessed, far to the right, brings one who is there into the place."""

    def reach(image):
        image[[15, 17, 19, 21], 0] += 200
        return image

    there = figure(430, change=upside_down)
    assert misread(figure(change=reach), there)
    hand = dict.fromkeys(("wrist_l", "pinky_l", "index_l"), 0.0)
    assert not misread(figure(change=reach, **hand), there)


def test_figures_without_any_extent_are_in_no_place():
    joints = np.zeros((3, 20), np.float32)
    assert not misread(seen(Body(joints, None)), seen(Body(joints, None)))
