"""Which tick of the model's clock a camera's frame is: the one nearest to when it was captured, each once."""

from __future__ import annotations

HYSTERESIS = 0.1
"""Ticks by which a frame may miss its tick by more than a half, so that jitter there does not lose ticks."""
_SMOOTHING = 0.1


class FrameClock:
    """Numbers of a camera's frames, at a rate of its own, on a clock of `rate_hz`; the first frame is tick 0.

    Of the frames of a camera that is faster, that nearest to a tick is taken, and known as such when it comes: one that
    lies before its tick by more than half the camera's period will be followed by a nearer one.
    """

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._first: int | None = None
        self._last: int | None = None
        self._newest = -1
        self.period_ns: float | None = None
        """Between two frames of the camera, smoothed; None before the second."""

    def number(self, captured: int) -> int | None:
        """The tick of a frame captured then (ns); None where a nearer frame stands, or will stand, for it."""
        if not self._advance(captured):
            return None
        if self._first is None:
            self._first = captured
        at = (captured - self._first) * 1e-9 * self._rate_hz
        due = self._newest + 1
        if at - due > 0.5 + HYSTERESIS:
            due = round(at)
        spacing = min(1.0, (self.period_ns or 0.0) * 1e-9 * self._rate_hz)
        if at - due < -spacing / 2 - HYSTERESIS:
            return None
        self._newest = due
        return due

    def interrupted(self) -> None:
        """The time to the next frame says nothing of the camera's period."""
        self._last = None

    def _advance(self, captured: int) -> bool:
        """Follow the camera's period; False for a frame that is not newer than the last."""
        if self._last is not None:
            step = captured - self._last
            if step <= 0:
                return False
            known = self.period_ns
            self.period_ns = step if known is None else known + _SMOOTHING * (min(step, 4 * known) - known)
        self._last = captured
        return True
