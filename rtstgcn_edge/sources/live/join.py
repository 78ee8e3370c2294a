"""Samples of several nodes, each with losses and a rhythm of its own, as frames of the model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rtstgcn_edge.frames import Body, Frame
from rtstgcn_edge.sources.live.counts import NodeCounts
from rtstgcn_edge.sources.live.rate import Rate
from rtstgcn_edge.sources.live.ticks import NEVER, SLIP, Ticks
from rtstgcn_edge.sources.live.transport import LeastTransport

START_S = 2.0
"""How long the first frame waits for nodes that have not been heard."""
WAIT_MS = 30.0
HOLD_MS = 100.0
SILENCE_MS = 1000.0

__all__ = ["HOLD_MS", "SILENCE_MS", "SLIP", "START_S", "WAIT_MS", "Join"]


class _Node:
    """The sample of one node that stands in for those missing."""

    __slots__ = ("held", "held_tick")

    def __init__(self) -> None:
        self.held: Sequence[float] = ()
        self.held_tick = -NEVER


class _Slot:
    """One tick that has not left yet."""

    __slots__ = ("arrived", "captured", "filled", "values")

    def __init__(self, nodes: int, captured: int) -> None:
        self.values: list[Sequence[float] | None] = [None] * nodes
        self.filled = 0
        self.captured = captured
        self.arrived = captured


class Join:
    """Frames (C, V) of the model from samples (C) of V nodes.

    A node's first sample finds its tick by time, those after it by sequence number (without one: the next tick), until
    its time gainsays by more than `SLIP` periods. A frame leaves as soon as every node that is waited for has given its
    sample, or a later one; `wait_ms` after its instant and the slowest node's least transport at the latest. Then a
    node's last sample stands in for up to `hold_ms`; where one is missing for longer, or all are, the frame has no
    body. Nobody waits for a node that has been missing for that long. After `silence_ms` without any sample no frames
    come until one does; ticks are passed over then.

    It reads no clock: what comes out is a function of what came and when `frames` was asked.
    """

    def __init__(
        self,
        nodes: int,
        rate_in: float,
        rate_out: float,
        *,
        wait_ms: float = WAIT_MS,
        hold_ms: float = HOLD_MS,
        silence_ms: float = SILENCE_MS,
    ) -> None:
        """Raises InputError for rates that are too far apart."""
        self.counts = [NodeCounts() for _ in range(nodes)]
        self.rate = Rate(rate_in, rate_out)
        self.incomplete = 0
        """Frames in which a held sample stands in."""
        self._ticks = Ticks(nodes, rate_in, self.counts)
        self._wait_ns = round(wait_ms * 1e6)
        self._hold = int(hold_ms * rate_in / 1000 + 1e-6)  # ticks
        self._silence = max(int(silence_ms * rate_in / 1000), self._hold)  # ticks
        self._nodes = [_Node() for _ in range(nodes)]
        self._slots: dict[int, _Slot] = {}
        self._next: int | None = None  # the tick that leaves next; None before the first
        self._zero = 0  # the tick whose frame is number 0
        self._filled = -NEVER  # newest tick that left with a sample
        self._newest, self._newest_captured = -NEVER, 0
        self._first_arrival = 0
        self._transport = LeastTransport(nodes)
        self._last_captured = self._last_arrived = -NEVER

    def add(
        self,
        node: int,
        sequence: int | None,
        tick_ns: int,
        captured_ns: int,
        arrived_ns: int,
        values: Sequence[float] | None,
    ) -> None:
        """A sample.

        Args:
            node: joint of the model, 0 to V - 1.
            sequence: its number, unwrapped; None where there is none.
            tick_ns: when it was sampled, on a clock that all nodes share.
            captured_ns: the same on the host's clock.
            arrived_ns: when it came.
            values: (C), finite; None where one is not: it is refused, but its tick has come.
        """
        counts, state = self.counts[node], self._nodes[node]
        counts.received += 1
        tick = self._ticks.place(node, sequence, tick_ns)
        if tick is None:
            counts.duplicate += 1
            return
        if tick > self._newest:
            if self._newest == -NEVER:
                self._first_arrival = arrived_ns
            self._newest, self._newest_captured = tick, captured_ns
        self._transport.add(node, arrived_ns - captured_ns)
        if values is None:
            counts.refused += 1
            return
        if self._next is not None and tick < self._next:
            counts.late += 1
            if tick > state.held_tick:
                state.held, state.held_tick = values, tick
            return
        slot = self._slots.get(tick)
        if slot is None:
            slot = self._slots[tick] = _Slot(len(self._nodes), captured_ns)
        slot.values[node] = values
        slot.filled += 1
        slot.arrived = arrived_ns

    def drop(self, node: int) -> None:
        """A sample that cannot be placed, since its clock is not known yet."""
        self.counts[node].received += 1
        self.counts[node].dropped += 1
        self.counts[node].early += self._next is None

    def frames(self, now_ns: int) -> list[Frame]:
        """The frames that leave by now, in order."""
        frames: list[Frame] = []
        if self._next is None and not self._begin(now_ns):
            return frames
        while (tick := self._next) is not None:
            slot = self._slots.get(tick)
            if slot is None and tick > self._filled + self._silence:
                if not self._slots:
                    break
                self._next = min(self._slots)
            elif self._complete(tick, slot):
                frames += self._leave(tick, slot, now_ns)
            elif now_ns >= (deadline := self._deadline(tick)):
                frames += self._leave(tick, slot, deadline)
            else:
                break
        return frames

    def flush(self) -> list[Frame]:
        """The frames that are left at the end of a recording, without waiting for anything."""
        frames: list[Frame] = []
        if self._next is None and not self._begin(NEVER):
            return frames
        assert self._next is not None
        while self._slots:
            if self._next not in self._slots and self._next > self._filled + self._silence:
                self._next = min(self._slots)
            frames += self._leave(self._next, self._slots.get(self._next), self._newest_captured)
        return [*frames, *self.rate.flush()]

    def due_ns(self) -> int | None:
        """When `frames` should be asked though nothing comes; None: not before something does."""
        if self._next is None:
            return self._first_arrival + round(START_S * 1e9) if self._slots else None
        if not self._slots and self._next > self._filled + self._silence:
            return None
        return self._deadline(self._next)

    def forget(self, node: int | None = None) -> None:
        """The next sample of this node, or of all, finds its tick by time: its numbers have begun anew."""
        self._ticks.forget(node)

    def waiting(self, node: int) -> int:
        """Samples of a node in frames that have not left yet."""
        return sum(slot.values[node] is not None for slot in self._slots.values())

    @property
    def period_ns(self) -> float:
        """Between two samples of a node, as observed, on the clock that ticks are told by."""
        return self._ticks.lattice.period_ns

    def _begin(self, now_ns: int) -> bool:
        """The first frame: of the first tick at which every node has been heard, or the newest after `START_S`."""
        if not self._slots:
            return False
        start = self._ticks.first_of_all()
        if start is None:
            if now_ns - self._first_arrival < START_S * 1e9:
                return False
            start = max(self._slots)
        for tick in sorted(tick for tick in self._slots if tick < start):
            slot = self._slots.pop(tick)
            self._keep(tick, slot)
            self._drop(slot)
            for counts, values in zip(self.counts, slot.values, strict=True):
                counts.early += values is not None
        self._next = self._zero = start
        self._filled = start - 1
        return True

    def _keep(self, tick: int, slot: _Slot) -> None:
        """Its samples may stand in for later ones."""
        for state, values in zip(self._nodes, slot.values, strict=True):
            if values is not None:
                state.held, state.held_tick = values, tick

    def _drop(self, slot: _Slot) -> None:
        for counts, values in zip(self.counts, slot.values, strict=True):
            counts.dropped += values is not None

    def _complete(self, tick: int, slot: _Slot | None) -> bool:
        """Whether nothing more is waited for: those that are there have given this tick's sample or a later one."""
        if slot is not None and slot.filled == len(self._nodes):
            return True
        alone = tick > self._filled + self._hold  # after a silence of all, all are waited for
        return self._ticks.all_passed(tick, -NEVER + 1 if alone else tick - self._hold)

    def _instant(self, tick: int) -> int:
        """On the host's clock."""
        return self._newest_captured + round((tick - self._newest) * self.period_ns)

    def _deadline(self, tick: int) -> int:
        transport = self._transport.slowest(tick, self._ticks, self._newest - self._hold)
        return self._instant(tick) + transport + self._wait_ns

    def _leave(self, tick: int, slot: _Slot | None, given_up_ns: int) -> list[Frame]:
        """The frames of the model that are known with this tick, whose missing samples are given up at that moment."""
        self._next = tick + 1
        body, captured, arrived = None, self._instant(tick), given_up_ns
        if slot is not None:
            del self._slots[tick]
            if slot.filled:
                self._filled = tick
            captured = slot.captured
            if slot.filled == len(self._nodes):
                arrived = slot.arrived
            body = self._body(tick, slot)
        captured = self._last_captured = max(captured, self._last_captured)
        arrived = self._last_arrived = max(arrived, captured, self._last_arrived)
        return self.rate.push(tick - self._zero, body, captured, arrived)

    def _body(self, tick: int, slot: _Slot) -> Body | None:
        """The joints of a tick; None where a node is missing for longer than it is held."""
        self._keep(tick, slot)
        missing = [node for node, values in enumerate(slot.values) if values is None]
        if any(self._nodes[node].held_tick < tick - self._hold for node in missing):
            self._drop(slot)
            return None
        for counts, values in zip(self.counts, slot.values, strict=True):
            counts.used += values is not None
            counts.held += values is None
        joints = np.array([state.held for state in self._nodes], np.float32).T.copy()
        if not missing:
            return Body(joints)
        self.incomplete += 1
        confidence = np.ones(len(self._nodes), np.float32)
        confidence[missing] = 0
        return Body(joints, confidence=confidence)
