"""From probabilities to events: smoothing, hysteresis, minimum duration. The raw label is never touched.

The probabilities pass an exponential average of time constant `smoothing_s`. A label that then leads the present one by
`hysteresis` for `minimum_s` without a break becomes the decided label: an event. What this adds to the latency that a
user feels is `delay_s`.
"""

from __future__ import annotations

import math

from rtstgcn_edge.frames import FloatArray
from rtstgcn_edge.manifest import Decision


class Decide:
    """The decision for one skeleton."""

    def __init__(self, decision: Decision, rate_hz: float) -> None:
        self._share = 1.0 if decision.smoothing_s == 0 else 1 - math.exp(-1 / (decision.smoothing_s * rate_hz))
        self._hysteresis = decision.hysteresis
        self._minimum = minimum_ticks(decision, rate_hz)
        self._smooth: FloatArray | None = None
        self._candidate: int | None = None
        self._run = 0
        self.label: int | None = None
        """The decided label; None before the first."""

    def update(self, probabilities: FloatArray, warm: bool) -> bool:
        """Take one tick's probabilities (classes,); whether the decided label changed. Never before `warm`."""
        smooth = probabilities if self._smooth is None else self._smooth + self._share * (probabilities - self._smooth)
        self._smooth = smooth
        best = int(smooth.argmax())
        leads = self.label is None or smooth[best] >= smooth[self.label] + self._hysteresis
        if not warm or best == self.label or not leads:
            self._candidate, self._run = None, 0
            return False
        self._run = self._run + 1 if best == self._candidate else 1
        self._candidate = best
        if self._run < self._minimum:
            return False
        self.label, self._candidate, self._run = best, None, 0
        return True

    def probability(self, label: int) -> float:
        """Smoothed probability of a label."""
        assert self._smooth is not None
        return float(self._smooth[label])


def minimum_ticks(decision: Decision, rate_hz: float) -> int:
    """Ticks that a label must lead before it is decided; at least one."""
    return max(1, round(decision.minimum_s * rate_hz))


def delay_s(decision: Decision, rate_hz: float) -> float:
    """Delay that the decision adds: the average's time constant and the minimum duration."""
    return decision.smoothing_s + (minimum_ticks(decision, rate_hz) - 1) / rate_hz
