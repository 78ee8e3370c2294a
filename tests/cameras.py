"""Cameras without hardware: streams that are only numbers, an estimator that finds who is told, servers on loopback."""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from runs import tiny_manifest

from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.opencv import opencv
from rtstgcn_edge.poses import Pose
from rtstgcn_edge.skeletons import load_skeleton

cv2 = opencv("tests")  # quiet from the beginning
SIZE = (64, 48)
KINECT = {
    "skeleton": load_skeleton("kinect20").to_dict(),
    "channels": ["x", "y", "z"],
    "units": ["m", "m", "m"],
}


def camera_manifest(rate_hz: float = 30.0) -> Manifest:
    """A model that a camera can serve."""
    return tiny_manifest(rate_hz=rate_hz, **KINECT)


def picture(number: int) -> Any:
    """An image that says its number, also after it was coded with losses."""
    image = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    for bit in range(10):
        image[:, 6 * bit : 6 * bit + 6] = 255 * (number >> bit & 1)
    return image


def number_of(image: Any) -> int:
    return sum(int(image[24, 6 * bit + 3].mean() > 127) << bit for bit in range(10))


def pose_at(x: float = 32.0, seed: int = 0) -> Pose:
    """A pose somewhere, all of it visible."""
    noise = np.random.default_rng(seed)
    image = noise.uniform(-10, 10, (33, 2)).astype(np.float32) + np.array([x, 24], np.float32)
    return Pose(noise.uniform(-0.8, 0.8, (33, 3)).astype(np.float32), image, np.full(33, 0.9, np.float32))


class SaidPoses:
    """An estimator that finds `poses` in every image, after `seconds` of work."""

    name = "said"

    def __init__(self, poses: Sequence[Pose] = (), seconds: float = 0.0) -> None:
        self.poses, self.seconds = list(poses), seconds
        self.images: list[int] = []
        self.timestamps: list[int] = []
        self.closed = 0

    def estimate(self, image: Any, timestamp_ms: int) -> list[Pose]:
        self.images.append(number_of(image))
        self.timestamps.append(timestamp_ms)
        time.sleep(self.seconds)
        return self.poses

    def close(self) -> None:
        self.closed += 1


class PlayedStream:
    """A camera of `fps` that gives pictures numbered from 0; `ends` is how many there are before it is lost.

    They are captured when they are due, however late a busy machine asks for them.
    """

    def __init__(self, fps: float = 100.0, ends: int | None = None, damaged: Callable[[int], bool] = bool) -> None:
        self.fps: float | None = fps
        self.description = "64 x 48"
        self.ends, self.damaged = ends, damaged if damaged is not bool else lambda number: False
        self.number = -1
        self.closed = threading.Event()
        self._start: float | None = None

    def grab(self) -> bool:
        if self.ends is not None and self.number + 1 >= self.ends:
            return False
        self.number += 1
        self.closed.wait(max(0.0, self._due_s() - time.monotonic()))
        return not self.closed.is_set()

    def captured(self, arrived: int) -> int:
        return min(round(1e9 * self._due_s()), arrived)

    def _due_s(self) -> float:
        self._start = self._start or time.monotonic()
        return self._start + self.number / self.fps

    def image(self) -> Any:
        return None if self.damaged(self.number) else picture(self.number)

    def close(self) -> None:
        self.closed.set()


def write_film(path: Any, frames: int, fps: float = 30.0, codec: str = "MJPG") -> Any:
    """A film of numbered pictures."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*codec), fps, SIZE)
    for number in range(frames):
        writer.write(picture(number))
    writer.release()
    return path


class MotionJpeg(http.server.BaseHTTPRequestHandler):
    """Numbered pictures as an endless stream, as cheap network cameras give it."""

    served = 0

    def do_GET(self) -> None:
        server: Any = self.server
        if server.silent:
            server.released.wait(60)
            return
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=x")
        self.end_headers()
        for number in range(server.pictures):
            jpeg = cv2.imencode(".jpg", picture(number))[1].tobytes()
            head = f"--x\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n".encode()
            try:
                self.wfile.write(head + jpeg + b"\r\n")
            except OSError:
                return
            time.sleep(1 / server.fps)

    def log_message(self, *said: Any) -> None:
        pass


@contextmanager
def motion_jpeg(pictures: int, fps: float = 50.0, port: int = 0) -> Iterator[Any]:
    """A network camera on loopback: its `url`, and whether it is `silent`."""
    server: Any = http.server.ThreadingHTTPServer(("127.0.0.1", port), MotionJpeg)
    server.daemon_threads, server.silent, server.released = True, False, threading.Event()
    server.pictures, server.fps = pictures, fps
    server.url = f"http://127.0.0.1:{server.server_port}/stream.mjpg"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
