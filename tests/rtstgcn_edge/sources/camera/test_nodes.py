"""Device files of cameras: which there are, their lasting names, and what a person is told."""

import grp
from pathlib import Path
from types import SimpleNamespace

import pytest
from refusals import refusal
from video_devices import VideoDevices, webcam

from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.sources.camera import nodes

LASTING = "usb-Maker_Camera_1234-video-index0"


@pytest.fixture
def devices(tmp_path, monkeypatch):
    return VideoDevices(tmp_path, monkeypatch)


def enter(path):
    with nodes.opened(path):
        pass


def test_nodes_come_by_number(devices):
    for number in (10, 2, 0):
        devices.plug(number, webcam())
    (devices.dev / "video-codec").touch()
    assert [path.name for path in nodes.nodes()] == ["video0", "video2", "video10"]


def test_a_camera_keeps_its_name_over_a_replug(devices):
    path = devices.plug(2, webcam(), LASTING)
    assert nodes.lasting_name("2") == nodes.lasting_name(path) == str(devices.by_id / LASTING)
    assert nodes.lasting_name("7") == "7"


def test_which_paths_are_those_of_cameras(devices):
    for yes in (devices.dev / "video0", devices.by_id / "x", devices.by_id.parent / "by-path" / "x"):
        assert nodes.is_node(str(yes))
    link = devices.dev / "camera"
    link.symlink_to(devices.plug(3, webcam()))
    assert nodes.is_node(str(link))
    for no in (devices.dev / "ttyUSB0", devices.dev / "video", "/tmp/imu", "COM3"):
        assert not nodes.is_node(str(no))


@pytest.mark.parametrize(("target", "name"), [("0", "video0"), ("00", "video0"), ("012", "video12"), ("9" * 30, None)])
def test_numbers_name_nodes(devices, target, name):
    assert nodes.node(target) == devices.dev / (name or f"video{target}")


def test_one_that_is_not_there_is_refused_with_those_that_are(devices):
    assert refusal(enter, devices.dev / "video0", error=SourceError).endswith("/video0; no camera is connected")
    path = devices.plug(2, webcam())
    assert refusal(enter, devices.dev / "video0", error=SourceError).endswith(f"/video0; there are {path}")


@pytest.mark.parametrize(
    ("number", "said"),
    [(13, "no permission to open"), (16, "is in use by another program"), (19, "is gone"), (5, ": no")],
)
def test_one_that_may_not_be_opened_says_why(devices, monkeypatch, number, said):
    path = Path(devices.plug(2, webcam()))

    def refuse(*arguments):
        raise OSError(number, "no")

    monkeypatch.setattr(nodes.os, "open", refuse)
    assert said in refusal(enter, path, error=SourceError)


@pytest.mark.parametrize(
    ("number", "group", "remedy"),
    [
        (44, "video", "join its group: sudo usermod -aG video $USER, then log out and in again"),
        (0, "root", "sudo chmod a+rw"),
        (4711, None, "sudo chmod a+rw"),  # a container that does not know the groups of its host
    ],
)
def test_what_to_do_about_permissions_goes_by_the_group_of_the_device(devices, monkeypatch, number, group, remedy):
    def name(asked):
        if asked != number or group is None:
            raise KeyError(asked)
        return SimpleNamespace(gr_name=group)

    def refuse(*arguments):
        raise PermissionError(13, "no")

    path = Path(devices.plug(2, webcam()))
    monkeypatch.setattr(grp, "getgrgid", name)
    monkeypatch.setattr(nodes.os, "open", refuse)
    monkeypatch.setattr(Path, "stat", lambda path, **_: SimpleNamespace(st_gid=number))
    assert refusal(enter, path, error=SourceError).startswith(f"no permission to open {path}; {remedy}")
