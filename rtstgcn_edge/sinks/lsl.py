"""`lsl:NAME`: what is said, as a Lab Streaming Layer stream that recorders take beside the sensors.

Option `labels`: `changes` (default): a string for each change of the decided label, its name; `all`: a string for each
frame, its raw label; `probabilities`: numbers for each frame, the skeleton, whether it is warm (1, 0), then the
probability of each class. Strings of a skeleton other than 0 end in #N. Each is stamped with the time at which the
sensor took the frame that it labels.
"""

from __future__ import annotations

import time
from typing import Any

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.frames import Tick
from rtstgcn_edge.lsl import clock_offset_ns, pylsl
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.uri import Uri, choice

KINDS = ("changes", "all", "probabilities")
LAST_WORD_S = 0.1
"""For the last samples to reach those who listen."""


class LslSink:
    """An outlet."""

    def __init__(self, uri: Uri, manifest: Manifest) -> None:
        self._uri, self._names = uri, manifest.classes
        self._kind = _options(uri).get("labels", "changes")
        library = pylsl(uri.text)
        self._clock_offset_ns = clock_offset_ns(library)
        self._delay_ns = round(1e9 * manifest.delay / manifest.rate_hz)
        info = _stream(library, uri.target, self._kind, manifest)
        self._outlet = library.StreamOutlet(info)
        self._sent = 0
        self._heard = False

    @staticmethod
    def check(uri: Uri) -> None:
        """Refuse what names no stream, before anything is opened."""
        _options(uri)
        if uri.target in ("", "-"):
            raise InputError(f"{uri.text}: names no stream; give it a name, as in lsl:labels")
        pylsl(uri.text)

    def emit(self, tick: Tick) -> None:
        """A sample for each change, or for each prediction."""
        stamp = (tick.stamps.captured - self._delay_ns - self._clock_offset_ns) / 1e9
        if self._kind == "changes":
            for event in tick.events:
                self._push([self._text(event.label, event.skeleton)], stamp)
            return
        for p in tick.predictions:
            if self._kind == "all":
                self._push([self._text(p.label, p.skeleton)], stamp)
            else:
                self._push([float(p.skeleton), float(p.warm), *map(float, p.probabilities)], stamp)

    def close(self) -> None:
        """Give the last samples their time, and end the stream."""
        if self._outlet is not None and self._outlet.have_consumers():
            self._heard = True
            time.sleep(LAST_WORD_S)
        self._outlet = None

    def facts(self) -> dict[str, Any]:
        """How many were sent, and whether anybody listened."""
        return {"sent": self._sent, "heard": self._heard}

    def remarks(self) -> list[str]:
        """That nobody listened, where nobody did."""
        return [] if self._heard else [f"{self._uri.text}: nobody listened to its {self._sent} samples"]

    def _push(self, sample: list[Any], stamp: float) -> None:
        self._outlet.push_sample(sample, stamp)
        self._sent += 1
        if not self._heard:
            self._heard = self._outlet.have_consumers()

    def _text(self, label: int, skeleton: int) -> str:
        return self._names[label] + (f" #{skeleton}" if skeleton else "")


def _options(uri: Uri) -> dict[str, Any]:
    return uri.options({"labels": choice(*KINDS)})


def _stream(library: Any, name: str, kind: str, manifest: Manifest) -> Any:
    """What the stream says of itself: labels of its channels, classes, and the model behind it."""
    rate = 0.0 if kind == "changes" else manifest.rate_hz
    if kind == "probabilities":
        labels, type_, form = ["skeleton", "warm", *manifest.classes], "Probabilities", "float32"
    else:
        labels, type_, form = ["label"], "Markers", "string"
    info = library.StreamInfo(name, type_, len(labels), rate, form, f"rtstgcn-edge-{name}-{kind}")
    info.set_channel_labels(labels)
    info.desc().append_child_value("model", manifest.name)
    classes = info.desc().append_child("classes")
    for text in manifest.classes:
        classes.append_child_value("class", text)
    return info
