"""What the doctor says of cameras and what they need."""

import pytest
from video_devices import VideoDevices, metadata, webcam

from rtstgcn_edge.cli.doctor import cameras
from rtstgcn_edge.errors import InputError
from rtstgcn_edge.sources.camera import listing, nodes, task_file


@pytest.fixture
def devices(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return VideoDevices(tmp_path, monkeypatch)


@pytest.fixture
def wheels(monkeypatch):
    """Replace what is installed."""

    def install(**versions):
        monkeypatch.setattr(cameras, "_version", lambda name: versions.get(name.replace("-", "_"), ""))

    return install


def by_name(findings):
    return {finding.what: finding for finding in findings}


def test_a_machine_that_is_fit(devices, wheels, monkeypatch):
    wheels(opencv_contrib_python="5.0.0")
    monkeypatch.setattr(cameras, "_is_there", lambda library: True)
    devices.plug(0, webcam())
    devices.plug(1, metadata(), index=1)
    found = by_name(cameras.cameras())
    assert list(found) == ["OpenCV", "poses", "pose models", f"camera {devices.dev}/video0"]
    assert {finding.level for finding in found.values()} == {"ok"}
    assert found["OpenCV"].found == "opencv-contrib-python 5.0.0" and found["poses"].found == "found by mediapipe"
    assert found[f"camera {devices.dev}/video0"].found.startswith("HD Webcam: HD Webcam: YUYV 640 x 480 at 30 Hz")


def test_without_the_extra_nothing_is_looked_at(monkeypatch):
    monkeypatch.setattr(cameras, "unusable", lambda backend: f"{backend} is not installed")
    monkeypatch.setattr(cameras, "find_spec", lambda name: None)
    (found,) = cameras.cameras()
    assert found.level == "ok" and "[camera]" in found.remedy and "[camera-lite]" in found.remedy


def test_two_opencvs_at_once_say_how_to_have_one(wheels):
    wheels(opencv_contrib_python="5.0.0", opencv_python_headless="4.12.0")
    found = cameras._opencv("mediapipe")
    assert found.level == "bad"
    assert found.found == "opencv-python-headless 4.12.0 and opencv-contrib-python 5.0.0"
    assert "pip uninstall -y opencv-python-headless opencv-contrib-python; then in the checkout, pip" in found.remedy
    assert found.remedy.endswith("'.[camera]'") and cameras._opencv("litert").remedy.endswith("'.[camera-lite]'")


def test_an_opencv_that_is_missing_or_was_half_removed_is_installed_anew(wheels, monkeypatch):
    monkeypatch.setattr(cameras, "find_spec", lambda name: None)
    install = "in the checkout, pip install -c constraints.txt '.[camera]'"
    wheels()
    assert cameras._opencv("mediapipe") == ("bad", "OpenCV", "is missing", install)
    wheels(opencv_python_headless="4.12.0")
    assert cameras._opencv("mediapipe") == (
        "bad", "OpenCV", "opencv-python-headless 4.12.0, but its files are gone",
        f"pip uninstall -y opencv-python-headless; then {install}",
    )  # fmt: skip


def test_an_opencv_that_does_not_load_says_why(wheels, monkeypatch):
    def fails(where):
        raise InputError(f"{where}: OpenCV does not load (libxcb.so.1: cannot open); apt-get install libgl1 libxcb1")

    wheels(opencv_python="4.12.0")
    monkeypatch.setattr(cameras, "opencv", fails)
    assert cameras._opencv("litert") == (
        "bad", "OpenCV", "OpenCV does not load (libxcb.so.1: cannot open)", "apt-get install libgl1 libxcb1",
    )  # fmt: skip


def test_the_version_of_what_is_not_installed_is_empty():
    assert cameras._version("no-such-wheel") == ""


def test_what_finds_poses_and_what_it_lacks(monkeypatch):
    assert cameras._poses("litert") == ("ok", "poses", "found by litert", "")
    monkeypatch.setattr(cameras, "DRAWS", ("libc.so.6", "libno-such-thing.so.1"))
    found = cameras._poses("mediapipe")
    assert found.level == "bad" and found.found == "mediapipe does not load without libno-such-thing.so.1"
    assert "apt-get install" in found.remedy
    monkeypatch.setattr(cameras, "unusable", lambda backend: f"{backend} is not installed")
    found = cameras._poses(None)
    assert found.level == "bad" and found.remedy == "mediapipe is not installed; litert is not installed"


def test_pose_models_that_are_there_not_there_and_damaged(devices, tmp_path, monkeypatch):
    found = cameras._models()
    assert (found.level, found.found) == ("ok", "none downloaded") and "docs/camera.md" in found.remedy
    lite = tmp_path / "cache" / "rtstgcn-edge" / "pose" / "pose_landmarker_lite.task"
    lite.parent.mkdir(parents=True)
    lite.write_bytes(b"a login page")
    found = cameras._models()
    assert found.level == "bad" and found.found.startswith(f"{lite} is not what MediaPipe publishes")
    assert found.remedy == "delete it, then try again"
    monkeypatch.setattr(task_file, "_checksum", lambda path: task_file.MODELS["lite"].checksums[0])
    assert cameras._models() == ("ok", "pose models", "lite downloaded", "")


def test_a_camera_that_may_not_be_opened_is_bad_and_one_that_is_held_worth_a_look(devices, monkeypatch):
    path = devices.plug(0, webcam())
    monkeypatch.setattr(listing, "holders", lambda device: ["cheese (process 7)"])
    (held,) = cameras._devices()
    assert held == ("look", f"camera {path}", "held by cheese (process 7)", "close it there")

    def refuse(*arguments):
        raise PermissionError(13, "no")

    monkeypatch.setattr(nodes.os, "open", refuse)
    (refused,) = cameras._devices()
    assert refused[:3] == ("bad", f"camera {path}", f"no permission to open {path}")
    assert refused.remedy.startswith(("join its group", "sudo chmod"))


def test_no_camera_is_no_fault(devices, monkeypatch):
    assert list(cameras._devices()) == [("ok", "cameras", "no camera is there", "")]
    monkeypatch.setattr(cameras, "parts", lambda: "/dev/video0 is a part of a camera module")
    (found,) = cameras._devices()
    assert found.found == "/dev/video0 is a part of a camera module"
