"""The wire once more, slow and obvious: byte by byte, bit by bit, field by field."""

from __future__ import annotations

import math
import struct

from rtstgcn_firmware.messages import (
    Ack,
    Class,
    Combined,
    Error,
    Hello,
    HelloRequest,
    Label,
    Node,
    Sample,
    Status,
    SyncReply,
    SyncRequest,
)

FIELDS = {
    0x02: (Node, "u8 str"),
    0x03: (Sample, "u8 u16 u32 counts"),
    0x04: (Combined, "u16 u32 counts"),
    0x05: (Status, "u8 u8 u32 u32"),
    0x06: (SyncReply, "u8 u32 u32 u32"),
    0x07: (Ack, "u16 u32"),
    0x08: (Error, "u8 str"),
    0x41: (HelloRequest, "u8"),
    0x42: (SyncRequest, "u8 u32"),
    0x43: (Label, "u8 u16 u8 u8 u8 u32"),
    0x44: (Class, "u8 u8 str"),
    0x01: (Hello, "u8 u8 u8 u8 u16 u32 u8 f32 u8 f32 serial str str"),
}
CORRUPT, MALFORMED, UNKNOWN = "corrupt", "malformed", "unknown"


def crc16(data):
    register = 0xFFFF
    for byte in data:
        for bit in range(7, -1, -1):
            carry = (register >> 15) ^ (byte >> bit & 1)
            register = (register << 1) & 0xFFFF
            if carry:
                register ^= 0x1021
    return register


def stuff(data):
    """COBS: blocks of bytes that are not zero, each behind its length plus one."""
    blocks = [[]]
    for byte in data:
        if byte == 0:
            blocks.append([])
        else:
            blocks[-1].append(byte)
    assert len(data) <= 254
    return bytes(byte for block in blocks for byte in [len(block) + 1, *block])


def unstuff(data):
    """What `stuff` was given, None for what it never gives."""
    plain, left = [], 0
    for byte in data:
        if left == 0:
            if byte == 0:
                return None
            plain.append(0)
            left = byte - 1
        elif byte == 0:
            return None
        else:
            plain.append(byte)
            left -= 1
    return bytes(plain[1:]) if plain and left == 0 else None


def framed(body):
    """A frame around any type and fields."""
    return b"\0" + stuff(body + crc16(body).to_bytes(2, "little")) + b"\0"


def fates(stream):
    """What becomes of each frame that is not empty and whose end has come: a message, or the name of a count."""
    fates, frame = [], bytearray()
    for byte in stream:
        if byte:
            frame.append(byte)
        elif frame:
            fates.append(fate(bytes(frame)))
            frame = bytearray()
    return fates


def fate(frame):
    packet = unstuff(frame) if len(frame) <= 253 else None
    if packet is None or len(packet) < 3 or crc16(packet[:-2]) != int.from_bytes(packet[-2:], "little"):
        return CORRUPT
    if packet[0] not in FIELDS:
        return UNKNOWN
    message = parsed(packet[:-2])
    return MALFORMED if message is None else message


def parsed(body):
    """The message of a known type and its fields; None where they are not of that type."""
    of, kinds = FIELDS[body[0]]
    if of is Hello and len(body) > 1 and body[1] != 1:
        return Hello(body[1], 0, 0, 0, 0, 0, 0, 0.0, 0, 0.0, bytes(8), "", "")
    values, rest = [], list(body[1:])

    def take(count):
        taken = bytes(rest[:count])
        del rest[:count]
        if len(taken) < count:
            raise IndexError
        return taken

    try:
        for kind in kinds.split():
            if kind in ("u8", "u16", "u32"):
                values.append(int.from_bytes(take(int(kind[1:]) // 8), "little"))
            elif kind == "f32":
                values.append(struct.unpack("<f", take(4))[0])
            elif kind == "serial":
                values.append(take(8))
            elif kind == "str":
                size = take(1)[0]
                if size > 31:
                    return None
                values.append(take(size).decode("utf-8"))
            else:
                count = 6 if of is Sample else len(rest) // 2
                values.append(tuple(int.from_bytes(take(2), "little", signed=True) for _ in range(count)))
    except (IndexError, UnicodeDecodeError):
        return None
    message = of(*values)
    return None if rest or not sound(message) else message


def sound(message):
    if isinstance(message, Sample | Node):
        return message.node < 20
    if isinstance(message, Status | SyncReply | SyncRequest):
        return message.node < 20 or message.node == 255
    if isinstance(message, Combined):
        return len(message.values) in range(6, 121, 6)
    if isinstance(message, Label):
        return message.kind <= 2
    if isinstance(message, Class):
        return message.label < message.classes
    if isinstance(message, Hello):
        ranges = (message.acc_range, message.gyro_range)
        units = message.acc_unit <= 2 and message.gyro_unit <= 1
        return units and 1 <= message.nodes <= 20 and message.rate > 0 and all(0 < r < math.inf for r in ranges)
    return True
