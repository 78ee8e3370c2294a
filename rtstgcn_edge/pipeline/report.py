"""The summary at the end of a run: as JSON, and as a table for people."""

from __future__ import annotations

from typing import Any

from rtstgcn_edge.pipeline.decide import delay_s
from rtstgcn_edge.pipeline.ledger import STAGES
from rtstgcn_edge.pipeline.loop import Pipeline
from rtstgcn_edge.scores import event_table


def summary(pipeline: Pipeline) -> dict[str, Any]:
    """Everything that a run can say of itself, JSON-able."""
    manifest = pipeline.engine.manifest
    return {
        "model": manifest.name,
        "source": pipeline.source.description,
        "live": pipeline.source.live,
        "rate_hz": manifest.rate_hz,
        "complete": pipeline.complete,
        **pipeline.ledger.to_dict(),
        "inherent_delay_ms": {
            "model": 1e3 * manifest.delay / manifest.rate_hz,
            "decision": 1e3 * delay_s(pipeline.decision, manifest.rate_hz),
        },
        "source_facts": pipeline.source.facts(),
        "sinks": [facts for sink in pipeline.sinks if (facts := sink.facts())],
        "remarks": pipeline.source.remarks() + [line for sink in pipeline.sinks for line in sink.remarks()],
        **(pipeline.scoring.to_dict() if pipeline.scoring else {"scores": {}, "events": {}}),
    }


def summary_table(facts: dict[str, Any]) -> str:
    """The summary's headline for people."""
    lines = [*_latency(facts), "", *_counts(facts)]
    lines += facts["remarks"]
    if not (facts["complete"] or facts["live"]):
        lines.append("stopped before the end of the source")
    scores = facts["scores"]
    if scores:
        lines += ["", *_scores(scores)]
    if facts["events"]:
        lines += ["", event_table(facts["events"])]
    return "\n".join(lines)


def _latency(facts: dict[str, Any]) -> list[str]:
    latency = facts["latency_ms"]
    if not latency:
        return ["no frame was labelled"]
    lines = [f"{'latency (ms)':<14}" + "".join(f"{q:>9}" for q in ("p50", "p95", "p99", "max"))]
    for stage, meaning in STAGES.items():
        if stage not in latency:
            continue
        values = "".join(f" {latency[stage][q]:8.3f}" for q in ("p50", "p95", "p99", "max"))
        lines.append(f"  {stage:<12}{values}   {meaning}")
    delay = facts["inherent_delay_ms"]
    lines.append(
        f"inherent delay: model {delay['model']:.0f} ms + decision {delay['decision']:.0f} ms, to be added to the total"
    )
    if facts["deadline_ms"] is not None:
        lines.append(f"deadline {facts['deadline_ms']:.1f} ms: missed {facts['deadline_misses']} times")
    return lines


def _counts(facts: dict[str, Any]) -> list[str]:
    samples, ticks = facts["samples"], facts["ticks"]
    lines = [
        f"frames {samples['received']}: {_listed(samples, 'used', 'late', 'duplicate', 'refused', 'dropped')}",
        f"ticks  {ticks['ticks']}: {_listed(ticks, 'labelled', 'held', 'reset')}",
    ]
    remarks = {
        "ticks for which the source had no frame": samples["lost"],
        "bodies refused (not finite, or a track twice)": samples["refused_bodies"],
        "labels given on a held frame": ticks["held_predictions"],
        "labels without meaning (the model overflowed)": ticks["overflowed"],
    }
    return lines + [f"{meaning}: {count}" for meaning, count in remarks.items() if count]


def _listed(counts: dict[str, int], *parts: str) -> str:
    return ", ".join(f"{counts[part]} {part}" for part in parts)


def _scores(scores: dict[str, Any]) -> list[str]:
    meanings = {"raw": "every frame", "decided": "once decided"}
    lines = [f"{'scores':<10}" + "".join(f"{name:>8}" for name in ("top-1", *scores["raw"]["f1"], "edit", "frames"))]
    for kind, one in scores.items():
        values = "".join(f" {value:7.4f}" for value in (one["top1"], *one["f1"].values(), one["edit"]))
        lines.append(f"  {kind:<8}{values} {one['frames']:7d}  {meanings[kind]}")
    return lines
