"""Cameras among the video devices of a machine."""

import subprocess
import sys

import pytest
from video_devices import Device, VideoDevices, metadata, webcam

from rtstgcn_edge.sources.camera import nodes
from rtstgcn_edge.sources.camera.listing import list_cameras, look_at
from rtstgcn_edge.sources.camera.v4l2 import QUERYCAP

LASTING = "usb-Maker_Camera_1234-video-index0"


@pytest.fixture
def devices(tmp_path, monkeypatch):
    return VideoDevices(tmp_path, monkeypatch)


def test_a_camera_is_told_with_its_names_and_sizes(devices):
    path = devices.plug(2, webcam(), LASTING)
    found = look_at(path)
    assert found[:3] == (path, "HD Webcam: HD Webcam", str(devices.by_id / LASTING))
    assert len(found.sizes) == 6 and found.is_camera and not found.trouble and found.held_by == ()
    assert look_at(str(devices.by_id / LASTING)).sizes == found.sizes


def test_what_is_beside_a_camera_is_none(devices):
    camera, beside = devices.plug(0, webcam()), devices.plug(1, metadata(), index=1)
    converter = devices.plug(10, Device(capabilities=0x8420_8000, device_caps=0x0420_8000, driver="bcm2835-codec"))
    part = devices.plug(20, Device(capabilities=0xA420_0001, device_caps=0x2420_0001, driver="rp1-cfe"))
    other = devices.plug(30, None)
    assert {one.device: (one.is_camera, one.is_part) for one in list_cameras()} == {
        camera: (True, False), beside: (False, False), converter: (False, False), part: (False, True),
        other: (False, False),
    }  # fmt: skip
    assert look_at(beside).trouble == look_at(converter).trouble == "gives no pictures (metadata, or a converter)"
    assert look_at(part).trouble.startswith("is a part of a camera module (driver rp1-cfe)")
    assert look_at(other).trouble == "is no video device"


def test_of_what_is_not_a_camera_only_the_name_is_asked(devices):
    look_at(devices.plug(1, metadata()))
    assert devices.asked == [QUERYCAP]


def test_one_that_may_not_be_opened_has_its_name_from_the_system(devices, monkeypatch):
    camera, beside = devices.plug(0, webcam()), devices.plug(1, metadata(), index=1)

    def refuse(*arguments):
        raise PermissionError(13, "no")

    monkeypatch.setattr(nodes.os, "open", refuse)
    found = look_at(camera)
    assert found.name == "HD Webcam: HD Webcam" and found.is_camera
    assert found.trouble.startswith(f"no permission to open {camera}; ")
    assert not look_at(beside).is_camera, "by its index: the second node of its camera"


def test_who_holds_a_camera_is_told(devices):
    path = devices.plug(0, webcam())
    code = f"import sys; f = open({path!r}); print(flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        holder.stdout.readline()
        (by,) = look_at(path).held_by
        holder.stdin.close()
    assert f"(process {holder.pid})" in by


def test_a_machine_without_cameras(devices):
    assert list_cameras() == []
    assert "no camera is connected" in look_at(str(devices.dev / "video0")).trouble
