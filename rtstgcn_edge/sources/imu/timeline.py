"""The counters of one node, unwrapped, and what a leap in them means."""

from __future__ import annotations

from enum import Enum, auto

NOISE_US = 250_000
"""Time and sequence number may disagree by so much, and a tenth of what passed, before one of them leapt."""
NEAR_US = 1_000_000
"""What passed on the device may differ from what passed between arrivals by so much, and a tenth: bursts."""

NEVER_BITS = 48
"""Of a counter that does not wrap."""


class Leap(Enum):
    """What a sample's counters say against those of the one before."""

    NONE = auto()
    TIME_SET = auto()
    """The device's time was set, by `Timeline.jump_us`; its numbers go on."""
    RESTARTED = auto()
    """Both begin anew."""


class Timeline:
    """Unwraps the sequence numbers and times of one node; either may be missing, in the whole or now and then.

    Without times, the number of samples times their period is the time; without numbers too, samples are counted, and a
    silence counts for as many as it would have held.

    Args:
        sequence_bits: after which sequence numbers wrap.
        time_bits: after which times wrap.
        tick_us: unit of the times.
        period_us: nominal, between two samples.
    """

    def __init__(self, sequence_bits: int | None, time_bits: int | None, tick_us: float, period_us: float) -> None:
        self._sequence_span = 1 << (sequence_bits or NEVER_BITS)
        self._time_span = (1 << (time_bits or NEVER_BITS)) * tick_us
        self._tick_us = tick_us
        self._period_us = period_us
        self.sequence: int | None = None
        """Of the latest sample, unwrapped; None where its time is all that is known."""
        self.time_us = 0
        """Of the latest sample, unwrapped."""
        self.jump_us = 0
        """By how much the time was set, where it was."""
        self._arrival_us: float | None = None
        self._kind = (False, False)

    def reset(self) -> None:
        """The next sample is the first."""
        self._arrival_us = None

    @property
    def started(self) -> bool:
        """Whether a sample has come since the (re)start."""
        return self._arrival_us is not None

    def add(self, sequence: int | None, time: int | None, arrival_ns: int, near: Timeline | None = None) -> Leap:
        """One more sample. The first one's time is unwrapped so that it is near the latest of another timeline."""
        arrival_us = arrival_ns / 1000
        kind = (sequence is not None, time is not None)
        if self._arrival_us is None or kind != self._kind:
            begun = self._arrival_us is not None
            self._kind, self._arrival_us = kind, arrival_us
            counted = sequence if sequence is not None else 0
            self.sequence = None if time is not None and sequence is None else counted
            if time is None:
                self.time_us = round(counted * self._period_us)
            else:
                self.time_us = near.at(time) if near and near.started else round(time * self._tick_us)
            return Leap.RESTARTED if begun else Leap.NONE
        passed = arrival_us - self._arrival_us
        self._arrival_us = arrival_us
        if time is None:
            return self._counted(sequence, passed)
        return self._stamped(sequence, time, passed)

    def at(self, time: int) -> int:
        """A wrapped time that is near the latest sample's, unwrapped (us)."""
        return self.time_us + round(_nearest(time * self._tick_us - self.time_us, self._time_span, 0))

    def _stamped(self, sequence: int | None, time: int, passed: float) -> Leap:
        by_time = _nearest(time * self._tick_us - self.time_us, self._time_span, passed)
        self.time_us += round(by_time)
        if sequence is None:
            if -NOISE_US <= by_time <= passed + 2 * NEAR_US:
                return Leap.NONE
            self.jump_us = round(by_time - passed)
            return Leap.TIME_SET
        assert self.sequence is not None
        time_is_near = _near(by_time, passed)
        step = round(
            _nearest(
                sequence - self.sequence,
                self._sequence_span,
                (by_time if time_is_near else passed) / self._period_us,
            )
        )
        ahead = (sequence - self.sequence + self._sequence_span // 2) % self._sequence_span - self._sequence_span // 2
        if time_is_near and by_time < 0 < ahead:  # numbers go on, time goes back
            self.sequence += ahead
            self.jump_us = round(by_time - ahead * self._period_us)
            return Leap.TIME_SET
        if time_is_near:  # where the number leapt, its tick is found by time
            self.sequence += step
            return Leap.NONE
        if abs(by_time - ahead * self._period_us) <= NOISE_US + 0.2 * abs(by_time) and by_time > -NEAR_US:
            self.sequence += ahead  # both say the same: it was held up on its way, or what came before was
            return Leap.NONE
        self.sequence += step
        if _near(step * self._period_us, passed):
            self.jump_us = round(by_time - step * self._period_us)
            return Leap.TIME_SET
        return Leap.RESTARTED

    def _counted(self, sequence: int | None, passed: float) -> Leap:
        assert self.sequence is not None
        if sequence is None:
            step = 1 if passed < NOISE_US else max(round(passed / self._period_us), 1)
        elif passed < self._sequence_span * self._period_us * 0.75:  # numbers go on, whatever arrivals do
            step = (sequence - self.sequence) % self._sequence_span
            if step > self._sequence_span * 0.9:
                step -= self._sequence_span
        else:
            step = round(_nearest(sequence - self.sequence, self._sequence_span, passed / self._period_us))
        self.sequence += step
        self.time_us = round(self.sequence * self._period_us)
        return Leap.NONE


def _nearest(difference: float, span: float, expected: float) -> float:
    """What is equal to `difference` but for whole spans, nearest to `expected`."""
    return expected + (difference - expected + span / 2) % span - span / 2


def _near(one: float, passed: float) -> bool:
    return abs(one - passed) <= NEAR_US + 0.1 * abs(passed)
