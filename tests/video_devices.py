"""Video devices that are only files: a driver that answers V4L2's requests, written in the structures of the header."""

from __future__ import annotations

import ctypes
import errno
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rtstgcn_edge.sources.camera import listing, nodes, v4l2

U32, Text = ctypes.c_uint32, ctypes.c_char


class V4l2Capability(ctypes.Structure):
    _fields_ = (
        ("driver", Text * 16), ("card", Text * 32), ("bus_info", Text * 32), ("version", U32), ("capabilities", U32),
        ("device_caps", U32), ("reserved", U32 * 3),
    )  # fmt: skip


class V4l2Fmtdesc(ctypes.Structure):
    _fields_ = (
        ("index", U32), ("type", U32), ("flags", U32), ("description", Text * 32), ("pixelformat", U32),
        ("mbus_code", U32), ("reserved", U32 * 3),
    )  # fmt: skip


class Stepwise(ctypes.Structure):
    _fields_ = tuple((name, U32) for name in ("min_w", "max_w", "step_w", "min_h", "max_h", "step_h"))


class Discrete(ctypes.Structure):
    _fields_ = (("width", U32), ("height", U32))


class SizeUnion(ctypes.Union):
    _fields_ = (("discrete", Discrete), ("stepwise", Stepwise))


class V4l2Frmsizeenum(ctypes.Structure):
    _fields_ = (("index", U32), ("pixel_format", U32), ("type", U32), ("size", SizeUnion), ("reserved", U32 * 2))


class Fract(ctypes.Structure):
    _fields_ = (("numerator", U32), ("denominator", U32))


class IntervalUnion(ctypes.Union):
    _fields_ = (("discrete", Fract), ("stepwise", Fract * 3))


class V4l2Frmivalenum(ctypes.Structure):
    _fields_ = (
        ("index", U32), ("pixel_format", U32), ("width", U32), ("height", U32), ("type", U32),
        ("interval", IntervalUnion), ("reserved", U32 * 2),
    )  # fmt: skip


STRUCTURES = {0: V4l2Capability, 2: V4l2Fmtdesc, 74: V4l2Frmsizeenum, 75: V4l2Frmivalenum}
"""Number of a request -> what goes to and fro."""
WEBCAM = 0x84A0_0001
"""uvcvideo's capabilities of all nodes: pictures, metadata, streaming, and that the node's own stand apart."""
PICTURES, METADATA = 0x0420_0001, 0x04A0_0000
Rates = Sequence[tuple[int, int]]
"""Times between two pictures, s, as fractions."""


@dataclass
class Device:
    """What one node answers."""

    card: str = "HD Webcam: HD Webcam"
    driver: str = "uvcvideo"
    capabilities: int = WEBCAM
    device_caps: int = PICTURES
    buffer: int = 1
    formats: Mapping[str, Mapping[tuple[int, int], Rates]] = field(default_factory=dict)
    ranges: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Format -> least, most, step of widths, and of heights."""
    slowest: tuple[int, int] | None = None
    """Of a range of rates; the fastest is 1/60 s."""


class VideoDevices:
    """A /dev, a /dev/v4l/by-id and a /sys/class/video4linux of a test."""

    def __init__(self, folder: Path, monkeypatch: Any) -> None:
        self.dev, self.by_id, self.system = folder / "dev", folder / "dev" / "v4l" / "by-id", folder / "system"
        self.by_id.mkdir(parents=True)
        self.system.mkdir()
        self._devices: dict[Path, Device] = {}
        self.asked: list[int] = []
        monkeypatch.setattr(nodes, "DEVICES", self.dev)
        monkeypatch.setattr(nodes, "BY_ID", self.by_id)
        monkeypatch.setattr(listing, "SYSTEM", self.system)
        monkeypatch.setattr(v4l2, "ioctl", self.ioctl)

    def plug(self, number: int, device: Device | None, lasting: str = "", index: int = 0) -> str:
        """A new node; None is one that knows no V4L2. Its path."""
        path = self.dev / f"video{number}"
        path.touch()
        if device:
            self._devices[path.resolve()] = device
            (self.system / path.name).mkdir()
            (self.system / path.name / "name").write_text(f"{device.card}\n")
            (self.system / path.name / "index").write_text(f"{index}\n")
        if lasting:
            (self.by_id / lasting).symlink_to(f"../../{path.name}")
        return str(path)

    def ioctl(self, file: int, request: int, message: bytearray) -> None:
        """What the kernel does; the request says how long a message is."""
        self.asked.append(request)
        structure = STRUCTURES[request & 0xFF]
        assert request >> 16 & 0x3FFF == len(message) == ctypes.sizeof(structure), "the kernel goes by it"
        assert request >> 30 == (2 if structure is V4l2Capability else 3) and request >> 8 & 0xFF == ord("V")
        device = self._devices.get(Path(f"/proc/self/fd/{file}").readlink())
        if device is None:
            raise OSError(errno.ENOTTY, "Inappropriate ioctl for device")
        asked: Any = structure.from_buffer(message)
        if not _answer(device, asked):
            raise OSError(errno.EINVAL, "Invalid argument")


def webcam(**other: Any) -> Device:
    """A camera of two formats."""
    raw = {(640, 480): [(1, 30), (1, 15)], (1280, 720): [(1, 10)]}
    jpeg = {
        (320, 240): [(1, 30)],
        (640, 480): [(1, 30)],
        (1280, 720): [(1, 30)],
        (1920, 1080): [(1001, 30000), (1, 15)],
    }
    return Device(formats={"YUYV": raw, "MJPG": jpeg}, **other)


def metadata() -> Device:
    """What uvcvideo has beside each camera."""
    return Device(device_caps=METADATA)


def _answer(device: Device, asked: Any) -> bool:
    """Fill in an answer; False where the list is at its end."""
    if isinstance(asked, V4l2Capability):
        asked.driver, asked.card = device.driver.encode(), device.card.encode()[:31]
        asked.capabilities, asked.device_caps = device.capabilities, device.device_caps
        return True
    if isinstance(asked, V4l2Fmtdesc):
        names = [*device.formats, *device.ranges]
        if asked.type != device.buffer or asked.index >= len(names):
            return False
        asked.pixelformat = int.from_bytes(names[asked.index].encode(), "little")
        return True
    name = int(asked.pixel_format).to_bytes(4, "little").decode()
    if isinstance(asked, V4l2Frmsizeenum):
        return _frame_size(device, name, asked)
    return _interval(device, device.formats.get(name, {}).get((asked.width, asked.height), ()), asked)


def _frame_size(device: Device, name: str, asked: Any) -> bool:
    if name in device.ranges:
        asked.type, asked.size.stepwise = 3, Stepwise(*device.ranges[name])
        return bool(asked.index == 0)
    sizes = list(device.formats[name])
    if asked.index >= len(sizes):
        return False
    asked.type, asked.size.discrete = 1, Discrete(*sizes[asked.index])
    return True


def _interval(device: Device, rates: Rates, asked: Any) -> bool:
    if device.slowest:
        asked.type = 3
        asked.interval.stepwise[:] = [Fract(1, 60), Fract(*device.slowest), Fract(1, 60)]
        return bool(asked.index == 0)
    if asked.index >= len(rates):
        return False
    asked.type, asked.interval.discrete = 1, Fract(*rates[asked.index])
    return True
