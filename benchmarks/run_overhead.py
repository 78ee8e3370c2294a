"""What a run costs beside the engine: source, align, track, decide, ledger and sinks, per frame.

Runs the whole pipeline as fast as possible into a jsonl file and takes, frame by frame, the time from one frame's
emission to the next one's; the engine's own two calls are timed apart and subtracted.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import numpy as np

from rtstgcn_edge.engine import Engine
from rtstgcn_edge.errors import InputError, RtstgcnError
from rtstgcn_edge.frames import FloatArray, Tick
from rtstgcn_edge.model_file import find_model, open_model
from rtstgcn_edge.pipeline import Pipeline
from rtstgcn_edge.sinks import check_sink, open_sink
from rtstgcn_edge.sinks.base import Uncounted
from rtstgcn_edge.sources import open_source

now = time.perf_counter_ns


class TimedEngine(Engine):
    """The engine with its two calls timed."""

    def __init__(self, model: str) -> None:
        super().__init__(open_model(find_model(model)))
        self.steps: list[int] = []
        self.advances: list[int] = []

    def step(self, joints: Mapping[int, FloatArray]) -> FloatArray:
        """As the engine's, timed."""
        start = now()
        logits = super().step(joints)
        self.steps.append(now() - start)
        return logits

    def advance(self) -> None:
        """As the engine's, timed."""
        start = now()
        super().advance()
        self.advances.append(now() - start)


class Stopwatch(Uncounted):
    """A sink that notes when each tick was emitted."""

    def __init__(self) -> None:
        self.moments: list[int] = []

    def emit(self, tick: Tick) -> None:
        """Note the moment."""
        self.moments.append(now())

    def close(self) -> None:
        """Nothing to close."""


def measure(model: str, source: str) -> dict[str, float]:
    """Microseconds per frame, medians unless named p95: whole period, engine step, housekeeping, and what remains.

    Raises InputError for a source of less than two frames, or as the model file and the source do.
    """
    engine = TimedEngine(model)
    watch = Stopwatch()
    frames = open_source(source, engine.manifest)
    with closing(open_sink(check_sink(f"jsonl:{os.devnull}"), engine.manifest)) as sink:
        Pipeline(engine, frames, [sink, watch], engine.manifest.decision).run()
    if len(watch.moments) < 2:
        raise InputError(f"{source}: {len(watch.moments)} frames; a period needs two at least")
    period = np.diff(watch.moments) / 1e3
    # between two emissions: housekeeping of the first frame, then everything of the second
    step, housekeeping = np.array(engine.steps[1:]) / 1e3, np.array(engine.advances[:-1]) / 1e3
    rest = period - step - housekeeping
    return {
        "frames": len(rest),
        "period_us": float(np.median(period)),
        "engine_step_us": float(np.median(step)),
        "housekeeping_us": float(np.median(housekeeping)),
        "everything_else_us": float(np.median(rest)),
        "everything_else_p95_us": float(np.percentile(rest, 95)),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="what a run costs beside the engine, per frame")
    parser.add_argument("--model", default="demo", help="bundled model or .onnx file (default: demo)")
    parser.add_argument("--source", default="sim:gait?seconds=120&speed=max", help="what to run (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything measured here too")
    arguments = parser.parse_args()
    try:
        result = measure(arguments.model, arguments.source)
    except RtstgcnError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    for name, value in result.items():
        print(f"{name:<24} {value:10.1f}")
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
