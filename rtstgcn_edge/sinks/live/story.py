"""Ticks as messages for viewers: what happened since the last message, and what a newcomer must know.

Numbers are whole to keep messages short: joints and signals in thousandths of their unit, places in a picture in
pixels, probabilities in thousandths, stages in microseconds. docs/live.md has the keys.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from rtstgcn_edge import __version__
from rtstgcn_edge.errors import InputError
from rtstgcn_edge.frames import Body, FloatArray, Prediction, Stamps, Tick
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.poses.wanted import wanted

HISTORY_S = 30.0
"""Of labels, for a newcomer."""
MOST_LATENCIES = 16
MOST_SAMPLES = 12
"""In one message; of more, the slowest ticks and every n-th sample stand for the others."""
SHOWN_CLASSES = 3
NOWHERE = -(2**20)
"""For a joint without a place."""

UP = {"y": "left up away", "-y": "right down away", "z": "right away up", "-z": "right towards down"}
"""Axis that points up -> where x, y and z point, to one who looks from where the sensor is."""

Run = list[int]
"""[first frame, last frame, what was said...], frames in between included."""


class Glance(NamedTuple):
    """What is kept of a tick until it is told: no picture, so that many may wait."""

    trial: str
    number: int
    truth: int | None
    bodies: list[Body]
    size: tuple[int, ...] | None
    stamps: Stamps
    live: tuple[int, ...]
    predictions: list[Prediction]


def glance(tick: Tick) -> Glance:
    """What to keep of a tick."""
    frame = tick.frame
    size = None if frame.image is None else frame.image.shape[1::-1]
    return Glance(tick.trial, frame.number, frame.truth, frame.bodies, size, tick.stamps, tick.live, tick.predictions)


def lengthen(runs: list[Run] | deque[Run], run: Run) -> None:
    """Append a run, or lengthen the last one where it goes on."""
    if runs and runs[-1][2:] == run[2:] and runs[-1][1] + 1 == run[0]:
        runs[-1][1] = run[1]
    else:
        runs.append(run)


class Story:
    """What viewers are told of a run of one model. Not made for several threads.

    `up` is a key of UP; None for what is known of the skeleton, else y.
    """

    def __init__(self, manifest: Manifest, up: str | None = None) -> None:
        self._manifest = manifest
        self._dims = 3 if manifest.channels[:3] == ["x", "y", "z"] else 2 if manifest.channels[:2] == ["x", "y"] else 0
        self._axes = _axes(manifest, up)[: self._dims]
        self._history = round(HISTORY_S * manifest.rate_hz)
        self._trial, self._newest = "", 0
        self._labels: dict[int, deque[Run]] = {}
        self._truth: deque[Run] = deque()
        self._people: list[dict[str, Any]] = []

    def model(self) -> dict[str, Any]:
        """What does not change while the run goes on."""
        m = self._manifest
        return {
            "version": __version__,
            "name": m.name,
            "description": m.description,
            "classes": m.classes,
            "background": m.background,
            "joints": m.skeleton["joints"],
            "edges": m.skeleton["edges"],
            "channels": m.channels,
            "units": m.units,
            "rate_hz": m.rate_hz,
            "receptive_field": m.receptive_field,
            "delay": m.delay,
            "precision": m.precision,
            "parameters": m.counts.parameters,
            "view": "bones" if self._dims else "signals",
            "axes": self._axes,
        }

    def past(self) -> dict[str, Any]:
        """The last seconds, for one who comes now."""
        return {
            "trial": self._trial,
            "n": self._newest,
            "people": self._people,
            "labels": {skeleton: list(runs) for skeleton, runs in self._labels.items()},
            "truth": list(self._truth),
        }

    def tell(self, ticks: Sequence[Glance]) -> dict[str, Any] | None:
        """The message of these ticks, in order; None without any. Of several trials it tells the last."""
        if not ticks:
            return None
        last = ticks[-1]
        if last.trial != self._trial:
            self._trial, self._newest = last.trial, 0
            self._labels.clear()
            self._truth.clear()
            self._people = []
        ticks = [tick for tick in ticks if tick.trial == last.trial]
        labels, truth = _labels(ticks), _truth(ticks)
        self._newest = max(self._newest, *(tick.number for tick in ticks))
        self._remember(labels, truth)
        self._people = self._tell_people(ticks)
        message = {
            "trial": self._trial,
            "n": self._newest,
            "people": self._people,
            "labels": labels,
            "truth": truth,
            "ms": _latencies(ticks),
        }
        if last.size:
            message["size"] = last.size
        if not self._dims:
            message["signals"] = _signals(ticks)
        return message

    def _remember(self, labels: dict[int, list[Run]], truth: list[Run]) -> None:
        for skeleton, runs in labels.items():
            kept = self._labels.setdefault(skeleton, deque())
            for run in runs:
                lengthen(kept, run.copy())
        for run in truth:
            lengthen(self._truth, run.copy())
        oldest = self._newest - self._history
        for kept in (self._truth, *self._labels.values()):
            while kept and kept[0][1] < oldest:
                kept.popleft()
        self._labels = {skeleton: kept for skeleton, kept in self._labels.items() if kept}

    def _tell_people(self, ticks: Sequence[Glance]) -> list[dict[str, Any]]:
        """The live skeletons of the last tick, each with what was last seen and said of it."""
        predictions = {p.skeleton: p for tick in ticks for p in tick.predictions}
        bodies = {body.track: body for tick in ticks for body in tick.bodies}
        former = {person["id"]: person for person in self._people}
        people = []
        for skeleton in ticks[-1].live:
            person: dict[str, Any] = former.get(skeleton, {}) | {"id": skeleton}
            if p := predictions.get(skeleton):
                person |= _said(p)
            if (body := bodies.get(skeleton)) and self._dims:
                person |= _place(body, self._dims)
            people.append(person)
        return people


def _axes(manifest: Manifest, up: str | None) -> list[str]:
    if up is None:
        with suppress(InputError):  # no skeleton that a camera could give
            return list(wanted(manifest)[1].axes)
    return UP[up or "y"].split()


def _said(p: Prediction) -> dict[str, Any]:
    shown = np.argsort(-p.probabilities, kind="stable")[:SHOWN_CLASSES]
    return {
        "top": [[int(c), round(1000 * float(p.probabilities[c]))] for c in shown],
        "decided": p.decided,
        "warm": p.warm,
        "held": p.held,
    }


def _place(body: Body, dims: int) -> dict[str, Any]:
    said: dict[str, Any] = {"at": _whole(1000 * body.joints[:dims])}
    if body.image is not None:
        said["pixels"] = _whole(body.image)
    if body.confidence is not None:
        said["sure"] = "".join(map(str, np.clip(10 * body.confidence, 0, 9).astype(int)))
    return said


def _whole(x: FloatArray) -> list[int]:
    """(C, V) as whole numbers, channel by channel."""
    numbers: list[int] = (
        np.nan_to_num(x, nan=NOWHERE, posinf=NOWHERE, neginf=NOWHERE).round().astype(int).ravel().tolist()
    )
    return numbers


def _labels(ticks: Sequence[Glance]) -> dict[int, list[Run]]:
    """Of each skeleton: raw label, decided label (-1 before the first), 1 where warm + 2 where held."""
    labels: dict[int, list[Run]] = {}
    for tick in ticks:
        for p in tick.predictions:
            said = [p.label, -1 if p.decided is None else p.decided, p.warm + 2 * p.held]
            lengthen(labels.setdefault(p.skeleton, []), [p.frame, p.frame, *said])
    return labels


def _truth(ticks: Sequence[Glance]) -> list[Run]:
    runs: list[Run] = []
    for tick in ticks:
        if tick.truth is not None and tick.number >= 0:
            lengthen(runs, [tick.number, tick.number, tick.truth])
    return runs


def _latencies(ticks: Sequence[Glance]) -> list[list[int]]:
    """Transport, pose, align, infer and emit of each tick with somebody in it (us)."""
    stamps = [tick.stamps for tick in ticks if tick.live and tick.number >= 0 and tick.stamps.emitted]
    size = -(-len(stamps) // MOST_LATENCIES) or 1
    worst = [
        max(stamps[start : start + size], key=lambda s: s.emitted - s.captured) for start in range(0, len(stamps), size)
    ]
    return [_stages(s) for s in worst]


def _stages(s: Stamps) -> list[int]:
    points = (s.captured, s.arrived, s.posed or s.arrived, s.ready, s.inferred, s.emitted)
    return [(later - earlier) // 1000 for earlier, later in pairwise(points)]


def _signals(ticks: Sequence[Glance]) -> list[list[int]]:
    """[frame, values (C, V) channel by channel] of the first body of each tick."""
    seen = [tick for tick in ticks if tick.bodies and tick.number >= 0]
    step = -(-len(seen) // MOST_SAMPLES) or 1
    return [[tick.number, *_whole(1000 * tick.bodies[0].joints)] for tick in seen[::-step][::-1]]
