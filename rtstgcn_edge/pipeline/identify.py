"""Who is who: ids for the bodies of a source that knows none.

A body goes to the track whose predicted joints it lies on best, measured by object keypoint similarity. All bodies of a
frame are given out at once, by the assignment with the greatest sum, so that two who pass each other are told apart by
both. One who is not seen is looked for where it was heading, in a circle that grows for a while. Estimators also find
people where there are none, for a frame or two: an id is given at the third sighting. They also misread the whole
figure of one who is there: who may be another misread waits for an id, and is that other if it goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, get_args

import numpy as np

from rtstgcn_edge.frames import Body, Frame
from rtstgcn_edge.pipeline.known import Known, Seen, born, seen
from rtstgcn_edge.poses.assignment import assign
from rtstgcn_edge.poses.similarity import sigmas, similarity

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
MISREAD_S = 0.3
"""How long one is seen who may be another misread, before it is taken to be that other."""
UNSURE = 0.5
"""What is left of the similarity of one without an id: a body is rather someone's who has one."""
SIZE_SPREAD = 0.1
"""Of the logarithm of a size from one sighting to the next: who stands elsewhere in depth appears larger or smaller."""
SIZE_FLOOR = 0.3
"""What is left of the similarity of two bodies of any sizes: who bends or is half hidden changes size at once."""
NEARER = 1.2
"""How much larger one must appear to take the place of another who was kept for being near."""


class Identify:
    """Gives ids to bodies of consecutive frames; ids begin at 0 and are never used again.

    Args:
        joints: names of the V joints.
        rate_hz: ticks in a second.
        people: most skeletons at once; who is beyond is left out of the frame and counted.
        keep: who stays then: those who came first (`oldest`), last (`newest`), or appear largest (`nearest`).
        hold_ticks: for how long one who is not seen any more, or has lost the place, still counts as one of `people`.
        lost_s: for how long one who is not seen is known, and the place is kept; never shorter than the hold.
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
        self._hold_ticks, self._lost_s = hold_ticks, max(lost_s, (hold_ticks + 1) / rate_hz)
        self._known: list[Known] = []
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
        found = self._once([seen(body) for body in frame.bodies if not any(body is other for other in unfit)])
        now = frame.number
        self._known = [one for one in self._known if self._remembered(one, frame)]
        pairs = self._pairs(found, now)
        taken = {body for _, body in pairs}
        for one in self._known:
            one.missed += 1
        here = [(self._known[track], found[body]) for track, body in pairs]
        for one, body in here:
            self._returned += one.missed > 1
            one.update(body, now, self._since(one.tick, now))
        self._name([one for one, _ in here], now)
        for one, body in here:
            body.body.track = one.id
        # by place, so that ids do not depend on the order in which an estimator lists people
        new = sorted(
            (one for at, one in enumerate(found) if at not in taken), key=lambda one: one.places.mean(1).tolist()
        )
        self._known += [born(one, now) for one in new]
        ids = {one.id for one, _ in here if one.id is not None}
        for one in self._known:
            if one.tick == now and one.id is None:
                one.beside |= ids
        sure = [one.body for one in found if one.body.track is not None]
        self._unsure += len(found) - len(sure)
        frame.bodies = unfit + self._kept(sure, now)
        self._most = max(self._most, len(frame.bodies) - len(unfit))

    def _once(self, found: list[Seen]) -> list[Seen]:
        """Each person once: of two bodies on each other, the one that is seen better."""
        if len(found) < 2:
            return found
        ranked = sorted(found, key=lambda one: -float(one.weights.sum()))
        once: list[Seen] = []
        for one in ranked:
            if all(self._alike(one, other) < TWICE for other in once):
                once.append(one)
        self._twice += len(found) - len(once)
        return [one for one in found if any(one is other for other in once)]

    def _alike(self, a: Seen, b: Seen) -> float:
        spread = self._spread * max(a.size, b.size)
        return float(similarity(a.places, b.places, a.weights * b.weights, spread))

    def _pairs(self, found: list[Seen], now: int) -> list[tuple[int, int]]:
        """(known, found) that belong together."""
        known = self._known
        if not known or not found:
            return []
        unseen = np.array([self._since(one.tick, now) for one in known])
        tolerance = np.minimum(1 + unseen / TOLERANCE_S, MOST_TOLERANCE)
        expected = np.array([one.expected(t) for one, t in zip(known, unseen, strict=True)])
        places, weights = np.array([one.places for one in found]), np.array([one.weights for one in found])
        counted = np.array([one.weights for one in known])[:, None] * weights
        before, after = np.array([[one.size] for one in known]), np.array([one.size for one in found])
        spread = (tolerance[:, None] * np.maximum(before, after))[..., None] * self._spread
        alike = similarity(expected[:, None], places[None], counted, spread)
        as_large = SIZE_FLOOR + (1 - SIZE_FLOOR) * np.exp(-(np.log(before / after) ** 2) / (2 * SIZE_SPREAD**2))
        # of two who may be where a body is, the one who was seen a moment ago is the likelier
        trust = np.array([UNSURE if one.id is None else 1.0 for one in known]) / np.sqrt(tolerance)
        gain = np.where(alike >= ALIKE, alike * as_large * trust[:, None], 0)
        return [(track, body) for track, body in assign(gain) if gain[track, body] > 0]

    def _name(self, here: list[Known], now: int) -> None:
        """Ids for those of a frame who have none and are sure to be there."""
        for one in here:
            if one.id is not None or one.sightings < SIGHTINGS:
                continue
            others = [other for other in self._known if self._may_be(one, other, now)]
            if not others:
                one.id, self._ids = self._ids, self._ids + 1
            elif self._since(one.born, now) >= MISREAD_S:
                other = max(others, key=lambda other: other.tick)
                one.id, one.kept = other.id, other.kept
                self._returned += other.missed > 1
                self._known = [known for known in self._known if known is not other]

    def _may_be(self, one: Known, other: Known, now: int) -> bool:
        """Whether one without an id may be another misread, who has an id and is not seen now."""
        if other.id is None or not other.missed or other.id in one.beside:
            return False
        return other.misread_as(one, self._since(other.tick, now), self._spread)

    def _since(self, tick: int, now: int) -> float:
        """Seconds, those of a tick at least."""
        return max(now - tick, 1) / self._rate_hz

    def _remembered(self, one: Known, frame: Frame) -> bool:
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

    def _rank(self, one: Known) -> tuple[float, int]:
        """Lowest first."""
        number = one.id or 0
        if self._keep == "nearest":
            return -one.size * (NEARER if one.kept else 1), number
        return (number if self._keep == "oldest" else -number), number
