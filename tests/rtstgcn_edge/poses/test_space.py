import numpy as np
import pytest

from rtstgcn_edge.poses import Space

PLACE = np.array([1, 2, 3], np.float32)
"""To the camera's right, down, away."""


@pytest.mark.parametrize(
    ("axes", "expected"),
    [
        (("right", "down", "away"), (1, 2, 3)),
        (("left", "up", "away"), (-1, -2, 3)),
        (("away", "left", "up"), (3, -1, -2)),
        (("towards", "right", "up"), (-3, 1, -2)),
    ],
)
def test_a_place_in_other_axes(axes, expected):
    assert (PLACE @ Space("world", axes).turn).tolist() == list(expected)


def test_the_axes_of_a_kinect_are_those_of_landmarks_turned_and_not_mirrored():
    assert np.linalg.det(Space("world", ("left", "up", "away")).turn) == pytest.approx(1)
