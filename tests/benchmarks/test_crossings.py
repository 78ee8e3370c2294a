"""The films that ids are scored on are what they say."""

import numpy as np
import pytest

from benchmarks.crossings import MAPPING, PICTURE, SCENES, Scene, across, film, standing


def places(scene, seed=0):
    """Person -> frame -> where the middle of the body is, pixels."""
    found = {}
    for one in film(scene, seed):
        for body in one.frame.bodies:
            found.setdefault(one.truth[id(body)], {})[one.frame.number] = body.image.mean(axis=1)
    return found


def test_a_person_is_where_a_pinhole_camera_sees_them():
    """At 4 m, 0.5 m to the right: 600 / 4 pixels a metre, so 75 pixels right of the middle."""
    (frames,) = places(Scene("", (standing(0.5, 4),), 1, noise=0, missed=0)).values()
    assert frames[0][0] == pytest.approx(320 + 75, abs=1)
    body = next(film(Scene("", (standing(0.5, 4),), 1, noise=0, missed=0))).frame.bodies[0]
    joints = dict(zip(MAPPING.joints, body.image.T, strict=True))
    assert joints["foot_l"][1] - joints["head"][1] == pytest.approx(600 / 4 * (1.57 - 0.05), rel=0.03)
    assert joints["shoulder_l"][0] > joints["shoulder_r"][0]  # faces the camera


def test_one_who_walks_moves_at_their_speed_and_faces_where_they_go():
    scene = Scene("", (across(1.0, 4),), 3, 10, noise=0, missed=0)
    (frames,) = places(scene).values()
    steps = np.diff([place[0] for place in frames.values()])
    np.testing.assert_allclose(steps, 600 / 4 * 0.1, rtol=0.25)  # arms and legs swing
    assert steps.mean() == pytest.approx(15, rel=0.02)


def test_who_is_behind_another_is_not_found_while_covered_and_the_one_in_front_is():
    scene = Scene("", (standing(0, 3), across(0.8, 4.5)), 5, 10, noise=0, missed=0)
    found = places(scene)
    assert len(found[0]) == 50
    hidden = sorted(set(range(50)) - set(found[1]))
    inside = [n for n in hidden if min(found[1]) < n < max(found[1])]
    assert 3 < len(inside) < 20
    middle = (-2 + 0.8 * np.array(inside) / 10) * 600 / 4.5
    assert np.abs(middle).max() < 60


def test_who_is_out_of_the_picture_is_not_found():
    """The picture of 640 pixels is 3.73 m wide at 3.5 m: from -1.87 m at 1.13 s to 1.87 m at 4.87 s."""
    (frames,) = places(Scene("", (across(1.0, 3.5, -3),), 6, 10, noise=0, missed=0)).values()
    assert sorted(frames) == list(range(min(frames), max(frames) + 1))
    assert min(frames) == pytest.approx(11.3, abs=1) and max(frames) == pytest.approx(48.7, abs=1)
    assert PICTURE.shape[:2] == (480, 640)


@pytest.mark.parametrize("missed", [0.0, 0.2])
def test_so_many_are_missed(missed):
    scene = Scene("", (standing(-1, 4), standing(1, 4)), 200, 10, missed=missed)
    count = sum(len(frames) for frames in places(scene).values())
    assert count / 4000 == pytest.approx(1 - missed, abs=0.02)


def test_a_film_is_the_same_for_a_seed_and_another_for_another():
    first, again, other = (
        [body.image.tobytes() for one in film(SCENES[0], seed) for body in one.frame.bodies] for seed in (0, 0, 1)
    )
    assert first == again != other
