"""How fast models are here, against the rate at which their frames come; and whether a source answers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rtstgcn_edge.cli.doctor.finding import Finding
from rtstgcn_edge.cli.trial_run import trial_run
from rtstgcn_edge.engine import Engine
from rtstgcn_edge.errors import RtstgcnError
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.model_file import bundled_models, find_model, open_model
from rtstgcn_edge.sources import device_model, open_source

STEPS = 300
TIGHT = 0.5
"""Share of a frame's period from which a step (p95) is worth a look."""


def speed(name: str | None) -> Iterator[Finding]:
    """One model, or the bundled ones."""
    for model in [name] if name else bundled_models():
        yield step_time(model)


def step_time(name: str) -> Finding:
    """Time of a step (p95) of a model, against its period."""
    try:
        engine = Engine(open_model(find_model(name)))
        manifest = engine.manifest
        noise = np.random.default_rng(0).standard_normal((STEPS, len(manifest.channels), manifest.joints))
        seconds = trial_run(engine, noise.astype(np.float32)).seconds[STEPS // 10 :]
    except RtstgcnError as error:
        return Finding("bad", f"speed of {name}", str(error))
    return _judged(f"speed of {manifest.name}", float(np.mean(seconds)), float(np.percentile(seconds, 95)), manifest)


def _judged(what: str, mean: float, p95: float, manifest: Manifest) -> Finding:
    load = mean * manifest.rate_hz
    found = f"{1e3 * p95:.2f} ms a frame (p95) of {1e3 / manifest.rate_hz:.1f} ms; {load:.1%} of a core"
    share = p95 * manifest.rate_hz
    if share >= 1:
        return Finding("bad", what, found, "it falls behind here: take a smaller model, or --engine native")
    if share >= TIGHT:
        return Finding("look", what, found, "little is left for anything else; try --engine native")
    return Finding("ok", what, found)


def source(text: str, name: str | None) -> Finding:
    """Whether a source can be opened for a model: the one that is named, or that the device asks for, or the demo."""
    try:
        manifest = open_model(find_model(name or device_model(text) or "demo")).manifest
        opened = open_source(text, manifest)
        opened.close()
    except RtstgcnError as error:
        return Finding("bad", f"source {text}", str(error))
    return Finding("ok", f"source {text}", f"fits {manifest.name}: {opened.description}")
