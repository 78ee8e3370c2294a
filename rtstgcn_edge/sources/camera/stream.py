"""A camera that OpenCV has opened: frames one by one, and when each was captured."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rtstgcn_firmware.clock import DeviceClock

from rtstgcn_edge.errors import InputError, SourceError
from rtstgcn_edge.opencv import opencv
from rtstgcn_edge.sources.camera.mailbox import Image

TIMEOUT_MS = 5000
"""For which a network camera may keep silent before it counts as lost."""
RECENT_NS = 2_000_000_000
"""A driver's stamp that is older, or of the future, is not of our clock."""
PLAUSIBLE_FPS = 1000.0
NETWORK = ("rtsp", "rtsps", "http", "https")
DEVICES = Path("/dev")
BY_ID = Path("/dev/v4l/by-id")

Factory = Callable[..., Any]
"""Makes a `cv2.VideoCapture`."""


class Stream:
    """An open camera. Raises SourceError where it cannot be opened, or gives no frame.

    Args:
        where: the camera, for people.
        target: number or path of a device, or address of a network camera.
        wanted: `width`, `height` (pixels) and `fps`, where the camera is asked for them; it may give others.
        factory: makes the capture; OpenCV's own by default.
    """

    def __init__(self, where: str, target: str, wanted: Mapping[str, float], factory: Factory | None = None) -> None:
        self._cv2 = cv2 = opencv(where)
        make = factory or cv2.VideoCapture
        self._network = is_address(target)
        self._clock = DeviceClock() if target.startswith("rtsp") else None
        if self._network:
            limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, TIMEOUT_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, TIMEOUT_MS]
            self._capture = make(target, cv2.CAP_FFMPEG, limits)
        else:
            self._capture = make(_device(where, target), cv2.CAP_V4L2 if sys.platform == "linux" else cv2.CAP_ANY)
        if not self._capture.isOpened():
            self.close()
            raise SourceError(f"{where}: {_why_not(target)}")
        for name, value in wanted.items():
            self._capture.set(getattr(cv2, f"CAP_PROP_{'FRAME_' * (name != 'fps')}{name.upper()}"), value)
        if not self.grab():
            self.close()
            raise SourceError(f"{where}: opens, but gives no frame; is another program using it?")
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        self.fps = fps if 0 < fps < PLAUSIBLE_FPS else None
        """What the camera says of its rate."""
        size = (self._capture.get(p) for p in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
        self.description = " x ".join(f"{side:.0f}" for side in size) + (f" at {fps:.4g} frames/s" if self.fps else "")

    def grab(self) -> bool:
        """Wait for the next frame; False where none comes any more."""
        return bool(self._capture.grab())

    def captured(self, arrived: int) -> int:
        """When the frame just grabbed was captured, in monotonic ns: as the driver or the stream says, else `arrived`.

        A stream's stamps are told in our time by the frames that were under way least; what those took is not known.
        """
        stamp_ns: int = round(self._capture.get(self._cv2.CAP_PROP_POS_MSEC) * 1e6)
        if self._clock is not None and stamp_ns > 0:
            self._clock.add_arrival(stamp_ns // 1000, arrived)
            stamp_ns = self._clock.to_host_ns(stamp_ns // 1000)
            return min(stamp_ns, arrived)
        if not self._network and 0 <= arrived - stamp_ns < RECENT_NS:
            return stamp_ns
        return arrived

    def image(self) -> Image | None:
        """The frame just grabbed; None where it is damaged."""
        fine, image = self._capture.retrieve()
        return image if fine else None

    def close(self) -> None:
        """Give the camera back."""
        self._capture.release()


def is_address(target: str) -> bool:
    """Whether a camera is named by an address."""
    return "://" in target


def check_target(where: str, target: str) -> None:
    """Refuse what names no camera. Raises InputError."""
    if is_address(target):
        scheme = target.partition("://")[0]
        if scheme not in NETWORK or not urlsplit(target).hostname:
            raise InputError(f"{where}: an address is {', '.join(f'{s}://HOST…' for s in NETWORK)}")
    elif not target.isdecimal() and not target.startswith("/dev/"):
        hint = f"; a file is played by video:{target}" if target and Path(target).expanduser().is_file() else ""
        raise InputError(f"{where}: name a camera by its number (camera:0), device or address{hint}")


def lasting_name(target: str) -> str:
    """A device's name that stays the same when it is plugged in again; `target` itself where there is none."""
    if is_address(target):
        return target
    path = _path(target).resolve()
    links = sorted(BY_ID.iterdir()) if BY_ID.is_dir() else []
    return next((str(link) for link in links if link.resolve() == path), target)


def without_password(text: str) -> str:
    """An address without the name and password of who looks."""
    scheme, slashes, rest = text.partition("://")
    host, at, behind = rest.partition("/")[0].rpartition("@")
    return f"{scheme}{slashes}{rest[len(host) + 1 :]}" if at and behind else text


def _path(target: str) -> Path:
    return DEVICES / f"video{target}" if target.isdecimal() else Path(target)


def _device(where: str, target: str) -> int | str:
    """What OpenCV is asked for. Raises SourceError where it is plain that there is no such camera."""
    if sys.platform != "linux":
        return int(target) if target.isdecimal() else target
    path = _path(target)
    try:
        os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK))
    except OSError as error:
        reasons = {
            errno.ENOENT: f"there is no {path}; {_cameras()}",
            errno.EACCES: f"no permission to open {path}; 'sudo usermod -aG video $USER', then log in anew",
            errno.EBUSY: f"{path} is in use by another program",
        }
        raise SourceError(f"{where}: {reasons.get(error.errno or 0, f'{path}: {error.strerror}')}") from None
    return str(path)


def _cameras() -> str:
    found = sorted(str(path) for path in DEVICES.glob("video*"))
    return f"there are {', '.join(found)}" if found else "no camera is connected"


def _why_not(target: str) -> str:
    if not is_address(target):
        return "does not open; is another program using it, or is it no camera (some devices are metadata only)?"
    return "does not answer as a video stream; try it in a player"
