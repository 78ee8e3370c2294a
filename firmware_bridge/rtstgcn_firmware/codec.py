"""Messages to bytes and back: 00, COBS(type, fields, CRC-16), 00; see firmware_bridge/WIRE.md."""

from __future__ import annotations

from binascii import crc_hqx
from dataclasses import dataclass

from rtstgcn_firmware import cobs
from rtstgcn_firmware.layout import pack, parse
from rtstgcn_firmware.messages import Message

_CRC_START = 0xFFFF
_SMALLEST = 3
"""Bytes of a type and its CRC."""
_LARGEST = 253
"""Bytes between two zeros: COBS of 250 bytes of type and fields, and the CRC."""


@dataclass(slots=True)
class WireCounts:
    """What became of the bytes: packets + corrupt + malformed + unknown are the frames that came, empty ones apart.

    Attributes:
        bytes: received, delimiters included.
        packets: messages given out.
        corrupt: no COBS, a wrong CRC, or too long or short for a packet.
        malformed: intact, but with a content that its type cannot have.
        unknown: intact, of a type that this version does not know.
        discarded: bytes of those that gave no message, delimiters apart.
    """

    bytes: int = 0
    packets: int = 0
    corrupt: int = 0
    malformed: int = 0
    unknown: int = 0
    discarded: int = 0


def encode(message: Message) -> bytes:
    """A message as it goes over the wire, both delimiters included. Raises ValueError for what it cannot carry."""
    body = pack(message)
    parse(body)
    return b"\0" + cobs.encode(body + crc_hqx(body, _CRC_START).to_bytes(2, "little")) + b"\0"


class Decoder:
    """Messages out of a stream of bytes cut anywhere; what is damaged is passed over and counted.

    Attributes:
        counts: what became of the bytes.
        complaint: what was wrong with the latest malformed message; None: nothing so far.
    """

    sequence_bits: int | None = 16
    time_bits: int | None = 32
    tick_us: float = 1.0
    nodes: int | None = None
    hello: bool = True
    default_baud: int = 115200
    default_rate_hz: float | None = None

    def __init__(self) -> None:
        self.counts = WireCounts()
        self.complaint: str | None = None
        self._begun = b""

    def feed(self, data: bytes) -> list[Message]:
        """The messages that these bytes complete, in their order."""
        counts = self.counts
        counts.bytes += len(data)
        frames = (self._begun + data).split(b"\0")
        begun = frames.pop()
        if len(begun) > _LARGEST + 1:  # too long already: what is kept need only stay so
            counts.discarded += len(begun) - _LARGEST - 1
            begun = begun[: _LARGEST + 1]
        self._begun = begun
        messages: list[Message] = []
        for frame in frames:
            if frame:
                message = self._message(frame)
                if message is None:
                    counts.discarded += len(frame)
                else:
                    messages.append(message)
        counts.packets += len(messages)
        return messages

    def _message(self, frame: bytes) -> Message | None:
        packet = cobs.decode(frame) if len(frame) <= _LARGEST else None
        if packet is None or len(packet) < _SMALLEST:
            self.counts.corrupt += 1
            return None
        body = packet[:-2]
        if crc_hqx(body, _CRC_START) != packet[-2] | packet[-1] << 8:
            self.counts.corrupt += 1
            return None
        try:
            message = parse(body)
        except ValueError as error:
            self.counts.malformed += 1
            self.complaint = str(error)
            return None
        if message is None:
            self.counts.unknown += 1
        return message
