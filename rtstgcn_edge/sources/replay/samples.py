"""Samples of nodes, each at an instant of its own, as files of sensors hold them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.sources.live.mapping import Given

Instants = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]
GAP = 1.5
"""Periods, from which on two samples have a gap between them."""


@dataclass(frozen=True)
class NodeSamples:
    """One node: what it gives, instants (n,) in ns from any zero that all nodes share, values (n, channels)."""

    given: Given
    instants: Instants
    values: Values


@dataclass(frozen=True)
class Samples:
    """A recording. `rate_hz` is that of every node, where the file says it; `notes` are for people."""

    nodes: dict[int, NodeSamples]
    rate_hz: float | None = None
    notes: list[str] = field(default_factory=list)


def observed_rate(where: str, nodes: dict[int, NodeSamples]) -> float:
    """Samples of a node in a second, gaps left aside. Raises InputError where they are too few or do not agree."""
    rates = {number: _rate(node.instants) for number, node in nodes.items()}
    known = {number: rate for number, rate in rates.items() if rate is not None}
    if not known:
        raise InputError(f"{where}: too few samples to tell their rate; give it, as in rate_hz=100")
    typical = float(np.median(list(known.values())))
    for number, rate in known.items():
        if not 0.8 < rate / typical < 1.25:
            name = nodes[number].given.name or number
            raise InputError(
                f"{where}: node {name} has {rate:.4g} samples a second, others {typical:.4g}; one rate is taken"
            )
    return typical


def _rate(instants: Instants) -> float | None:
    steps = np.diff(instants)
    steps = steps[steps > 0]
    if len(steps) < 2:
        return None
    steady = steps[steps < GAP * np.median(steps)]
    return float(len(steady) / (steady.sum() / 1e9))
