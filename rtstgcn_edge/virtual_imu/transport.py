"""From the device's transmit buffer to the host: the air and the cable, with what they do to bytes."""

from __future__ import annotations

import math
import random
from collections import deque
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from rtstgcn_edge.virtual_imu.agenda import NEVER
from rtstgcn_edge.virtual_imu.settings import Settings

BUFFER_BYTES = 4096
"""Transmit buffer: what does not fit is refused, and the firmware has dropped it."""
_BITS_A_BYTE = 10


class Fate(Enum):
    """Of a packet: the buffer is full, it is lost on the air, or it is on its way."""

    REFUSED = 0
    LOST = 1
    SENT = 2


class Delivery(NamedTuple):
    """Bytes that arrive at a true time."""

    at_ns: int
    data: bytes


@dataclass
class TransportCounts:
    """What became of what the firmware sent: accepted = lost + cut off + delivered (+ on their way)."""

    accepted: int = 0
    refused: int = 0
    lost: int = 0
    cut_off: int = 0
    delivered: int = 0
    damaged: int = 0
    """Of the delivered ones, those with a damaged byte."""
    damaged_bytes: int = 0
    stalls: int = 0


class Transport:
    """Packets in, deliveries out, in order. What happens to them hangs on the seed and on nothing else.

    Attributes:
        counts: of packets.
        blocked_bytes: what the host has not taken off the line yet (whoever delivers says so).
    """

    def __init__(self, settings: Settings) -> None:
        self.counts = TransportCounts()
        self.blocked_bytes = 0
        self._settings = settings
        self._jitter_ns = settings.jitter_ms * 1e6
        self._byte_ns = _BITS_A_BYTE * 1e9 / settings.baud if settings.baud else 0.0
        # one generator for each kind of fault: turning one on leaves the others as they are
        self._loss, self._delay, self._stall, self._damage = (
            random.Random(f"{kind} {settings.seed}") for kind in ("loss", "delay", "stall", "damage")
        )
        self._line_free_ns = 0.0
        self._stalled_until_ns = 0
        self._latest_ns = 0
        self._queue: deque[Delivery] = deque()
        self._intact_bytes = self._until_damage()

    def instant(self, now_ns: int) -> None:
        """A sampling instant: a stall may begin."""
        burst = self._settings.burst
        if burst and self._stall.random() < burst.probability:
            self.counts.stalls += 1
            self._stalled_until_ns = max(self._stalled_until_ns, now_ns + round(burst.ms * 1e6))

    def send(self, now_ns: int, packet: bytes, *, by_air: bool) -> Fate:
        """Take a packet; what nodes send comes by air, where it can be lost."""
        backlog = self.blocked_bytes
        if self._byte_ns:
            backlog += round(max(0.0, self._line_free_ns - now_ns) / self._byte_ns)
        if backlog + len(packet) > BUFFER_BYTES:
            self.counts.refused += 1
            return Fate.REFUSED
        self.counts.accepted += 1
        if by_air and self._settings.loss and self._loss.random() < self._settings.loss:
            self.counts.lost += 1
            return Fate.LOST
        self._line_free_ns = max(self._line_free_ns, now_ns) + len(packet) * self._byte_ns
        at = max(round(self._line_free_ns + self.delay_ns()), self._stalled_until_ns, self._latest_ns)
        self._latest_ns = at
        self._queue.append(Delivery(at, self._damaged(packet)))
        return Fate.SENT

    def delay_ns(self) -> int:
        """Lateness of one packet, in either direction."""
        return round(self._delay.random() * self._jitter_ns) if self._jitter_ns else 0

    @property
    def due_ns(self) -> int:
        """When the next delivery is due."""
        return self._queue[0].at_ns if self._queue else NEVER

    def take(self, now_ns: int) -> list[Delivery]:
        """All that has arrived by now."""
        taken = []
        while self._queue and self._queue[0].at_ns <= now_ns:
            taken.append(self._queue.popleft())
        self.counts.delivered += len(taken)
        return taken

    def cut_off(self, now_ns: int) -> None:
        """The cable is pulled: what is on its way is gone."""
        while self._queue and self._queue[-1].at_ns > now_ns:
            self._queue.pop()
            self.counts.cut_off += 1
        self._line_free_ns, self._stalled_until_ns, self._latest_ns, self.blocked_bytes = 0.0, 0, now_ns, 0

    def _damaged(self, packet: bytes) -> bytes:
        if self._intact_bytes >= len(packet):
            self._intact_bytes -= len(packet)
            return packet
        changed = bytearray(packet)
        place = self._intact_bytes
        while place < len(changed):
            changed[place] ^= self._damage.randrange(1, 256)
            self.counts.damaged_bytes += 1
            place += 1 + self._until_damage()
        self._intact_bytes = place - len(changed)
        self.counts.damaged += 1
        return bytes(changed)

    def _until_damage(self) -> int:
        """Bytes that pass before the next damaged one: geometric."""
        share = self._settings.corrupt
        if share <= 0:
            return 1 << 62
        if share >= 1:
            return 0
        return int(math.log(1 - self._damage.random()) / math.log(1 - share))
