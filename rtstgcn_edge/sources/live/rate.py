"""Joined frames of the device's ticks as frames of the model's clock."""

from __future__ import annotations

import math
from collections import deque
from fractions import Fraction

import numpy as np

from rtstgcn_edge.frames import Body, FloatArray, Frame
from rtstgcn_edge.resample import LOBES, Resampler, same_rate


class Rate:
    """Frames by tick of the device in, frames by tick of the model out.

    Where both rates are the same a tick is a tick. Else frames pass the causal resampler: tick k of the model shows the
    instant k / rate_out after tick 0 of the device. Where the device has a tick without joints the last ones are
    resampled on, and the frames nearest to it have no bodies. After a gap in the ticks the filter begins anew.
    """

    def __init__(self, rate_in: float, rate_out: float) -> None:
        """Raises InputError for rates that are too far apart."""
        self.same = same_rate(rate_in, rate_out)
        self._resampler = Resampler(rate_in, rate_out)
        self.delay_s = 0.0 if self.same else self._resampler.delay_s
        """Added by the resampler."""
        one, other = (Fraction(rate).limit_denominator(10_000) for rate in (rate_in, rate_out))
        self._step: Fraction = one / other  # ticks in for each tick out, as in the resampler
        self._recent: deque[tuple[int, bool, int, int]] = deque(maxlen=4 * math.ceil(max(self._step, Fraction(1))) + 4)
        self._last: FloatArray | None = None
        self._waiting: list[FloatArray] = []  # not pushed yet: no frame would be known with them
        self._taken = 0  # ticks in since it began
        self._begun = 0  # tick in at which the filter began
        self._base = 0  # its first tick out
        self._given = 0  # ticks out since
        self._next_in = 0

    def push(self, tick: int, body: Body | None, captured: int, arrived: int) -> list[Frame]:
        """The frames that are known with this one; `body` None where no joints are known. Ticks only grow."""
        if self.same:
            return [Frame(tick, captured, arrived, [body] if body else [])]
        left: list[Frame] = []
        if self._last is not None and tick != self._next_in:
            left = self.flush()
        self._next_in = tick + 1
        if body is None and self._last is None:
            return left
        if self._last is None:
            self._begun = tick
            self._base = max(math.ceil(tick / self._step), self._base)
        if body is not None:
            self._last = body.joints
        assert self._last is not None
        self._recent.append((tick, body is not None, captured, arrived))
        self._waiting.append(self._last)
        self._taken += 1
        step, steps = self._step.as_integer_ratio()
        if self._taken * steps < self._given * step + LOBES * max(step, steps):
            return left
        return [*left, *self._frames(self._pushed())]

    def flush(self) -> list[Frame]:
        """The frames that are left at an end; the next one begins anew."""
        if self.same or self._last is None:
            return []
        early = self._frames(self._pushed()) if self._waiting else []
        left = [*early, *self._frames(self._resampler.flush())]
        self._base += self._given
        self._given = self._taken = 0
        self._last = None
        self._recent.clear()
        return left

    def _pushed(self) -> FloatArray:
        """What the resampler gives for what has waited."""
        waiting, self._waiting = self._waiting, []
        return self._resampler.push(np.array(waiting))

    def _frames(self, resampled: FloatArray) -> list[Frame]:
        frames = []
        arrived = self._recent[-1][3]
        for joints in resampled:
            instant = self._begun + self._given * self._step
            captured, seen = self._shown(instant)
            frames.append(Frame(self._base + self._given, captured, arrived, [Body(joints)] if seen else []))
            self._given += 1
        return frames

    def _shown(self, instant: Fraction) -> tuple[int, bool]:
        """When the sensor was at an instant (in ticks in), and whether the tick nearest to it had joints."""
        first = self._recent[0][0]
        at = min(int(instant) - first, len(self._recent) - 1)
        _, seen, captured, _ = self._recent[max(at, 0)]
        if at < 0 or at + 1 >= len(self._recent):
            return captured, seen
        _, then_seen, then, _ = self._recent[at + 1]
        part = float(instant - int(instant))
        return captured + round(part * (then - captured)), seen if part < 0.5 else then_seen
