"""Engines timed in turns, so that a machine's noise hits all alike: trust the ratios more than the microseconds."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import numpy as np

from rtstgcn_edge.engine import Engine

BLOCK_NS = 10_000_000
"""Of one turn, about."""
LONGEST_BLOCK = 50
DISTINCT_FRAMES = 32
PERCENTILES = {"p50": 50, "p95": 95, "p99": 99}


@dataclass
class Contender:
    """An engine whose skeletons are fed noise; nanoseconds of each step until the label, and of what comes after it."""

    engine: Engine
    skeletons: int
    block: int = 1
    spent_ns: int = 0
    step_ns: list[int] = field(default_factory=list)
    after_ns: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        manifest = self.engine.manifest
        shape = (DISTINCT_FRAMES, self.skeletons, len(manifest.channels), manifest.joints)
        noise = np.random.default_rng(0).standard_normal(shape, np.float32)
        for skeleton in range(self.skeletons):
            self.engine.join(skeleton)
        self._frames = cycle([dict(enumerate(frame)) for frame in noise])

    def once(self) -> tuple[int, int]:
        """One tick."""
        frame = next(self._frames)
        begin = time.perf_counter_ns()
        self.engine.step(frame)
        labelled = time.perf_counter_ns()
        self.engine.advance()
        return labelled - begin, time.perf_counter_ns() - labelled

    def warm_up(self) -> None:
        """A few ticks, and how many make a turn."""
        self.once()
        ticks = [sum(self.once())]
        while len(ticks) < 20 and sum(ticks) < 5 * BLOCK_NS:
            ticks.append(sum(self.once()))
        self.block = min(max(BLOCK_NS // min(ticks), 1), LONGEST_BLOCK)

    def turn(self) -> int:
        """One turn, in ns. Its first tick fetches the weights back into the caches and is not counted."""
        begin = time.perf_counter_ns()
        self.once()
        for _ in range(self.block):
            step, after = self.once()
            self.step_ns.append(step)
            self.after_ns.append(after)
        spent = time.perf_counter_ns() - begin
        self.spent_ns += spent
        return spent

    def figures(self) -> dict[str, Any]:
        """Microseconds of a step until its label, and of the whole tick; share of the time between two frames."""
        step, tick = np.array(self.step_ns), np.add(self.step_ns, self.after_ns)
        figures: dict[str, Any] = {"ticks": len(step)}
        for name, times in (("step_us", step), ("tick_us", tick)):
            figures[name] = {key: float(np.percentile(times, q)) / 1e3 for key, q in PERCENTILES.items()}
        figures["realtime_share"] = figures["tick_us"]["p95"] * self.engine.manifest.rate_hz / 1e6
        return figures


def measure(contenders: Sequence[Contender], seconds: float, progress: Callable[[float], object]) -> None:
    """Turns of all for `seconds` in all, warming up not counted; who is ahead in time sits out.

    `progress` is told the share that is done, now and then.
    """
    for contender in contenders:
        contender.warm_up()
    total = 0
    while total < seconds * 1e9:
        progress(total / (seconds * 1e9))
        for contender in contenders:
            if contender.spent_ns <= total / len(contenders):
                total += contender.turn()
