"""Sinks that show more than ticks are told what the run says of itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rtstgcn_edge.pipeline.decide import delay_s
from rtstgcn_edge.pipeline.loop import Pipeline
from rtstgcn_edge.sinks.base import RunFacts


def run_facts(pipeline: Pipeline) -> RunFacts:
    """What a pipeline says of itself while it runs."""
    ledger, source, manifest = pipeline.ledger, pipeline.source, pipeline.engine.manifest

    def counters() -> dict[str, Any]:
        return {
            "samples": asdict(ledger.samples),
            "ticks": asdict(ledger.ticks),
            "deadline_misses": ledger.deadline_misses,
            "source_facts": source.facts(),
        }

    return RunFacts(
        source=source.description,
        live=source.live,
        classes=source.classes,
        deadline_ms=None if ledger.deadline_ns is None else ledger.deadline_ns / 1e6,
        inherent_delay_ms={
            "model": 1e3 * manifest.delay / manifest.rate_hz,
            "decision": 1e3 * delay_s(pipeline.decision, manifest.rate_hz),
        },
        counters=counters,
    )


def follow(pipeline: Pipeline) -> None:
    """Tell those of its sinks that ask for it, by having `follow_run`."""
    for sink in pipeline.sinks:
        asked = getattr(sink, "follow_run", None)
        if asked:
            asked(run_facts(pipeline))
