"""Recordings of small runs: what `record` writes, without the command line around it."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path

from runs import FrameSource, KeepingSink, engine_of

from rtstgcn_edge.frames import Frame
from rtstgcn_edge.manifest import Decision, Manifest
from rtstgcn_edge.pipeline import Pipeline, summary
from rtstgcn_edge.pipeline.recorder import Recorder
from rtstgcn_edge.sources.base import Source


def metadata_of(model: Manifest, offset_ns: int = 0, /, **said: str) -> dict[str, str]:
    known = {"format": "1", "clock_offset_ns": str(offset_ns), "classes": "null", "source": "test:frames"}
    return known | {"manifest": model.model_dump_json()} | said


def record_run(
    path: Path, model: Path, frames: Source | dict[str, Sequence[Frame]], /, **said: str
) -> tuple[KeepingSink, Pipeline]:
    """Run a source, or frames at hand by trial, and record it at `path`; `said` is more of its metadata."""
    engine = engine_of(model)
    source = FrameSource(frames) if isinstance(frames, dict) else frames
    offset_ns = time.time_ns() - time.monotonic_ns()
    metadata = metadata_of(engine.manifest, offset_ns, classes=json.dumps(source.classes), **said)
    recorder = Recorder(path, engine.manifest.classes, metadata, offset_ns)
    sink = KeepingSink()
    pipeline = Pipeline(engine, recorder.watch(source), [sink, recorder], Decision())
    recorder.follow(lambda: {"received": pipeline.ledger.samples.received}, lambda: summary(pipeline))
    pipeline.run()
    recorder.close()
    return sink, pipeline
