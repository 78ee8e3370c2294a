"""`serial:PORT`: answers a device that speaks the wire: names of classes, labels, events, and cues to act upon.

Options: `labels` (all, changes or none; default changes), `cue` (classes to cue at, with commas; default none),
`confidence` (least probability, default 0), `holdoff` (s between two cues, default 2), `on` (event or label), `baud`
(of a port that is not the source's; default 115200).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from rtstgcn_firmware.codec import encode
from rtstgcn_firmware.messages import Ack, Class, Hello, Kind, Label, Message, shortened

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.frames import Prediction, Tick
from rtstgcn_edge.hints import near_miss
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.sinks.cue import CuePolicy, Verdict
from rtstgcn_edge.sinks.cue_ledger import CueLedger
from rtstgcn_edge.sinks.device_line import open_line
from rtstgcn_edge.uri import Uri, choice, number, whole

HOLDOFF_S = 2.0
OPTIONS: dict[str, Callable[[str], Any]] = {
    "labels": choice("all", "changes", "none"),
    "cue": str,
    "confidence": number(0, 1),
    "holdoff": number(0, 3600),
    "on": choice("event", "label"),
    "baud": whole(300),
}
_MOST_CLASSES = 255
_WRAP16 = 0xFFFF


class SerialSink:
    """Labels, events and cues for a device."""

    @staticmethod
    def check(uri: Uri) -> None:
        """Refuse what can be told to be wrong before anything is opened."""
        options = uri.options(OPTIONS)
        if not uri.target:
            raise InputError(f"{uri.text}: names no port; as in serial:/dev/ttyUSB0")
        for key in ("confidence", "holdoff", "on"):
            if key in options and "cue" not in options:
                raise InputError(f"{uri.text}: {key} is of a cue; name the class with cue=CLASS")

    def __init__(self, uri: Uri, manifest: Manifest) -> None:
        self.check(uri)
        options = uri.options(OPTIONS)
        if len(manifest.classes) > _MOST_CLASSES:
            raise InputError(f"{uri.text}: {len(manifest.classes)} classes; the wire carries {_MOST_CLASSES}")
        self._uri, self._names, self._period_ns = uri, manifest.classes, 1e9 / manifest.rate_hz
        self._policy = _policy(uri, options, manifest)
        self._labels: str = options.get("labels", "changes")
        self._former: dict[int, int] = {}
        self._numbers = dict.fromkeys(Kind, 0)
        self._sent = dict.fromkeys(Kind, 0)
        self._unsent = 0
        self._ledger = CueLedger()
        self._newest = (0, 0)
        self._line = open_line(uri.text, uri.target, options.get("baud"), self._hear)
        if self._line.ready:
            self._tell_classes()

    def emit(self, tick: Tick) -> None:
        """Cues first: they are in a hurry."""
        if tick.frame.number >= 0:
            self._newest = (tick.frame.number, tick.frame.captured)
        if self._policy:
            for p in tick.predictions:
                self._cue(self._policy.judge(p, tick.events), p)
        by_skeleton = {p.skeleton: p for p in tick.predictions} if tick.events else {}
        for event in tick.events:
            p = by_skeleton[event.skeleton]
            self._send(Kind.EVENT, event.label, event.probability, p)
        if self._labels != "none":
            self._send_labels(tick)
        self._line.look()

    def close(self) -> None:
        """Hear the last answers, and give back a port of its own."""
        self._line.look()
        self._ledger.give_up(time.monotonic_ns())
        self._line.close()

    def facts(self) -> dict[str, Any]:
        """What was sent, and what became of the cues."""
        return {
            "sink": self._uri.text,
            "labels": self._sent[Kind.LABEL],
            "events": self._sent[Kind.EVENT],
            "unsent": self._unsent,
            **self._ledger.facts(),
        }

    def remarks(self) -> list[str]:
        """What of it matters."""
        facts, lines = self.facts(), []
        unsent = self._unsent + self._ledger.counts.unsent
        if self._policy:
            counts = facts["cues"]
            parts = ("sent", "acknowledged", "unanswered", "waiting", "held_off", "unsure", "unsent")
            shown = [f"{counts[part]} {part.replace('_', ' ')}" for part in parts if counts[part] or part == "sent"]
            lines.append(f"cues: {', '.join(shown)}")
        for key, meaning in (
            ("sample_to_cue_ms", "sample to cue, on this host"),
            ("round_trip_ms", "sample to acknowledgement, by the device's clock"),
        ):
            if facts[key]:
                values = ", ".join(f"{name} {value:.1f}" for name, value in facts[key].items())
                lines.append(f"{meaning} (ms): {values}")
        if unsent:
            lines.append(f"{self._uri.text}: {unsent} messages not sent (the port was away, or nothing answered)")
        return lines

    def _cue(self, verdict: Verdict, p: Prediction) -> None:
        counts = self._ledger.counts
        if verdict is Verdict.UNSURE:
            counts.unsure += 1
        elif verdict is Verdict.HELD_OFF:
            counts.held_off += 1
        elif verdict is Verdict.CUE:
            assert self._policy
            label = p.decided if self._policy.on_event and p.decided is not None else p.label
            number = self._numbers[Kind.CUE]
            captured = self._captured(p)
            if self._send(Kind.CUE, label, float(p.probabilities[label]), p):
                self._ledger.sent(number, captured, time.monotonic_ns(), self._line.device_us(captured))
            else:
                counts.unsent += 1

    def _send_labels(self, tick: Tick) -> None:
        for p in tick.predictions:
            if self._labels == "all" or self._former.get(p.skeleton) != p.label:
                self._former[p.skeleton] = p.label
                self._send(Kind.LABEL, p.label, float(p.probabilities[p.label]), p)
        for skeleton in self._former.keys() - set(tick.live):
            del self._former[skeleton]

    def _send(self, kind: Kind, label: int, probability: float, p: Prediction) -> bool:
        """Write one message; whether it is on its way."""
        number = self._numbers[kind]
        self._numbers[kind] = (number + 1) & _WRAP16
        time_us = self._line.device_us(self._captured(p))
        message = Label(kind, number, label, round(255 * probability), p.skeleton & 0xFF, time_us or 0)
        sent = self._line.ready and self._line.port.write(encode(message))
        self._sent[kind] += sent
        self._unsent += not sent and kind != Kind.CUE
        return sent

    def _captured(self, p: Prediction) -> int:
        """When the labelled frame was sampled: a delayed model labels an earlier one than the newest."""
        number, captured = self._newest
        return captured - round((number - p.frame) * self._period_ns)

    def _hear(self, message: Message) -> None:
        if isinstance(message, Ack):
            self._ledger.acknowledged(message.number, message.time)
        elif isinstance(message, Hello):
            self._tell_classes()

    def _tell_classes(self) -> None:
        for label, name in enumerate(self._names):
            self._line.port.write(encode(Class(label, len(self._names), shortened(name))))


def _policy(uri: Uri, options: dict[str, Any], manifest: Manifest) -> CuePolicy | None:
    if "cue" not in options:
        return None
    names = [name.strip() for name in options["cue"].split(",")]
    for name in names:
        if name not in manifest.classes:
            hint = near_miss(name, manifest.classes) or f"classes: {', '.join(manifest.classes)}"
            raise InputError(f"{uri.text}: cue={name}: model '{manifest.name}' has no such class; {hint}")
    return CuePolicy(
        classes=frozenset(manifest.classes.index(name) for name in names),
        confidence=options.get("confidence", 0.0),
        holdoff_s=options.get("holdoff", HOLDOFF_S),
        on_event=options.get("on", "event") == "event",
        rate_hz=manifest.rate_hz,
    )
