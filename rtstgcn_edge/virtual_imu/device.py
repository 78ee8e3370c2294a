"""The virtual sensor, without any input or output of its own: bytes, and the true times at which they arrive.

True time is nanoseconds since it was switched on. `take` gives what has arrived at the host by a time; `receive` takes
what the host sent at a time. Nothing else moves it, so an hour passes as fast as it can be computed.
"""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from rtstgcn_firmware.messages import BATTERY_UNKNOWN, DEVICE, Kind

from rtstgcn_edge.virtual_imu.agenda import Agenda
from rtstgcn_edge.virtual_imu.board import OnLabel, VirtualBoard
from rtstgcn_edge.virtual_imu.counts import Measured
from rtstgcn_edge.virtual_imu.firmware import Identity, MakeFirmware
from rtstgcn_edge.virtual_imu.movement import Movement
from rtstgcn_edge.virtual_imu.nodes import Nodes
from rtstgcn_edge.virtual_imu.powered import OnTaken, Powered, Worn
from rtstgcn_edge.virtual_imu.settings import Settings
from rtstgcn_edge.virtual_imu.transport import Delivery

BOOT_NS = 300_000_000
"""From a reset, or from the cable being plugged in, to HELLO."""


@dataclass
class DeviceCounts:
    """What happened to a device."""

    resets: int = 0
    unplugged: int = 0
    jumps: int = 0


