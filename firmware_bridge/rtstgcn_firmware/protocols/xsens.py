"""Xsens (Movella) MTi: MTData2 messages of the Xbus protocol.

    FA | FF | MID | LEN | data | checksum       all numbers big-endian; bytes after FA add up to 0 modulo 256
                    FF u16: an extended length

    data of MTData2 (MID 36): items  id u16 | size u8 | content
        1020 PacketCounter u16     1060 SampleTimeFine u32 (0.1 ms)
        4020 Acceleration 3 numbers, m/s^2 (with gravity)      8020 RateOfTurn 3 numbers, rad/s
        the last two bits of an id are the format: 0 float32, 1 fixed point 12.20, 2 fixed point 16.32, 3 float64;
        the two above them the coordinate system of orientations, which these items are not in

Fixed point 16.32 comes as its 32 bits of fraction, then its 16 of whole numbers.

Source: Xsens, MT Low Level Communication Protocol Documentation (MT0101P, revision 2019.A), sections 3 and 4.
"""

from __future__ import annotations

from collections.abc import Callable
from math import nan
from struct import Struct

from rtstgcn_firmware.messages import Message, Reading
from rtstgcn_firmware.protocols.packets import NO_PACKET, Packets

MTDATA2 = 0x36
EXTENDED = 0xFF
LARGEST = 2048
"""Bytes of data of an extended message, at most."""
PACKET_COUNTER, SAMPLE_TIME_FINE, ACCELERATION, RATE_OF_TURN = 0x1020, 0x1060, 0x4020, 0x8020

Triple = tuple[float, float, float]
_NONE: Triple = (nan, nan, nan)


def _plain(layout: str, scale: float = 1.0) -> tuple[int, Callable[[bytes], Triple]]:
    numbers = Struct(layout)

    def read(content: bytes) -> Triple:
        x, y, z = numbers.unpack(content)
        return x * scale, y * scale, z * scale

    return numbers.size, read


_FP1632 = Struct(">IhIhIh")


def _fp1632(content: bytes) -> Triple:
    f, x, g, y, h, z = _FP1632.unpack(content)
    return x + f / 2**32, y + g / 2**32, z + h / 2**32


FORMATS = (_plain(">3f"), _plain(">3i", 2.0**-20), (_FP1632.size, _fp1632), _plain(">3d"))
"""Of three numbers: size in bytes, and what reads them."""


class Xsens(Packets):
    """Readings of one MTi."""

    mark = b"\xfa\xff"
    sequence_bits = 16
    time_bits = 32
    tick_us = 100.0

    def _length(self, data: bytes, at: int, in_step: bool) -> int | None:
        there = len(data) - at
        if there < 4:
            return None
        length = 5 + data[at + 3]
        if data[at + 3] == EXTENDED:
            if there < 6:
                return None
            size = data[at + 4] << 8 | data[at + 5]
            if not EXTENDED <= size <= LARGEST:
                return NO_PACKET
            length = 7 + size
        return length if there >= length else None

    def _is_intact(self, packet: bytes) -> bool:
        return sum(packet[1:]) & 0xFF == 0

    def _understand(self, packet: bytes) -> list[Message | Reading]:
        if packet[2] != MTDATA2:
            self.counts.unknown += 1
            return []
        data = packet[6:-1] if packet[3] == EXTENDED else packet[4:-1]
        reading = _reading(data)
        if reading is None:
            self.counts.malformed += 1
            return []
        self.counts.packets += 1
        measured = reading.values[0] == reading.values[0] or reading.values[3] == reading.values[3]
        return [reading] if measured else []


def _reading(data: bytes) -> Reading | None:
    """What the items say, NaN where they say nothing; None where their sizes contradict what they are."""
    counter = time = None
    acc = gyro = _NONE
    at = 0
    while at < len(data):
        head, content = data[at : at + 3], b""
        if len(head) == 3:
            content = data[at + 3 : at + 3 + head[2]]
        if len(head) < 3 or len(content) < head[2]:
            return None
        at += 3 + head[2]
        item = head[0] << 8 | head[1]
        if item in (PACKET_COUNTER, SAMPLE_TIME_FINE):
            if len(content) != (2 if item == PACKET_COUNTER else 4):
                return None
            if item == PACKET_COUNTER:
                counter = int.from_bytes(content, "big")
            else:
                time = int.from_bytes(content, "big")
        elif item & 0xFFF0 in (ACCELERATION, RATE_OF_TURN):
            size, read = FORMATS[item & 3]
            if len(content) != size:
                return None
            if item & 0xFFF0 == ACCELERATION:
                acc = read(content)
            else:
                gyro = read(content)
    return Reading(0, counter, time, (*acc, *gyro))
