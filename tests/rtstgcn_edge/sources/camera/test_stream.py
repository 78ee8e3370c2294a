"""What is opened, when its frames were captured, and what a person is told where it does not open."""

import subprocess
import sys
import time

import cv2
import numpy as np
import pytest
from cameras import motion_jpeg, number_of, picture
from refusals import refusal
from rtsp_camera import rtsp_camera
from runs import environment
from video_devices import VideoDevices, metadata, webcam

from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.sources.camera import listing
from rtstgcn_edge.sources.camera import stream as module
from rtstgcn_edge.sources.camera.stream import Stream, check_target, without_password

WHERE = "camera:x"


class Driver:
    """A `cv2.VideoCapture` without a camera: properties as told, and what it was asked for."""

    def __init__(self, opens=True, frames=10, stamp_ms=lambda: 0.0, fps=30.0, wait_s=0.0):
        self.opens, self.frames, self.stamp_ms, self.fps, self.wait_s = opens, frames, stamp_ms, fps, wait_s
        self.asked, self.released, self.arguments, self.known = {}, 0, (), {}

    def __call__(self, *arguments):
        self.arguments = arguments
        return self

    def isOpened(self):
        return self.opens

    def set(self, name, value):
        self.asked[name] = value
        return True

    def get(self, name):
        known = {cv2.CAP_PROP_POS_MSEC: self.stamp_ms(), cv2.CAP_PROP_FPS: self.fps, **self.known}
        return known.get(name, {cv2.CAP_PROP_FRAME_WIDTH: 64.0, cv2.CAP_PROP_FRAME_HEIGHT: 48.0}.get(name, 0.0))

    def grab(self):
        time.sleep(self.wait_s)
        self.frames -= 1
        return self.frames >= 0

    def retrieve(self):
        return (True, picture(3)) if self.frames % 2 == 0 else (False, None)

    def release(self):
        self.released += 1


@pytest.fixture
def devices(tmp_path, monkeypatch):
    """A /dev with one camera, /dev/video2, and what it has beside it."""
    devices = VideoDevices(tmp_path, monkeypatch)
    devices.plug(2, webcam())
    devices.plug(3, metadata(), index=1)
    return devices


def test_a_device_is_opened_with_what_it_is_asked_for(devices):
    driver = Driver()
    stream = Stream(WHERE, "2", {"width": 640, "height": 480, "fps": 15}, driver)
    assert driver.arguments == (str(devices.dev / "video2"), cv2.CAP_V4L2)
    wanted = {cv2.CAP_PROP_FRAME_WIDTH: 640, cv2.CAP_PROP_FRAME_HEIGHT: 480, cv2.CAP_PROP_FPS: 15}
    assert driver.asked == wanted
    assert stream.fps == 30 and stream.description == "64 x 48 at 30 frames/s", "what it gives, not what it was asked"
    assert stream.grab() and number_of(stream.image()) == 3
    assert stream.grab() and stream.image() is None
    stream.close()
    assert driver.released == 1


def test_a_format_is_asked_for_before_the_size_and_what_came_of_it_is_said(devices):
    driver = Driver()
    stream = Stream(WHERE, "2", {"width": 1280, "height": 720, "format": "MJPG"}, driver)
    code = cv2.VideoWriter_fourcc(*"MJPG")
    asked = [(cv2.CAP_PROP_FOURCC, code), (cv2.CAP_PROP_FRAME_WIDTH, 1280), (cv2.CAP_PROP_FRAME_HEIGHT, 720)]
    assert list(driver.asked.items()) == asked
    assert stream.description == "64 x 48 at 30 frames/s", "a driver that does not say its format"
    driver.known[cv2.CAP_PROP_FOURCC] = float(cv2.VideoWriter_fourcc(*"YUYV"))
    assert Stream(WHERE, "2", {"format": "MJPG"}, driver).description == "64 x 48 at 30 frames/s, YUYV"


def test_a_drivers_stamp_is_when_the_frame_was_captured(devices):
    captured = time.monotonic_ns() - 20_000_000
    stream = Stream(WHERE, "2", {}, Driver(stamp_ms=lambda: captured / 1e6))
    assert abs(stream.captured(time.monotonic_ns()) - captured) < 1000


NOT_OURS = {"none": 0.0, "of a film": 33.3, "negative": -5.0, "far off": 1e15, "time of day": time.time() * 1e3}


@pytest.mark.parametrize("stamp_ms", NOT_OURS.values(), ids=NOT_OURS)
def test_a_stamp_that_is_not_of_our_clock_is_not_believed(devices, stamp_ms):
    arrived = time.monotonic_ns() + 100 * 10**9
    assert Stream(WHERE, "2", {}, Driver(stamp_ms=lambda: stamp_ms)).captured(arrived) == arrived


