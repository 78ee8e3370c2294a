"""A device while it has power: it samples, reports once a second, and hears the host."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rtstgcn_firmware.messages import BATTERY_UNKNOWN, DEVICE

from rtstgcn_edge.virtual_imu.agenda import Agenda
from rtstgcn_edge.virtual_imu.board import VirtualBoard
from rtstgcn_edge.virtual_imu.firmware.base import Firmware
from rtstgcn_edge.virtual_imu.nodes import Nodes

STATUS_NS = 1_000_000_000


class Taken(NamedTuple):
    """The truth of a sample that a node took.

    `start` counts how often the device was switched on before, `number` the node's samples since then (its sequence,
    unwrapped), `frame` is that of the recording.
    """

    start: int
    node: int
    number: int
    true_ns: int
    frame: int


OnTaken = Callable[[Taken], None]


class Worn(NamedTuple):
    """What a device is worn by: counts (L, V, 6) at a period, over and over; and what is wrong with its nodes."""

    counts: npt.NDArray[np.int16]
    period_ns: float
    nodes: Nodes
    combined: bool
    own_sampling: bool


class Powered:
    """From one power on to the next loss of power.

    Args:
        board: whose clocks have started.
        firmware: which has started.
        worn: what it feels.
        start: how often it was switched on before.
        taken: samples of each node, counted here.
        on_taken: told of every sample.

    Attributes:
        agenda: what it will do; it is gone with the power.
    """

    def __init__(
        self,
        board: VirtualBoard,
        firmware: Firmware,
        worn: Worn,
        start: int,
        taken: list[int],
        on_taken: OnTaken | None,
    ) -> None:
        self.agenda = Agenda()
        self._board, self._firmware, self._worn, self._start = board, firmware, worn, start
        self._nodes = range(len(taken))
        self._taken, self._numbers = taken, [0] * len(taken)
        self._on_taken = on_taken

    def begin(self) -> None:
        """Sample and report from now on."""
        now, period = self._board.now_ns, self._worn.period_ns
        if self._worn.own_sampling:
            for node in self._nodes:
                self._plan_own(node, node / len(self._nodes))
        else:
            self._plan_instant(-int(-now // period))
        self.agenda.at(now + STATUS_NS, self._report)

    def hear(self, data: bytes, at_ns: int) -> None:
        """Bytes from the host reach it at that time."""
        self.agenda.at(at_ns, lambda: self._firmware.receive(data))

    def _plan_instant(self, tick: int) -> None:
        self.agenda.at(round(tick * self._worn.period_ns), lambda: self._instant(tick))

    def _instant(self, tick: int) -> None:
        """All nodes sample."""
        frame = tick % len(self._worn.counts)
        self._board.transport.instant(self._board.now_ns)
        rows = self._worn.counts[frame].tolist()
        if self._worn.combined:
            self._combined(frame, rows)
        else:
            for node in self._nodes:
                self._sample(node, frame, rows[node])
        self._plan_instant(tick + 1)

    def _plan_own(self, node: int, periods: float) -> None:
        due = self._board.clocks[node].after_ns(periods * self._worn.period_ns)
        self.agenda.at(due, lambda: self._own_instant(node, periods))

    def _own_instant(self, node: int, periods: float) -> None:
        """One node samples, in the rhythm of its own clock: what was recorded nearest to now."""
        now = self._board.now_ns
        frame = round(now / self._worn.period_ns) % len(self._worn.counts)
        self._board.transport.instant(now)
        self._sample(node, frame, self._worn.counts[frame, node].tolist())
        self._plan_own(node, periods + 1)

    def _sample(self, node: int, frame: int, row: list[int]) -> None:
        values = self._worn.nodes.read(node, row, self._board.now_ns)
        if values is None:
            return
        self._took(node, frame)
        with self._board.by_air([node]):
            self._firmware.sample(node, self._board.clock_us(node), values)

    def _combined(self, frame: int, rows: list[list[int]]) -> None:
        read = [self._worn.nodes.read(node, rows[node], self._board.now_ns) for node in self._nodes]
        if not any(read):
            return
        for node in self._nodes:
            self._took(node, frame)
        # a node that is silent is sent with what it read last
        values = [value for node in self._nodes for value in self._worn.nodes.latest(node)]
        with self._board.by_air(self._nodes):
            self._firmware.combined(self._board.clock_us(DEVICE), values)

    def _took(self, node: int, frame: int) -> None:
        self._taken[node] += 1
        if self._on_taken:
            self._on_taken(Taken(self._start, node, self._numbers[node], self._board.now_ns, frame))
        self._numbers[node] += 1

    def _report(self) -> None:
        now = self._board.now_ns
        for node in self._nodes:
            if self._worn.nodes.alive(node, now):
                self._firmware.status(node, self._worn.nodes.battery_percent(now))
        self._firmware.status(DEVICE, BATTERY_UNKNOWN)
        self.agenda.at(now + STATUS_NS, self._report)
