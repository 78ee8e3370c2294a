"""The clock of a device told in the host's time: counters unwrapped, offset and skew estimated as stamps come.

What is known of the offset are bounds. Nothing arrives before it was sent, so every stamp that arrives bounds the
offset from above (arrival - stamp), and every request that the device answers from below (sent - stamp of its
reception). Each bound is an `Envelope`; the line under the upper one gives the skew: jitter and bursts only ever lie
above it. The offset is the middle between the two bounds, as the exchange of least delay gives it in NTP's clock filter
(Mills, RFC 5905, section 10), and half their distance bounds the error as far as the shortest transport of both
directions is alike. Without requests the offset is the upper bound: late by the shortest transport.
"""

from __future__ import annotations

from rtstgcn_firmware.envelope import LARGEST_SKEW, LONGEST_STRETCH_US, Envelope, slope_under

STEP_NS = 20_000_000
"""Arrivals that are so much earlier than possible show that the device's clock was set forward."""
CONTRADICTION_NS = 10_000_000
"""Bounds that cross by so much show that the device's clock was set."""
LATE_NS = 150_000_000
"""Arrivals that are all later by so much ..."""
LATE_FOR_NS = 1_000_000_000
"""... for so long (and `LATE_COUNT` of them) show that it was set back. No burst of delays lasts as long."""
LATE_COUNT = 10
CONTRADICTIONS = 3
"""Exchanges in a row that contradict what is known, and agree with one another, before they are believed."""
CROSSED_NS = 100_000
"""Bounds that cross by so much show that the slope is wrong: the skew is no usual one, though jitter hides it."""
USUAL_SKEW = 0.2
"""Skew (ns per us) of crystals; a larger one is believed when it stands out from the jitter."""
KNOWN_SKEW = 0.01
"""How near a skew that was learnt stays after a restart, until the points say otherwise as clearly."""
_MATURE_US = 2_000_000
_LEARNT_US = 20_000_000
_STEPS = 16


class Unwrap:
    """A counter of `bits` bits that wraps, as a number that does not.

    Each value is taken for the one nearest to the last, before or after it.
    """

    def __init__(self, bits: int) -> None:
        self._span = 1 << bits
        self._half = self._span >> 1
        self._last: int | None = None

    def add(self, value: int) -> int:
        """The counter, unwrapped."""
        if self._last is None:
            self._last = value
        else:
            self._last += (value - self._last + self._half) % self._span - self._half
        return self._last

    def reset(self) -> None:
        """The next value is the first."""
        self._last = None


