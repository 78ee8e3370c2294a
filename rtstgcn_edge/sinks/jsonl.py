"""`jsonl:-` or `jsonl:FILE`: a JSON object per frame and skeleton.

Keys: trial, frame, time_s (of the labelled frame), skeleton, label, index, probability, decided (label of the decision,
null before the first), warm, held, ms (stage times known when the line is made: transport, align, infer), truth where
the source has it, event: true where the decided label changed.
"""

from __future__ import annotations

import json

from rtstgcn_edge.frames import Prediction, Tick
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.sinks.base import LineFile, Uncounted, check_file
from rtstgcn_edge.uri import Uri


class JsonlSink(Uncounted):
    """Lines for programs."""

    check = staticmethod(check_file)

    def __init__(self, uri: Uri, manifest: Manifest) -> None:
        self._names = [json.dumps(name) for name in manifest.classes]
        self._rate_hz = manifest.rate_hz
        self._trial = ("", '""')
        self._file = LineFile(uri)

    def emit(self, tick: Tick) -> None:
        """A line per prediction."""
        changed = {event.skeleton for event in tick.events} if tick.events else ()
        for prediction in tick.predictions:
            self._file.write(self._line(prediction, prediction.skeleton in changed))

    def close(self) -> None:
        """Flush, and close a file."""
        self._file.close()

    def _line(self, p: Prediction, event: bool) -> str:
        # put together by hand: a tenth of the time of json.dumps, in the hot loop
        if p.trial != self._trial[0]:
            self._trial = (p.trial, json.dumps(p.trial))
        names, stamps = self._names, p.stamps
        decided = "null" if p.decided is None else names[p.decided]
        changed = ', "event": true' if event else ""
        truth = "" if p.truth is None else f', "truth": {names[p.truth]}'
        return (
            f'{{"trial": {self._trial[1]}, "frame": {p.frame}, "time_s": {p.frame / self._rate_hz:.4f}, '
            f'"skeleton": {p.skeleton}, "label": {names[p.label]}, "index": {p.label}, '
            f'"probability": {p.probabilities[p.label]:.4f}, "decided": {decided}, '
            f'"warm": {"true" if p.warm else "false"}, "held": {"true" if p.held else "false"}, '
            f'"ms": {{"transport": {(stamps.arrived - stamps.captured) / 1e6:.3f}, '
            f'"align": {(stamps.ready - stamps.arrived) / 1e6:.3f}, '
            f'"infer": {(stamps.inferred - stamps.ready) / 1e6:.3f}}}{truth}{changed}}}\n'
        )
