"""Packets of sensors put together by hand from their vendors' layouts, and the slow way to find them."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence


def bno08x(index: int, acc_mg: Sequence[int], angles: Sequence[int] = (1, -110, 2085)) -> bytes:
    body = struct.pack("<B6h3x", index, *angles, *acc_mg)
    return b"\xaa\xaa" + body + bytes([sum(body) % 256])


def witmotion(kind: int, content: bytes) -> bytes:
    packet = bytes([0x55, kind]) + content
    return packet + bytes([sum(packet) % 256])


def witmotion_axes(kind: int, counts: Sequence[int], last: int = 0) -> bytes:
    return witmotion(kind, struct.pack("<4h", *counts, last))


def witmotion_time(hour: int, minute: int, second: int, ms: int, date: Sequence[int] = (24, 2, 29)) -> bytes:
    return witmotion(0x50, struct.pack("<6BH", *date, hour, minute, second, ms))


def witmotion_combined(acc: Sequence[int], gyro: Sequence[int], angle: Sequence[int] = (0, 0, 0)) -> bytes:
    return b"\x55\x61" + struct.pack("<9h", *acc, *gyro, *angle)


def xbus(message: int, data: bytes) -> bytes:
    length = bytes([len(data)]) if len(data) < 255 else b"\xff" + struct.pack(">H", len(data))
    body = bytes([0xFF, message]) + length + data
    return b"\xfa" + body + bytes([-sum(body) % 256])


def xbus_item(identifier: int, content: bytes) -> bytes:
    return struct.pack(">HB", identifier, len(content)) + content


def fp1632(value: float) -> bytes:
    """48 bits of two's complement, of which the lower 32 go first."""
    bits = (round(value * 2**32) % 2**48).to_bytes(6, "big")
    return bits[2:] + bits[:2]


Begins = Callable[[bytes, bool], int | None]
"""Length of the packet that data begins with, 0 where there is none, None where that cannot be told yet; the second
argument: another one ended right before."""


def slow_packets(data: bytes, begins: Begins) -> list[bytes]:
    """Packet by packet and else byte by byte, until what is left is too short to tell."""
    packets, after = [], False
    while data:
        length = begins(data, after)
        if length is None:
            break
        after = length > 0
        if length:
            packets.append(data[:length])
        data = data[length or 1 :]
    return packets


def begins_bno08x(data: bytes, after: bool) -> int | None:
    if data[:2] != b"\xaa\xaa"[: len(data)]:
        return 0
    if len(data) < 19:
        return None
    return 19 if sum(data[2:18]) % 256 == data[18] else 0


def begins_witmotion(data: bytes, after: bool) -> int | None:
    if data[0] != 0x55:
        return 0
    if len(data) < 2:
        return None
    if data[1] in [*range(0x50, 0x5B), 0x5F]:
        return None if len(data) < 11 else 11 if sum(data[:10]) % 256 == data[10] else 0
    if data[1] in (0x61, 0x71):
        if after:
            return None if len(data) < 20 else 20
        return None if len(data) < 22 else 20 if data[20:22] in (b"\x55\x61", b"\x55\x71") else 0
    return 0


def begins_xbus(data: bytes, after: bool) -> int | None:
    if data[:2] != b"\xfa\xff"[: len(data)]:
        return 0
    if len(data) < 4:
        return None
    length = 4 + data[3] + 1
    if data[3] == 255:
        if len(data) < 6:
            return None
        size = data[4] * 256 + data[5]
        if size < 255 or size > 2048:
            return 0
        length = 6 + size + 1
    if len(data) < length:
        return None
    return length if sum(data[1:length]) % 256 == 0 else 0
