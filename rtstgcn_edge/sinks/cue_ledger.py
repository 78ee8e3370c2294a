"""What became of the cues, and how long they took."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from rtstgcn_edge.histogram import LogHistogram

ANSWER_NS = 2_000_000_000
"""A cue that is not acknowledged by then is unanswered."""


@dataclass
class CueCounts:
    """wanted = held_off + unsent + sent; sent = acknowledged + unanswered (+ those that wait for their answer).

    Frames that called for a cue but were not sure enough are `unsure`; acknowledgements of no cue that waits `stray`.
    """

    unsure: int = 0
    held_off: int = 0
    unsent: int = 0
    sent: int = 0
    acknowledged: int = 0
    unanswered: int = 0
    stray: int = 0


class _Sent(NamedTuple):
    at_ns: int
    device_us: int | None


class CueLedger:
    """Cues that were sent, by number, until they are acknowledged."""

    def __init__(self) -> None:
        self.counts = CueCounts()
        self.sample_to_cue = LogHistogram()
        """On the host: from the instant at which the sensor sampled to the cue being written."""
        self.round_trip = LogHistogram()
        """By the device's own clock: from the sample to the acknowledgement."""
        self._waiting: dict[int, _Sent] = {}

    def sent(self, number: int, captured_ns: int, written_ns: int, device_us: int | None) -> None:
        """A cue was written. `device_us` is the device's time of the sample, None where it is not known."""
        self.counts.sent += 1
        self.sample_to_cue.add(written_ns - captured_ns)
        self.give_up(written_ns)
        if self._waiting.pop(number, None):  # 65536 cues within the time to answer
            self.counts.unanswered += 1
        self._waiting[number] = _Sent(written_ns, device_us)

    def acknowledged(self, number: int, device_us: int) -> None:
        """The device acted upon a cue at this time of its clock (us modulo 2^32)."""
        sent = self._waiting.pop(number, None)
        if sent is None:
            self.counts.stray += 1
            return
        self.counts.acknowledged += 1
        if sent.device_us is not None:
            passed = (device_us - sent.device_us + 0x8000_0000 & 0xFFFF_FFFF) - 0x8000_0000
            self.round_trip.add(1000 * passed)

    def give_up(self, now_ns: int) -> None:
        """Count those that waited too long."""
        while self._waiting:
            number, oldest = next(iter(self._waiting.items()))
            if now_ns - oldest.at_ns < ANSWER_NS:
                return
            del self._waiting[number]
            self.counts.unanswered += 1

    def facts(self) -> dict[str, Any]:
        """JSON-able."""
        return {
            "cues": {**asdict(self.counts), "waiting": len(self._waiting)},
            "sample_to_cue_ms": percentiles(self.sample_to_cue),
            "round_trip_ms": percentiles(self.round_trip),
        }


def percentiles(times: LogHistogram) -> dict[str, float]:
    """p50, p95, p99 and max in ms; nothing where nothing was counted."""
    if not times.count:
        return {}
    return {f"p{q}": times.percentile(q) / 1e6 for q in (50, 95, 99)} | {"max": times.max_ns / 1e6}
