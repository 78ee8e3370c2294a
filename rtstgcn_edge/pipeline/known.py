"""One who was seen: how they stood, how large they appear, where they are heading."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from rtstgcn_edge.frames import Body, FloatArray
from rtstgcn_edge.poses.similarity import scale, similarity

SMOOTHING_S = 0.25
"""Time constant of the average over velocities, and over sizes."""
HEADING_S = 1.0
"""Time constant with which a velocity that is not seen is taken to fade."""
FAR = 1e6
"""Pixels or metres from which a joint is nowhere."""
FAINT = 0.01
"""What a joint counts that was not seen, beside one that was."""
UNLIKE = 0.3
"""Similarity of two figures laid upon each other, below which one is a misread other; of people it is higher."""
ONE_PLACE = 0.5
"""Share of the smaller of two boxes that lies in the other, from which they are in one place."""


@dataclass(slots=True)
class Seen:
    """A body as it is compared: places of its joints (D, V), what each counts (V,), root of its area."""

    body: Body
    places: FloatArray
    weights: FloatArray
    size: float


def seen(body: Body) -> Seen:
    """In the image where the body has places there, else in the world."""
    places = body.joints[:3] if body.image is None else body.image
    sure = np.ones(places.shape[1], np.float32) if body.confidence is None else body.confidence
    if not (there := (np.abs(places) < FAR).all(axis=0)).all():  # nor is what is not a number
        places, sure = np.where(there, places, 0), np.where(there, sure, 0)
    return Seen(body, places, sure + np.float32(FAINT), scale(places, sure))


@dataclass(slots=True)
class Known:
    """One who was seen, as last seen; `id` is None until it is sure that someone is there."""

    tick: int
    places: FloatArray
    weights: FloatArray
    size: float
    velocity: FloatArray
    pixels: bool
    born: int
    """Tick of the first sighting."""
    id: int | None = None
    sightings: int = 1
    missed: int = 0
    """Frames since it was last seen, in which it was not."""
    kept: bool = False
    beside: set[int] = field(default_factory=set)
    """Ids of those who were seen in one frame with one who has none: they are others."""

    def expected(self, seconds: float) -> FloatArray:
        """Places (D, V) so long after it was last seen: its velocity fades."""
        return self.places + HEADING_S * -math.expm1(-seconds / HEADING_S) * self.velocity[:, None]

    def update(self, found: Seen, now: int, seconds: float) -> None:
        """It is seen again, `seconds` after it was last seen."""
        counted = self.weights * found.weights
        moved = ((found.places - self.places) * counted).sum(axis=1) / (counted.sum() * seconds)
        share = max(1 / self.sightings, -math.expm1(-seconds / SMOOTHING_S))
        self.velocity = self.velocity + share * (moved - self.velocity)
        self.size += share * (found.size - self.size)
        self.places, self.weights, self.tick, self.missed = found.places, found.weights, now, 0
        self.sightings += 1

    def misread_as(self, other: Known, seconds: float, spread: FloatArray) -> bool:
        """Whether `other` may be this one misread: in its place, but unlike it even when laid upon it.

        Estimators take arms for legs at times, and find somebody upside down. Someone else who comes near is on their
        feet too.

        Args:
            other: seen now.
            seconds: since this one was seen.
            spread: (V,) twice the sigma of each joint.
        """
        places, counted = self.expected(seconds), self.weights * other.weights
        if not _one_place(_box(places, self.weights), _box(other.places, other.weights)):
            return False
        laid = _centred(other.places, counted) * (self.size / other.size)
        return float(similarity(_centred(places, counted), laid, counted, spread * self.size)) < UNLIKE


def born(found: Seen, now: int) -> Known:
    """One who is seen for the first time."""
    still = np.zeros(len(found.places), np.float32)
    return Known(now, found.places, found.weights, found.size, still, found.body.image is not None, now)


Box = tuple[FloatArray, FloatArray]


def _box(places: FloatArray, weights: FloatArray) -> Box:
    """Corners around the joints that were seen; around all where none was."""
    there = places[:, weights > FAINT] if (weights > FAINT).any() else places
    return there.min(axis=1), there.max(axis=1)


def _one_place(a: Box, b: Box) -> bool:
    both = np.clip(np.minimum(a[1], b[1]) - np.maximum(a[0], b[0]), 0, None).prod()
    return bool(both > ONE_PLACE * min((a[1] - a[0]).prod(), (b[1] - b[0]).prod()))


def _centred(places: FloatArray, counted: FloatArray) -> FloatArray:
    centred: FloatArray = places - ((places * counted).sum(axis=1) / counted.sum())[:, None]
    return centred
