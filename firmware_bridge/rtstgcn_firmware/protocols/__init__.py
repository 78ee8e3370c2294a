"""What sensors say over a serial line: our own wire, and the protocols of others. One protocol a file.

Each is a class whose objects have

    feed(data: bytes) -> list[Message | Reading]     what these bytes complete
    counts: WireCounts                               what became of the bytes
    sequence_bits, time_bits: int | None             bits after which its counters wrap; None: it has none
    tick_us: float                                   microseconds of one unit of its time
    nodes: int | None                                None: told by Hello, or by what comes
    hello: bool                                      whether it answers a HELLO_REQUEST
    default_baud: int, default_rate_hz: float | None

A protocol that has a sequence number or a time may still leave it out of a Reading (None).
"""

from __future__ import annotations

from pkgutil import resolve_name
from typing import Protocol

from rtstgcn_firmware.codec import WireCounts
from rtstgcn_firmware.messages import Message, Reading

PROTOCOLS = {
    "wire": "rtstgcn_firmware.codec:Decoder",
    "lines": "rtstgcn_firmware.protocols.lines:Lines",
    "witmotion": "rtstgcn_firmware.protocols.witmotion:Witmotion",
    "bno08x": "rtstgcn_firmware.protocols.bno08x:Bno08x",
    "xsens": "rtstgcn_firmware.protocols.xsens:Xsens",
}
"""Name -> the class, loaded when used."""
ENOUGH = 2
"""Packets that tell a protocol."""
SHARE = 0.5
"""Of the bytes, that they must make up."""

__all__ = ["PROTOCOLS", "SensorProtocol", "open_protocol", "recognise"]


class SensorProtocol(Protocol):
    """What every protocol offers."""

    counts: WireCounts
    sequence_bits: int | None
    time_bits: int | None
    tick_us: float
    nodes: int | None
    hello: bool
    default_baud: int
    default_rate_hz: float | None

    def feed(self, data: bytes) -> list[Message | Reading]:
        """What these bytes complete, in their order."""
        ...


def open_protocol(name: str, units: str | None = None) -> SensorProtocol:
    """A protocol at its start; `units` as in `g,deg/s` are for `lines`, the others tell theirs.

    Raises KeyError for an unknown name, ValueError for units that are unknown or of no use.
    """
    make = resolve_name(PROTOCOLS[name])
    if units is None:
        protocol: SensorProtocol = make()
        return protocol
    if name != "lines":
        raise ValueError(f"protocol {name} has units of its own; leave it out")
    lines: SensorProtocol = make(units)
    return lines


def recognise(data: bytes) -> str | None:
    """Name of the protocol that these bytes are of, from a stream cut anywhere; None where none fits.

    It is the one whose packets make up most of the bytes: half of them at least, and two packets.
    """
    shares = {name: _share(name, data) for name in PROTOCOLS}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= SHARE else None


def _share(name: str, data: bytes) -> float:
    """The part of the bytes that a protocol makes sense of."""
    protocol = open_protocol(name)
    protocol.feed(data)
    counts = protocol.counts
    return (counts.bytes - counts.discarded) / len(data) if counts.packets >= ENOUGH else 0.0
