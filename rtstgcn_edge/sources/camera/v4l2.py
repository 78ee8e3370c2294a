"""What a video device of Linux says of itself, by V4L2 (layouts of linux/videodev2.h); it is not started."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import suppress
from fcntl import ioctl
from typing import NamedTuple

QUERYCAP, ENUM_FMT, ENUM_FRAMESIZES, ENUM_FRAMEINTERVALS = 0x80685600, 0xC0405602, 0xC02C564A, 0xC034564B
"""Numbers of the requests; each has the size of its structure in bits 16 to 29."""
CAPTURE, CAPTURE_MPLANE = 0x1, 0x1000
"""Capabilities; of several planes where MPLANE."""
M2M, M2M_MPLANE = 0x8000, 0x4000
"""Converters from memory to memory."""
IO_MC = 0x2000_0000
"""Pictures flow only after a media controller was set up."""
DEVICE_CAPS = 0x8000_0000
"""The capabilities of this node stand apart from those of all nodes of the device."""
BUFFER, BUFFER_MPLANE = 1, 9
DISCRETE = 1
MOST = 256
"""Of anything that is listed; a driver that never ends its list is not listened to any longer."""


class Capability(NamedTuple):
    """Who is there (`v4l2_capability`); `flags` are those of this node."""

    driver: str
    name: str
    flags: int

    @property
    def captures(self) -> bool:
        """Whether it gives pictures, and needs nothing else for it."""
        return bool(self.flags & (CAPTURE | CAPTURE_MPLANE)) and not self.flags & (M2M | M2M_MPLANE | IO_MC)

    @property
    def is_part(self) -> bool:
        """Whether it is one of several nodes that a media controller joins to a camera."""
        return bool(self.flags & IO_MC)


class Size(NamedTuple):
    """Pictures of `width` x `height` pixels in the format `pixels` (FOURCC), at most `hz` a second; 0 if unknown."""

    pixels: str
    width: int
    height: int
    hz: float


def capability(file: int) -> Capability:
    """Raises OSError where it is no video device."""
    answer = _ask(file, QUERYCAP, b"")
    driver, name, _, _, all_nodes, this_node = struct.unpack_from("16s32s32sIII", answer)
    return Capability(_text(driver), _text(name), this_node if all_nodes & DEVICE_CAPS else all_nodes)


def sizes(file: int, flags: int) -> list[Size]:
    """The sizes of all formats as the driver lists them; of a range its smallest and its largest."""
    kind = BUFFER if flags & CAPTURE else BUFFER_MPLANE
    found = []
    for answer in _listed(file, ENUM_FMT, "II", kind):
        (pixels,) = struct.unpack_from("I", answer, 44)
        for width, height in _frame_sizes(file, pixels):
            found.append(Size(_text(struct.pack("<I", pixels)), width, height, _fastest(file, pixels, width, height)))
    return found


def _frame_sizes(file: int, pixels: int) -> Iterator[tuple[int, int]]:
    for answer in _listed(file, ENUM_FRAMESIZES, "II", pixels):
        kind, *values = struct.unpack_from("I6I", answer, 8)
        if kind == DISCRETE:
            yield values[0], values[1]
        else:  # one entry: least, most, step of widths, and of heights
            yield values[0], values[3]
            yield values[1], values[4]
            return


def _fastest(file: int, pixels: int, width: int, height: int) -> float:
    """Rate (Hz) of the shortest time between pictures."""
    fastest = 0.0
    for answer in _listed(file, ENUM_FRAMEINTERVALS, "IIII", pixels, width, height):
        kind, numerator, denominator = struct.unpack_from("III", answer, 16)  # of a range the shortest comes first
        if numerator:
            fastest = max(fastest, denominator / numerator)
        if kind != DISCRETE:
            break
    return fastest


def _listed(file: int, request: int, layout: str, *values: int) -> Iterator[bytes]:
    """Entries 0, 1, … of a list, until the driver knows no more."""
    with suppress(OSError):
        for index in range(MOST):
            yield _ask(file, request, struct.pack(layout, index, *values))


def _ask(file: int, request: int, question: bytes) -> bytes:
    message = bytearray(question.ljust(request >> 16 & 0x3FFF, b"\0"))
    ioctl(file, request, message)
    return bytes(message)


def _text(raw: bytes) -> str:
    return raw.partition(b"\0")[0].decode("utf-8", "replace").strip()
