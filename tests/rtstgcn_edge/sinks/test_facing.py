"""Which way a model's axes point on a screen."""

import pytest
from cameras import camera_manifest
from runs import tiny_manifest

from rtstgcn_edge.sinks.facing import UP, coordinates, facing

PLACES = {"channels": ["x", "y", "z"], "units": ["m", "m", "m"]}


def test_of_a_skeleton_that_a_camera_gives_they_are_known():
    assert facing(camera_manifest()) == ["left", "up", "away"]


def test_of_another_one_y_is_up_unless_it_is_said():
    assert facing(tiny_manifest(**PLACES)) == ["left", "up", "away"]
    assert facing(tiny_manifest(**PLACES), "z") == ["right", "away", "up"]
    assert facing(camera_manifest(), "-y") == ["right", "down", "away"]


@pytest.mark.parametrize("up", UP)
def test_the_axis_that_is_named_points_up(up):
    axes = dict(zip("xyz", facing(tiny_manifest(**PLACES), up), strict=True))
    assert axes[up.strip("-")] == ("down" if up.startswith("-") else "up")


def test_only_the_first_channels_are_places():
    assert coordinates(camera_manifest()) == 3
    assert coordinates(tiny_manifest(channels=["x", "y", "score"], units=["m", "m", "1"])) == 2
    assert coordinates(tiny_manifest(channels=["acc_x", "acc_y", "acc_z"])) == 0
    assert len(facing(tiny_manifest(channels=["x", "y", "score"], units=["m", "m", "1"]))) == 2
