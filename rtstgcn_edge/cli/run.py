"""`rtstgcn-edge run`: a label for every frame of a source."""

from __future__ import annotations

import argparse
import signal
import sys
import textwrap
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import numpy as np
from pydantic import ValidationError

from rtstgcn_edge.cli.outputs import check_json, write_json
from rtstgcn_edge.cli.trial_run import trial_run
from rtstgcn_edge.cli.view import View, check_view
from rtstgcn_edge.engine import Engine
from rtstgcn_edge.errors import InputError, ModelError, SinkError
from rtstgcn_edge.manifest import Decision, Manifest
from rtstgcn_edge.model_file import ENGINES, ModelFile, bundled_models, find_model, open_model
from rtstgcn_edge.pipeline import KEEP, PEOPLE, Pipeline, identified, summary, summary_table
from rtstgcn_edge.pipeline.follow import follow
from rtstgcn_edge.recordings import HOLD_S
from rtstgcn_edge.scores import find_events
from rtstgcn_edge.sections import first_problem
from rtstgcn_edge.sinks import Sink, check_sink, open_sink
from rtstgcn_edge.sources import SOURCES, Source, device_model, open_source
from rtstgcn_edge.uri import Uri, parse_uri

DEMONSTRATION = {"source": "sim:gait", "model": "demo"}
PROBE_STEPS = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    add = parser.add_argument
    add(
        "--source",
        help="camera:0, camera:rtsp://HOST/…, video:FILE, imu:PORT, lsl:NAME, replay:TRIAL or DATASET/val, "
        "sim:gait (default); ?key=value options",
    )
    add("--model", help="bundled model, or file .onnx, .c or .so (default: what a device asks for; demo with sim:gait)")
    add("--engine", choices=ENGINES, help="what runs it: onnx (default of an .onnx), or native: the C of the model")
    add("--sink", action="append", help="text:-, jsonl:FILE, csv:FILE; - is standard output (default: text:-)")
    add("--summary", type=Path, metavar="FILE", help="write the summary as JSON")
    add("--view", action="store_true", help="show the run on the terminal as it goes")
    add(
        "--hold",
        type=float,
        default=HOLD_S,
        metavar="S",
        help=f"seconds to hold an unseen skeleton (default {HOLD_S:g})",
    )
    add("--people", type=int, default=PEOPLE, metavar="N", help=f"skeletons at once, at most (default {PEOPLE})")
    add("--keep", choices=KEEP, default=KEEP[0], help=f"who stays where there are more people (default {KEEP[0]})")
    add("--smoothing", type=float, metavar="S", help="decision: time constant of the average (default: the model's)")
    add("--hysteresis", type=float, metavar="P", help="decision: lead that a new label needs (default: the model's)")
    add("--minimum", type=float, metavar="S", help="decision: time that it must lead (default: the model's)")
    add(
        "--event",
        action="append",
        default=[],
        metavar="CLASS",
        help="score the detection of this class, as freeze; several count as one",
    )
    add("--allow-slow", action="store_true", help="run a model that is slower than its rate on this device")


class Recording(Protocol):
    """What a run is recorded by."""

    path: Path

    def check(self) -> None:
        """Raises InputError where `path` cannot become a file; opens nothing."""
        ...

    def open(
        self, source: Source, model: ModelFile, source_uri: Uri, decision: Decision, arguments: argparse.Namespace
    ) -> tuple[Source, Sink]:
        """The source to run in place of `source`, and the sink that records. Raises InputError."""
        ...

    def follow(self, pipeline: Pipeline) -> None:
        """What the pipeline counts is recorded as it goes, and the summary at the end."""
        ...


def run(arguments: argparse.Namespace) -> int:
    """Check everything, run, and end with the summary."""
    return execute(arguments)


def execute(arguments: argparse.Namespace, recording: Recording | None = None) -> int:
    """A run, recorded where `recording` is given."""
    with ExitStack() as opened:
        return _execute(arguments, recording, opened)


