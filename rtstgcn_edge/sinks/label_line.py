"""A prediction as a JSON object, in the keys that every sink for programs shares."""

from __future__ import annotations

import json

from rtstgcn_edge.frames import Prediction
from rtstgcn_edge.manifest import Manifest


class LabelLine:
    """Predictions of one model as JSON objects on one line each. Not made for several threads.

    Keys: trial, frame, time_s (of the labelled frame), skeleton, label, index, probability, decided (label of the
    decision, null before the first), warm, held, ms (stage times known when the line is made: transport, align, infer),
    truth where the source has it, event: true where the decided label changed.
    """

    def __init__(self, manifest: Manifest) -> None:
        self._names = [json.dumps(name) for name in manifest.classes]
        self._rate_hz = manifest.rate_hz
        self._trial = ("", '""')

    def __call__(self, p: Prediction, event: bool, more: str = "") -> str:
        """The object; `event` says that the decided label changed, `more` is what stands before its last brace."""
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
            f'"infer": {(stamps.inferred - stamps.ready) / 1e6:.3f}}}{truth}{changed}{more}}}'
        )