class VirtualImu:
    """A device that is worn by a recording.

    Args:
        movement: what it feels, at the rate at which it samples.
        measured: the same in counts.
        settings: what goes wrong.
        make_firmware: what runs on it.
        on_taken: told of every sample that a node took.
        on_label: told of every label, event and cue that it received: true ns, message, name of the class.

    Attributes:
        identity: what its HELLO says.
        board: its clocks, and the transport between it and the host.
        plugged: whether its cable is in.
        ended: whether it has stopped sampling for good; it still answers.
        counts: what happened to it.
        taken: samples of each node.
    """

    def __init__(
        self,
        movement: Movement,
        measured: Measured,
        settings: Settings,
        make_firmware: MakeFirmware,
        *,
        on_taken: OnTaken | None = None,
        on_label: OnLabel | None = None,
    ) -> None:
        frames, nodes, _ = measured.counts.shape
        self._settings, self._on_taken = settings, on_taken
        period_ns = 1e9 / movement.rate_hz
        self._worn = Worn(measured.counts, period_ns, Nodes(settings, nodes), settings.combined, settings.own_sampling)
        self._draw = random.Random(f"device {settings.seed}")
        self.identity = Identity(
            nodes=movement.nodes or ("",) * nodes,
            node_clocks=settings.own_clocks,
            channels=movement.channels,
            rate_mhz=round(movement.rate_hz * 1000),
            acc_range_g=measured.acc_range_g,
            gyro_range_deg_s=measured.gyro_range_deg_s,
            serial=self._draw.randrange(1, 1 << 64).to_bytes(8, "little"),
            model=movement.model,
        )
        self.board = VirtualBoard(settings, nodes, on_label)
        self._firmware = make_firmware(self.identity, self.board)
        self.plugged, self.ended = True, False
        self.counts = DeviceCounts()
        self.taken = [0] * nodes
        self._starts, self._boot = 0, self._draw.randrange(1 << 16)
        self._end_s = settings.seconds
        if self._end_s is None and not settings.loop:
            self._end_s = frames * period_ns / 1e9
        self._world = Agenda()
        self._plan_world()
        self._powered: Powered | None = None
        self._switch_on(settings.uptime_s)

    @property
    def due_ns(self) -> int:
        """True time at which something happens next."""
        return min(self._next().due_ns, self.board.transport.due_ns)

    def take(self, now_ns: int) -> list[Delivery]:
        """All bytes that have arrived at the host by `now_ns`, in order."""
        self._advance(now_ns)
        return self.board.transport.take(now_ns)

    def receive(self, data: bytes, now_ns: int) -> None:
        """The host wrote `data` at `now_ns`; the firmware has it after the transport's delay."""
        self._advance(now_ns)
        if self._powered:
            self._powered.hear(data, now_ns + self.board.transport.delay_ns())

    def facts(self) -> dict[str, Any]:
        """What it did and what it suffered, JSON-able."""
        board, trip = self.board, self.board.round_trip
        return {
            "seconds": board.now_ns / 1e9,
            "nodes": [{"taken": taken, "lost": lost} for taken, lost in zip(self.taken, board.lost, strict=True)],
            "packets": asdict(board.transport.counts),
            **asdict(self.counts),
            "heard": {f"{kind.name.lower()}s": board.heard[kind] for kind in Kind},
            "cue_round_trip_ms": {f"p{q}": trip.percentile(q) / 1e6 for q in (50, 95, 99)} | {"max": trip.max_ns / 1e6}
            if trip.count
            else {},
        }

    def skew_ppm(self, node: int) -> float:
        """By how much the clock of a node, or the device's own (255), runs too fast."""
        return (self.board.clock if node == DEVICE else self.board.clocks[node]).skew_ppm

    def _next(self) -> Agenda:
        """Where the next thing happens: around the device, or inside it."""
        if self._powered and self._powered.agenda.due_ns < self._world.due_ns:
            return self._powered.agenda
        return self._world

    def _advance(self, now_ns: int) -> None:
        while (agenda := self._next()).due_ns <= now_ns:
            self.board.now_ns = max(self.board.now_ns, agenda.due_ns)
            agenda.next()()
        self.board.now_ns = max(self.board.now_ns, now_ns)

    def _plan_world(self) -> None:
        it = self._settings
        if self._end_s is not None:
            self._world.at(round(self._end_s * 1e9), self._end)
        if it.reset_every_s:
            self._world.at(round(it.reset_every_s * 1e9), self._reset)
        if it.unplug_every_s:
            self._world.at(round(it.unplug_every_s * 1e9), self._unplug)
        for jump in it.jumps:
            self._world.at(round(jump.at_s * 1e9), partial(self._jump, round(jump.ms * 1000)))

    def _switch_on(self, uptime_s: float = 0.0) -> None:
        self._boot = (self._boot + self._draw.randrange(1, 1 << 16)) & 0xFFFF
        self.board.switch_on(uptime_s)
        self._powered = Powered(self.board, self._firmware, self._worn, self._starts, self.taken, self._on_taken)
        self._starts += 1
        self._firmware.start(self._boot)
        if not self.ended:
            self._powered.begin()

    def _lose_power(self) -> None:
        """What was planned inside does not happen. A packet was just going out."""
        if self._powered:
            self.board.dying = True
            self._firmware.status(DEVICE, BATTERY_UNKNOWN)
            self.board.dying = False
        self._powered = None

    def _plan_start(self) -> None:
        """Boot, unless the power fails again before."""
        starts, losses = self._starts, self.counts.resets + self.counts.unplugged

        def start() -> None:
            if (starts, losses) == (self._starts, self.counts.resets + self.counts.unplugged):
                self._switch_on()

        self._world.at(self.board.now_ns + BOOT_NS, start)

    def _reset(self) -> None:
        self.counts.resets += 1
        self._lose_power()
        if self.plugged:
            self._plan_start()
        self._world.at(self.board.now_ns + round((self._settings.reset_every_s or 0) * 1e9), self._reset)

    def _unplug(self) -> None:
        """The cable, and with it the power, is gone."""
        self.counts.unplugged += 1
        self._lose_power()
        self.board.transport.cut_off(self.board.now_ns)
        self.plugged = False
        self._world.at(self.board.now_ns + round(self._settings.unplug_for_s * 1e9), self._plug)

    def _plug(self) -> None:
        self.plugged = True
        self._plan_start()
        self._world.at(self.board.now_ns + round((self._settings.unplug_every_s or 0) * 1e9), self._unplug)

    def _jump(self, us: int) -> None:
        self.counts.jumps += 1
        self.board.jump(us)

    def _end(self) -> None:
        """The recording is over."""
        self.ended = True
        self._world.clear()
        if self._powered:
            self._powered.agenda.clear()
