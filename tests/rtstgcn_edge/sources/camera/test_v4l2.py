"""Requests to video devices, held against the header of the system and a driver that speaks its structures."""

import ctypes
import shutil
import subprocess
from pathlib import Path

import pytest
from video_devices import STRUCTURES, Device, VideoDevices, metadata, webcam

from rtstgcn_edge.sources.camera import v4l2
from rtstgcn_edge.sources.camera.v4l2 import Capability, Size, capability, sizes

REQUESTS = (v4l2.QUERYCAP, v4l2.ENUM_FMT, v4l2.ENUM_FRAMESIZES, v4l2.ENUM_FRAMEINTERVALS)
HEADER = """
#include <linux/videodev2.h>
#include <stddef.h>
#include <stdio.h>
int main(void) {
  printf("%lx %lx %lx %lx\\n", (unsigned long)VIDIOC_QUERYCAP, (unsigned long)VIDIOC_ENUM_FMT,
         (unsigned long)VIDIOC_ENUM_FRAMESIZES, (unsigned long)VIDIOC_ENUM_FRAMEINTERVALS);
  printf("%zu %zu %zu %zu\\n", offsetof(struct v4l2_capability, device_caps),
         offsetof(struct v4l2_fmtdesc, pixelformat), offsetof(struct v4l2_frmsizeenum, discrete),
         offsetof(struct v4l2_frmivalenum, discrete));
  printf("%x %x %x %x %x %x\\n", V4L2_CAP_VIDEO_CAPTURE, V4L2_CAP_VIDEO_CAPTURE_MPLANE, V4L2_CAP_VIDEO_M2M,
         V4L2_CAP_VIDEO_M2M_MPLANE, 0x20000000, V4L2_CAP_DEVICE_CAPS);
  printf("%d %d %d %d\\n", V4L2_BUF_TYPE_VIDEO_CAPTURE, V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE, V4L2_FRMSIZE_TYPE_DISCRETE,
         V4L2_FRMIVAL_TYPE_DISCRETE);
}
"""


def test_requests_are_as_the_interface_numbers_them():
    assert [f"{request:x}" for request in REQUESTS] == ["80685600", "c0405602", "c02c564a", "c034564b"]
    assert [ctypes.sizeof(STRUCTURES[request & 0xFF]) for request in REQUESTS] == [104, 64, 44, 52]


@pytest.mark.skipif(
    shutil.which("cc") is None or not Path("/usr/include/linux/videodev2.h").exists(), reason="no header, no compiler"
)
def test_requests_layouts_and_flags_are_those_of_the_header(tmp_path):
    (tmp_path / "x.c").write_text(HEADER)
    subprocess.run(["cc", "-o", str(tmp_path / "x"), str(tmp_path / "x.c")], check=True)
    requests, offsets, flags, kinds = subprocess.run(
        [str(tmp_path / "x")], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert requests.split() == [f"{request:x}" for request in REQUESTS]
    # QUERYCAP is unpacked as 16 + 32 + 32 bytes and two words before the flags of the node
    assert offsets.split() == ["88", "44", "12", "20"]
    ours = (v4l2.CAPTURE, v4l2.CAPTURE_MPLANE, v4l2.M2M, v4l2.M2M_MPLANE, v4l2.IO_MC, v4l2.DEVICE_CAPS)
    assert flags.split() == [f"{flag:x}" for flag in ours]
    assert kinds.split() == [str(v4l2.BUFFER), str(v4l2.BUFFER_MPLANE), str(v4l2.DISCRETE), str(v4l2.DISCRETE)]


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """What a device answers: its capability and its sizes."""
    devices = VideoDevices(tmp_path, monkeypatch)

    def asked(device):
        with Path(devices.plug(0, device)).open("rb") as file:
            known = capability(file.fileno())
            return known, sizes(file.fileno(), known.flags)

    return asked


def test_a_camera_and_its_sizes(ask):
    known, listed = ask(webcam())
    assert known == Capability("uvcvideo", "HD Webcam: HD Webcam", 0x0420_0001) and known.captures
    assert listed == [
        Size("YUYV", 640, 480, 30.0),
        Size("YUYV", 1280, 720, 10.0),
        Size("MJPG", 320, 240, 30.0),
        Size("MJPG", 640, 480, 30.0),
        Size("MJPG", 1280, 720, 30.0),
        Size("MJPG", 1920, 1080, pytest.approx(29.97, abs=1e-3)),
    ]


def test_of_a_range_the_ends_are_told(ask):
    _, listed = ask(Device(ranges={"YU12": (32, 2592, 2, 24, 1944, 2)}, slowest=(1, 1)))
    assert listed == [Size("YU12", 32, 24, 60.0), Size("YU12", 2592, 1944, 60.0)]


def test_a_camera_of_several_planes_and_one_that_says_no_rate(ask):
    planes = Device(buffer=9, capabilities=0x8420_1000, device_caps=0x0420_1000, formats={"NV12": {(640, 480): []}})
    known, listed = ask(planes)
    assert known.captures and listed == [Size("NV12", 640, 480, 0.0)]


@pytest.mark.parametrize(
    ("device", "captures", "part"),
    [
        (metadata(), False, False),
        (Device(capabilities=0x0400_0001, device_caps=0), True, False),  # of a driver from before device_caps
        (Device(capabilities=0x8420_8000, device_caps=0x0420_8000), False, False),  # a converter
        (Device(capabilities=0x8420_0003, device_caps=0x0420_4001), False, False),
        (Device(capabilities=0x8420_0002, device_caps=0x0420_0002), False, False),  # shows pictures
        (Device(capabilities=0xA420_0001, device_caps=0x2420_0001), False, True),
    ],
    ids=["metadata", "old", "m2m", "m2m of planes", "output", "media controller"],
)
def test_what_is_a_camera_is_said_by_the_flags_of_the_node(ask, device, captures, part):
    known, _ = ask(device)
    assert (known.captures, known.is_part) == (captures, part)


def test_what_is_no_video_device_raises(ask):
    with pytest.raises(OSError, match="Inappropriate"):
        ask(None)


def test_a_list_without_end_ends(ask, monkeypatch):
    endless = Device(formats={"YUYV": {(number, 48): [(1, 30)] for number in range(1, 1000)}})
    monkeypatch.setattr(v4l2, "MOST", 20)
    assert len(ask(endless)[1]) == 20


def test_a_name_that_is_no_text_is_still_told(ask):
    assert ask(Device(card="Caméra"))[0].name == "Caméra"
