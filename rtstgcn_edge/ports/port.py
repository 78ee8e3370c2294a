"""A serial port that is read in a thread of its own and comes back after its cable was pulled."""

from __future__ import annotations

import contextlib
import os
import select
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.ports.inbox import Chunk, Inbox
from rtstgcn_edge.ports.listing import find_usb, usb_identity
from rtstgcn_edge.ports.opening import Device, open_device

if TYPE_CHECKING:
    from rtstgcn_firmware.clock import DeviceClock
    from rtstgcn_firmware.messages import Message

INBOX_BYTES = 1 << 20
OUTBOX_BYTES = 4096
READ_BYTES = 1 << 16
BACK_OFF_S = (0.05, 0.5)
"""First and longest wait between two attempts to open a port that is gone."""


class PortEvent(NamedTuple):
    """Something that happened to a port: `kind` is opened, lost or back; `text` says where, or why."""

    at_ns: int
    kind: str
    text: str


@dataclass
class PortCounts:
    """What a port went through. received = taken + dropped + waiting; accepted for writing = written + unwritten."""

    lost: int = 0
    back: int = 0
    written: int = 0
    unwritten: int = 0
    """Bytes that were not sent: no room, or the port was away."""
    refused: int = 0
    """Messages that `write` did not take."""


class Port:
    """An open port. `take` belongs to one thread; everything else may be called from any.

    Args:
        path: as the person named it; links are followed anew at every opening.
        baud: bits a second.
        inbox_bytes: how much may wait to be taken.

    Raises SourceError if it cannot be opened now; later it is tried for as long as it takes.
    """

    def __init__(self, path: str, baud: int, *, inbox_bytes: int = INBOX_BYTES) -> None:
        self.path, self.baud = path, baud
        self.counts = PortCounts()
        self.events: deque[PortEvent] = deque(maxlen=1000)
        """What happened, oldest first; whoever reads them takes them out."""
        self.trouble = ""
        """What keeps a port that is there again from being opened, in words."""
        self.clock: DeviceClock | None = None
        """The clock of the device, where the source that reads this port has one."""
        self.protocol: str | None = None
        """What the source that reads this port speaks with the device."""
        self.listeners: list[Callable[[int, Message], None]] = []
        """Called by the source, in its thread, with the arrival (ns) and each message that is no sample."""
        self._inbox = Inbox(inbox_bytes)
        self._outbox = bytearray()
        self._lock = threading.Lock()
        self._device: Device | None = open_device(path, baud)
        self.device = os.path.realpath(path)
        """Where the device really is."""
        self.identity = usb_identity(self.device)
        self._closing = threading.Event()
        self._wake = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._happened("opened", self.device)
        self._thread = threading.Thread(target=self._run, name=f"reads {path}", daemon=True)
        self._thread.start()

    @property
    def connected(self) -> bool:
        """Whether the device is there."""
        return self._device is not None

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._closing.is_set()

    @property
    def received(self) -> int:
        """Bytes that came."""
        return self._inbox.put_bytes

    @property
    def taken(self) -> int:
        """Bytes that were taken."""
        return self._inbox.taken_bytes

    @property
    def dropped(self) -> int:
        """Bytes that were given up because nobody took them in time."""
        return self._inbox.dropped_bytes

    def take(self, timeout_s: float) -> list[Chunk]:
        """What came, in order; waits up to `timeout_s` (s) for the first of it. Empty if nothing did."""
        return self._inbox.take(timeout_s)

    def write(self, data: bytes) -> bool:
        """Send `data` whole or not at all, without waiting; False (and counted) where it cannot be."""
        with self._lock:
            if self._device is None or len(self._outbox) + len(data) > OUTBOX_BYTES:
                self.counts.refused += 1
                self.counts.unwritten += len(data)
                return False
            self._outbox += data
            self._send()
            if self._outbox:
                self._wake_up()
        return True

    def set_baud(self, baud: int) -> None:
        """Another rate from now on. Raises SourceError where the port cannot do it."""
        with self._lock:
            self.baud = baud
            if self._device is None:
                return
            try:
                self._device.baudrate = baud
            except (ValueError, OverflowError, OSError):
                raise SourceError(f"{self.path}: {baud} baud is no rate that this port can do") from None

    def close(self) -> None:
        """End the thread and give the port back; what waited to be sent and can be sent at once still is."""
        if self._closing.is_set():
            return
        with self._lock:
            self._send()
        self._closing.set()
        self._wake_up()
        self._thread.join()
        with self._lock:
            self._give_back()
        os.close(self._wake)

    def _run(self) -> None:
        while not self._closing.is_set():
            if self._device is None:
                self._reopen()
            else:
                self._lose(self._pump(self._device))

    def _pump(self, device: Device) -> str:
        """Move bytes until the port is lost (returns why) or closed."""
        file, poll, waiting = device.fileno(), select.poll(), False
        poll.register(self._wake, select.POLLIN)
        poll.register(file, select.POLLIN)
        while True:
            ready = dict(poll.poll())
            if file in ready and ready[file] != select.POLLOUT:
                try:
                    data = os.read(file, READ_BYTES)
                    arrival = time.monotonic_ns()
                except BlockingIOError:
                    continue
                except OSError as error:
                    return error.strerror or str(error)
                if not data:
                    return "the other end is gone"
                self._inbox.put(Chunk(arrival, data))
            if self._wake in ready:
                os.eventfd_read(self._wake)
            if self._closing.is_set():
                return "closed"
            if waiting or self._outbox:
                with self._lock:
                    self._send()
                    waiting = bool(self._outbox)
                poll.modify(file, select.POLLIN | (select.POLLOUT if waiting else 0))

    def _send(self) -> None:
        """Write what the port takes now; the lock is held."""
        if self._device is None or not self._outbox:
            return
        with contextlib.suppress(OSError):  # full, or gone: the reading thread finds out
            sent = os.write(self._device.fileno(), self._outbox)
            self.counts.written += sent
            del self._outbox[:sent]

    def _lose(self, why: str) -> None:
        if not self._closing.is_set():
            self.counts.lost += 1
            self._happened("lost", why)
        with self._lock:
            self._give_back()

    def _give_back(self) -> None:
        """Close the device; the lock is held."""
        self.counts.unwritten += len(self._outbox)
        self._outbox.clear()
        if self._device is not None:
            with contextlib.suppress(OSError):
                self._device.close()
            self._device = None

    def _reopen(self) -> None:
        """Try until the device is back, or the port is closed."""
        wait, longest = BACK_OFF_S
        while not self._closing.wait(wait):
            wait = min(2 * wait, longest)
            path = find_usb(self.identity, self.device) if self.identity else self.path
            if path is None or not os.path.exists(path):  # noqa: PTH110
                continue
            try:
                device = open_device(path, self.baud)
            except SourceError as error:
                self.trouble = str(error)
                continue
            self.device, self.trouble = os.path.realpath(path), ""
            self.counts.back += 1
            self._happened("back", self.device)
            with self._lock:
                self._device = device
            return

    def _happened(self, kind: str, text: str) -> None:
        self.events.append(PortEvent(time.monotonic_ns(), kind, text))

    def _wake_up(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.eventfd_write(self._wake, 1)
