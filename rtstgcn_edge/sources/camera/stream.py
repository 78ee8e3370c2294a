"""A camera that OpenCV has opened: frames one by one, and when each was captured."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rtstgcn_firmware.clock import DeviceClock

from rtstgcn_edge.errors import InputError, SourceError
from rtstgcn_edge.opencv import opencv
from rtstgcn_edge.sources.camera.mailbox import Image
from rtstgcn_edge.sources.camera.nodes import node, opened
from rtstgcn_edge.uri import NETWORK

TIMEOUT_MS = 5000
"""For which a network camera may keep silent before it counts as lost."""
CONNECT_S = 2.0
"""For which a network camera that gave no stream is asked whether it is there at all."""
PORTS = {"rtsp": 554, "rtsps": 322, "http": 80, "https": 443}
RECENT_NS = 2_000_000_000
"""A driver's stamp that is older, or of the future, is not of our clock."""
BACKLOG_NS = 2_000_000_000
"""After which what a stream gives counts as new in any case."""
WAITED_NS = 5_000_000
"""For which a frame without a stamp of its own has to be waited for, to be new."""
PLAUSIBLE_FPS = 1000.0
DOES_NOT_OPEN = "does not open; is another program using it?"
ASSUMED_FPS = 25.0
"""Rate that FFmpeg takes for that of a motion JPEG stream, which says none."""

Factory = Callable[..., Any]
"""Makes a `cv2.VideoCapture`."""


