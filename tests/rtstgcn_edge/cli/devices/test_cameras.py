"""Cameras, listed with the line to type."""

import json

import pytest
from video_devices import Device, VideoDevices, metadata, webcam

from rtstgcn_edge.cli.devices import cameras
from rtstgcn_edge.cli.main import main
from rtstgcn_edge.model_file import bundled_models
from rtstgcn_edge.sources.camera import listing
from rtstgcn_edge.sources.camera.v4l2 import Size

LASTING = "usb-Maker_Camera_1234-video-index0"


@pytest.fixture
def devices(tmp_path, monkeypatch):
    """A camera with what is beside it, and a part of a camera module."""
    devices = VideoDevices(tmp_path, monkeypatch)
    devices.plug(2, webcam(), LASTING)
    devices.plug(3, metadata(), index=1)
    devices.plug(20, Device(capabilities=0xA420_0001, device_caps=0x2420_0001, driver="rp1-cfe"))
    monkeypatch.setattr(cameras, "DEVICES", devices.dev)
    return devices


def test_a_camera_says_what_it_gives_and_what_to_type(devices):
    (found,) = cameras.cameras()
    lasting = devices.by_id / LASTING
    assert found.shown().splitlines() == [
        f"{devices.dev}/video2  (HD Webcam: HD Webcam, {lasting})",
        "    YUYV 640 x 480 at 30 Hz, 1280 x 720 at 10 Hz; "
        "MJPG 640 x 480 at 30 Hz, up to 1920 x 1080 at 29.97 Hz (4 sizes)",
        "    rtstgcn-edge run --source 'camera:2' --model utkinect-camera",
    ]
    assert cameras.MODEL in bundled_models()


def test_as_json_with_every_size(devices, capsys):
    assert main(["devices", "--json", str(devices.dev / "video2")]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["uri"] == "camera:2" and found["lasting"] == str(devices.by_id / LASTING) and found["held_by"] == []
    assert found["command"] == "rtstgcn-edge run --source 'camera:2' --model utkinect-camera"
    assert len(found["sizes"]) == 6 and found["sizes"][1] == {"pixels": "YUYV", "width": 1280, "height": 720, "hz": 10}


def test_one_that_is_named_is_told_whatever_it_is(devices, capsys):
    lasting, beside, none = devices.by_id / LASTING, devices.dev / "video3", devices.dev / "video7"
    assert main(["devices", "--no-open", str(lasting)]) == 0
    assert f"'camera:{lasting}' --model utkinect-camera" in capsys.readouterr().out
    assert main(["devices", str(beside), str(none)]) == 3
    said = capsys.readouterr()
    assert "    gives no pictures (metadata, or a converter)" in said.out.splitlines()
    assert f"    there is no {none}; there are " in said.out and "rtstgcn-edge run" not in said.out
    assert not said.err, "no port was asked"


def test_a_camera_that_another_program_holds_says_so(devices, monkeypatch):
    monkeypatch.setattr(listing, "holders", lambda device: ["cheese (process 7)"])
    (found,) = cameras.cameras()
    assert found.said.splitlines()[1] == "held by cheese (process 7): pictures go to one program at a time"


def test_a_camera_that_may_not_be_opened_says_what_to_do_and_no_line_to_type(devices, monkeypatch):
    def refuse(*arguments):
        raise PermissionError(13, "no")

    monkeypatch.setattr("rtstgcn_edge.sources.camera.nodes.os.open", refuse)
    (found, part) = cameras.cameras()
    assert found.said.startswith("no permission to open") and not found.uri and found.name and not part.uri


def test_parts_of_a_camera_module_are_a_line(devices):
    assert cameras.parts().startswith(f"{devices.dev}/video20 is a part of a camera module (driver rp1-cfe)")
    (devices.dev / "video20").unlink()
    assert cameras.parts() == ""


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ([], ""),
        ([("YUYV", 640, 480, 0)], "YUYV 640 x 480"),
        ([("MJPG", 32 * n, 24 * n, 30) for n in (1, 2, 3, 4)], "MJPG up to 128 x 96 at 30 Hz (4 sizes)"),
        ([("MJPG", 160 * n, 120 * n, 30) for n in (1, 2, 3, 4)], "MJPG up to 640 x 480 at 30 Hz (4 sizes)"),
    ],
)
def test_sizes_for_people(sizes, said):
    assert cameras.sizes_shown(Size(*size) for size in sizes) == said
