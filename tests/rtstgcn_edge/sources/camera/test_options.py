"""What `camera:` and `video:` take."""

import pytest
from refusals import refusal

from rtstgcn_edge.sources.camera.estimator import PoseSettings
from rtstgcn_edge.sources.camera.options import CAMERA, VIDEO, pose_settings, wanted_pictures
from rtstgcn_edge.uri import parse_uri


def read(text):
    uri = parse_uri(text, ["camera", "video"])
    return uri, uri.options({"camera": CAMERA, "video": VIDEO}[uri.scheme])


def test_what_is_said_of_poses_is_taken_and_the_rest_is_as_usual():
    _, options = read("camera:0?people=2&detection=0.4&backend=litert")
    assert pose_settings(options) == PoseSettings(people=2, detection=0.4)
    assert pose_settings({}) == PoseSettings() == PoseSettings(4, 0.15, 0.3, 0.5)


def test_sizes_are_asked_for_whole():
    assert wanted_pictures(*read("camera:0?width=640&height=480&fps=15")) == {"width": 640, "height": 480, "fps": 15}
    assert wanted_pictures(*read("camera:0?fps=7.5")) == {"fps": 7.5}
    assert wanted_pictures(*read("camera:0?format=mjpg")) == {"format": "MJPG"}
    assert "width and height go together" in refusal(wanted_pictures, *read("camera:0?width=640"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("camera:0?people=0", "a whole number from 1 to 16 is expected"),
        ("camera:0?people=17", "a whole number from 1 to 16 is expected"),
        ("camera:0?people=two", "a whole number from 1 to 16 is expected"),
        ("camera:0?detection=1.5", "a number from 0 to 1 is expected"),
        ("camera:0?backend=mediapip", "did you mean 'mediapipe'?"),
        ("camera:0?detecton=0.5", "did you mean 'detection'?"),
        ("camera:0?format=jpg", "the four letters of a pixel format are expected, as mjpg or yuyv"),
        ("camera:0?speed=2", "unknown option 'speed'"),
        ("video:x?fps=2", "unknown option 'fps'"),
        ("video:x?speed=0", "a factor of real time (1 is real time) or 'max' is expected"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(text, said):
    assert said in refusal(read, text)
