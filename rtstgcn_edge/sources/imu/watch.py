"""What happens to a cable, said as it happens and counted: pulled, silent, damaged, at another rate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rtstgcn_firmware.messages import BATTERY_UNKNOWN, DEVICE, Error, Message, Node, Status
from rtstgcn_firmware.protocols import SensorProtocol

from rtstgcn_edge.notices import Notices
from rtstgcn_edge.ports import Port

EVERY_NS = 100_000_000
"""Between two looks."""
SILENCE_NS = 1_000_000_000
"""Without a sample, while the cable is in, before it is said."""
GARBLED_NS = 2_000_000_000
"""With bytes and no packet, before it is said."""
AWAY_NS = 2_000_000_000
"""Without the port, before it is said why it does not come back."""
LOSSES_NS = 10_000_000_000
"""Between two lines about damage."""
LOW_BATTERY = 15
"""Percent."""


class Watch:
    """Looks after a port.

    Args:
        port, protocol: what is looked after.
        samples: how many have come so far.
        name: the source, in the lines.
        notices: takes the lines.
        now: monotonic ns.
    """

    def __init__(
        self,
        port: Port,
        protocol: SensorProtocol,
        samples: Callable[[], int],
        name: str,
        notices: Notices,
        now: int,
    ) -> None:
        self._port, self._protocol, self._samples = port, protocol, samples
        self._name, self._notices = name, notices
        self._next = now
        self._bytes_at = self._packets_at = self._samples_at = now
        self._bytes, self._packets, self._seen = port.received, protocol.counts.packets, samples()
        self._damaged = self._damage()
        self._dropped, self._losses_from = port.dropped, now
        self._lost_at: int | None = None
        self._silent = self._garbled = False
        self._now = now
        self._names: dict[int, str] = {}
        self.battery: dict[int, int] = {}
        """Percent left, by node."""
        self.stalls = 0
        """Silences of a second and more with the cable in."""
        self.stalled_ns = 0
        self.garbled = 0
        """Stretches of 2 s and more with bytes and no packet."""
        self.away_ns = 0
        """Time without the port."""
        self.device_errors = 0
        """ERROR messages."""

    def told(self, message: Message) -> None:
        """A message that is no sample."""
        if isinstance(message, Error):
            self.device_errors += 1
            self._notices.say(
                f"error {message.code}", f"{self._name}: the device reports error {message.code}: {message.text}"
            )
        elif isinstance(message, Node):
            self._names[message.node] = message.name
        elif isinstance(message, Status) and message.battery != BATTERY_UNKNOWN:
            self.battery[message.node] = message.battery
            if message.battery <= LOW_BATTERY:
                who = self._who(message.node)
                self._notices.say(f"battery {message.node}", f"{self._name}: battery of {who} at {message.battery} %")

    def look(self, now: int) -> None:
        """Whether something is to be said; call it as often as you like."""
        if self._port.events:
            self._events()
        if now < self._next:
            return
        self._next, self._now = now + EVERY_NS, now
        self._progress(now)
        if now >= self._losses_from:
            self._losses(now)

    def _events(self) -> None:
        while self._port.events:
            event = self._port.events.popleft()
            if event.kind == "lost":
                self._lost_at = event.at_ns
                self._notices.say("lost", f"{self._name}: lost ({event.text}); waiting for it to come back")
            elif event.kind == "back":
                away = event.at_ns - (self._lost_at or event.at_ns)
                self.away_ns += away
                self._lost_at = None
                self._notices.say("back", f"{self._name}: back as {event.text} after {away / 1e9:.1f} s")

    def _progress(self, now: int) -> None:
        """Bytes, packets of them, and samples in those."""
        port, counts, samples = self._port, self._protocol.counts, self._samples()
        if self._lost_at is not None:
            self._bytes_at = self._packets_at = self._samples_at = now
            self._silent = self._garbled = False
            if now - self._lost_at > AWAY_NS and port.trouble:
                self._notices.say("away", f"{self._name}: not back yet: {port.trouble}")
            return
        if port.received > self._bytes:
            self._bytes, self._bytes_at = port.received, now
        if counts.packets > self._packets:
            self._packets, self._packets_at, self._garbled = counts.packets, now, False
        if samples > self._seen:
            if self._silent:
                self.stalled_ns += now - self._samples_at
                self._notices.say("resumed", f"{self._name}: data again after {(now - self._samples_at) / 1e9:.1f} s")
            self._seen, self._samples_at, self._silent = samples, now, False
        quiet, spoke = now - self._bytes_at >= SILENCE_NS, self._packets_at > self._samples_at
        if now - self._samples_at >= SILENCE_NS and (quiet or spoke):
            self.stalls += not self._silent
            self._silent = True
            what = "silent" if quiet else "the device answers, but gives no samples"
            last = f"for {(now - self._samples_at) / 1e9:.1f} s with the cable in"
            self._notices.say("silent", f"{self._name}: {what} {last}; is the sensor on?")
        if quiet:
            self._packets_at = now
        elif now - self._packets_at >= GARBLED_NS:
            self.garbled += not self._garbled
            self._garbled = True
            line = f"{self._name}: bytes come, but no packet for {(now - self._packets_at) / 1e9:.0f} s"
            self._notices.say("garbled", f"{line}; has the device changed its baud rate ({port.baud})?")

    def _losses(self, now: int) -> None:
        """What got damaged or given up since the last line about it."""
        lines = []
        damaged = self._damage() - self._damaged
        if damaged > 1:  # one is the packet that was on its way when the port was opened
            lines.append(f"{damaged} damaged packets passed over")
        if dropped := self._port.dropped - self._dropped:
            lines.append(f"{dropped} bytes given up, because this computer falls behind")
        if lines:
            self._losses_from = now + LOSSES_NS
            self._damaged, self._dropped = self._damaged + damaged, self._dropped + dropped
            self._notices.say("losses", f"{self._name}: {'; '.join(lines)}")

    def _damage(self) -> int:
        return self._protocol.counts.corrupt + self._protocol.counts.malformed

    def facts(self) -> dict[str, Any]:
        """What was counted, JSON-able."""
        counts = self._port.counts
        return {
            "path": self._port.path,
            "device": self._port.device,
            "baud": self._port.baud,
            "bytes": {"received": self._port.received, "taken": self._port.taken, "dropped": self._port.dropped,
                      "waiting": self._port.received - self._port.taken - self._port.dropped,
                      "written": counts.written, "unwritten": counts.unwritten},
            "lost": counts.lost,
            "back": counts.back,
            "away_s": self._away_s(),
            "stalls": self.stalls,
            "stalled_s": self._stalled_s(),
            "garbled": self.garbled,
            "battery": {self._who(node): left for node, left in self.battery.items()},
            "device_errors": self.device_errors,
        }  # fmt: skip

    def remarks(self) -> list[str]:
        """What is worth knowing at the end."""
        counts, lines = self._port.counts, []
        if counts.lost:
            still = "" if self._port.connected else ", and still away"
            lines.append(f"port lost {_times(counts.lost)}, for {self._away_s():.1f} s in all{still}")
        if self.stalls:
            lines.append(f"no samples with the cable in: {_times(self.stalls)}, for {self._stalled_s():.1f} s in all")
        if damaged := self._damage():
            lines.append(f"{damaged} of {damaged + self._protocol.counts.packets} packets damaged")
        if self._port.dropped:
            lines.append(f"{self._port.dropped} of {self._port.received} bytes given up: this computer fell behind")
        low = [f"{self._who(node)} at {left} %" for node, left in sorted(self.battery.items()) if left <= LOW_BATTERY]
        if low:
            lines.append(f"battery low: {', '.join(low)}")
        return lines

    def _who(self, node: int) -> str:
        return "the device" if node == DEVICE else self._names.get(node, f"node {node}")

    def _away_s(self) -> float:
        present = self._now - self._lost_at if self._lost_at is not None else 0
        return (self.away_ns + max(present, 0)) / 1e9

    def _stalled_s(self) -> float:
        return (self.stalled_ns + (self._now - self._samples_at if self._silent else 0)) / 1e9


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
