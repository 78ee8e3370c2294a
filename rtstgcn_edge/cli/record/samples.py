"""`rtstgcn-edge record --no-model`: what sensors give, for whoever has no model that takes it yet."""

from __future__ import annotations

import argparse
from typing import Any

from rtstgcn_edge.cli.record.recording import Recording
from rtstgcn_edge.cli.stopping import stopped_by_signals
from rtstgcn_edge.errors import InputError, SinkError
from rtstgcn_edge.manifest import Counts, Decision, Manifest, ModelDescription
from rtstgcn_edge.notices import tell
from rtstgcn_edge.sources import SOURCES, Source, device_description, open_source
from rtstgcn_edge.uri import Uri, parse_uri

OF_A_MODEL = (
    "model", "engine", "sink", "summary", "smoothing", "hysteresis", "minimum", "event", "allow_slow",
)  # fmt: skip


WAIT_MS = 500


def record_samples(arguments: argparse.Namespace, recording: Recording) -> int:
    """Record until stopped."""
    for option in OF_A_MODEL:
        if getattr(arguments, option) not in (None, False, []):
            raise InputError(f"--{option.replace('_', '-')}: with --no-model there are no labels; leave one out")
    if arguments.source is None:
        raise InputError("--no-model: name the sensors, as in --source imu:/dev/ttyUSB0")
    uri = _patient(parse_uri(arguments.source, SOURCES))
    recording.check()
    description = device_description(uri.text)
    if description is None:
        raise InputError(f"--no-model: {uri.text} does not say what it gives (imu: does); name a model with --model")
    manifest = _manifest(description)
    source = open_source(uri.text, manifest)
    try:
        watched, recorder = recording.begin(
            source, manifest, uri, Decision(), arguments, {"model": "", "model_sha256": ""}
        )
        _say(f"source  {source.description}", f"records to {recording.path}, without labels; Ctrl-C ends", "")
        counts = {"frames": 0, "without_samples": 0}
        recorder.follow(lambda: {"source": source.facts()}, lambda: {**counts, "source_facts": source.facts()})
        problem = _drain(watched, counts)
    finally:
        source.close()
    try:
        recorder.close()
    except SinkError as error:
        problem = problem or error
    _say(
        f"{counts['frames']} frames, {counts['without_samples']} of them without samples",
        *source.remarks(),
        *recorder.remarks(),
    )
    if problem:
        raise problem
    return 0


def _patient(uri: Uri) -> Uri:
    """Nobody waits for a label here: late samples are waited for, where the person does not say how long."""
    if uri.scheme != "imu" or "wait_ms" in uri.values:
        return uri
    return parse_uri(f"{uri.text}{'&' if '?' in uri.text else '?'}wait_ms={WAIT_MS}", SOURCES)


def _drain(source: Source, counts: dict[str, int]) -> SinkError | None:
    """Take all frames until told to stop; the error of a file that cannot be written any more."""
    try:
        with stopped_by_signals(source.stop):
            for trial in source.trials():
                for frame in trial.frames:
                    counts["frames"] += 1
                    counts["without_samples"] += not frame.bodies
    except SinkError as error:
        return error
    return None


def _manifest(description: ModelDescription) -> Manifest:
    """Of the model that is none."""
    said: dict[str, Any] = description.model_dump()
    nothing = Counts(parameters=0, state_words=0, multiply_accumulates=0, multiply_accumulates_dense=0)
    return Manifest(**said, fifos=[], receptive_field=1, counts=nothing)


def _say(*lines: str) -> None:
    tell("\n".join(lines))
