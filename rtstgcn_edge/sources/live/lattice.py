"""The instants at which nodes are sampled, as a line through what their stamps say."""

from __future__ import annotations

TRUST = 8
"""Ticks for which the nominal period counts at the start."""
MEMORY = 500
"""Ticks over which the line is smoothed."""


class Lattice:
    """Tick k stands at an instant that follows one node's stamps: an alpha-beta filter whose memory grows to `MEMORY`.

    (Bar-Shalom, Li & Kirubarajan, Estimation with Applications to Tracking and Navigation, section 6.5.) So ticks are
    instants at which the device samples, whatever its true rate is, and a stamp with jitter counts for little.
    """

    def __init__(self, period_ns: float) -> None:
        self.period_ns = period_ns
        """Between two ticks, as observed."""
        self.started = False
        self._origin = 0
        self._tick = 0
        self._instant = 0.0  # of that tick, after the origin
        self._ticks = TRUST

    def start(self, time_ns: int) -> None:
        """Tick 0 is here."""
        self._origin, self._tick, self._instant, self._ticks, self.started = time_ns, 0, 0.0, TRUST, True

    def restart(self, time_ns: int) -> None:
        """The tick nearest to this instant stands exactly here; the period is kept."""
        tick = self.nearest(time_ns)
        self._origin, self._instant = time_ns, 0.0
        self._tick, self._ticks = tick, TRUST

    def nearest(self, time_ns: int) -> int:
        """The tick nearest to an instant."""
        return self._tick + round((time_ns - self._origin - self._instant) / self.period_ns)

    def error(self, tick: int, time_ns: int) -> float:
        """How far an instant is after a tick, in periods."""
        return (time_ns - self._origin - self._instant) / self.period_ns - (tick - self._tick)

    def follow(self, tick: int, time_ns: int) -> None:
        """The node that is followed was sampled at this instant, which is `tick`."""
        passed = tick - self._tick
        if passed <= 0:
            return
        predicted = self._instant + passed * self.period_ns
        error = time_ns - self._origin - predicted
        n = self._ticks
        self._instant = predicted + 2 * (2 * n + 1) / ((n + 1) * (n + 2)) * error
        self.period_ns += 6 / ((n + 1) * (n + 2)) * error / passed
        self._tick = tick
        self._ticks = min(n + passed, MEMORY)
