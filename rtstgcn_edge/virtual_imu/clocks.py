"""Clocks that run too fast or too slow: true time to what a device believes."""

from __future__ import annotations

import random

MASK = 0xFFFF_FFFF
"""A clock counts microseconds modulo 2^32."""


class VirtualClock:
    """A clock that starts when its device is switched on and runs by `skew_ppm` too fast."""

    def __init__(self, skew_ppm: float) -> None:
        self.skew_ppm = skew_ppm
        self._rate = 1 + skew_ppm * 1e-6
        self._started_ns = 0
        self._ahead_us = 0

    def start(self, true_ns: int, says_us: int = 0) -> None:
        """Begin anew, at `says_us`."""
        self._started_ns, self._ahead_us = true_ns, says_us

    def jump(self, us: int) -> None:
        """From now on it says so much more, or less."""
        self._ahead_us += us

    def us(self, true_ns: int) -> int:
        """What it says at a true time."""
        return (self._ahead_us + int((true_ns - self._started_ns) * self._rate / 1000)) & MASK

    def after_ns(self, own_ns: float) -> int:
        """True time at which so much of its own time has passed since it started."""
        return self._started_ns + round(own_ns / self._rate)


def since(begin_us: int, end_us: int) -> int:
    """Microseconds from one stamp to another, less than half a wrap apart; negative where the other is earlier."""
    return ((end_us - begin_us + 0x8000_0000) & MASK) - 0x8000_0000


def spread(count: int, skew_ppm: float, draw: random.Random) -> list[float]:
    """Skews spread evenly from -`skew_ppm` to +`skew_ppm`, both there, in a drawn order."""
    skews = [skew_ppm * (2 * i / max(1, count - 1) - 1) for i in range(count)]
    draw.shuffle(skews)
    return skews
