"""`rtstgcn-edge run`: a label for every frame of a source."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from pathlib import Path
from typing import Any

import numpy as np

from rtstgcn_edge.cli.trial_run import trial_run
from rtstgcn_edge.engine import Engine
from rtstgcn_edge.errors import InputError, ModelError
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.model_file import bundled_models, find_model, open_model
from rtstgcn_edge.pipeline import Pipeline, summary, summary_table
from rtstgcn_edge.sinks import Sink, check_sink, open_sink
from rtstgcn_edge.sources import SOURCES, Source, open_source
from rtstgcn_edge.uri import Uri, parse_uri

DEMONSTRATION = {"source": "sim:gait", "model": "demo"}
PROBE_STEPS = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    add = parser.add_argument
    add("--source", help="replay:TRIAL.npy, replay:DATASET/val, sim:gait (default); ?key=value options")
    add("--model", help="bundled model or .onnx file (default: demo, with sim:gait only)")
    add("--sink", action="append", help="text:-, jsonl:FILE, csv:FILE; - is standard output (default: text:-)")
    add("--summary", type=Path, metavar="FILE", help="write the summary as JSON")
    add("--hold", type=float, default=0.5, metavar="S", help="seconds to hold an unseen skeleton (default 0.5)")
    add("--smoothing", type=float, metavar="S", help="decision: time constant of the average (default: the model's)")
    add("--hysteresis", type=float, metavar="P", help="decision: lead that a new label needs (default: the model's)")
    add("--minimum", type=float, metavar="S", help="decision: time that it must lead (default: the model's)")
    add("--allow-slow", action="store_true", help="run a model that is slower than its rate on this device")


def run(arguments: argparse.Namespace) -> int:
    """Check everything, run, and end with the summary."""
    source_uri, model_path = _names(arguments)
    sink_uris = [check_sink(text) for text in arguments.sink or ["text:-"]]
    _check_summary(arguments.summary)
    _check_distinct(source_uri, model_path, sink_uris, arguments.summary)
    if not 0 <= arguments.hold <= 3600:
        raise InputError(f"--hold {arguments.hold:g}: seconds from 0 to 3600 are expected")
    model = open_model(model_path)
    decision = _decision(arguments, model.manifest)
    source = open_source(source_uri.text, model.manifest)
    engine = Engine(model)
    _check_speed(engine, source, arguments.allow_slow)
    sinks = {uri.text: open_sink(uri, model.manifest) for uri in sink_uris}
    pipeline = Pipeline(engine, source, list(sinks.values()), decision, hold_s=arguments.hold)
    _say(model.manifest, source)
    _run_until_stopped(pipeline, sinks)
    facts = summary(pipeline)
    print(f"\n{summary_table(facts)}", file=sys.stderr)
    if arguments.summary:
        _write_summary(arguments.summary, facts)
    return 0


def _write_summary(path: Path, facts: dict[str, Any]) -> None:
    try:
        path.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"--summary {path}: cannot be written ({error.strerror})") from None


def _names(arguments: argparse.Namespace) -> tuple[Uri, Path]:
    source = parse_uri(arguments.source or DEMONSTRATION["source"], SOURCES)
    if arguments.model is None and source.scheme != "sim":
        bundled = ", ".join(bundled_models())
        raise InputError(f"--source {source.text} needs --model: a .onnx file, or a bundled model ({bundled})")
    return source, find_model(arguments.model or DEMONSTRATION["model"])


def _check_distinct(source: Uri, model: Path, sinks: list[Uri], summary: Path | None) -> None:
    """Refuse two outputs on one target, and an output on top of what is read."""
    taken = {_place(str(model)): "the model"}
    if source.scheme == "replay":
        taken[_place(source.target)] = "the source"
    outputs = [(f"--sink {uri.text}", uri.target) for uri in sinks]
    outputs += [(f"--summary {summary}", str(summary))] if summary else []
    for name, target in outputs:
        place = _place(target)
        if place in taken:
            raise InputError(f"{name}: {place} is {taken[place]} already; give each a target of its own")
        taken[place] = name


def _place(target: str) -> str:
    return "standard output" if target == "-" else str(Path(target).expanduser().resolve())


def _check_summary(path: Path | None) -> None:
    if path is not None and (path.is_dir() or not path.parent.is_dir()):
        raise InputError(f"--summary {path}: names no file in an existing folder")


def _decision(arguments: argparse.Namespace, manifest: Manifest) -> Any:
    from pydantic import ValidationError

    given = {"smoothing_s": arguments.smoothing, "hysteresis": arguments.hysteresis, "minimum_s": arguments.minimum}
    changes = {key: value for key, value in given.items() if value is not None}
    try:
        return type(manifest.decision).model_validate(manifest.decision.model_dump() | changes)
    except ValidationError as error:
        from rtstgcn_edge.sections import first_problem

        raise InputError(f"decision: {first_problem(error)}") from None


def _check_speed(engine: Engine, source: Source, allow_slow: bool) -> None:
    """Warm the engine up; refuse a model whose step (p95) is slower than its rate where frames come in real time."""
    manifest = engine.manifest
    still = np.zeros((PROBE_STEPS, len(manifest.channels), manifest.joints), np.float32)
    p95 = float(np.percentile(trial_run(engine, still).seconds, 95))
    if source.paced and not allow_slow and p95 > 1 / manifest.rate_hz:
        raise ModelError(
            f"model '{manifest.name}' takes {1e3 * p95:.1f} ms a frame here, but a frame comes every "
            f"{1e3 / manifest.rate_hz:.1f} ms; take a smaller model, or --allow-slow"
        )


def _say(manifest: Manifest, source: Source) -> None:
    field, rate = manifest.receptive_field, manifest.rate_hz
    print(
        f"model   {manifest.name}: {len(manifest.classes)} classes at {rate:g} Hz, {manifest.joints} joints x "
        f"{len(manifest.channels)} channels, receptive field {field} frames ({field / rate:.2f} s)\n"
        f"source  {source.description}\n",
        file=sys.stderr,
        flush=True,
    )


def _run_until_stopped(pipeline: Pipeline, sinks: dict[str, Sink]) -> None:
    """Run to the end of the source, Ctrl-C, SIGTERM, or until nobody reads us; the sinks are closed in any case.

    Raises InputError if a sink cannot be written.
    """
    former = {number: signal.signal(number, lambda *_: pipeline.stop()) for number in (signal.SIGINT, signal.SIGTERM)}
    problems: list[OSError] = []
    try:
        pipeline.run()
    except OSError as error:
        problems.append(error)
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
        unwritable = _close(sinks)
    for problem in (*unwritable.values(), *problems):
        if not isinstance(problem, BrokenPipeError):  # whoever read our labels went away: an end like any other
            names = ", ".join(unwritable or sinks)
            raise InputError(f"{names}: cannot be written any more ({problem.strerror})")


def _close(sinks: dict[str, Sink]) -> dict[str, OSError]:
    """Close all sinks; those whose last lines could not be written."""
    unwritable = {}
    for name, sink in sinks.items():
        try:
            sink.close()
        except OSError as error:  # noqa: PERF203 - each must be closed
            unwritable[name] = error
    return unwritable
