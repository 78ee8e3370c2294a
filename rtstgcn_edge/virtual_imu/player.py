"""Plays a virtual sensor through a pseudo-terminal, in real time."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rtstgcn_edge.virtual_imu.device import VirtualImu
from rtstgcn_edge.virtual_imu.pty import PseudoTerminal

POLL_S = 0.005
"""How often it is asked whether a host has opened or closed the port, and the longest wait."""
LINGER_NS = 1_000_000_000
"""After the end, so that the host can read what is left and answer."""


class Player:
    """The thin shell around a `VirtualImu`: it is switched on when a host first opens the port.

    Args:
        device: what is played.
        link: a symbolic link to the port, which stays the same over replugs.
        baud: bytes are garbled unless the host has set this; None: it does not matter.
        say: told, in a line, where the port is after each replug.

    Attributes:
        path: of the port; empty while it is unplugged.
        opened: how often a host was seen to open it.
        unheard_bytes: sent while nobody had the port open.
    """

    def __init__(
        self,
        device: VirtualImu,
        *,
        link: Path | None = None,
        baud: int | None = None,
        say: Callable[[str], object] = lambda _: None,
    ) -> None:
        self.device = device
        self._link, self._baud, self._say = link, baud, say
        self._noise = random.Random("garbled")
        self._stopping = False
        self.opened, self.unheard_bytes, self.garbled_bytes = 0, 0, 0
        self._is_open = False
        self._waiting = b""
        self._port: PseudoTerminal | None = None
        self.path = ""
        self._plug_in()

    def run(self) -> None:
        """Until the device has ended, or `stop`."""
        try:
            while not self._look_who_is_there():
                if self._stopping:
                    return
                time.sleep(POLL_S)
            begin = time.monotonic_ns()
            ended = None
            while not self._stopping:
                now = time.monotonic_ns() - begin
                self._step(now)
                if self.device.ended:
                    ended = ended or now
                    if now - ended > LINGER_NS:
                        return
                self._wait((self.device.due_ns - (time.monotonic_ns() - begin)) / 1e9)
        finally:
            self.close()

    def stop(self) -> None:
        """End `run` soon; safe in a signal handler and from another thread."""
        self._stopping = True  # an Event would wait for its own lock where a signal comes while it is held

    def close(self) -> None:
        """Pull the cable."""
        if self._port:
            self._port.close()
        self._port, self.path, self._is_open, self._waiting = None, "", False, b""

    def facts(self) -> dict[str, Any]:
        """What the device counted, and what the port did."""
        port = {"opened": self.opened, "unheard_bytes": self.unheard_bytes, "garbled_bytes": self.garbled_bytes}
        return {**self.device.facts(), "port": port}

    def _step(self, now_ns: int) -> None:
        """Let the device do what is due by now, and carry bytes both ways."""
        self._look_who_is_there()
        if self._port and (data := self._port.read()):  # even of a host that has just gone
            self.device.receive(self._garbled(data), now_ns)
        self._carry(b"".join(delivery.data for delivery in self.device.take(now_ns)))
        if self._port and not self.device.plugged:
            self.close()
        elif not self._port and self.device.plugged:
            self._plug_in()
            self._say(self.path)
        self.device.board.transport.blocked_bytes = len(self._waiting)

    def _carry(self, data: bytes) -> None:
        """Write what arrived, as far as the host takes it."""
        if not (self._port and self._is_open):
            self.unheard_bytes += len(data) + len(self._waiting)
            self._waiting = b""
        elif data or self._waiting:
            self._waiting += self._garbled(data)
            self._waiting = self._waiting[self._port.write(self._waiting) :]

    def _wait(self, seconds: float) -> None:
        seconds = min(max(seconds, 0.0), POLL_S)
        if self._port and self._is_open:
            self._port.wait(seconds)
        else:
            time.sleep(seconds)

    def _plug_in(self) -> None:
        self._port = PseudoTerminal(self._link)
        self.path = self._port.path
        self._port.is_open  # noqa: B018

    def _look_who_is_there(self) -> bool:
        was_open, self._is_open = self._is_open, bool(self._port and self._port.is_open)
        self.opened += self._is_open and not was_open
        return self._is_open

    def _garbled(self, data: bytes) -> bytes:
        """The bytes, where both ends agree on a speed."""
        if self._baud is None or self._port is None or self._port.baud == self._baud:
            return data
        self.garbled_bytes += len(data)
        return self._noise.randbytes(len(data))
