"""The nodes of a device: their counters, their clocks, and the join of their samples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from rtstgcn_firmware.clock import DeviceClock
from rtstgcn_firmware.messages import DEVICE, SyncReply
from rtstgcn_firmware.protocols import SensorProtocol

from rtstgcn_edge.sources.imu.check import Fit
from rtstgcn_edge.sources.imu.signs import Say, Signs
from rtstgcn_edge.sources.imu.sync import Sync, sent_ns
from rtstgcn_edge.sources.imu.timeline import Leap, Timeline
from rtstgcn_edge.sources.live.join import Join

SETTLED = 8
"""Exchanges after which a node's own clock is good enough to tell ticks apart ..."""
SETTLED_NS = 1_500_000_000
"""... or this time, where it does not answer."""
FORGOTTEN_NS = 2_000_000_000
"""An answer to a request of so long ago says nothing."""
LEAP_US = 250_000
"""An answer that is so far from what the clock says comes of a clock that was set, which samples will tell."""


OBSERVED_US = 5_000_000
"""Of a node, before its rate is told."""


class _Node:
    """One node, as a joint of the model."""

    __slots__ = ("clock", "exchanges", "name", "origin", "reached", "settled", "since", "timeline")

    def __init__(self, name: str, timeline: Timeline, clock: DeviceClock, settled: bool) -> None:
        self.name, self.timeline, self.clock, self.settled = name, timeline, clock, settled
        self.since: int | None = None  # arrival of the first sample by this clock
        self.exchanges = 0  # of its clock, before it began anew
        self.origin: tuple[int, int] | None = None  # number and time (us) since which its rate is observed
        self.reached = (0, 0)  # number and time of its latest sample

    def observe(self, number: int, time_us: int) -> None:
        """Another sample whose number and time go on from those before."""
        self.reached = number, time_us
        self.origin = self.origin or self.reached

    @property
    def observed_hz(self) -> float | None:
        """Samples a second, the lost ones too; None before some seconds of them."""
        if self.origin is None or self.reached[1] - self.origin[1] < OBSERVED_US:
            return None
        return 1e6 * (self.reached[0] - self.origin[0]) / (self.reached[1] - self.origin[1])