class Stream:
    """An open camera. Raises SourceError where it cannot be opened, or gives no frame.

    Args:
        where: the camera, for people.
        target: number or path of a device, or address of a network camera.
        wanted: `format` (four letters), `width`, `height` (pixels) and `fps`, where the camera is asked for them; it
            may give others.
        factory: makes the capture; OpenCV's own by default.
    """

    def __init__(self, where: str, target: str, wanted: Mapping[str, Any], factory: Factory | None = None) -> None:
        self._cv2 = cv2 = opencv(where)
        make = factory or cv2.VideoCapture
        self._network = is_address(target)
        self._clock = DeviceClock() if target.startswith("rtsp") else None
        self._backlog = self._network
        self._read_from: int | None = None
        self._stamp_ns = self._waited_ns = 0
        if self._network:
            limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, TIMEOUT_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, TIMEOUT_MS]
            self._capture = make(target, cv2.CAP_FFMPEG, limits)
        else:
            self._capture = make(_device(where, target), cv2.CAP_V4L2 if sys.platform == "linux" else cv2.CAP_ANY)
        if not self._capture.isOpened():
            self.close()
            raise SourceError(f"{where}: {_why_not(target)}")
        properties = {
            "format": cv2.CAP_PROP_FOURCC,  # first: sizes and rates are those of a format
            "width": cv2.CAP_PROP_FRAME_WIDTH,
            "height": cv2.CAP_PROP_FRAME_HEIGHT,
            "fps": cv2.CAP_PROP_FPS,
        }
        for name in (name for name in properties if name in wanted):
            value = wanted[name]
            self._capture.set(properties[name], cv2.VideoWriter_fourcc(*value) if name == "format" else value)
        if not self.grab():
            self.close()
            raise SourceError(f"{where}: opens, but gives no frame; is another program using it?")
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        code = _letters(self._capture.get(cv2.CAP_PROP_FOURCC))
        assumed = target.startswith("http") and code == "MJPG" and fps == ASSUMED_FPS
        self.fps = fps if 0 < fps < PLAUSIBLE_FPS and not assumed else None
        """What the camera says of its rate."""
        size = (self._capture.get(p) for p in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
        self.description = " x ".join(f"{side:.0f}" for side in size) + (f" at {fps:.4g} frames/s" if self.fps else "")
        if not self._network and code:
            self.description += f", {code}"

    def grab(self) -> bool:
        """Wait for the next frame; False where none comes any more."""
        asked = time.monotonic_ns()
        fine = bool(self._capture.grab())
        self._waited_ns = time.monotonic_ns() - asked
        return fine

    def captured(self, arrived: int) -> int | None:
        """When the frame just grabbed was captured, in monotonic ns: as the driver or the stream says, else `arrived`.

        A stream's stamps are told in our time by the frames that were under way least; what those took is not known.
        None of one that a network camera sent before anybody read: it is old, nobody knows how old.
        """
        stamp_ns: int = round(self._capture.get(self._cv2.CAP_PROP_POS_MSEC) * 1e6)
        if self._backlog and self._has_waited(stamp_ns, arrived):
            return None
        if self._clock is not None and stamp_ns > 0:
            self._clock.add_arrival(stamp_ns // 1000, arrived)
            stamp_ns = self._clock.to_host_ns(stamp_ns // 1000)
            return min(stamp_ns, arrived)
        if not self._network and 0 <= arrived - stamp_ns < RECENT_NS:
            return stamp_ns
        return arrived

    def _has_waited(self, stamp_ns: int, arrived: int) -> bool:
        """Whether the frame just grabbed is of those that came while the stream was opened; a newer one ends them.

        Those come at once, one after the other; a newer one has to be waited for.
        """
        step, self._stamp_ns = stamp_ns - self._stamp_ns, stamp_ns
        self._read_from = arrived if self._read_from is None else self._read_from
        new_after = WAITED_NS if self._clock is None else step / 2
        self._backlog = self._waited_ns < new_after and arrived - self._read_from < BACKLOG_NS
        return self._backlog

    def image(self) -> Image | None:
        """The frame just grabbed; None where it is damaged."""
        fine, image = self._capture.retrieve()
        return image if fine else None

    def close(self) -> None:
        """Give the camera back."""
        self._capture.release()


def _letters(code: float) -> str:
    """A pixel format by its four letters; empty where it is none."""
    letters = int(max(code, 0)).to_bytes(8, "little")[:4].decode("latin1")
    return letters if letters.isascii() and letters.isalnum() else ""


def is_address(target: str) -> bool:
    """Whether a camera is named by an address."""
    return "://" in target


def check_target(where: str, target: str) -> None:
    """Refuse what names no camera. Raises InputError."""
    if is_address(target):
        scheme = target.partition("://")[0]
        try:
            parts = urlsplit(target)
            named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
        except ValueError:  # an unfinished [, or what stands for the port is none
            raise InputError(
                f"camera:{scheme}: no host, or no port from 1 to 65535; in a name or password / is written %2F, # %23"
            ) from None
        if scheme not in NETWORK or not named:
            raise InputError(f"{where}: an address is {', '.join(f'{s}://HOST…' for s in NETWORK)}")
    elif not target.isdecimal() and not target.startswith("/dev/"):
        hint = f"; a file is played by video:{target}" if target and Path(target).expanduser().is_file() else ""
        raise InputError(f"{where}: name a camera by its number (camera:0), device or address{hint}")


def without_password(text: str) -> str:
    """An address without the name and password of who looks."""
    scheme, slashes, rest = text.partition("://")
    host, at, behind = rest.partition("/")[0].rpartition("@")
    return f"{scheme}{slashes}{rest[len(host) + 1 :]}" if at and behind else text


def _device(where: str, target: str) -> int | str:
    """What OpenCV is asked for. Raises SourceError where it is plain that there is no such camera."""
    if sys.platform != "linux":
        return int(target) if target.isdecimal() else target
    path = node(target)
    try:
        with opened(path):
            return str(path)
    except SourceError as error:
        raise SourceError(f"{where}: {error}") from None


def _why_not(target: str) -> str:
    if is_address(target):
        return _unanswered(target)
    if sys.platform != "linux":
        return DOES_NOT_OPEN
    from rtstgcn_edge.sources.camera.listing import look_at  # asks as Linux alone can be asked

    found = look_at(str(node(target)))
    if found.held_by:
        return f"is held by {' and '.join(found.held_by)}; close it there"
    return found.trouble or DOES_NOT_OPEN


def _unanswered(target: str) -> str:
    """Why a network camera gave no stream, as far as another connection tells."""
    parts = urlsplit(target)
    port = parts.port or PORTS[parts.scheme]
    try:
        socket.create_connection((parts.hostname or "", port), CONNECT_S).close()
    except (socket.gaierror, UnicodeError):
        return f"no host is called '{parts.hostname}'"
    except ConnectionRefusedError:
        return f"nothing listens at port {port} of {parts.hostname}"
    except OSError:
        return f"{parts.hostname} does not answer at port {port}"
    return f"{parts.hostname} answers at port {port}, but with no video stream; are path, name and password right?"
