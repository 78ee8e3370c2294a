"""`rtstgcn-edge models list|show|verify|build`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from rtstgcn_edge.cli.trial_run import trial_run
from rtstgcn_edge.engine import Engine
from rtstgcn_edge.errors import ModelError
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.model_file import ModelFile, NativeModel, bundled_models, file_hash, find_model, open_model
from rtstgcn_edge.native import build_library
from rtstgcn_edge.seal import is_whole, seal_of

MODEL = "bundled model, or file .onnx, .c or .so"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="list|show|verify|build")
    listing = actions.add_parser("list", help="the bundled models, or those that are named")
    listing.add_argument("model", nargs="*", help=MODEL)
    showing = actions.add_parser("show", help="everything that a model file says of itself")
    showing.add_argument("model", help=MODEL)
    showing.add_argument("--json", action="store_true", help="the manifest as JSON")
    verifying = actions.add_parser("verify", help="check a model file: checksum, manifest, graph or code, a trial run")
    verifying.add_argument("model", help=MODEL)
    building = actions.add_parser("build", help="make a library of generated C, for here or another board")
    building.add_argument("source", type=Path, help="NAME.c, with what it includes beside it")
    building.add_argument("out", type=Path, help="library to write, NAME.so")
    building.add_argument("--compiler", help="as aarch64-linux-gnu-gcc (default: $CC, or cc, gcc or clang)")
    building.add_argument("--flags", help="what to compile for, as --flags=-mcpu=cortex-a72 (default: this processor)")


def run(arguments: argparse.Namespace) -> int:
    """Do the action."""
    if arguments.action == "build":
        print(build(arguments.source, arguments.out, arguments.compiler, arguments.flags))
    elif arguments.action == "list":
        paths = [find_model(name) for name in arguments.model] or list(bundled_models().values())
        for path in paths:
            print(_listed(_opened(path)))
    elif arguments.action == "show":
        model = _opened(find_model(arguments.model))
        print(model.manifest.model_dump_json(indent=1) if arguments.json else show(model))
    else:
        print(verify(_opened(find_model(arguments.model))))
    return 0


def _opened(path: Path) -> ModelFile:
    return open_model(path, say=lambda line: print(line, file=sys.stderr))


def build(source: Path, out: Path, compiler: str | None = None, flags: str | None = None) -> str:
    """Write the library `out` of generated C; a report. Raises ModelError or InputError."""
    command = build_library(source, out, compiler, flags)
    said = f"wrote {out}, {out.stat().st_size / 1e3:.0f} kB, with {command}"
    try:
        model = open_model(out)
    except ModelError as error:  # of a cross compiler, what else
        return f"{said}; not tried here: {str(error).removeprefix(f'{out}: ')}"
    return f"{said}\n{model.manifest.name}: {model.running}"


def _listed(model: ModelFile) -> str:
    manifest = model.manifest
    facts = f"{model.path.stat().st_size / 1e3:6.0f} kB  {manifest.precision:<7}  {len(manifest.classes):3} classes"
    return f"{manifest.name:<16}{facts}  {manifest.description}"


def show(model: ModelFile) -> str:
    """The manifest for people."""
    m, counts = model.manifest, model.manifest.counts
    rows = [
        ("name", m.name),
        ("description", m.description),
        ("file", f"{model.path.name}, {model.path.stat().st_size / 1e3:.0f} kB, {model.running}"),
        ("classes", ", ".join(m.classes)),
        ("background", "none" if m.background is None else m.classes[m.background]),
        ("input", ", ".join(f"{c} ({u})" for c, u in zip(m.channels, m.units, strict=True))),
        ("skeleton", f"{m.skeleton['name']}: {', '.join(m.skeleton['joints'])}"),
        ("rate", f"{m.rate_hz:g} Hz"),
        ("receptive field", f"{m.receptive_field} frames ({m.receptive_field / m.rate_hz:.2f} s)"),
        ("inherent delay", f"{m.delay} frames ({1e3 * m.delay / m.rate_hz:.0f} ms)"),
        ("decision", ", ".join(f"{key} {value:g}" for key, value in m.decision.model_dump().items())),
        ("parameters", f"{counts.parameters:,}"),
        ("state", _state(model)),
        ("work", _work(m)),
        ("FIFOs", _fifos(m)),
        ("exponents", _exponents(m)),
        *_provenance(m),
    ]
    return "\n".join(f"{name:<16} {text}".rstrip() for name, text in rows if text)


def _work(m: Manifest) -> str:
    counts = m.counts
    sparse, dense = counts.multiply_accumulates / 1e6, counts.multiply_accumulates_dense / 1e6
    return f"{sparse:.2f} M multiply-accumulates a frame ({dense:.2f} M with a dense graph)"


def _state(model: ModelFile) -> str:
    words = f"{model.manifest.counts.state_words:,} words a skeleton"
    engine = Engine(model)
    engine.join(0)
    size = f"{words}, {engine.state_bytes / 1e3:.1f} kB in memory"
    if isinstance(model, NativeModel):
        return f"{size}; constants {model.library.facts['constant_bytes'] / 1e3:.1f} kB"
    return size


def _fifos(m: Manifest) -> str:
    texts = [
        f"{f.name}: {f.kind} of K = {f.kernel}, d = {f.dilation}, width {f.width}"
        + (f", {f.push_dtype}" if m.precision == "int8" else "")
        for f in m.fifos
    ]
    return ("\n" + " " * 17).join(texts)


def _exponents(m: Manifest) -> str:
    """The quantisation table in brief: a line for what stands alone, one for each layer."""
    table = m.quantisation or {}
    nested = {key: part for key, part in table.items() if isinstance(part, list) and any(map(_is_group, part))}
    lines = [_brief({key: part for key, part in table.items() if key not in nested})]
    lines += [f"{key}.{number}: {_brief(one)}" for key, part in nested.items() for number, one in enumerate(part)]
    return ("\n" + " " * 17).join(filter(None, lines))


def _is_group(value: object) -> bool:
    return isinstance(value, dict)


def _brief(value: Any) -> str:
    """A value of the table; of a list of numbers, from the least to the largest."""
    if isinstance(value, dict):
        parts = {key: _brief(one) for key, one in value.items() if one is not None}
        return ", ".join(f"{key} ({one})" if _is_group(value[key]) else f"{key} {one}" for key, one in parts.items())
    if isinstance(value, list) and value and all(isinstance(one, int) for one in value):
        return f"{min(value)}" if min(value) == max(value) else f"{min(value)} to {max(value)}"
    return json.dumps(value)


def _provenance(m: Manifest) -> list[tuple[str, str]]:
    try:
        return _trained(m.provenance)
    except (AttributeError, KeyError, TypeError, ValueError):  # not as our training writes it: shown as it is
        return [("provenance", json.dumps(m.provenance))]


def _trained(facts: dict[str, Any]) -> list[tuple[str, str]]:
    scores = facts.get("scores", {})
    data = facts.get("data", {})
    rows = [("trained on", "; ".join(str(data[key]) for key in ("name", "split", "source") if data.get(key)))]
    if scores:
        f1 = ", ".join(f"{key} {value:.4f}" for key, value in scores["f1"].items())
        text = f"top-1 {scores['top1']:.4f}, {f1}, edit {scores['edit']:.4f}"
        rows.append(("scores", f"{text} ({scores['part']}, {scores['frames']} frames of {scores['trials']} trials)"))
    rows.append(("commit", str(facts.get("git_commit") or "")))
    return rows


def verify(model: ModelFile, frames: int = 200) -> str:
    """Run noise through the model twice from zeros: labels finite and the same. Raises ModelError if not."""
    m = model.manifest
    noise = np.random.default_rng(0).standard_normal((frames, len(m.channels), m.joints)).astype(np.float32)
    engine = Engine(model)
    first, second = (trial_run(engine, noise).logits for _ in range(2))
    if not np.isfinite(first).all():
        raise ModelError(f"{model.path}: logits of {frames} frames of noise are not all finite")
    if not np.array_equal(first, second):
        raise ModelError(f"{model.path}: the same frames gave other logits the second time; it holds state of its own")
    checks = [f"format {m.format_version}", _sealed(model.path), _agreement(model)]
    checks += [f"{frames} frames of noise, twice, finite and equal", model.running]
    return f"{m.name}: ok ({'; '.join(checks)})\nsha256 {file_hash(model.path)}"


def _sealed(path: Path) -> str:
    """Of a file that was opened, and so is not damaged where that can be told."""
    seal = seal_of(path)
    return f"as it was {seal.made}" if is_whole(path.read_bytes(), seal) else "no checksum"


def _agreement(model: ModelFile) -> str:
    """What was held against the manifest when it was opened."""
    if isinstance(model, NativeModel):
        return "the code agrees with its manifest"
    return f"{len(model.manifest.fifos)} FIFOs agree with the graph"
