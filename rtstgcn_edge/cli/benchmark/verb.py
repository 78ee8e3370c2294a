"""The verb: its options, and the order of the work."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from rtstgcn_edge.cli.benchmark.accuracy import Part, compare, find_part
from rtstgcn_edge.cli.benchmark.clock import Contender, measure
from rtstgcn_edge.cli.benchmark.memory import process_memory
from rtstgcn_edge.cli.benchmark.report import report
from rtstgcn_edge.cli.outputs import check_json, write_json
from rtstgcn_edge.engine import Engine
from rtstgcn_edge.errors import InputError
from rtstgcn_edge.machine import machine_facts
from rtstgcn_edge.model_file import ModelFile, NativeModel, bundled_models, find_model, open_model


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    add = parser.add_argument
    add("models", nargs="*", metavar="MODEL", help="bundled models, or files .onnx, .c or .so (default: all bundled)")
    add("--data", type=Path, metavar="DATASET[/PART]", help="score them too, on this part of a data set (default: val)")
    add("--skeletons", type=int, default=1, metavar="N", help="skeletons that are stepped at once (default 1)")
    add(
        "--seconds", type=float, default=10.0, metavar="S", help="time to measure for, all models together (default 10)"
    )
    add("--json", type=Path, metavar="FILE", help="write everything measured as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Check everything, measure, and print the tables."""
    if not 0 < arguments.seconds <= 3600:
        raise InputError(f"--seconds {arguments.seconds:g}: above 0 and at most 3600 is expected")
    if not 1 <= arguments.skeletons <= 64:
        raise InputError(f"--skeletons {arguments.skeletons}: 1 to 64 are expected")
    check_json("--json", arguments.json)
    part = find_part(arguments.data) if arguments.data else None
    models = _models(arguments.models, part)
    if arguments.json and arguments.json.resolve() in {model.path.resolve() for model in models}:
        raise InputError(f"--json {arguments.json}: is one of the models; take another file")
    names = _names(models)
    rows = _measured(models, names, arguments.skeletons, arguments.seconds)
    if part:
        engines = [Engine(model) for model in models]
        working = compare(engines, part, lambda number, share: _show(f"scoring {names[number]}", share))
        for row, accuracy in zip(rows, working, strict=True):
            row["accuracy"] = accuracy
        _show()
    facts = {
        "machine": machine_facts(),
        "seconds": arguments.seconds,
        "skeletons": arguments.skeletons,
        "data": f"{part.dataset.root.name}/{part.name}" if part else None,
        "models": rows,
    }
    print(report(facts))
    write_json("--json", arguments.json, facts)
    return 0


def _models(named: Sequence[str], part: Part | None) -> list[ModelFile]:
    """The models that are named, or all bundled ones; of those, with data, the ones that it fits."""
    paths = [find_model(name) for name in named] or list(bundled_models().values())
    models = [open_model(path, say=lambda line: print(line, file=sys.stderr)) for path in paths]
    if part is None:
        return models
    if named:
        for model in models:
            part.check(model.manifest)
        return models
    fitting = []
    for model in models:
        with suppress(InputError):
            part.check(model.manifest)
            fitting.append(model)
    if not fitting:
        raise InputError(f"{part.dataset.root}: no bundled model is made for its classes, channels and rate; name one")
    return fitting


def _names(models: Sequence[ModelFile]) -> list[str]:
    """What the tables call the models: bundled ones by name, others by file."""
    bundled = bundled_models()
    return [m.manifest.name if bundled.get(m.manifest.name) == m.path else m.path.name for m in models]


def _measured(
    models: Sequence[ModelFile], names: Sequence[str], skeletons: int, seconds: float
) -> list[dict[str, Any]]:
    """A row a model, without accuracy."""
    contenders = [Contender(Engine(model), skeletons) for model in models]
    measure(contenders, seconds, lambda share: _show("timing", share))
    _show()
    rows: list[dict[str, Any]] = []
    for model, name, contender in zip(models, names, contenders, strict=True):
        figures = contender.figures()
        rows.append(
            {
                "model": name,
                "path": str(model.path),
                "precision": model.manifest.precision,
                "running": model.running,
                "rate_hz": model.manifest.rate_hz,
                **figures,
                "speed": (rows[0]["step_us"] if rows else figures["step_us"])["p50"] / figures["step_us"]["p50"],
                "file_bytes": model.library.size if isinstance(model, NativeModel) else model.path.stat().st_size,
                "state_bytes": contender.engine.state_bytes // skeletons,
                "process_memory": process_memory(model.path, skeletons),
            }
        )
    return rows


def _show(what: str = "", share: float = 0) -> None:
    """A line on a terminal that says how far the work is; nothing clears it."""
    if sys.stderr.isatty():
        print(f"\r{what} {100 * share:.0f} %\x1b[K" if what else "\r\x1b[K", end="", file=sys.stderr, flush=True)