def _execute(arguments: argparse.Namespace, recording: Recording | None, opened: ExitStack) -> int:
    """The same; what `opened` holds is closed at its end, also where a check refuses."""
    source_uri, model_path = _names(arguments)
    sink_uris = _sinks(arguments)
    check_json("--summary", arguments.summary)
    if recording:
        recording.check()
    if not 0 <= arguments.hold <= 3600:
        raise InputError(f"--hold {arguments.hold:g}: seconds from 0 to 3600 are expected")
    if not 1 <= arguments.people <= PEOPLE:
        raise InputError(f"--people {arguments.people}: 1 to {PEOPLE} skeletons at once are expected")
    model = open_model(model_path, arguments.engine, say=lambda line: print(line, file=sys.stderr, flush=True))
    decision = _decision(arguments, model.manifest)
    source = identified(
        open_source(source_uri.text, model.manifest),
        model.manifest,
        hold_s=arguments.hold,
        people=arguments.people,
        keep=arguments.keep,
    )
    opened.callback(source.close)
    _check_events(arguments.event, source, model.manifest)
    outputs = [(f"--sink {uri.text}", uri.target) for uri in sink_uris]
    outputs += [(f"--summary {arguments.summary}", str(arguments.summary))] if arguments.summary else []
    outputs += [(f"record {recording.path}", str(recording.path))] if recording else []
    _check_outputs(outputs, [model_path, model.path, *source.files])
    engine = Engine(model)
    _check_speed(engine, source, arguments.allow_slow)
    sinks = [open_sink(uri, model.manifest) for uri in sink_uris]
    if recording:
        source, recorder = recording.open(source, model, source_uri, decision, arguments)
        sinks.append(recorder)
    view = View(model.manifest) if arguments.view else None
    if view:
        sinks.append(view)
        opened.callback(view.close)
    pipeline = Pipeline(engine, source, sinks, decision, hold_s=arguments.hold, events=arguments.event)
    if recording:
        recording.follow(pipeline)
    follow(pipeline)
    _say(model, source)
    if view:
        view.start()
    problem = _run_until_stopped(pipeline, sinks)
    source.close()
    facts = summary(pipeline)
    print(f"\n{summary_table(facts)}", file=sys.stderr)
    write_json("--summary", arguments.summary, facts)
    if problem:
        raise problem
    return 0


def _names(arguments: argparse.Namespace) -> tuple[Uri, Path]:
    source = parse_uri(DEMONSTRATION["source"] if arguments.source is None else arguments.source, SOURCES)
    model = arguments.model
    if model is None:
        model = DEMONSTRATION["model"] if source.scheme == "sim" else device_model(source.text)
    if model is None:
        bundled = ", ".join(bundled_models())
        without = "; 'record --no-model' needs none" if source.scheme == "imu" else ""
        raise InputError(
            f"--source {source.text} needs --model: a .onnx, .c or .so file, or a bundled model ({bundled}){without}"
        )
    return source, find_model(model)


def _sinks(arguments: argparse.Namespace) -> list[Uri]:
    """The sinks, checked. None writes to the terminal that the view has, and by default there is none there."""
    if arguments.view:
        check_view()
    on_view = arguments.view and sys.stdout is not None and sys.stdout.isatty()
    uris = [check_sink(text) for text in arguments.sink or ([] if on_view else ["text:-"])]
    for uri in uris:
        if on_view and "standard output" in _places(uri.target):
            raise InputError(
                f"--sink {uri.text}: --view has this terminal; write to a file, or redirect standard output"
            )
    return uris


def _check_outputs(outputs: list[tuple[str, str]], read: list[Path]) -> None:
    """Refuse two outputs (name, target) on one target, and an output on top of what is read."""
    taken = {place: "is read by this run" for path in read for place in _places(str(path))}
    for name, target in outputs:
        for place in _places(target):
            if place in taken:
                shown = "standard output" if target == "-" else target
                raise InputError(f"{name}: {shown} {taken[place]}; give each output a target of its own")
        taken |= dict.fromkeys(_places(target), f"is written by {name}")


