"""What a device gave, in numbers for the summary and in lines for people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rtstgcn_firmware.messages import Hello, Status

from rtstgcn_edge.sources.imu.nodes import Nodes

TOLD = ("lost", "late", "duplicate", "refused", "dropped", "slips")


@dataclass
class Account:
    """Counts of one device. Samples: received = those of the nodes' counts + ignored + kept_out + unfit."""

    received: int = 0
    kept_out: int = 0
    """Came before HELLO."""
    unfit: int = 0
    """Came while the device said of itself what does not fit the model."""
    unfit_because: str | None = None
    hellos: int = 0
    status: dict[int, Status] = field(default_factory=dict)
    """The latest of each node."""

    def facts(self, hello: Hello | None, nodes: Nodes | None, listening: int) -> dict[str, Any]:
        """Everything, JSON-able; `listening` readings wait for the rate to be known."""
        said = {} if hello is None else hello._asdict() | {"serial": hello.serial.hex()}
        if nodes is None:
            return {"device": said, "samples": {"received": listening, "listening": listening}}
        join, fit = nodes.join, nodes.fit
        return {
            "device": said,
            "rate_hz": fit.rate_hz,
            "observed_hz": nodes.observed_hz,
            "resampled": not join.rate.same,
            "samples": {
                "received": self.received,
                "joined": sum(counts.received for counts in join.counts),
                "ignored": nodes.ignored,
                "kept_out": self.kept_out,
                "unfit": self.unfit,
            },
            "nodes": {node.name: self._node(nodes, joint) for joint, node in enumerate(nodes.nodes)},
            "incomplete_frames": join.incomplete,
            "clocks": {
                name: {
                    "skew_ppm": clock.skew_ppm,
                    "error_ns": clock.error_ns,
                    "synchronised": clock.synchronised,
                    "exchanges": clock.exchanges,
                    "jumps": clock.jumps,
                }
                for name, clock in nodes.clocks.items()
            },
            "restarts": nodes.restarts,
            "time_jumps": nodes.time_jumps,
            "hellos": self.hellos,
        }

    def _node(self, nodes: Nodes, joint: int) -> dict[str, Any]:
        number = nodes.fit.mapping.node_of[joint]
        told = self.status.get(number)
        return {
            "node": number,
            **nodes.join.counts[joint].facts(nodes.join.waiting(joint)),
            **nodes.signs.facts(joint),
            "taken_by_node": told.taken if told else None,
            "dropped_by_node": told.dropped if told else None,
        }

    def remarks(self, nodes: Nodes | None) -> list[str]:
        """What is worth knowing at the end, a handful of lines."""
        if nodes is None:
            return []
        lines = []
        for what in TOLD:
            counted = [getattr(counts, what) for counts in nodes.join.counts]
            if what == "dropped":  # that the first frame waits for all nodes is as it should be
                counted = [counts.dropped - counts.early for counts in nodes.join.counts]
            told = [f"{node.name} {count}" for node, count in zip(nodes.nodes, counted, strict=True) if count]
            if told:
                lines.append(f"samples {what}: {', '.join(told)}")
        silences = {node.name: nodes.signs.facts(joint)["silences"] for joint, node in enumerate(nodes.nodes)}
        if any(silences.values()):
            told = [f"{name} {times} times" for name, times in silences.items() if times]
            lines.append(f"silent while others gave samples: {', '.join(told)}")
        if nodes.restarts or nodes.time_jumps:
            lines.append(f"the device restarted {nodes.restarts} times, its time was set {nodes.time_jumps} times")
        if self.unfit_because:
            lines.append(f"{self.unfit} samples left out: {self.unfit_because}")
        return lines
