"""From what came when to frames: the part of the source that looks at no clock and at no port."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rtstgcn_firmware.messages import Combined, Hello, Message, Node, Reading, Sample
from rtstgcn_firmware.protocols import SensorProtocol

from rtstgcn_edge.frames import Frame
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.notices import Notices
from rtstgcn_edge.sources.imu.device import Device

Step = tuple[int, bytes]
"""Arrival (monotonic ns) and bytes as they came; without bytes: only time passed.

The first one without bytes ends the greeting (what a device is, is known then), the second one begins the run: frames
that were complete before are left out, for their labels would come too late.
"""
OF_THE_DEVICE = ("nodes", "axes", "rate_hz", "wait_ms", "hold_ms")
SAMPLES = (Sample, Combined, Reading)


class Joining:
    """Frames of a model from steps; the same ones for the same steps.

    Args:
        where: the source, for messages.
        manifest: of the model.
        protocol: its decoder, at its start.
        options: of the source.
        notices: takes lines about nodes.
    """

    def __init__(
        self,
        where: str,
        manifest: Manifest,
        protocol: SensorProtocol,
        options: Mapping[str, Any],
        notices: Notices | None = None,
    ) -> None:
        self.protocol = protocol
        self.early = 0
        """Frames from before the run."""
        self.others: list[tuple[int, Message]] = []
        """Messages that are no samples, with their arrival; whoever looks at them takes them out."""
        self.samples = self.other_messages = 0
        """Messages of each kind; a combined one is one."""
        self._where, self._manifest, self._options, self._notices = where, manifest, options, notices
        self._greeting: list[tuple[int, list[Message | Reading]]] = []
        self._device: Device | None = None
        self._begun = False
        self._first = 0

    @property
    def device(self) -> Device:
        """Made at the end of the greeting."""
        assert self._device is not None
        return self._device

    def step(self, now: int, data: bytes) -> list[Frame]:
        """The frames that this step completes. Raises InputError where what was greeted does not fit the model."""
        if not self._begun:
            self._before(now, data)
            return []
        if data:
            self._feed(self.protocol.feed(data), now)
        frames = self.device.frames(now)
        for frame in frames:
            frame.number -= self._first
        return frames

    def _before(self, now: int, data: bytes) -> None:
        messages = self.protocol.feed(data)
        if self._device is None:
            if data:
                self._greeting.append((now, messages))
                return
            self._device = self._described()
            for arrival, told in self._greeting:
                self._feed(told, arrival)
            self._greeting.clear()
        else:
            self._feed(messages, now)
            self._begun = not data
        for frame in self.device.frames(now):
            self.early += 1
            self._first = frame.number + 1

    def _feed(self, messages: list[Message | Reading], now: int) -> None:
        self.device.feed(messages, now)
        self.samples += len(messages)
        for message in messages:
            if not isinstance(message, SAMPLES):
                self.samples -= 1
                self.other_messages += 1
                self.others.append((now, message))

    def _described(self) -> Device:
        """The device that the greeting tells of."""
        hello, names, seen = None, {}, set()
        for _, messages in self._greeting:
            for message in messages:
                if isinstance(message, Hello):
                    hello = message
                elif isinstance(message, Node):
                    names[message.node] = message.name
                elif isinstance(message, Sample | Reading):
                    seen.add(message.node)
        options = {key: value for key, value in self._options.items() if key in OF_THE_DEVICE}
        return Device(self._where, self._manifest, self.protocol, hello, names, seen, **options, notices=self._notices)
