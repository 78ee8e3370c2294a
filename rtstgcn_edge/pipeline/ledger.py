"""The latency ledger: every frame's stamps, in fixed memory, and counters whose sums close."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from rtstgcn_edge.frames import Stamps, Tick
from rtstgcn_edge.histogram import LogHistogram
from rtstgcn_edge.pipeline.counts import SampleCounts, TickCounts

STAGES = {
    "transport": "captured to arrived",
    "align": "arrived to ready",
    "infer": "ready to inferred",
    "emit": "inferred to emitted",
    "total": "captured to emitted",
    "housekeeping": "after the label, off the path",
}


@dataclass
class Ledger:
    """Accounts of one run.

    `deadline_ns` is one period of the model's clock, None where frames do not come in real time.
    """

    deadline_ns: float | None
    samples: SampleCounts = field(default_factory=SampleCounts)
    ticks: TickCounts = field(default_factory=TickCounts)
    stages: dict[str, LogHistogram] = field(default_factory=lambda: {name: LogHistogram() for name in STAGES})
    deadline_misses: int = 0

    def account(self, stamps: Stamps, tick: Tick, seen: bool, live: bool, housekept: int) -> None:
        """Enter one tick. `seen`: a skeleton was seen at it; `live`: at least one was live; `housekept` in ns."""
        counts, stages = self.ticks, self.stages
        counts.ticks += 1
        counts.labelled += live and seen
        counts.held += live and not seen
        counts.reset += not live
        if not live:
            return
        counts.predictions += len(tick.predictions)
        counts.held_predictions += sum(prediction.held for prediction in tick.predictions)
        stages["transport"].add(stamps.arrived - stamps.captured)
        stages["align"].add(stamps.ready - stamps.arrived)
        stages["infer"].add(stamps.inferred - stamps.ready)
        stages["emit"].add(stamps.emitted - stamps.inferred)
        stages["total"].add(stamps.emitted - stamps.captured)
        stages["housekeeping"].add(housekept)
        if self.deadline_ns is not None and stamps.emitted - stamps.captured > self.deadline_ns:
            self.deadline_misses += 1

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
