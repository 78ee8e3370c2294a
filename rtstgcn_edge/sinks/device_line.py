"""The line to a device that is answered: the source's own port, or another one."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from rtstgcn_firmware.clock import DeviceClock, Unwrap
from rtstgcn_firmware.codec import Decoder, encode
from rtstgcn_firmware.messages import DEVICE, VERSION, Hello, HelloRequest, Message, SyncReply, SyncRequest

from rtstgcn_edge.errors import InputError, SourceError
from rtstgcn_edge.notices import Notices
from rtstgcn_edge.ports import Port, open_port, shared

Listener = Callable[[Message], None]
DEFAULT_BAUD = 115200
WIRE = "wire"
"""The protocol that can be answered in."""
ASK_NS = 1_000_000_000
"""Between two requests for a HELLO that has not come."""
SYNC_NS = (250_000_000, 5_000_000_000)
"""Between two requests for the device's time: the first ten, and later."""
_WRAP = 0xFFFF_FFFF


class DeviceLine(Protocol):
    """A line to a device."""

    port: Port
    ready: bool
    """Whether a device that speaks the wire is known to be there."""

    def look(self) -> None:
        """Hear what has come; to be called once a tick."""
        ...

    def device_us(self, host_ns: int) -> int | None:
        """Time of the device's clock (modulo 2^32) at a host time; None while it is not known."""
        ...

    def close(self) -> None:
        """Give back what was opened."""
        ...


def open_line(where: str, path: str, baud: int | None, listener: Listener) -> DeviceLine:
    """The line to the device at `path`. Raises InputError where it cannot be opened.

    Args:
        where: the sink, for messages.
        path: of the port.
        baud: None: that of the source, or 115200.
        listener: called in the thread that calls `look`, or that runs the source, with what is no sample.
    """
    port = shared(path)
    if port is None:
        try:
            return OwnLine(where, open_port(path, baud or DEFAULT_BAUD), listener)
        except SourceError as error:
            raise InputError(f"{where}: {error}") from None
    if port.protocol not in (None, WIRE):
        raise InputError(f"{where}: protocol {port.protocol} has no words for an answer; it takes a device of the wire")
    if baud not in (None, port.baud):
        raise InputError(f"{where}: the source has this port open at {port.baud} baud; leave baud out")
    return SharedLine(port, listener)


class SharedLine:
    """The source reads this port, keeps its clock, and tells what it hears."""

    ready = True

    def __init__(self, port: Port, listener: Listener) -> None:
        self.port = port
        port.listeners.append(lambda _, message: listener(message))

    def look(self) -> None:
        """The source does."""

    def device_us(self, host_ns: int) -> int | None:
        """By the source's clock."""
        return _device_us(self.port.clock, host_ns)

    def close(self) -> None:
        """The source does."""


class OwnLine:
    """A port of its own. Nothing but requests is sent before a HELLO has come: who knows what is there."""

    def __init__(self, where: str, port: Port, listener: Listener) -> None:
        self.port, self.ready = port, False
        self._where, self._listener = where, listener
        self._decoder, self._clock = Decoder(), DeviceClock()
        self._unwrap = Unwrap(32)
        self._boot: int | None = None
        self._asked_ns = self._synced_ns = -(1 << 62)
        self._requests: dict[int, int] = {}
        self._notices = Notices()

    def look(self) -> None:
        """Hear what has come, and ask what is not known."""
        for chunk in self.port.take(0):
            for message in self._decoder.feed(chunk.data):
                self._hear(message, chunk.arrival_ns)
        while self.port.events:
            event = self.port.events.popleft()
            if event.kind != "opened":
                self.ready = False  # another device may be there now
                self._notices.say(event.kind, f"{self._where}: {event.kind} ({event.text})")
        now = time.monotonic_ns()
        if not self.ready and now - self._asked_ns >= ASK_NS:
            self._asked_ns = now
            self.port.write(encode(HelloRequest()))
        elif self.ready and now - self._synced_ns >= SYNC_NS[self._clock.exchanges >= 10]:
            self._synced_ns = now
            echo = now // 1000 & _WRAP
            self._requests = {echo: now}
            self.port.write(encode(SyncRequest(DEVICE, echo)))

    def device_us(self, host_ns: int) -> int | None:
        """By the exchanges of this line."""
        return _device_us(self._clock, host_ns)

    def close(self) -> None:
        """Give the port back."""
        self.port.close()

    def _hear(self, message: Message, arrival_ns: int) -> None:
        if isinstance(message, Hello):
            if message.version != VERSION:
                said = f"speaks version {message.version} of the wire, this program version {VERSION}"
                self._notices.say("version", f"{self._where}: the device {said}; nothing is sent to it")
                return
            if message.boot != self._boot:
                self._boot = message.boot
                self._clock.reset()
                self._unwrap.reset()
            self.ready = True
        elif isinstance(message, SyncReply) and message.node == DEVICE:
            sent_ns = self._requests.pop(message.echo, None)
            if sent_ns is not None:
                received, sent = self._unwrap.add(message.received), self._unwrap.add(message.sent)
                self._clock.add_exchange(sent_ns, received, sent, arrival_ns)
        self._listener(message)


def _device_us(clock: DeviceClock | None, host_ns: int) -> int | None:
    return clock.to_device_us(host_ns) & _WRAP if clock and clock.started else None