def test_times_of_an_rtsp_stream_are_told_in_ours_by_the_frames_that_were_least_delayed():
    pts = [0.0]
    stream = Stream(WHERE, "rtsp://host/x", {}, Driver(stamp_ms=lambda: pts[0]))
    start, late = 10**12, []
    assert stream.captured(start) == start, "without stamps that of arrival"
    for number in range(1, 200):
        pts[0] = number * 40.0
        arrived = start + number * 40_000_000 + (number * 7919 % 30) * 1_000_000
        late.append((stream.captured(arrived) - (start + number * 40_000_000)) / 1e6)
        assert stream.captured(arrived) <= arrived
    assert max(map(abs, late[100:])) < 2, "ms: the jitter of up to 29 ms is gone"


def test_times_of_other_network_cameras_are_those_of_arrival():
    stream = Stream(WHERE, "http://host/x", {}, Driver(stamp_ms=lambda: 40.0, wait_s=0.01))
    assert stream.captured(123) == 123


@pytest.mark.parametrize(("scheme", "wait_s"), [("rtsp", 0.03), ("http", 0.01)])
def test_when_a_frame_was_taken_that_had_waited_for_its_reader_nobody_knows(scheme, wait_s):
    driver = Driver(stamp_ms=lambda: 40.0 * (10 - driver.frames))
    stream = Stream(WHERE, f"{scheme}://host/x", {}, driver)
    for _ in range(3):
        assert stream.grab() and stream.captured(10**12) is None
    driver.wait_s = wait_s  # caught up
    assert stream.grab() and stream.captured(10**12) == 10**12
    driver.wait_s = 0.0
    assert stream.grab() and stream.captured(10**12 + 10**6) is not None, "a burst later on is none of it"


def test_a_stream_that_is_always_ahead_is_new_after_its_time():
    driver = Driver(frames=100, stamp_ms=lambda: 40.0 * (100 - driver.frames))
    stream = Stream(WHERE, "rtsp://host/x", {}, driver)
    at = [10**12 + number * 10**8 for number in range(30)]
    known = [stream.grab() and stream.captured(arrived) is not None for arrived in at]
    assert known == [False] * 20 + [True] * 10, "2 s"


def test_a_camera_that_does_not_open_or_gives_nothing_is_refused_and_given_back(devices):
    driver = Driver(opens=False)
    said = refusal(Stream, WHERE, "2", {}, driver, error=SourceError)
    assert said == "camera:x: does not open; is another program using it?" and driver.released == 1
    driver = Driver(frames=0)
    assert "opens, but gives no frame" in refusal(Stream, WHERE, "2", {}, driver, error=SourceError)
    assert driver.released == 1


def test_one_that_does_not_open_says_why_where_the_system_knows(devices, monkeypatch):
    said = refusal(Stream, WHERE, "3", {}, Driver(opens=False), error=SourceError)
    assert said == "camera:x: gives no pictures (metadata, or a converter)"
    monkeypatch.setattr(listing, "holders", lambda device: ["cheese (process 7)"])
    said = refusal(Stream, WHERE, "2", {}, Driver(opens=False), error=SourceError)
    assert said == "camera:x: is held by cheese (process 7); close it there"


def test_elsewhere_than_on_linux_only_opencv_knows_of_cameras(monkeypatch):
    monkeypatch.setattr(sys, "platform", "elsewhere")
    driver = Driver(opens=False)
    said = refusal(Stream, WHERE, "2", {}, driver, error=SourceError)
    assert said == "camera:x: does not open; is another program using it?" and driver.arguments == (2, cv2.CAP_ANY)


def test_nothing_that_only_unix_has_is_loaded_for_it():
    code = """if True:
        import sys
        sys.modules |= {"fcntl": None, "grp": None}
        import rtstgcn_edge.sources.camera.source"""
    subprocess.run([sys.executable, "-c", code], check=True, env=environment())


def test_a_device_that_is_not_there_is_refused_with_those_that_are(devices):
    said = refusal(Stream, WHERE, "0", {}, Driver(), error=SourceError)
    there = f"{devices.dev}/video2, {devices.dev}/video3"
    assert said == f"camera:x: there is no {devices.dev}/video0; there are {there}"


