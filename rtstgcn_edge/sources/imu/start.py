"""Who answers at a port: the rate of the line, the protocol, and what the device says of itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rtstgcn_firmware.codec import encode
from rtstgcn_firmware.messages import VERSION, Hello, HelloRequest, Node
from rtstgcn_firmware.protocols import PROTOCOLS, SensorProtocol, recognise

from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.ports import Chunk, Port

RATES = (921600, 500000, 115200, 1000000, 460800, 230400, 250000, 57600, 38400, 9600)
"""Tried in this order, after the protocol's own."""
ANSWER_S = 3.0
"""For an answer at a rate that is known: a board that restarts when its port is opened takes up to 2 s."""
SEARCH_S = 8.0
"""For an answer where the rate must be found."""
DWELL_S = 0.4
"""At a rate at which bytes come and no packet."""
ASK_S = 0.5
NAMES_S = 0.5
"""For the names of the nodes, after the HELLO that they follow ..."""
NAMES_ASKED = 3
"""... and as often again where some of them came, for one may have been damaged on its way."""
SETTLE_S = 1.2
"""For nodes, channels and rate to show, in a protocol that does not tell them."""
PACKETS = 3
"""That tell a protocol without HELLO: a weak checksum passes by chance now and then."""
TURN_S = 0.02


@dataclass
class Heard:
    """What came in a stretch of listening."""

    protocol: SensorProtocol
    chunks: list[Chunk] = field(default_factory=list)
    hello: Hello | None = None
    names: set[int] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    @property
    def data(self) -> bytes:
        """All of it."""
        return b"".join(chunk.data for chunk in self.chunks)

    @property
    def answered(self) -> bool:
        """Whether the description is complete, as far as the protocol has one."""
        return self.hello is not None if self.protocol.hello else self.protocol.counts.packets >= PACKETS

    def add(self, chunk: Chunk) -> None:
        """One more chunk."""
        self.chunks.append(chunk)
        for message in self.protocol.feed(chunk.data):
            if isinstance(message, Hello):
                self.hello = message
            elif isinstance(message, Node):
                self.names.add(message.node)


def find_device(port: Port, name: str, make: Callable[[], SensorProtocol], *, search: bool) -> Heard:
    """Listen until the device has said who it is; the port is left at the rate at which it did.

    Args:
        port: open, at the rate to begin with.
        name: of the protocol.
        make: a decoder at its start.
        search: whether other rates are tried.

    Raises SourceError with what stands in the way.
    """
    rates = [port.baud, *(rate for rate in RATES if rate != port.baud)] if search else [port.baud]
    end = time.monotonic() + (SEARCH_S if search else ANSWER_S)
    heard, came = Heard(make()), 0
    while time.monotonic() < end:
        for rate in rates:
            if not _set(port, rate):
                continue
            heard = _listen(port, make(), end, patient=not search)
            came += len(heard.data)
            if heard.answered:
                return _checked(port, heard)
            if heard.protocol.counts.packets >= PACKETS:  # the right rate, but no HELLO
                heard = _listen(port, make(), time.monotonic() + ANSWER_S, patient=True)
                if heard.answered:
                    return _checked(port, heard)
                raise SourceError(_no_hello(port))
            if other := _other(name, heard):
                rate_too = "" if rate == rates[0] else f"baud={rate}&"
                raise SourceError(f"{port.path}: what comes looks like {other}, not {name}: {rate_too}protocol={other}")
    raise SourceError(_silence(port, rates) if not came else _garbage(port, name, make, came, search))


def _listen(port: Port, protocol: SensorProtocol, end: float, *, patient: bool) -> Heard:
    """Listen at the present rate until the device has answered, or nothing speaks for this rate any more."""
    heard = Heard(protocol)
    ask = begun = time.monotonic()
    named: float | None = None
    asked = 0
    while (now := time.monotonic()) < end:
        if protocol.hello and now >= ask and heard.hello is None:
            port.write(encode(HelloRequest()))
            ask = now + ASK_S
        for chunk in port.take(TURN_S):
            heard.add(chunk)
        if heard.hello is not None:
            named = named or now + NAMES_S
            if len(heard.names) >= heard.hello.nodes:
                return heard
            if now > named:
                if not heard.names or asked == NAMES_ASKED:
                    return heard
                port.write(encode(HelloRequest()))
                named, asked = now + NAMES_S, asked + 1
        elif heard.answered:
            named = named or now + SETTLE_S
            if now >= named:
                return heard
        elif not (patient or now < begun + DWELL_S):
            return heard
    return heard


def _set(port: Port, rate: int) -> bool:
    if rate == port.baud:
        return True
    try:
        port.set_baud(rate)
    except SourceError:
        return False
    port.take(0)
    return True


def _checked(port: Port, heard: Heard) -> Heard:
    if heard.hello is not None and heard.hello.version != VERSION:
        raise SourceError(
            f"{port.path}: the device speaks version {heard.hello.version} of the wire, this program {VERSION}; "
            f"update {'the firmware' if heard.hello.version < VERSION else 'this program'}"
        )
    return heard


def _other(name: str, heard: Heard) -> str | None:
    """Another protocol that makes sense of what came."""
    if heard.protocol.counts.packets:
        return None
    other = recognise(heard.data)
    return other if other != name else None


def _no_hello(port: Port) -> str:
    return (
        f"{port.path}: samples come at {port.baud} baud, but no HELLO, and none when asked: "
        "connect the line from here to the device, or restart the device while this waits"
    )


def _silence(port: Port, rates: Sequence[int]) -> str:
    if not port.connected:
        return f"{port.path}: lost while it was asked who it is ({port.events[-1].text})"
    return f"{port.path}: nothing comes from it at {_either(rates)} baud; is the sensor on, and is it this port?"


def _garbage(port: Port, name: str, make: Callable[[], SensorProtocol], came: int, search: bool) -> str:
    what = f"{port.path}: {came} bytes came, but no packet of protocol {name}"
    if search:
        others = ", ".join(sorted(set(PROTOCOLS) - {name}))
        return f"{what} at {_either(RATES)} baud; is it another protocol= ({others})?"
    given = port.baud
    for rate in RATES:
        if rate != given and _set(port, rate):
            heard = _listen(port, make(), time.monotonic() + DWELL_S, patient=False)
            if heard.answered or heard.protocol.counts.packets >= PACKETS:
                return f"{what} at {given} baud; it speaks at {rate}: baud={rate}"
    return f"{what} at {given} baud, nor at others; is it another protocol= ({', '.join(PROTOCOLS)})?"


def _either(rates: Sequence[int]) -> str:
    return " or ".join(map(str, rates)) if len(rates) < 3 else f"{', '.join(map(str, rates[:-1]))} or {rates[-1]}"
