"""A histogram of latencies over an endless stream: fixed memory, percentiles within 0.4 %.

Buckets as in HdrHistogram (Tene): every power of two is cut into 128 equal sub-buckets, so a bucket
is never wider than 1/128 of the values in it. Values below 256 ns have a bucket each.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from math import ceil

from rtstgcn_edge.errors import InputError

_SUB_BITS = 7
_EXACT_BELOW = 2 << _SUB_BITS
_LARGEST = (1 << 63) - 1


def _bucket(ns: int) -> int:
    if ns < _EXACT_BELOW:
        return ns
    shift = ns.bit_length() - _SUB_BITS - 1
    return (shift << _SUB_BITS) + (ns >> shift)


def _midpoint(bucket: int) -> int:
    if bucket < _EXACT_BELOW:
        return bucket
    shift = (bucket >> _SUB_BITS) - 1
    low = (bucket - (shift << _SUB_BITS)) << shift
    return low + (1 << shift >> 1)


_BUCKETS = _bucket(_LARGEST) + 1


class LogHistogram:
    """Counts integer nanoseconds in 7296 buckets (about 60 kB on a 64-bit machine).

    ``count``, ``sum_ns``, ``min_ns`` and ``max_ns`` are exact. A value below 0 or above 2^63 - 1 is
    moved to that limit, counted like any other and counted once more in ``clamped``. Not made for
    adding from several threads: give each its own and ``merge`` them.
    """

    __slots__ = ("_buckets", "_max", "_min", "clamped", "count", "sum_ns")

    def __init__(self) -> None:
        self.count = 0
        self.sum_ns = 0
        self.clamped = 0
        self._min = _LARGEST
        self._max = 0
        self._buckets = [0] * _BUCKETS

    def add(self, ns: int) -> None:
        """Count one latency, in nanoseconds."""
        if not 0 <= ns <= _LARGEST:
            self.clamped += 1
            ns = 0 if ns < 0 else _LARGEST
        # _bucket() written out: a call would make this method half as slow again.
        if ns < _EXACT_BELOW:
            self._buckets[ns] += 1
        else:
            shift = ns.bit_length() - _SUB_BITS - 1
            self._buckets[(shift << _SUB_BITS) + (ns >> shift)] += 1
        self.count += 1
        self.sum_ns += ns
        if ns < self._min:
            self._min = ns
        if ns > self._max:
            self._max = ns

    def merge(self, other: LogHistogram) -> None:
        """Count everything that ``other`` has counted, as if it had been added here."""
        self._buckets = [mine + theirs for mine, theirs in zip(self._buckets, other._buckets, strict=True)]
        self.count += other.count
        self.sum_ns += other.sum_ns
        self.clamped += other.clamped
        self._min = min(self._min, other._min)
        self._max = max(self._max, other._max)

    @property
    def min_ns(self) -> int:
        """The least value counted; InputError if there is none."""
        self._require_values()
        return self._min

    @property
    def max_ns(self) -> int:
        """The greatest value counted; InputError if there is none."""
        self._require_values()
        return self._max

    def percentile(self, q: float) -> int:
        """The value of nearest rank ceil(q / 100 * count), in nanoseconds.

        It is the middle of the bucket that holds this rank, so within 0.4 % of the value itself,
        and never outside min_ns..max_ns; the first and the last rank are exact.

        Raises:
            InputError: when q is not in 0..100, or nothing was counted.
        """
        if not 0 <= q <= 100:
            raise InputError(f"percentile: {q} is out of range; give 0 to 100")
        self._require_values()
        # Multiplied before it is divided: 0.55 * 100 rounds above 55, and the rank would be 56.
        rank = max(1, ceil(q * self.count / 100))
        if rank == 1:
            return self._min
        if rank == self.count:
            return self._max
        bucket = bisect_left(list(accumulate(self._buckets)), rank)
        return min(max(_midpoint(bucket), self._min), self._max)

    def _require_values(self) -> None:
        if not self.count:
            raise InputError("histogram: nothing was counted; add a value before asking for one")
