"""`rtstgcn-edge run`: a label for every frame of a source."""

from __future__ import annotations

import argparse
import sys
import textwrap
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from rtstgcn_edge.cli.outputs import check_json, write_json
from rtstgcn_edge.cli.run.checks import check_events, check_numbers, check_speed, chosen_decision
from rtstgcn_edge.cli.run.options import DEMONSTRATION
from rtstgcn_edge.cli.run.targets import check_outputs, chosen_sinks
from rtstgcn_edge.cli.stopping import stopped_by_signals
from rtstgcn_edge.cli.view import View
from rtstgcn_edge.engine import Engine
from rtstgcn_edge.errors import InputError, SinkError
from rtstgcn_edge.manifest import Decision
from rtstgcn_edge.model_file import ModelFile, bundled_models, find_model, open_model
from rtstgcn_edge.notices import tell
from rtstgcn_edge.pipeline import Pipeline, identified, summary, summary_table
from rtstgcn_edge.pipeline.follow import follow
from rtstgcn_edge.poses import servable
from rtstgcn_edge.sinks import Sink, open_sink
from rtstgcn_edge.sources import SOURCES, Source, device_model, open_source
from rtstgcn_edge.uri import Uri, parse_uri


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
    sink_uris = chosen_sinks(arguments)
    check_json("--summary", arguments.summary)
    if recording:
        recording.check()
    check_numbers(arguments)
    model = open_model(model_path, arguments.engine, say=lambda line: print(line, file=sys.stderr, flush=True))
    decision = chosen_decision(arguments, model.manifest)
    source = identified(
        open_source(source_uri.text, model.manifest),
        model.manifest,
        hold_s=arguments.hold,
        people=arguments.people,
        keep=arguments.keep,
    )
    opened.callback(source.close)
    check_events(arguments.event, source, model.manifest)
    outputs = [(f"--sink {uri.text}", uri.target) for uri in sink_uris]
    outputs += [(f"--summary {arguments.summary}", str(arguments.summary))] if arguments.summary else []
    outputs += [(f"record {recording.path}", str(recording.path))] if recording else []
    check_outputs(outputs, [model_path, model.path, *source.files])
    engine = Engine(model)
    check_speed(engine, source, arguments.allow_slow)
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
    tell(f"\n{summary_table(facts)}")
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
        bundled = ", ".join(_bundled_for(source.scheme))
        without = "; 'record --no-model' needs none" if source.scheme == "imu" else ""
        raise InputError(
            f"--source {source.text} needs --model: a .onnx, .c or .so file, or a bundled model ({bundled}){without}"
        )
    return source, find_model(model)


def _bundled_for(scheme: str) -> list[str]:
    """Names of the bundled models that a source may feed; all of them where only the source itself knows."""
    models = bundled_models()
    if scheme not in ("camera", "video"):
        return list(models)
    return [name for name, path in models.items() if servable(open_model(path).manifest)]


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
    """Run to the end of the source, until stopped, or until nobody reads us; the sinks are closed in any case.

    A sink that cannot be written any more ends the run; its error is returned, so that the summary is not lost.
    """
    problem: SinkError | None = None
    try:
        with stopped_by_signals(pipeline.stop):
            pipeline.run()
    except BrokenPipeError:  # whoever read our labels went away: an end like any other
        pass
    except SinkError as error:
        problem = error
    finally:
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
