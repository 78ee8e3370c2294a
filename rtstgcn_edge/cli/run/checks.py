"""What is checked before the first frame, beyond what sources, sinks and models check themselves."""

from __future__ import annotations

import argparse

import numpy as np
from pydantic import ValidationError

from rtstgcn_edge.cli.trial_run import trial_run
from rtstgcn_edge.engine import Engine
from rtstgcn_edge.errors import InputError, ModelError
from rtstgcn_edge.manifest import Decision, Manifest
from rtstgcn_edge.pipeline import PEOPLE
from rtstgcn_edge.scores import find_events
from rtstgcn_edge.sections import first_problem
from rtstgcn_edge.sources import Source

PROBE_STEPS = 40
PROBES = 3
"""After which a model that was too slow each time is refused."""


def check_numbers(arguments: argparse.Namespace) -> None:
    """Raises InputError for options that are out of range."""
    if not 0 <= arguments.hold <= 3600:
        raise InputError(f"--hold {arguments.hold:g}: seconds from 0 to 3600 are expected")
    if not 1 <= arguments.people <= PEOPLE:
        raise InputError(f"--people {arguments.people}: 1 to {PEOPLE} skeletons at once are expected")


def check_events(events: list[str], source: Source, manifest: Manifest) -> None:
    if not events:
        return
    try:
        find_events(manifest.classes, events)
    except InputError as error:
        raise InputError(f"--{error}") from None
    if source.classes is None:
        raise InputError(f"--event {events[0]}: the source has no ground truth to score it by")


def chosen_decision(arguments: argparse.Namespace, manifest: Manifest) -> Decision:
    given = {"smoothing_s": arguments.smoothing, "hysteresis": arguments.hysteresis, "minimum_s": arguments.minimum}
    changes = {key: value for key, value in given.items() if value is not None}
    try:
        return Decision.model_validate(manifest.decision.model_dump() | changes)
    except ValidationError as error:
        key, problem = first_problem(error).split(": ", 1)
        raise InputError(f"--{key.removesuffix('_s')}: {problem}") from None


def check_speed(engine: Engine, source: Source, allow_slow: bool) -> None:
    """Warm the engine up; refuse a model that does not run, or whose step (p95) is slower than frames come.

    What was slow for a moment only, as a busy machine is, is tried again.
    """
    manifest = engine.manifest
    still = np.zeros((PROBE_STEPS, len(manifest.channels), manifest.joints), np.float32)
    longest = np.inf if allow_slow or source.period_ns is None else source.period_ns / 1e9
    fastest = np.inf
    for _ in range(PROBES):
        logits, seconds = trial_run(engine, still)
        if not np.isfinite(logits).all():
            name = manifest.name
            raise ModelError(f"model '{name}' gives logits that are not finite for a still frame; export it anew")
        fastest = min(fastest, float(np.percentile(seconds, 95)))
        if fastest <= longest:
            return
    raise ModelError(
        f"model '{manifest.name}' takes {1e3 * fastest:.1f} ms a frame here, but a frame comes every "
        f"{1e3 * longest:.1f} ms; take a smaller model, or --allow-slow"
    )
