"""`text:-` or `text:FILE`: for people, a line per change of the decided label, and for who comes and goes.

0.00 s  standing       0.62  warming up, 1.78 s
2.34 s  walking        0.98  after 2.34 s of standing
"""

from __future__ import annotations

from rtstgcn_edge.frames import Event, Prediction, Tick
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.sinks.base import LineFile, Uncounted, check_file
from rtstgcn_edge.uri import Uri


class TextSink(Uncounted):
    """Lines for people."""

    check = staticmethod(check_file)

    def __init__(self, uri: Uri, manifest: Manifest) -> None:
        self._manifest = manifest
        self._width = max(len(name) for name in manifest.classes)
        self._warm_up_s = (manifest.receptive_field - 1) / manifest.rate_hz
        self._trial: str | None = None
        self._seen: set[int] = set()
        self._file = LineFile(uri)

    def emit(self, tick: Tick) -> None:
        """A line for each newcomer and each event."""
        for prediction in tick.predictions:
            if prediction.trial != self._trial:
                self._trial, self._seen = prediction.trial, set()
                self._file.write(f"{prediction.trial}\n")
            if prediction.skeleton not in self._seen:
                self._seen.add(prediction.skeleton)
                self._newcomer(prediction)
        for event in tick.events:
            self._event(event)
        for skeleton in sorted(self._seen.difference(tick.live)):
            self._seen.discard(skeleton)
            self._gone(tick.frame.number, skeleton)

    def close(self) -> None:
        """Flush, and close a file."""
        self._file.close()

    def _newcomer(self, p: Prediction) -> None:
        seconds = p.frame / self._manifest.rate_hz
        remark = "" if p.warm else f"warming up, {self._warm_up_s:.2f} s"
        self._line(seconds, p.skeleton, p.label, float(p.probabilities[p.label]), remark)

    def _event(self, event: Event) -> None:
        before = event.previous
        remark = "" if before is None else f"after {event.lasted:.2f} s of {self._manifest.classes[before]}"
        self._line(event.seconds, event.skeleton, event.label, event.probability, remark)

    def _gone(self, number: int, skeleton: int) -> None:
        who = f"  #{skeleton}" if skeleton else ""
        self._file.write(f"{number / self._manifest.rate_hz:9.2f} s  gone{who}\n")

    def _line(self, seconds: float, skeleton: int, label: int, probability: float, remark: str) -> None:
        who = f"  #{skeleton}" if skeleton else ""
        name = self._manifest.classes[label]
        text = f"{seconds:9.2f} s  {name:<{self._width}}  {probability:.2f}{who}  {remark}"
        self._file.write(text.rstrip() + "\n")