class Nodes:
    """Samples of all nodes onto the ticks of the model.

    Where one clock stamps all samples, its time is what ticks are told by: all nodes of one instant are on one tick,
    however late they arrive. Where each node has its own clock, or none but the number of its samples, it is the host's
    time, by a `DeviceClock` each.

    Args:
        joints: names.
        rate_hz: of the model.
        fit: how the device serves the model.
        protocol: what it speaks.
        timed: whether samples have stamps.
        clock: of the device itself.
        limits: of `Join`.
        say: takes a kind, and a line of that kind.
    """

    def __init__(
        self,
        joints: Sequence[str],
        rate_hz: float,
        fit: Fit,
        protocol: SensorProtocol,
        *,
        timed: bool,
        clock: DeviceClock,
        limits: Mapping[str, float],
        say: Say,
    ) -> None:
        self.fit = fit
        self.join = Join(len(joints), fit.rate_hz, rate_hz, **limits)
        self.shared = timed and not fit.node_clocks
        """Whether one clock stamps all samples."""
        self.restarts = self.time_jumps = self.ignored = 0
        self.unexplained = False
        """Whether counters began anew and no HELLO has told why."""
        self._say, self._clock, self._timed = say, clock, timed
        period_us = 1e6 / fit.rate_hz

        def timeline() -> Timeline:
            return Timeline(protocol.sequence_bits, protocol.time_bits, protocol.tick_us, period_us)

        self._young = not self.shared  # clocks must settle before ticks can be told by them
        one_clock = self.shared or (len(joints) == 1 and not fit.node_clocks)
        clocks = [clock if one_clock else DeviceClock() for _ in joints]
        self.nodes = [_Node(name, timeline(), c, not self._young) for name, c in zip(joints, clocks, strict=True)]
        self._device_time = timeline()  # of the answers of node 255, where its samples do not tell it
        self._latest: Timeline | None = None  # the newest of those that one clock stamps
        self._shift_us = 0  # from the device's time to the time that ticks are told by
        self._rebase: tuple[int, int] | None = None  # (host ns, tick us) at which the clocks began anew
        self.signs = Signs(joints, fit.rate_hz, say)
        asked = [DEVICE, *fit.mapping.node_of] if fit.node_clocks else [DEVICE]
        self.sync = Sync(asked if protocol.hello else ())

    def use_one_clock(self) -> None:
        """One clock stamps all samples after all: those of COMBINED messages are always of the device's own."""
        self.shared, self._young = True, False
        self.sync = Sync([DEVICE])
        self._latest = self._device_time if self._device_time.started else None
        for node in self.nodes:
            node.clock, node.settled = self._clock, True
            node.timeline.reset()
        self.join.forget()

    def add(self, node: int, sequence: int | None, time: int | None, values: Sequence[float], arrival_ns: int) -> None:
        """A sample of a node of the device."""
        mapping = self.fit.mapping
        joint = mapping.joint_of.get(node)
        if joint is None:
            self.ignored += 1
            return
        self.signs.came(joint, values, arrival_ns)
        state = self.nodes[joint]
        timeline, clock = state.timeline, state.clock
        leap = timeline.add(sequence, time, arrival_ns, self._latest)
        if leap is not Leap.NONE:
            self._leapt(leap, joint, arrival_ns)
            self._forget_rates()
        if timeline.sequence is not None:
            state.observe(timeline.sequence, arrival_ns // 1000 if time is None else timeline.time_us)
        if self._rebase is not None:
            at_ns, tick_us = self._rebase
            self._shift_us = tick_us + (arrival_ns - at_ns) // 1000 - timeline.time_us
            self._rebase = None
        if self.shared:
            self._latest = timeline
        time_us = timeline.time_us
        clock.add_arrival(time_us, arrival_ns)
        captured = min(clock.to_host_ns(time_us), arrival_ns)
        if not state.settled and not self._settles(state, arrival_ns):
            self.join.drop(joint)
            return
        tick_ns = (time_us + self._shift_us) * 1000 if self.shared else captured
        self.join.add(joint, timeline.sequence, tick_ns, captured, arrival_ns, mapping.convert(joint, values))

    def answered(self, reply: SyncReply, arrival_ns: int) -> None:
        """The answer to a request for the time."""
        asked_ns = sent_ns(reply.echo, arrival_ns)
        if arrival_ns - asked_ns > FORGOTTEN_NS:
            return
        if reply.node == DEVICE and self.shared:
            if self._latest is None:
                return
            clock, near = self._clock, self._latest
            if abs(near.at(reply.sent) - clock.to_device_us(arrival_ns)) > LEAP_US:
                return
        elif reply.node == DEVICE:
            clock, near = self._clock, self._device_time
            near.add(None, reply.sent, arrival_ns)
        else:
            joint = self.fit.mapping.joint_of.get(reply.node)
            if joint is None or self.shared or not self.nodes[joint].timeline.started:
                return
            clock, near = self.nodes[joint].clock, self.nodes[joint].timeline
        self.sync.answered(reply.node)
        clock.add_exchange(asked_ns, near.at(reply.received), near.at(reply.sent), arrival_ns)

    def restart(self, now_ns: int, *, begun: Timeline | None = None) -> None:
        """All clocks and counters of the device begin anew; `begun` has already. Ticks go on by the host's time."""
        self.restarts += 1
        if self.shared and self._clock.started and self._rebase is None:
            self._rebase = (now_ns, self._clock.to_device_us(now_ns) + self._shift_us)
        self._clock.reset()
        self._device_time.reset()
        self._latest = begun if self.shared else None
        self._forget_rates()
        for node in self.nodes:
            if node.timeline is not begun:
                node.timeline.reset()
            if not self.shared:
                self._restart_clock(node)
        self.join.forget()
        self.sync.restart()

    def _leapt(self, leap: Leap, joint: int, arrival_ns: int) -> None:
        """The counters of a node were set, or began anew."""
        state = self.nodes[joint]
        whose = "the device" if self.shared else state.name
        if leap is Leap.RESTARTED:
            self._say("restart", f"{whose} has restarted")
            self.unexplained = self.shared
            if self.shared:
                self.restart(arrival_ns, begun=state.timeline)
                return
            self.restarts += 1
            self._restart_clock(state)
            self.join.forget(joint)
            self.sync.restart()
            return
        jump_us = state.timeline.jump_us
        self.time_jumps += 1
        self._say("time", f"the clock of {whose} was set by {jump_us / 1e6:+.3f} s")
        state.clock.step(jump_us)
        if self.shared:
            self._shift_us -= jump_us
            for other in self.nodes:
                if other is not state:
                    other.timeline.time_us += jump_us

    def _forget_rates(self) -> None:
        for node in self.nodes:
            node.origin = None

    def _restart_clock(self, node: _Node) -> None:
        node.clock.reset()
        node.exchanges, node.since, node.settled = node.clock.exchanges, None, not self._young

    def _settles(self, node: _Node, arrival_ns: int) -> bool:
        """Whether a node's own clock can tell ticks apart by now."""
        if node.since is None:
            node.since = arrival_ns
        node.settled = node.clock.exchanges - node.exchanges >= SETTLED or arrival_ns - node.since >= SETTLED_NS
        return node.settled

    @property
    def clocks(self) -> dict[str, DeviceClock]:
        """By name of the node; the device's own first."""
        named = {"device": self._clock}
        for node in self.nodes:
            if node.clock is not self._clock:
                named[node.name] = node.clock
        return named

    @property
    def observed_hz(self) -> float | None:
        """Samples of a node in a second of the host; None before there have been some seconds of them."""
        skew = 1e-6 * self._timed  # the times of samples that have none are the host's
        rates = [(1 + skew * node.clock.skew_ppm) * hz for node in self.nodes if (hz := node.observed_hz) is not None]
        if any(node.origin for node in self.nodes):  # their samples are numbered
            return median(rates) if rates else None
        if max(counts.received for counts in self.join.counts) < 5 * self.fit.rate_hz:
            return None
        rate = 1e9 / self.join.period_ns
        return rate * (1 + self._clock.skew_ppm * 1e-6) if self.shared else rate
