"""What a firmware has around it: a clock, a transmit buffer, and somebody who sees what it is told."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rtstgcn_firmware.messages import DEVICE, Kind, Label

from rtstgcn_edge.histogram import LogHistogram
from rtstgcn_edge.virtual_imu.clocks import VirtualClock, since, spread
from rtstgcn_edge.virtual_imu.settings import Settings
from rtstgcn_edge.virtual_imu.transport import Fate, Transport

OnLabel = Callable[[int, Label, str], None]


class VirtualBoard:
    """The board of a device of some nodes.

    Args:
        settings: its clocks, and what happens to what it sends.
        nodes: how many.
        on_label: told of every label, event and cue: true ns, message, name of the class.

    Attributes:
        now_ns: true time.
        dying: the power fails: half of what is written goes out.
        clock, clocks: the device's own, and that of each node (the same one unless they have clocks of their own).
        lost: samples of each node that were lost on the air.
        heard: labels, events and cues, by kind.
        round_trip: of cues, by the device's clock: from the labelled sample to the reception.
    """

    def __init__(self, settings: Settings, nodes: int, on_label: OnLabel | None) -> None:
        self.transport = Transport(settings)
        self.now_ns = 0
        self.dying = False
        self.lost = [0] * nodes
        self.heard = dict.fromkeys(Kind, 0)
        self.round_trip = LogHistogram()
        self._on_label = on_label
        self._on_air = False
        self._draw = random.Random(f"clocks {settings.seed}")
        self.clock = VirtualClock(settings.skew_ppm)
        self.clocks = [self.clock] * nodes
        if settings.own_clocks:
            self.clock, *self.clocks = map(VirtualClock, spread(nodes + 1, settings.skew_ppm, self._draw))

    def switch_on(self, uptime_s: float) -> None:
        """The clocks start. Nodes with clocks of their own were switched on up to a minute before."""
        uptime_us = round(uptime_s * 1e6)
        self.clock.start(self.now_ns, uptime_us)
        for clock in self.clocks:
            if clock is not self.clock:
                clock.start(self.now_ns, uptime_us + self._draw.randrange(60_000_000))

    def jump(self, us: int) -> None:
        """All clocks are set forward, or back."""
        for clock in {self.clock, *self.clocks}:
            clock.jump(us)

    @contextmanager
    def by_air(self, nodes: Sequence[int]) -> Iterator[None]:
        """What is written now are samples of these nodes, which come by air."""
        lost, self._on_air = self.transport.counts.lost, True
        yield
        self._on_air = False
        for node in nodes:
            self.lost[node] += self.transport.counts.lost - lost

    def write(self, packet: bytes) -> bool:
        """Whether the transmit buffer took it."""
        packet = packet[: len(packet) // 2] if self.dying else packet
        return self.transport.send(self.now_ns, packet, by_air=self._on_air) is not Fate.REFUSED

    def clock_us(self, node: int) -> int:
        """The clock of a node, or the device's own."""
        return (self.clock if node == DEVICE else self.clocks[node]).us(self.now_ns)

    def labelled(self, label: Label, name: str) -> None:
        """The host answered back."""
        self.heard[label.kind] += 1
        if label.kind == Kind.CUE:
            self.round_trip.add(1000 * since(label.time, self.clock_us(DEVICE)))
        if self._on_label:
            self._on_label(self.now_ns, label, name)