def _places(target: str) -> list[object]:
    """What a target is known by: its path without links, and, of a file that is there, device and inode."""
    if target in ("-", "/dev/stdout"):
        return ["standard output"]
    path = Path(target).expanduser().resolve()
    if not path.is_file():
        return [path]
    facts = path.stat()
    return [path, (facts.st_dev, facts.st_ino)]


def _check_events(events: list[str], source: Source, manifest: Manifest) -> None:
    if not events:
        return
    try:
        find_events(manifest.classes, events)
    except InputError as error:
        raise InputError(f"--{error}") from None
    if source.classes is None:
        raise InputError(f"--event {events[0]}: the source has no ground truth to score it by")


def _decision(arguments: argparse.Namespace, manifest: Manifest) -> Decision:
    given = {"smoothing_s": arguments.smoothing, "hysteresis": arguments.hysteresis, "minimum_s": arguments.minimum}
    changes = {key: value for key, value in given.items() if value is not None}
    try:
        return Decision.model_validate(manifest.decision.model_dump() | changes)
    except ValidationError as error:
        key, problem = first_problem(error).split(": ", 1)
        raise InputError(f"--{key.removesuffix('_s')}: {problem}") from None


def _check_speed(engine: Engine, source: Source, allow_slow: bool) -> None:
    """Warm the engine up; refuse a model that does not run, or whose step (p95) is slower than frames come."""
    manifest = engine.manifest
    still = np.zeros((PROBE_STEPS, len(manifest.channels), manifest.joints), np.float32)
    logits, seconds = trial_run(engine, still)
    if not np.isfinite(logits).all():
        raise ModelError(f"model '{manifest.name}' gives logits that are not finite for a still frame; export it anew")
    p95 = float(np.percentile(seconds, 95))
    if source.period_ns is not None and not allow_slow and 1e9 * p95 > source.period_ns:
        raise ModelError(
            f"model '{manifest.name}' takes {1e3 * p95:.1f} ms a frame here, but a frame comes every "
            f"{source.period_ns / 1e6:.1f} ms; take a smaller model, or --allow-slow"
        )


def _say(model: ModelFile, source: Source) -> None:
    manifest = model.manifest
    field, rate = manifest.receptive_field, manifest.rate_hz
    said = (
        f"{manifest.name}: {len(manifest.classes)} classes at {rate:g} Hz, {manifest.joints} joints x "
        f"{len(manifest.channels)} channels, receptive field {field} frames ({field / rate:.2f} s); {model.running}"
    )
    for name, facts in (("model", said), ("source", source.description)):
        lines = textwrap.wrap(facts, 79, initial_indent=f"{name:<8}", subsequent_indent=" " * 8, break_long_words=False)
        print("\n".join(lines), file=sys.stderr)
    print(file=sys.stderr, flush=True)


def _run_until_stopped(pipeline: Pipeline, sinks: list[Sink]) -> SinkError | None:
    """Run to the end of the source, Ctrl-C, SIGTERM, or until nobody reads us; the sinks are closed in any case.

    A sink that cannot be written any more ends the run; its error is returned, so that the summary is not lost.
    """
    former = {number: signal.signal(number, lambda *_: pipeline.stop()) for number in (signal.SIGINT, signal.SIGTERM)}
    problem: SinkError | None = None
    try:
        pipeline.run()
    except BrokenPipeError:  # whoever read our labels went away: an end like any other
        pass
    except SinkError as error:
        problem = error
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
        problems = [problem, *map(_close, sinks)]
    return next((one for one in problems if one), None)


def _close(sink: Sink) -> SinkError | None:
    """Close a sink; the error if its last lines could not be written."""
    try:
        sink.close()
    except BrokenPipeError:
        pass
    except SinkError as error:
        return error
    return None
