"""Messages of a device to frames of a model: checked against it, clocks followed, samples scaled, nodes joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

from rtstgcn_firmware.clock import DeviceClock
from rtstgcn_firmware.messages import Combined, Hello, HelloRequest, Message, Node, Reading, Sample, Status, SyncReply
from rtstgcn_firmware.protocols import SensorProtocol

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.frames import Frame
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.notices import Notices
from rtstgcn_edge.resample import same_rate
from rtstgcn_edge.sources.imu.account import Account
from rtstgcn_edge.sources.imu.check import Fit, check_hello, rate_in_words
from rtstgcn_edge.sources.imu.listening import Listening
from rtstgcn_edge.sources.imu.nodes import Nodes
from rtstgcn_edge.sources.live.join import HOLD_MS, WAIT_MS

RATE_OFF = 0.02
"""Share by which the rate that is observed may miss the nominal one before it is said."""
ASK_AGAIN_NS = 1_000_000_000
"""For HELLO, of a device that seems to have restarted."""
LOOK_EVERY = 1024
"""Samples between two looks at it."""


class Device:
    """One device, from what it says to frames of the model. Reads no clock: a function of what came and when.

    Args:
        where: the source, for messages.
        manifest: of the model.
        protocol: what the device speaks.
        hello: what it said of itself; None where its protocol has no HELLO.
        names: names of its nodes.
        seen: nodes that gave readings before.
        nodes: what the person says of its nodes, see `make_mapping`.
        axes: and of how they are mounted.
        rate_hz: and of its rate, where it is not what it says.
        wait_ms: see `Join`.
        hold_ms: see `Join`.
        notices: takes lines about nodes.

    Raises InputError where it does not fit the model; without HELLO that is found after the first second of `feed`.
    """

    def __init__(
        self,
        where: str,
        manifest: Manifest,
        protocol: SensorProtocol,
        hello: Hello | None,
        names: Mapping[int, str],
        seen: Set[int] = frozenset(),
        *,
        nodes: str | None = None,
        axes: str | None = None,
        rate_hz: float | None = None,
        wait_ms: float = WAIT_MS,
        hold_ms: float = HOLD_MS,
        notices: Notices | None = None,
    ) -> None:
        self._where, self._manifest, self._protocol = where, manifest, protocol
        self._names = dict(names)
        self._said = (nodes, axes, rate_hz)
        self._limits = {"wait_ms": wait_ms, "hold_ms": hold_ms}
        self._notices = notices
        self._expected, self._hello = hello, None if protocol.hello else hello
        self._listening = Listening(where, protocol, set(seen))
        self._nodes: Nodes | None = None
        self._until_look = LOOK_EVERY
        self._ask_again = 0
        self.clock = DeviceClock()
        """Of the device itself (node 255)."""
        self.account = Account()
        if protocol.hello:
            if hello is None:
                raise InputError(f"{where}: the device has not said who it is (HELLO)")
            self._begin(self._fits(hello), timed=True)

    def feed(self, messages: Iterable[Message | Reading], arrival_ns: int) -> None:
        """What came at one moment, in its order."""
        for message in messages:
            if isinstance(message, Sample | Reading):
                self._sample(message, message.node, message.values, arrival_ns)
            elif isinstance(message, Combined):
                if self._nodes and not self._nodes.shared:
                    self._nodes.use_one_clock()
                for node in range(len(message.values) // 6):
                    self._sample(message, node, message.values[6 * node : 6 * node + 6], arrival_ns)
            elif isinstance(message, SyncReply):
                if self._nodes:
                    self._nodes.answered(message, arrival_ns)
            elif isinstance(message, Hello):
                self._greeted(message, arrival_ns)
            elif isinstance(message, Node):
                self._named(message)
            elif isinstance(message, Status):
                self.account.status[message.node] = message

    def frames(self, now_ns: int) -> list[Frame]:
        """The frames that leave by now, in order."""
        if self._nodes is None:
            until = self._listening.until_ns
            if until is None or now_ns < until:
                return []
            self._heard()
        assert self._nodes is not None
        self._nodes.signs.look(now_ns)
        return self._nodes.join.frames(now_ns)

    def flush(self) -> list[Frame]:
        """The frames that are left at the end of a recording."""
        return self._nodes.join.flush() if self._nodes else []

    def due_ns(self) -> int | None:
        """When `frames` and `wants` should be asked though nothing comes."""
        if self._nodes is None:
            return self._listening.until_ns
        dues = [due for due in (self._nodes.join.due_ns(), self._nodes.sync.due_ns) if due is not None]
        return min(dues, default=None)

    def wants(self, now_ns: int) -> Sequence[Message]:
        """What is to be sent to the device, at once."""
        if self._nodes is None:
            return ()
        wanted: list[Message] = [*self._nodes.sync.wants(now_ns)]
        if self._nodes.unexplained and now_ns >= self._ask_again:
            self._ask_again = now_ns + ASK_AGAIN_NS
            wanted.append(HelloRequest())
        return wanted

    def _sample(
        self, message: Sample | Combined | Reading, node: int, values: Sequence[float], arrival_ns: int
    ) -> None:
        account = self.account
        if self._nodes is None:
            assert isinstance(message, Reading)
            self._listening.add(message, arrival_ns)
            return
        account.received += 1
        if account.unfit_because is not None:
            account.unfit += 1
        elif self._hello is None and self._protocol.hello:
            account.kept_out += 1
        else:
            self._nodes.add(node, message.sequence, message.time, values, arrival_ns)
            self._until_look -= 1
            if not self._until_look:
                self._look()

    def _heard(self) -> None:
        """The second in which a device without HELLO is listened to is over."""
        listening = self._listening
        self._begin(listening.fit(self._names, self._manifest, *self._said), timed=listening.timed)
        for reading, arrival_ns in listening.readings:
            self._sample(reading, reading.node, reading.values, arrival_ns)
        listening.readings.clear()

    def _begin(self, fit: Fit, *, timed: bool) -> None:
        joints = [str(joint) for joint in self._manifest.skeleton["joints"]]
        self._nodes = Nodes(
            joints,
            self._manifest.rate_hz,
            fit,
            self._protocol,
            timed=timed,
            clock=self.clock,
            limits=self._limits,
            say=self._say,
        )

    def _fits(self, hello: Hello) -> Fit:
        nodes, axes, rate_hz = self._said
        return check_hello(self._where, hello, self._names, self._manifest, nodes=nodes, axes=axes, rate_hz=rate_hz)

    def _greeted(self, hello: Hello, now_ns: int) -> None:
        """HELLO, the first or another."""
        assert self._nodes is not None
        self.account.hellos += 1
        before, self._hello = self._hello or self._expected, hello
        assert before is not None
        if hello.boot != before.boot and not self._nodes.unexplained:
            self._say("restart", "the device has restarted")
            self._nodes.restart(now_ns)
        self._nodes.unexplained = False
        if hello._replace(boot=0) != before._replace(boot=0):
            self._recheck(hello)

    def _named(self, node: Node) -> None:
        if self._names.get(node.node) == node.name:
            return
        self._names[node.node] = node.name
        if self._hello is not None:
            self._recheck(self._hello)

    def _recheck(self, hello: Hello) -> None:
        """The device says something new of itself: use it, or leave its samples out while they do not fit."""
        assert self._nodes is not None
        account, present = self.account, self._nodes.fit
        try:
            fit = self._fits(hello)
            if not same_rate(fit.rate_hz, present.rate_hz) or fit.node_clocks != present.node_clocks:
                raise InputError(f"{self._where}: another rate or other clocks than before; start the run again")
        except InputError as error:
            if account.unfit_because is None:
                self._say("unfit", f"its samples are left out, because it has changed: {error}")
            account.unfit_because = str(error)
            return
        account.unfit_because = None
        self._nodes.fit = fit

    def _look(self) -> None:
        """Now and then: is the rate what it should be?"""
        assert self._nodes is not None
        self._until_look = LOOK_EVERY
        observed, nominal = self._nodes.observed_hz, self._nodes.fit.rate_hz
        if observed is not None and abs(observed / nominal - 1) > RATE_OFF:
            how = "slow" if observed > nominal else "fast"
            self._say(
                "rate",
                f"{observed:.1f} samples a second come of each node, not {nominal:g}: movements look too {how} by "
                f"{abs(nominal / observed - 1):.0%}; set the sensor, or say rate_hz={observed:.1f}",
            )

    def _say(self, kind: str, text: str) -> None:
        if self._notices:
            self._notices.say(kind, f"{self._where}: {text}")

    @property
    def description(self) -> str:
        """One line: who it is and what becomes of it."""
        if self._nodes is None:
            return "listening"
        count = len(self._nodes.nodes)
        words = f"{count} node{'s' * (count != 1)} at {rate_in_words(self._nodes.fit.rate_hz, self._manifest)}"
        hello = self._hello or self._expected
        if hello is None:
            return words
        words = f"{hello.firmware or 'unnamed firmware'}, {words}"
        if hello.model and hello.model != self._manifest.name:
            words += f"; it asks for model '{hello.model}'"
        return words

    @property
    def received(self) -> int:
        """Samples that have come."""
        return self.account.received + len(self._listening.readings)

    def facts(self) -> dict[str, Any]:
        """Everything that was counted, JSON-able."""
        return self.account.facts(self._hello, self._nodes, len(self._listening.readings))

    def remarks(self) -> list[str]:
        """What is worth knowing at the end, a handful of lines."""
        return self.account.remarks(self._nodes)