class DeviceClock:
    """Host time (monotonic ns) of a device's time (unwrapped us). Reads no clock of its own; memory is fixed."""

    def __init__(self) -> None:
        self.jumps = 0
        """How often the device's clock was found to have been set."""
        self.exchanges = 0
        self._slope = 0.0  # ns of host time, beyond 1000, for each us of the device
        self._prior, self._tolerance = 0.0, USUAL_SKEW  # where the slope is without good reason
        self._begin()

    def _begin(self) -> None:
        self._above, self._below = Envelope(), Envelope()  # the latter upside down
        self._x0 = self._y0 = 0
        self._upper = 0.0  # bounds of the offset at x0, over y0
        self._lower: float | None = None
        self._offset = 0.0
        self._suspects = 0
        self._late_since: int | None = None
        self._late = 0
        self._newest: tuple[int, int] | None = None
        self._contradictions, self._contradicting = 0, 0

    def reset(self) -> None:
        """Begin anew, but for the skew: the device has restarted."""
        if self._above.span_us >= _LEARNT_US:
            self._prior, self._tolerance = self._slope, KNOWN_SKEW
        self._begin()

    def step(self, jump_us: int) -> None:
        """The device's clock was set by `jump_us`: what was learnt stays, of a clock that now says so much more."""
        self.jumps += 1
        self._x0 += jump_us
        self._y0 -= 1000 * jump_us
        self._above.move(jump_us, -1000 * jump_us)
        self._below.move(jump_us, 1000 * jump_us)
        if self._newest:
            self._newest = (self._newest[0] + jump_us, self._newest[1])

    @property
    def started(self) -> bool:
        """Whether any stamp has come since the (re)start."""
        return bool(self._above.points)

    @property
    def synchronised(self) -> bool:
        """Whether exchanges bound the offset from both sides; without, it is late by the shortest transport."""
        return self._lower is not None

    @property
    def error_ns(self) -> int | None:
        """Largest error of `to_host_ns`; None where unknown, without exchanges."""
        return None if self._lower is None else round(abs(self._upper - self._lower) / 2)

    @property
    def skew_ppm(self) -> float:
        """How much faster than the host's the device's clock runs."""
        return (1000 / (1000 + self._slope) - 1) * 1e6

    def add_arrival(self, device_us: int, arrival_ns: int) -> None:
        """A stamp of the device, and when it arrived."""
        y = arrival_ns - 1000 * device_us
        if not self._above.points:
            self._start(device_us, y)
            return
        early = self._upper - (y - self._y0 - self._slope * (device_us - self._x0))
        if early > STEP_NS and self._above.span_us >= _MATURE_US:
            self._suspects += 1
            if self._suspects == 3:
                self._restart(device_us, y)
            return
        self._suspects = 0
        if early < -LATE_NS:
            self._late += 1
            if self._late_since is None:
                self._late_since = arrival_ns
            elif arrival_ns - self._late_since >= LATE_FOR_NS and self._late >= LATE_COUNT:
                self._restart(device_us, y)
                return
        elif self._late_since is not None:
            self._late_since, self._late = None, 0
        if self._above.add(device_us, y, self._slope):
            self._fit()
        elif early > 0:
            self._upper -= early
            self._settle()

    def add_exchange(self, sent_ns: int, device_received_us: int, device_sent_us: int, arrived_ns: int) -> None:
        """A request and its answer: host, device, device and host time, in the order in which they happened."""
        self.exchanges += 1
        low = sent_ns - 1000 * device_received_us
        high = arrived_ns - 1000 * device_sent_us
        if self._above.points:
            lowest = low - self._y0 - self._slope * (device_received_us - self._x0)
            highest = high - self._y0 - self._slope * (device_sent_us - self._x0)
            floor = self._lower if self._lower is not None else lowest
            crossed = max(lowest - self._upper, floor - highest)
            span_us = self._above.span_us
            if crossed > CONTRADICTION_NS + (span_us * LARGEST_SKEW if span_us < _MATURE_US else 0):
                agrees = abs((low + high) // 2 - self._contradicting) <= CONTRADICTION_NS + high - low
                self._contradictions = self._contradictions + 1 if agrees else 1
                self._contradicting = (low + high) // 2
                if self._contradictions < CONTRADICTIONS:
                    return
                self._restart(device_sent_us, high)
        self._contradictions = 0
        self.add_arrival(device_sent_us, arrived_ns)
        self._below.add(device_received_us, -low, -self._slope)
        self._fit()

    def to_host_ns(self, device_us: int) -> int:
        """Host time of a device time. Later device times never map earlier, whatever was learnt in between."""
        across = device_us - self._x0
        host = 1000 * device_us + self._y0 + round(self._offset + self._slope * across)
        if self._newest is None or device_us >= self._newest[0]:
            if self._newest is not None and host < self._newest[1]:
                host = self._newest[1]
            self._newest = (device_us, host)
        return host

    def to_device_us(self, host_ns: int) -> int:
        """Device time of a host time."""
        at_x0 = 1000 * self._x0 + self._y0 + self._offset
        return self._x0 + round((host_ns - at_x0) / (1000 + self._slope))

    def _start(self, x: int, y: int) -> None:
        self._x0, self._y0 = x, y
        self._above.add(x, y, self._slope)
        self._upper = 0.0
        self._settle()

    def _restart(self, x: int, y: int) -> None:
        self.jumps += 1
        self.reset()
        self._start(x, y)

    def _fit(self) -> None:
        points = self._above.points
        self._below.forget_before(points[0][0] - LONGEST_STRETCH_US)
        self._x0, self._y0 = points[-1]
        usual = slope_under(points, self._prior, self._tolerance, self._slope)
        if self._bound(usual) > CROSSED_NS and not self._uncross():
            self._bound(usual)
        self._settle()

    def _bound(self, slope: float) -> float:
        """The bounds at this slope; by how much they cross."""
        self._slope = slope
        self._upper = self._above.least(slope, self._x0, self._y0)
        if not self._below.points:
            self._lower = None
            return 0.0
        self._lower = -self._below.least(-slope, self._x0, -self._y0)
        return self._lower - self._upper

    def _uncross(self) -> bool:
        """Bring the slope to the nearest one at which the bounds do not cross, if there is one (Newton's method)."""
        for _ in range(_STEPS):
            slope = self._slope
            above = min(self._above.points, key=lambda point: point[1] - slope * point[0])
            below = min(self._below.points, key=lambda point: point[1] + slope * point[0])
            across = below[0] - above[0]
            if not across or abs(steeper := (-below[1] - above[1]) / across) > LARGEST_SKEW:
                return False
            if self._bound(steeper) <= 1:
                return True
        return False

    def _settle(self) -> None:
        self._offset = self._upper if self._lower is None else (self._upper + self._lower) / 2
