"""The sink: which labels are published, and below which topics.

TOPIC/label/ID    a prediction of skeleton ID, in the keys of `jsonl:` and unix_s
TOPIC/event/ID    a change of its decided label
TOPIC/skeletons   ids of those who are there
TOPIC/status      online or offline; the broker says offline where this program cannot (last will)
"""

from __future__ import annotations

import importlib.util
import json
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.frames import Event, Prediction, Tick
from rtstgcn_edge.hints import near_miss
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.notices import Notices
from rtstgcn_edge.sinks.label_line import LabelLine
from rtstgcn_edge.sinks.mqtt.address import TLS_OPTIONS, Broker, check_question_mark, check_topic, read_address, shown
from rtstgcn_edge.sinks.mqtt.discovery import discovery
from rtstgcn_edge.sinks.mqtt.message import Message
from rtstgcn_edge.uri import Uri, choice, number

WORDS: dict[str, float | None] = {"change": None, "label": 0.0, "second": 1.0}
"""How often the labels of a skeleton are published: None where the decision changes, else a period (s)."""
LONGEST_S = 3600.0


def _every(text: str) -> float | None:
    if text in WORDS:
        return WORDS[text]
    try:
        return number(0.01, LONGEST_S)(text)
    except ValueError:
        hint = near_miss(text, WORDS) or f"{', '.join(WORDS)} or seconds from 0.01 to {LONGEST_S:g} are expected"
        raise ValueError(hint) from None


OPTIONS: dict[str, Callable[[str], Any]] = {
    "every": _every,
    "qos": choice("0", "1"),
    "retain": choice("yes", "no"),
    "discovery": str,
}


class MqttSink:
    """Labels, events and who is there, at a broker."""

    @staticmethod
    def check(uri: Uri) -> None:
        """Refuse what can be told to be wrong before anything is opened."""
        _read(uri)

    def __init__(self, uri: Uri, manifest: Manifest) -> None:
        """Starts to connect, and waits for nothing: a broker may come later."""
        options, broker = _read(uri)
        from rtstgcn_edge.sinks.mqtt.link import Link  # needs the extra

        self._name, self._topic = broker.name, broker.topic
        self._period_s: float | None = options.get("every")
        self._names, self._rate_hz = manifest.classes, manifest.rate_hz
        self._delay_ns = round(1e9 * manifest.delay / manifest.rate_hz)
        self._line = LabelLine(manifest)
        self._live: tuple[int, ...] | None = None
        self._told: dict[int, tuple[str, int]] = {}
        prefix = options.get("discovery")
        self._link = Link(
            broker,
            qos=int(options.get("qos", "0")),
            retain=options.get("retain") == "yes",
            introduction=discovery(prefix, broker.topic, manifest) if prefix else (),
            notices=Notices(),
        )

    def emit(self, tick: Tick) -> None:
        """Leave to the link what is to be said of a tick."""
        said = self._come_and_go(tick.live) if tick.live != self._live else []
        changed = {event.skeleton for event in tick.events} if tick.events else ()
        captured = tick.stamps.captured - self._delay_ns
        for p in self._due(tick.predictions, changed):
            payload = partial(self._say_label, p, p.skeleton in changed, captured)
            said.append(self._message(f"label/{p.skeleton}", payload, state=True))
        for event in tick.events:
            payload = partial(self._say_event, event, captured)
            said.append(self._message(f"event/{event.skeleton}", payload, state=False))
        if said:
            self._link.put(said)

    def close(self) -> None:
        """Nobody is there any more; then the link's goodbye."""
        if self._live is not None:
            self._link.put(self._come_and_go(()))
        self._link.close()

    def facts(self) -> dict[str, Any]:
        """What was published and what was not, and how the broker was there."""
        return {"sink": self._name, **self._link.facts()}

    def remarks(self) -> list[str]:
        """What of it matters."""
        link, parts = self._link, []
        if not link.connections:
            parts.append(f"never reached ({link.trouble or 'no answer'})")
        elif link.lost:
            parts.append(f"lost {_times(link.lost)}, away for {link.away_s():.1f} s in all")
        if link.failure:
            parts.append(f"stopped ({link.failure})")
        missing = link.messages - link.sent - link.dropped
        if missing:
            parts.append(f"{missing} of {link.messages} messages not sent (the broker was away)")
        if link.dropped:
            parts.append(f"{link.dropped} of {link.messages} messages dropped (too many waited)")
        return [f"{self._name}: {', '.join(parts)}"] if parts else []

    def _come_and_go(self, live: tuple[int, ...]) -> list[Message]:
        gone = sorted(set(self._live or ()) - set(live))
        self._live = live
        for skeleton in gone:
            self._told.pop(skeleton, None)
        said = [self._message(f"label/{skeleton}", None, state=True) for skeleton in gone]
        return [*said, self._message("skeletons", partial(json.dumps, sorted(live)), state=True)]

    def _due(self, predictions: Sequence[Prediction], changed: Collection[int]) -> Sequence[Prediction]:
        period = self._period_s
        if period is None:
            return [p for p in predictions if p.skeleton in changed] if changed else ()
        if not period:
            return predictions
        due = []
        for p in predictions:
            slot = (p.trial, int(p.frame / (self._rate_hz * period)))
            if self._told.get(p.skeleton) != slot:
                self._told[p.skeleton] = slot
                due.append(p)
        return due

    def _message(self, topic: str, payload: Callable[[], str] | None, *, state: bool) -> Message:
        return Message(f"{self._topic}/{topic}", payload, state)

    def _say_label(self, p: Prediction, event: bool, captured: int) -> str:
        return self._line(p, event, f', "unix_s": {_unix_s(captured):.3f}')

    def _say_event(self, event: Event, captured: int) -> str:
        names = self._names
        return json.dumps(
            {
                "trial": event.trial,
                "frame": event.frame,
                "time_s": round(event.seconds, 4),
                "skeleton": event.skeleton,
                "label": names[event.label],
                "index": event.label,
                "probability": round(float(event.probability), 4),
                "previous": None if event.previous is None else names[event.previous],
                "lasted_s": round(event.lasted, 4),
                "unix_s": round(_unix_s(captured), 3),
            }
        )


def _read(uri: Uri) -> tuple[dict[str, Any], Broker]:
    uri = replace(uri, text=shown(uri))
    check_question_mark(uri)
    if uri.scheme == "mqtt" and (wrong := next((key for key in uri.values if key in TLS_OPTIONS), None)):
        raise InputError(f"{uri.text}: {wrong} is of an encrypted connection; as in mqtts://HOST/TOPIC")
    options = uri.options(OPTIONS | (TLS_OPTIONS if uri.scheme == "mqtts" else {}))
    broker = read_address(uri, options)
    if "discovery" in options:
        check_topic(f"{uri.text}: discovery={options['discovery']}", options["discovery"])
    if importlib.util.find_spec("paho") is None:
        raise InputError(f"{uri.text}: needs paho-mqtt: in the checkout, pip install -c constraints.txt '.[mqtt]'")
    return options, broker


def _unix_s(monotonic_ns: int) -> float:
    """The wall clock at a monotonic instant of this run."""
    return (time.time_ns() - time.monotonic_ns() + monotonic_ns) / 1e9


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
