"""What the walker does when: a random walk through the movements, one bout after another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

# Probability of each movement that may follow. Nobody sits without sitting down, and a freeze
# comes out of walking or turning.
TRANSITIONS: dict[str, dict[str, float]] = {
    "standing": {"walking": 0.55, "turning": 0.1, "sitting_down": 0.35},
    "walking": {"standing": 0.3, "turning": 0.4, "freezing": 0.3},
    "turning": {"standing": 0.15, "walking": 0.55, "freezing": 0.3},
    "freezing": {"standing": 0.25, "walking": 0.55, "turning": 0.2},
    "sitting_down": {"sitting": 1.0},
    "sitting": {"standing_up": 1.0},
    "standing_up": {"standing": 0.7, "walking": 0.3},
}

# Shortest and longest bout, seconds.
DURATION_S: dict[str, tuple[float, float]] = {
    "standing": (1.5, 6.0),
    "walking": (2.5, 8.0),
    "turning": (1.5, 4.0),
    "freezing": (1.5, 6.0),
    "sitting_down": (1.2, 2.5),
    "sitting": (1.5, 7.0),
    "standing_up": (1.2, 2.5),
}

_STARTS = ("standing", "walking", "sitting")


class Bout(NamedTuple):
    """One movement from ``start_s`` to ``end_s``, seconds."""

    movement: str
    start_s: float
    end_s: float


def chain(steps: Iterable[tuple[str, float]]) -> list[Bout]:
    """Put (movement, duration in seconds) pairs one after another, from time zero."""
    bouts = []
    start_s = 0.0
    for movement, duration_s in steps:
        bouts.append(Bout(movement, start_s, start_s + duration_s))
        start_s += duration_s
    return bouts


def draw_bouts(seconds: float, rng: np.random.Generator) -> list[Bout]:
    """Draw bouts by ``TRANSITIONS`` and ``DURATION_S`` until they cover ``seconds``; the last may reach beyond."""
    steps: list[tuple[str, float]] = []
    covered_s = 0.0
    movement = str(rng.choice(_STARTS))
    while covered_s < seconds:
        duration_s = float(rng.uniform(*DURATION_S[movement]))
        steps.append((movement, duration_s))
        covered_s += duration_s
        following = TRANSITIONS[movement]
        movement = str(rng.choice(list(following), p=list(following.values())))
    return chain(steps)
