import pytest
from refusals import refusal
from runs import tiny_manifest

from rtstgcn_edge.poses import MAPPINGS, servable, wanted
from rtstgcn_edge.skeletons import load_skeleton

METRES = {"channels": ["x", "y", "z"], "units": ["m"] * 3}
PLACES = {"channels": ["x", "y", "confidence"], "units": ["1"] * 3}


def manifest(skeleton="kinect20", said=METRES, **changes):
    return tiny_manifest(name="moves", skeleton=load_skeleton(skeleton).to_dict() | changes, **said)


@pytest.mark.parametrize("name", MAPPINGS)
def test_a_skeleton_s_own_mapping_is_taken_in_its_usual_axes(name):
    mapping, space = wanted(manifest(name))
    assert (mapping.name, mapping.joints) == (name, load_skeleton(name).joints)
    usual = ("right", "down", "away") if name == "mediapipe33" else ("left", "up", "away")
    assert (space.kind, space.axes, space.confidence) == ("world", usual, False)


def test_channels_and_units_say_which_space():
    for unit in ("1", ""):
        said = {"channels": ["x", "y", "score"], "units": [unit] * 3}
        _, space = wanted(manifest("openpose18", said))
        assert (space.kind, space.axes, space.confidence) == ("image", ("right", "down"), True)
    _, space = wanted(manifest("coco17", {"channels": ["x", "y"], "units": ["m", "m"]}))
    assert (space.kind, space.axes, space.confidence) == ("world", ("left", "up"), False)


def test_a_model_s_skeleton_says_where_its_axes_point():
    assert wanted(manifest(axes="right up towards"))[1].axes == ("right", "up", "towards")
    assert wanted(manifest("coco17", PLACES, axes="right up"))[1].axes == ("right", "up")


def test_a_skeleton_of_one_s_own_is_made_of_joints_that_a_mapping_has_in_its_order():
    legs = {"name": "legs", "joints": ["ankle_r", "knee_r", "hip_r", "hip_l"], "edges": [[0, 1], [1, 2], [2, 3]]}
    mapping, _ = wanted(tiny_manifest(skeleton={**legs, "center": 2}, **METRES))
    assert mapping.joints == ("ankle_r", "knee_r", "hip_r", "hip_l")


def test_a_skeleton_without_a_mapping_is_refused_with_those_that_there_are():
    message = refusal(wanted, manifest("imu6"))
    assert message == (
        "model 'moves': no mapping from a camera's landmarks to its skeleton imu6 (6 joints); "
        "there are mappings to coco17, openpose18, ntu25, kinect20, mediapipe33"
    )


@pytest.mark.parametrize(
    ("channels", "units", "said"),
    [
        (["ax", "ay", "az"], ["m/s^2"] * 3, "a camera cannot give its channels ax [m/s^2], ay [m/s^2], az [m/s^2]"),
        (["x", "y", "z"], ["mm"] * 3, "a camera cannot give its channels x [mm]"),
        (["x", "y", "z"], ["1"] * 3, "a camera cannot give its channels x [1]"),
        (["z", "y", "x"], ["m"] * 3, "a camera cannot give its channels z [m]"),
        (["confidence"], ["1"], "a camera cannot give its channels confidence [1]"),
    ],
)
def test_channels_that_no_camera_gives_are_refused_with_those_that_it_gives(channels, units, said):
    message = refusal(wanted, manifest(said={"channels": channels, "units": units}))
    assert said in message and "x, y, z [m], or x, y [1] in the image" in message


@pytest.mark.parametrize(
    ("axes", "said"),
    [
        ("lift up away", "no direction 'lift'; did you mean 'left'?"),
        ("left up north", "no direction 'north'; known: right, left, down, up, away, towards"),
        ("left up", "axes 'left up' of its skeleton do not span its 3 coordinates; give 3 such as 'left up away'"),
        ("left up down", "do not span its 3 coordinates"),
    ],
)
def test_axes_that_are_none_are_refused(axes, said):
    assert said in refusal(wanted, manifest(axes=axes))


def test_what_a_camera_can_serve():
    assert servable(manifest()) and not servable(manifest(axes="left up"))
