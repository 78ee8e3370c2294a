"""`imu:PORT`: body-worn sensors over a serial port. The only place of this package that looks at the clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rtstgcn_firmware.codec import encode
from rtstgcn_firmware.messages import Hello, HelloRequest

from rtstgcn_edge.frames import Frame
from rtstgcn_edge.manifest import Manifest, ModelDescription
from rtstgcn_edge.notices import Notices
from rtstgcn_edge.ports import open_port
from rtstgcn_edge.sources.base import SourceTrial
from rtstgcn_edge.sources.imu.describe import describe
from rtstgcn_edge.sources.imu.joining import Joining, Step
from rtstgcn_edge.sources.imu.options import DEFAULT_PROTOCOL, read_options
from rtstgcn_edge.sources.imu.start import find_device
from rtstgcn_edge.sources.imu.watch import Watch
from rtstgcn_edge.uri import Uri

LONGEST_WAIT_S = 0.05
"""After which a wait looks whether it shall stop."""
ASK_NS = 500_000_000
"""Between two requests for the HELLO of a device that came back: it may have restarted while nobody listened."""
NEVER_NS = 1 << 63

now = time.monotonic_ns


class Line:
    """A port at which a device answered.

    Raises InputError for wrong options, SourceError for what stands in the way of an answer.
    """

    def __init__(self, uri: Uri) -> None:
        options, make = read_options(uri)
        baud: int | None = options.get("baud")
        self.port = open_port(uri.target, baud or make().default_baud)
        self.port.protocol = options.get("protocol", DEFAULT_PROTOCOL)
        try:
            self.heard = find_device(self.port, self.port.protocol, make, search=baud is None)
        except BaseException:
            self.port.close()
            raise


_ANSWERED: dict[str, Line] = {}
"""Lines that were asked for their model, kept open for the source: opening a port restarts some boards."""


class ImuSource:
    """Sensors on a wire, joined into frames of a model."""

    live = True
    classes: tuple[str, ...] | None = None
    files: tuple[Path, ...] = ()

    @staticmethod
    def device_model(uri: Uri) -> str | None:
        """The model that the device asks for, if it asks for one."""
        line = _ANSWERED[uri.text] = Line(uri)
        return line.heard.hello.model or None if line.heard.hello else None

    @staticmethod
    def device_description(uri: Uri) -> ModelDescription:
        """All that the device gives, for a recording that is for no model."""
        options, make = read_options(uri)
        line = Line(uri)
        try:
            protocol = make()
            greeting = [(arrival, protocol.feed(data)) for arrival, data in line.heard.chunks]
            description = describe(uri.text, greeting, protocol, options.get("rate_hz"))
        except BaseException:
            line.port.close()
            raise
        _ANSWERED[uri.text] = line
        return description

    @classmethod
    def joined(cls, uri: Uri, manifest: Manifest, steps: Iterable[Step]) -> Iterator[Frame]:
        """The frames that a run gives for what came when; the same ones for the same steps. Opens nothing."""
        options, make = read_options(uri)
        joining = Joining(uri.text, manifest, make(), options)
        for moment, data in steps:
            yield from joining.step(moment, data)
            joining.others.clear()

    def __init__(self, uri: Uri, manifest: Manifest) -> None:
        options, make = read_options(uri)
        line = _ANSWERED.pop(uri.text, None) or Line(uri)
        self._port = line.port
        try:
            self._adopt(line, Joining(uri.text, manifest, make(), options, notices := Notices()))
            self._watch = Watch(self._port, self._joining.protocol, self._samples, uri.text, notices, now())
        except BaseException:
            self._port.close()
            raise
        self._stopping = False
        self._backs, self._ask_at = self._port.counts.back, NEVER_NS
        self.on_received: Callable[[int, bytes], None] | None = None
        self.period_ns: float | None = 1e9 / manifest.rate_hz
        self.description = f"{uri.text} at {self._port.baud} baud: {self._joining.device.description}"

    def _adopt(self, line: Line, joining: Joining) -> None:
        """Check what the device said when it was found, and go on from there."""
        self._joining, self._searched = joining, line.port.taken - len(line.heard.data)
        self._greeting: list[Step] = [*line.heard.chunks, (now(), b"")]
        for step in self._greeting:
            joining.step(*step)
        line.port.clock = joining.device.clock

    def trials(self) -> Iterator[SourceTrial]:
        """The one trial."""
        yield SourceTrial("live", self._frames())

    def stop(self) -> None:
        """End the frames within 50 ms."""
        self._stopping = True

    def close(self) -> None:
        """Give the port back."""
        self._port.close()

    def facts(self) -> dict[str, Any]:
        """Port, wire, device and clock, and the nodes.

        Bytes of the port that were taken = bytes of the wire + those that came at other rates while the right one was
        searched + those of the last read that the run left when it was stopped.
        """
        joining = self._joining
        return {
            "port": self._watch.facts(),
            "searched_bytes": self._searched,
            "unread_bytes": self._port.taken - self._searched - joining.protocol.counts.bytes,
            "wire": {**asdict(joining.protocol.counts), "other_messages": joining.other_messages},
            "early": joining.early,
            **joining.device.facts(),
        }

    def remarks(self) -> list[str]:
        """What is worth knowing at the end."""
        return [*self._watch.remarks(), *self._joining.device.remarks()]

    def _frames(self) -> Iterator[Frame]:
        for step in self._greeting:
            self._heard(step)
        for step in self._steps():
            self._heard(step)
            yield from self._joining.step(*step)
            self._answer()

    def _steps(self) -> Iterator[Step]:
        """What came until the run begins, its beginning, then what comes as it comes, and that time passes."""
        latest = self._greeting[-1][0]
        for arrival, data in [*self._port.take(0), (now(), b"")]:
            latest = max(latest, arrival)
            yield latest, data
        while not self._stopping:
            chunks = self._port.take(self._wait_s())
            self._watch.look(now())
            for arrival, data in chunks:
                latest = max(latest, arrival)
                yield latest, data
            moment = now()
            due = self._joining.device.due_ns()
            if not chunks and due is not None and due <= moment:  # else what came meanwhile goes first
                latest = max(latest, moment)
                yield latest, b""

    def _wait_s(self) -> float:
        """Until the join wants to be asked again, but never long."""
        due = self._joining.device.due_ns()
        return LONGEST_WAIT_S if due is None else min(max((due - now()) / 1e9, 0.0), LONGEST_WAIT_S)

    def _samples(self) -> int:
        return self._joining.samples

    def _heard(self, step: Step) -> None:
        if self.on_received:
            self.on_received(*step)

    def _answer(self) -> None:
        """What the device is sent, and who else hears what it says."""
        moment = now()
        for message in self._joining.device.wants(moment):
            self._port.write(encode(message))
        if self._joining.protocol.hello:
            self._ask_who(moment)
        for arrival, message in self._joining.others:
            self._watch.told(message)
            if isinstance(message, Hello):
                self._ask_at = NEVER_NS
            for listener in self._port.listeners:
                listener(arrival, message)
        self._joining.others.clear()

    def _ask_who(self, moment: int) -> None:
        """Ask a device that came back until it answers."""
        if self._port.counts.back != self._backs:
            self._backs, self._ask_at = self._port.counts.back, moment
        if moment >= self._ask_at:
            self._port.write(encode(HelloRequest()))
            self._ask_at = moment + ASK_NS
