"""Who is who: ids for the bodies of a source that knows none.

A body goes to the track whose predicted joints it lies on best, measured by object keypoint similarity. All bodies of a
frame are given out at once, by the assignment with the greatest sum, so that two who pass each other are told apart by
both. One who is not seen is looked for where it was heading, in a circle that grows for a while. Estimators also find
people where there are none, for a frame or two: an id is given at the third sighting.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np

from rtstgcn_edge.frames import Body, FloatArray, Frame
from rtstgcn_edge.poses.assignment import assign
from rtstgcn_edge.poses.similarity import scale, sigmas, similarity

PEOPLE = 16
"""Most skeletons at once, unless told otherwise."""
LOST_S = 5.0
"""For how long one who is not seen is still known."""
Keep = Literal["oldest", "newest", "nearest"]
KEEP: tuple[Keep, ...] = get_args(Keep)

ALIKE = 0.3
"""Similarity from which a body may be a track's."""
TWICE = 0.6
"""Similarity from which two bodies of one frame are one person found twice."""
TOLERANCE_S = 0.2
"""Time unseen in which the tolerated distance doubles."""
MOST_TOLERANCE = 4.0
"""How many times as large it grows."""
SIGHTINGS = 3
"""After which one has an id."""
UNSURE_MISSED = 1
"""Frames in a row that one without an id may miss."""
UNSURE = 0.5
"""What is left of the similarity of one without an id: a body is rather someone's who has one."""
SMOOTHING_S = 0.25
"""Time constant of the average over velocities, and over sizes."""
SIZE_SPREAD = 0.1
"""Of the logarithm of a size from one sighting to the next: who stands elsewhere in depth appears larger or smaller."""
SIZE_FLOOR = 0.3
"""What is left of the similarity of two bodies of any sizes: who bends or is half hidden changes size at once."""
HEADING_S = 1.0
"""Time constant with which a velocity that is not seen is taken to fade."""
NEARER = 1.2
"""How much larger one must appear to take the place of another who was kept for being near."""
FAR = 1e6
"""Pixels or metres from which a joint is nowhere."""
FAINT = 0.01
"""What a joint counts that was not seen, beside one that was."""


@dataclass(slots=True)
class _Seen:
    """A body as it is compared: places of its joints (D, V), what each counts (V,), root of its area."""

    body: Body
    places: FloatArray
    weights: FloatArray
    size: float


@dataclass(slots=True)
class _Known:
    """One who was seen, as last seen; `id` is None until it is sure that someone is there."""

    tick: int
    places: FloatArray
    weights: FloatArray
    size: float
    velocity: FloatArray
    pixels: bool
    id: int | None = None
    sightings: int = 1
    missed: int = 0
    """Frames since it was last seen, in which it was not."""
    kept: bool = False

    def expected(self, seconds: float) -> FloatArray:
        """Places (D, V) so long after it was last seen: its velocity fades."""
        return self.places + HEADING_S * -math.expm1(-seconds / HEADING_S) * self.velocity[:, None]


