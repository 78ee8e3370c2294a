"""The latency ledger: every frame's stamps, in fixed memory, and counters whose sums close."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from rtstgcn_edge.frames import Tick
from rtstgcn_edge.histogram import LogHistogram
from rtstgcn_edge.pipeline.counts import SampleCounts, TickCounts

STAGES = {
    "transport": "captured to arrived",
    "align": "arrived to ready",
    "pose": "of this, until poses were found",
    "infer": "ready to inferred",
    "emit": "inferred to emitted",
    "host": "arrived to emitted",
    "total": "captured to emitted",
    "housekeeping": "after the label",
}


@dataclass
class Ledger:
    """Accounts of one run.

    `deadline_ns` is the time between two frames as they come, None where nothing waits for them. The frames of a `live`
    source are to be done with within it from their arrival, those of a recording from the instant that they were due
    (captured, where nothing else is said): a program that falls behind takes them late.
    """

    deadline_ns: float | None
    live: bool = False
    samples: SampleCounts = field(default_factory=SampleCounts)
    ticks: TickCounts = field(default_factory=TickCounts)
    stages: dict[str, LogHistogram] = field(default_factory=lambda: {name: LogHistogram() for name in STAGES})
    deadline_misses: int = 0

    def account(self, tick: Tick, housekept: int) -> None:
        """Enter one tick; its housekeeping took `housekept` ns."""
        counts, stages, stamps = self.ticks, self.stages, tick.stamps
        counts.ticks += 1
        if not tick.live:
            counts.reset += 1
            return
        if tick.frame.bodies:
            counts.labelled += 1
        else:
            counts.held += 1
        self.account_predictions(tick)
        stages["transport"].add(stamps.arrived - stamps.captured)
        stages["align"].add(stamps.ready - stamps.arrived)
        if stamps.posed:
            stages["pose"].add(stamps.posed - stamps.arrived)
        stages["infer"].add(stamps.inferred - stamps.ready)
        stages["emit"].add(stamps.emitted - stamps.inferred)
        stages["host"].add(stamps.emitted - stamps.arrived)
        stages["total"].add(stamps.emitted - stamps.captured)
        stages["housekeeping"].add(housekept)
        due = stamps.arrived if self.live else stamps.due or stamps.captured
        if self.deadline_ns is not None and stamps.emitted - due > self.deadline_ns:
            self.deadline_misses += 1

    def account_predictions(self, tick: Tick) -> None:
        """Enter the labels of a step that is no tick of the clock: those that a delayed model owes at the end."""
        self.ticks.predictions += len(tick.predictions)
        self.ticks.overflowed += tick.overflowed
        self.ticks.held_predictions += sum(prediction.held for prediction in tick.predictions)

    def to_dict(self) -> dict[str, Any]:
        """Everything, JSON-able; latencies in milliseconds."""
        return {
            "latency_ms": {name: _quantiles(histogram) for name, histogram in self.stages.items() if histogram.count},
            "deadline_ms": None if self.deadline_ns is None else self.deadline_ns / 1e6,
            "deadline_misses": self.deadline_misses,
            "samples": asdict(self.samples),
            "ticks": asdict(self.ticks),
        }


def _quantiles(histogram: LogHistogram) -> dict[str, float]:
    quantiles = {f"p{q}": histogram.percentile(q) / 1e6 for q in (50, 95, 99)}
    return quantiles | {"max": histogram.max_ns / 1e6}
