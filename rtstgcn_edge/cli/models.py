"""`rtstgcn-edge models list|show|verify`."""

from __future__ import annotations

import argparse
import json
from typing import Any

import numpy as np

from rtstgcn_edge.cli.trial_run import trial_run
from rtstgcn_edge.engine import Engine
from rtstgcn_edge.errors import ModelError
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.model_file import ModelFile, bundled_models, file_hash, find_model, open_model


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="list|show|verify")
    actions.add_parser("list", help="the bundled models")
    show = actions.add_parser("show", help="everything that a model file says of itself")
    show.add_argument("model", help="bundled model or .onnx file")
    show.add_argument("--json", action="store_true", help="the manifest as JSON")
    verify = actions.add_parser("verify", help="check a model file: manifest, graph, a trial run")
    verify.add_argument("model", help="bundled model or .onnx file")


def run(arguments: argparse.Namespace) -> int:
    """Do the action."""
    if arguments.action == "list":
        print("\n".join(_listed(open_model(path)) for path in bundled_models().values()))
        return 0
    model = open_model(find_model(arguments.model))
    if arguments.action == "show":
        print(model.manifest.model_dump_json(indent=1) if arguments.json else show(model))
    else:
        print(verify(model))
    return 0


def _listed(model: ModelFile) -> str:
    manifest = model.manifest
    kilobytes = model.path.stat().st_size / 1e3
    return f"{manifest.name:<12} {kilobytes:6.0f} kB  {len(manifest.classes):3} classes  {manifest.description}"


def show(model: ModelFile) -> str:
    """The manifest for people."""
    m, counts = model.manifest, model.manifest.counts
    rows = [
        ("name", m.name),
        ("description", m.description),
        ("file", f"{model.path.name}, {model.path.stat().st_size / 1e3:.0f} kB, {m.precision}"),
        ("classes", ", ".join(m.classes)),
        ("background", "none" if m.background is None else m.classes[m.background]),
        ("input", ", ".join(f"{c} ({u})" for c, u in zip(m.channels, m.units, strict=True))),
        ("skeleton", f"{m.skeleton['name']}: {', '.join(m.skeleton['joints'])}"),
        ("rate", f"{m.rate_hz:g} Hz"),
        ("receptive field", f"{m.receptive_field} frames ({m.receptive_field / m.rate_hz:.2f} s)"),
        ("inherent delay", f"{m.delay} frames ({1e3 * m.delay / m.rate_hz:.0f} ms)"),
        ("decision", ", ".join(f"{key} {value:g}" for key, value in m.decision.model_dump().items())),
        ("parameters", f"{counts.parameters:,}"),
        ("state", f"{counts.state_words:,} words a skeleton"),
        ("work", _work(m)),
        ("FIFOs", _fifos(m)),
        *_provenance(m),
    ]
    return "\n".join(f"{name:<16} {text}" for name, text in rows if text)


def _work(m: Manifest) -> str:
    counts = m.counts
    sparse, dense = counts.multiply_accumulates / 1e6, counts.multiply_accumulates_dense / 1e6
    return f"{sparse:.2f} M multiply-accumulates a frame ({dense:.2f} M with a dense graph)"


def _fifos(m: Manifest) -> str:
    texts = [f"{f.name}: {f.kind} of K = {f.kernel}, d = {f.dilation}, width {f.width}" for f in m.fifos]
    return ("\n" + " " * 17).join(texts)


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
        raise ModelError(f"{model.path}: the same frames gave other logits the second time; the graph holds state")
    return (
        f"{m.name}: ok (format {m.format_version}; {len(m.fifos)} FIFOs agree with the graph; "
        f"{frames} frames of noise, twice, finite and equal)\nsha256 {file_hash(model.path)}"
    )