class Identify:
    """Gives ids to bodies of consecutive frames; ids begin at 0 and are never used again.

    Args:
        joints: names of the V joints.
        rate_hz: ticks in a second.
        people: most skeletons at once; who is beyond is left out of the frame and counted.
        keep: who stays then: those who came first (`oldest`), last (`newest`), or appear largest (`nearest`).
        hold_ticks: for how long one who is not seen any more, or has lost the place, still counts as one of `people`.
        lost_s: for how long one who is not seen is known, and the place is kept.
    """

    def __init__(
        self,
        joints: Sequence[str],
        rate_hz: float,
        *,
        people: int = PEOPLE,
        keep: Keep = "oldest",
        hold_ticks: int = 0,
        lost_s: float = LOST_S,
    ) -> None:
        self._spread = 2 * sigmas(joints)
        self._rate_hz, self._people, self._keep = rate_hz, people, keep
        self._hold_ticks, self._lost_s = hold_ticks, lost_s
        self._known: list[_Known] = []
        self._shown: dict[int, int] = {}
        self._ids = self._twice = self._left_out = self._returned = self._most = self._unsure = 0

    def clear(self) -> None:
        """Nobody is known any more; ids go on."""
        self._known = []
        self._shown = {}

    def counts(self) -> dict[str, Any]:
        """`ids` given, `most` at once, `returned` after being unseen; bodies found `twice`, `unsure` and `left_out`."""
        return {
            "ids": self._ids,
            "most": self._most,
            "returned": self._returned,
            "twice": self._twice,
            "unsure": self._unsure,
            "left_out": self._left_out,
        }

    def see(self, frame: Frame) -> None:
        """Give ids to the bodies of a frame that are finite; take those out that are one too many."""
        unfit = [body for body in frame.bodies if not np.isfinite(body.joints).all()]
        seen = self._once([_seen(body) for body in frame.bodies if not any(body is other for other in unfit)])
        now = frame.number
        self._known = [one for one in self._known if self._remembered(one, frame)]
        pairs = self._pairs(seen, now)
        taken = {body for _, body in pairs}
        for one in self._known:
            one.missed += 1
        for track, body in pairs:
            self._update(self._known[track], seen[body], now)
        # by place, so that ids do not depend on the order in which an estimator lists people
        new = sorted(
            (one for at, one in enumerate(seen) if at not in taken), key=lambda one: one.places.mean(1).tolist()
        )
        self._known += [_born(one, now) for one in new]
        sure = [one.body for one in seen if one.body.track is not None]
        self._unsure += len(seen) - len(sure)
        frame.bodies = unfit + self._kept(sure, now)
        self._most = max(self._most, len(frame.bodies) - len(unfit))

    def _once(self, seen: list[_Seen]) -> list[_Seen]:
        """Each person once: of two bodies on each other, the one that is seen better."""
        if len(seen) < 2:
            return seen
        ranked = sorted(seen, key=lambda one: -float(one.weights.sum()))
        once: list[_Seen] = []
        for one in ranked:
            if all(self._alike(one, other) < TWICE for other in once):
                once.append(one)
        self._twice += len(seen) - len(once)
        return [one for one in seen if any(one is other for other in once)]

    def _alike(self, a: _Seen, b: _Seen) -> float:
        spread = self._spread * max(a.size, b.size)
        return float(similarity(a.places, b.places, a.weights * b.weights, spread))

    def _pairs(self, seen: list[_Seen], now: int) -> list[tuple[int, int]]:
        """(known, seen) that belong together."""
        known = self._known
        if not known or not seen:
            return []
        unseen = np.array([max(now - one.tick, 1) / self._rate_hz for one in known])
        tolerance = np.minimum(1 + unseen / TOLERANCE_S, MOST_TOLERANCE)
        expected = np.array([one.expected(t) for one, t in zip(known, unseen, strict=True)])
        places, weights = np.array([one.places for one in seen]), np.array([one.weights for one in seen])
        counted = np.array([one.weights for one in known])[:, None] * weights
        before, after = np.array([[one.size] for one in known]), np.array([one.size for one in seen])
        spread = (tolerance[:, None] * np.maximum(before, after))[..., None] * self._spread
        alike = similarity(expected[:, None], places[None], counted, spread)
        as_large = SIZE_FLOOR + (1 - SIZE_FLOOR) * np.exp(-(np.log(before / after) ** 2) / (2 * SIZE_SPREAD**2))
        # of two who may be where a body is, the one who was seen a moment ago is the likelier
        trust = np.array([UNSURE if one.id is None else 1.0 for one in known]) / np.sqrt(tolerance)
        gain = np.where(alike >= ALIKE, alike * as_large * trust[:, None], 0)
        return [(track, body) for track, body in assign(gain) if gain[track, body] > 0]

    def _update(self, one: _Known, seen: _Seen, now: int) -> None:
        ticks = max(now - one.tick, 1)
        self._returned += one.missed > 1
        seconds = ticks / self._rate_hz
        counted = one.weights * seen.weights
        moved = ((seen.places - one.places) * counted).sum(axis=1) / (counted.sum() * seconds)
        share = max(1 / one.sightings, -math.expm1(-seconds / SMOOTHING_S))
        one.velocity = one.velocity + share * (moved - one.velocity)
        one.size += share * (seen.size - one.size)
        one.places, one.weights, one.tick, one.missed = seen.places, seen.weights, now, 0
        one.sightings += 1
        if one.id is None and one.sightings >= SIGHTINGS:
            one.id, self._ids = self._ids, self._ids + 1
        seen.body.track = one.id

    def _remembered(self, one: _Known, frame: Frame) -> bool:
        """Whether one may still come back: not after a time, and not out of the picture."""
        unseen_s = (frame.number - one.tick) / self._rate_hz
        if unseen_s > self._lost_s or (one.id is None and one.missed > UNSURE_MISSED):
            return False
        if one.missed and one.pixels and frame.image is not None:
            x, y = one.expected(unseen_s).mean(axis=1)
            height, width = frame.image.shape[:2]
            return bool(0 <= x < width and 0 <= y < height)
        return True

    def _kept(self, bodies: list[Body], now: int) -> list[Body]:
        """Those who have a place. One who is not seen keeps it, so that nobody is disturbed by a moment's absence."""
        people = sorted((one for one in self._known if one.id is not None), key=self._rank)
        for place, one in enumerate(people):
            one.kept = place < self._people
        self._shown = {one: tick for one, tick in self._shown.items() if now - tick <= self._hold_ticks}
        seen = {body.track: body for body in bodies}
        for one in people[: self._people]:
            if one.id is not None and one.id in seen and (one.id in self._shown or len(self._shown) < self._people):
                self._shown[one.id] = now
        kept = [body for body in bodies if body.track is not None and self._shown.get(body.track) == now]
        self._left_out += len(bodies) - len(kept)
        return kept

    def _rank(self, one: _Known) -> tuple[float, int]:
        """Lowest first."""
        number = one.id or 0
        if self._keep == "nearest":
            return -one.size * (NEARER if one.kept else 1), number
        return (number if self._keep == "oldest" else -number), number


def _born(seen: _Seen, now: int) -> _Known:
    still = np.zeros(len(seen.places), np.float32)
    return _Known(now, seen.places, seen.weights, seen.size, still, seen.body.image is not None)


def _seen(body: Body) -> _Seen:
    places = body.joints[:3] if body.image is None else body.image
    sure = np.ones(places.shape[1], np.float32) if body.confidence is None else body.confidence
    if not (there := (np.abs(places) < FAR).all(axis=0)).all():  # nor is what is not a number
        places, sure = np.where(there, places, 0), np.where(there, sure, 0)
    return _Seen(body, places, sure + np.float32(FAINT), scale(places, sure))
