"""The last seconds of a run: who said what, and how long it took."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from rtstgcn_edge.frames import Prediction, Stamps, Tick

RECENT_S = 10.0
BLINK_S = 0.25
"""For which somebody unseen counts as seen: a camera slower than the model leaves ticks without a frame."""
WARMING_UP = -1

Run = list[int]
"""[first frame, last frame, label]; WARMING_UP where nothing was decided yet."""

POSE = "of it pose"
STAGES: dict[str, Callable[[Stamps], int]] = {
    "transport": lambda s: s.arrived - s.captured,
    "align": lambda s: s.ready - s.arrived,
    POSE: lambda s: s.posed - s.arrived,
    "infer": lambda s: s.inferred - s.ready,
    "emit": lambda s: s.emitted - s.inferred,
    "total": lambda s: s.emitted - s.captured,
}


class Glance(NamedTuple):
    """What is kept of a tick: no image and no joints."""

    trial: str
    number: int
    truth: int | None
    live: tuple[int, ...]
    seen: frozenset[int]
    predictions: list[Prediction]
    stamps: Stamps


def glance(tick: Tick) -> Glance:
    """What to keep of a tick."""
    frame = tick.frame
    seen = frozenset(body.track for body in frame.bodies if body.track is not None)
    return Glance(tick.trial, frame.number, frame.truth, tick.live, seen, tick.predictions, tick.stamps)


@dataclass
class Person:
    """A live skeleton: what was last said of it, its labels of the last seconds, and when it was last seen."""

    said: Prediction | None = None
    labels: deque[Run] = field(default_factory=deque)
    seen_at: int = 0


class Recent:
    """What the last ticks tell. `rate_hz` is the model's."""

    def __init__(self, rate_hz: float) -> None:
        self.frames = round(RECENT_S * rate_hz)
        self._blink = round(BLINK_S * rate_hz)
        self.trial, self.newest, self.ticks = "", 0, 0
        self.people: dict[int, Person] = {}
        self.truth: deque[Run] = deque()
        self._stamps: deque[Stamps] = deque(maxlen=max(self.frames, 1))

    def take(self, ticks: Iterable[Glance]) -> None:
        """The ticks since the last call, in order."""
        for tick in ticks:
            if tick.trial != self.trial:
                self.trial, self.newest = tick.trial, 0
                self.people = {}
                self.truth.clear()
            if tick.number >= 0:
                self._take(tick)
            for p in tick.predictions:
                if p.skeleton in self.people:
                    person = self.people[p.skeleton]
                    person.said = p
                    _lengthen(person.labels, p.frame, WARMING_UP if p.decided is None else p.decided)
        oldest = self.newest - self.frames
        for runs in (self.truth, *(person.labels for person in self.people.values())):
            while runs and runs[0][1] < oldest:
                runs.popleft()

    def unseen(self, person: Person) -> bool:
        """Whether its last frame has stood in for a while."""
        return self.newest - person.seen_at > self._blink

    def latencies(self) -> dict[str, tuple[float, float, float]]:
        """Stage -> median, 95th percentile and largest of the last ticks with somebody in them (ms)."""
        stamps = [s for s in self._stamps if s.emitted]
        if not stamps:
            return {}
        result = {}
        for stage, took in STAGES.items():
            times = [took(s) for s in stamps if s.posed or stage != POSE]
            if times:
                p50, p95, largest = np.percentile(times, (50, 95, 100)) / 1e6
                result[stage] = (float(p50), float(p95), float(largest))
        return result

    def _take(self, tick: Glance) -> None:
        self.newest, self.ticks = tick.number, self.ticks + 1
        if tick.truth is not None:
            _lengthen(self.truth, tick.number, tick.truth)
        self.people = {one: self.people.get(one) or Person() for one in tick.live}
        for one in tick.seen & self.people.keys():
            self.people[one].seen_at = tick.number
        if tick.live:
            self._stamps.append(tick.stamps)


def band(runs: Iterable[Run], newest: int, frames: int, cells: int) -> list[int | None]:
    """The label that fills most of each of `cells` equal parts of the last `frames`; None where there is none.

    Of labels that fill the same, the newest.
    """
    start, step = newest + 1 - frames, frames / cells
    most = [0.0] * cells
    labels: list[int | None] = [None] * cells
    filled: dict[tuple[int, int], float] = {}
    for first, last, label in runs:
        low, high = max(first - start, 0), min(last + 1 - start, frames)
        for cell in range(int(low / step), min(int(-(-high // step)), cells)):
            share = min(high, (cell + 1) * step) - max(low, cell * step)
            share = filled[cell, label] = filled.get((cell, label), 0.0) + share
            if share > 0 and share >= most[cell]:
                most[cell], labels[cell] = share, label
    return labels


def _lengthen(runs: deque[Run], frame: int, label: int) -> None:
    if runs and runs[-1][1] + 1 == frame and runs[-1][2] == label:
        runs[-1][1] = frame
    else:
        runs.append([frame, frame, label])
