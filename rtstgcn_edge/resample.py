"""From one constant rate to another, causally: the same frames whether a recording comes whole or sample by sample.

Output frame k shows the instant k / rate_out after the first sample and is made of the samples less than `delay_s`
before and after it (a Kaiser-windowed sinc, Oppenheim & Schafer, Discrete-Time Signal Processing, section 7.5, with its
middle at half the slower rate). It is known as soon as those have come, `delay_s` after its instant at the latest:
three periods of the slower rate. In units of the slower rate, what lies below 0.25 passes within 1 %; what lies above
0.75, which would fold onto it, is 44 dB down. Before the first sample, and after the last when the
recording ends, its value is held.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.errors import InputError

LOBES = 3
"""Periods of the slower rate on either side of an output frame."""
KAISER_BETA = 4.55
"""Shape of the window, for 50 dB by its continuous form; that samples are few costs the rest."""
SAME_CLOCK = 0.005
"""Rates that are no further apart than this share count as one."""
_FARTHEST = 100
_SLOWEST_HZ = 0.01
_KEPT_PHASES = 4096
_BLOCK = 16384

Array = npt.NDArray[Any]
Number = TypeVar("Number", bound=np.generic)


def same_rate(one_hz: float, other_hz: float) -> bool:
    """Whether two rates count as one, so that frames pass as they are."""
    return abs(one_hz / other_hz - 1) <= SAME_CLOCK


class Resampler:
    """Frames at `rate_in` Hz in, frames at `rate_out` Hz out; time is axis 0, every other element on its own."""

    def __init__(self, rate_in: float, rate_out: float) -> None:
        """Raises InputError for rates below 0.01 Hz or further apart than a factor of 100."""
        # Output k stands at sample k * step / steps: whole numbers, so that hours later nothing has drifted.
        self._step, self._steps = _ratio(rate_in, rate_out).as_integer_ratio()
        self._reach = LOBES * max(self._step, self._steps)  # of the filter, in 1/steps of a sample
        self._taps = _taps(self._step, self._steps)
        self.delay_s = 0.0 if self._step == self._steps else LOBES / min(rate_in, rate_out)
        self._reset()

    def _reset(self) -> None:
        self._held: Array | None = None  # samples that are still needed, and one window of the first before it
        self._begin = -self._taps  # number of the first of them
        self._known = 0  # samples that have come
        self._next = 0  # output frame

    def push(self, frames: Array) -> Array:
        """The frames (m, ...) that are known once `frames` (n, ...) have come: none, one or several.

        Of the type of `frames`, float64 where that is no floating one.
        """
        frames = np.asarray(frames)
        if self._step == self._steps:
            return frames.astype(_floating(frames), copy=False)
        if not len(frames):
            return frames.astype(_floating(frames))
        held = np.repeat(frames[:1], self._taps, axis=0) if self._held is None else self._held
        self._held = np.concatenate([held, frames])
        self._known += len(frames)
        return self._frames((self._known * self._steps - self._reach) // self._step + 1)

    def flush(self) -> Array:
        """The frames that are left when the recording ends; the next push begins another one."""
        if self._held is None:
            return np.empty(0)
        self._held = np.concatenate([self._held, np.repeat(self._held[-1:], self._taps, axis=0)])
        frames = self._frames(frame_count(self._known, self._step, self._steps))
        self._reset()
        return frames

    def _frames(self, stop: int) -> Array:
        """Output frames up to `stop`, whose samples are all held; then drops what is no longer needed."""
        assert self._held is not None
        numbers = np.arange(self._next, max(stop, self._next), dtype=np.int64)
        middle = numbers * self._step
        first = -(-(middle + self._reach) // self._steps) - self._taps - self._begin
        phases, of_frame = np.unique(middle % self._steps, return_inverse=True)
        shape = (-1,) + (1,) * (self._held.ndim - 1)
        if self._steps <= _KEPT_PHASES:
            weights = _all_weights(self._step, self._steps)[phases]
        else:
            weights = _weights(self._step, self._steps, phases)
        total = np.zeros((len(numbers), *self._held.shape[1:]))
        for tap in range(self._taps):  # in this order for one frame and for many: the same bits
            total += weights[of_frame, tap].reshape(shape) * self._held[first + tap]
        self._next += len(numbers)
        needed = -(-(self._next * self._step + self._reach) // self._steps) - self._taps
        self._held = self._held[needed - self._begin :].copy()
        self._begin = needed
        return total.astype(_floating(self._held))


def resample(frames: Array, rate_in: float, rate_out: float, axis: int = 0) -> Array:
    """A whole recording at another rate, as `Resampler` gives it: frame k shows the instant k / rate_out.

    As many frames as there are instants up to the last sample. Raises InputError for impossible rates.
    """
    resampler = Resampler(rate_in, rate_out)
    by_time = np.moveaxis(np.asarray(frames), axis, 0)
    if _ratio(rate_in, rate_out) == 1 or not len(by_time):
        return np.moveaxis(resampler.push(by_time), 0, axis)
    blocks = [resampler.push(by_time[begin : begin + _BLOCK]) for begin in range(0, len(by_time), _BLOCK)]
    return np.moveaxis(np.concatenate([*blocks, resampler.flush()]), 0, axis)


def resample_labels(labels: npt.NDArray[Number], rate_in: float, rate_out: float) -> npt.NDArray[Number]:
    """Labels (L, ...) for the frames that `resample` gives: each that of the sample nearest to the frame's instant."""
    step, steps = _ratio(rate_in, rate_out).as_integer_ratio()
    middle = np.arange(frame_count(len(labels), step, steps), dtype=np.int64) * step
    nearest = np.minimum((2 * middle + steps) // (2 * steps), len(labels) - 1)
    return labels[nearest]


def frame_count(samples: int, step: int, steps: int) -> int:
    """Output frames whose instants lie within `samples` samples, where each output is step / steps samples further."""
    return (samples - 1) * steps // step + 1 if samples else 0


def _ratio(rate_in: float, rate_out: float) -> Fraction:
    """Samples in for each frame out, exact for rates of up to four decimals or of small fractions."""
    for rate in (rate_in, rate_out):
        if not _SLOWEST_HZ <= rate < float("inf"):
            raise InputError(f"a rate of {rate:g} Hz; give frames a second, {_SLOWEST_HZ:g} or more")
    if not 1 / _FARTHEST <= rate_in / rate_out <= _FARTHEST:
        raise InputError(f"from {rate_in:g} Hz to {rate_out:g} Hz: rates are at most a factor of {_FARTHEST} apart")
    one, other = (Fraction(rate).limit_denominator(10_000) for rate in (rate_in, rate_out))
    return one / other


def _taps(step: int, steps: int) -> int:
    """Samples in an open window of 2 * LOBES periods of the slower rate, at most."""
    return -(-2 * LOBES * max(step, steps) // steps)


@lru_cache(maxsize=8)
def _all_weights(step: int, steps: int) -> npt.NDArray[np.float64]:
    return _weights(step, steps, np.arange(steps))


def _weights(step: int, steps: int, phases: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """(phases, taps), rows of sum 1: of the samples around instants phase / steps after a sample, oldest first."""
    reach, taps = LOBES * max(step, steps), _taps(step, steps)
    first = -(-(phases + reach) // steps) - taps
    distance = (first[:, None] + np.arange(taps)) * steps - phases[:, None]
    periods = distance / max(step, steps)
    inside = np.abs(distance) < reach
    window = np.where(inside, np.i0(KAISER_BETA * np.sqrt(np.maximum(1 - (periods / LOBES) ** 2, 0))), 0.0)
    weights = np.sinc(periods) * window
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _floating(frames: Array) -> np.dtype[Any]:
    return frames.dtype if frames.dtype.kind == "f" else np.dtype(np.float64)