def test_only_numbers_devices_and_addresses_name_a_camera(tmp_path):
    for good in ("0", "12", "/dev/video0", "rtsp://host:554/x", "http://[::1]:80/x?y"):
        check_target(WHERE, good)
    film = tmp_path / "clip.mp4"
    film.touch()
    assert refusal(check_target, WHERE, str(film)).endswith(f"a file is played by video:{film}")
    for bad in ("", "webcam", "-1", "../video0"):
        assert "by its number (camera:0)" in refusal(check_target, WHERE, bad)
    for bad in ("http://[::1/x", "rtsp://host:abc/x", "rtsp://host:99999/x", "rtsp://me:sec/ret@host/x"):
        said = refusal(check_target, WHERE, bad)
        assert "no port from 1 to 65535" in said and "%2F" in said and "sec" not in said
    for bad in ("ftp://host/x", "rtsp://", "rtsp:///x"):
        assert "an address is rtsp://HOST" in refusal(check_target, WHERE, bad)


def test_a_password_is_not_shown():
    assert without_password("rtsp://me:secret@host:554/a@b/c") == "rtsp://host:554/a@b/c"
    assert without_password("rtsp://me:s@cret@host/x") == "rtsp://host/x"
    assert without_password("rtsp://host/a@b") == "rtsp://host/a@b"
    assert without_password("0") == "0"
    said = refusal(
        Stream, WHERE, "rtsp://me:secret@127.0.0.1:9/x", {}, lambda *_: Driver(opens=False), error=SourceError
    )
    assert "secret" not in said


def test_a_network_camera_gives_its_pictures_and_ends():
    with motion_jpeg(pictures=30) as server:
        stream = Stream(WHERE, server.url, {})
        seen = []
        while stream.grab():
            seen.append(number_of(stream.image()))
        stream.close()
    assert len(seen) >= 20 and seen == sorted(set(seen)) and seen[-1] == 29
    assert (stream.description, stream.fps) == ("64 x 48", None), "a motion JPEG stream says no rate"


def test_an_rtsp_camera_tells_when_its_pictures_were_taken():
    with rtsp_camera(pictures=70, late_s=lambda number: 0.03 * (number % 3 == 0)) as server:
        stream = Stream(WHERE, f"{server.url}?channel=1", {})
        arrived, captured = [], []
        while stream.grab():
            now = time.monotonic_ns()
            taken = server.sent[number_of(stream.image())]
            if (told := stream.captured(now)) is not None:
                arrived.append(now / 1e6 - taken * 1e3)
                captured.append(told / 1e6 - taken * 1e3)
        stream.close()
    assert "?channel=1" in server.urls[0]
    assert len(arrived) >= 40 and stream.fps == pytest.approx(25)
    assert np.percentile(arrived[-20:], 90) > 25, "ms after it was taken"
    assert np.percentile(np.abs(captured[-20:]), 90) < 12


def test_a_network_camera_that_is_not_there_is_refused_soon():
    begun = time.monotonic()
    said = refusal(Stream, WHERE, "http://127.0.0.1:9/x", {}, error=SourceError)
    assert said == "camera:x: nothing listens at port 9 of 127.0.0.1"
    assert time.monotonic() - begun < 4.5  # a silent one would have TIMEOUT_MS


def test_a_network_camera_that_gives_no_stream_is_asked_whether_it_is_there(monkeypatch):
    def why(address):
        return refusal(Stream, WHERE, address, {}, lambda *_: Driver(opens=False), error=SourceError)

    with motion_jpeg(pictures=0) as server:
        port = server.server_port
        said = why(f"http://me:secret@127.0.0.1:{port}/x")
    assert said == (
        f"camera:x: 127.0.0.1 answers at port {port}, but with no video stream; are path, name and password right?"
    )
    assert why("rtsp://no-such-host.invalid/x") == "camera:x: no host is called 'no-such-host.invalid'"
    asked = []

    def silent(address, timeout):
        asked.append((address, timeout))
        raise TimeoutError

    monkeypatch.setattr(module.socket, "create_connection", silent)
    assert why("rtsp://host/x") == "camera:x: host does not answer at port 554"
    assert why("https://[::1]/x") == "camera:x: ::1 does not answer at port 443"
    assert asked == [(("host", 554), module.CONNECT_S), (("::1", 443), module.CONNECT_S)]


def test_a_network_camera_that_keeps_silent_is_given_up_after_its_time(monkeypatch):
    monkeypatch.setattr(module, "TIMEOUT_MS", 400)
    with motion_jpeg(pictures=1) as server:
        server.silent = True
        begun = time.monotonic()
        refusal(Stream, WHERE, server.url, {}, error=SourceError)
        assert 0.2 < time.monotonic() - begun < 20


def test_the_errors_of_opencv_do_not_reach_the_person(capfd):
    refusal(Stream, WHERE, "http://127.0.0.1:9/x", {}, error=SourceError)
    assert capfd.readouterr() == ("", "")
