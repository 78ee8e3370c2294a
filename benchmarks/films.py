"""Films of people, end to end: who is found, what they are said to do, and where the time goes.

`runtime` is what is left of arrived to emitted beside the pose (medians): mapping, ids, engine, decision, sinks.

python -m benchmarks.films --model MODEL --pose lite|full|FILE.task [--backend litert] [--json FILE] FILM...
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from rtstgcn_edge.engine import Engine
from rtstgcn_edge.errors import RtstgcnError
from rtstgcn_edge.frames import Tick
from rtstgcn_edge.machine import machine_facts, machine_lines
from rtstgcn_edge.model_file import find_model, open_model
from rtstgcn_edge.pipeline import Pipeline, summary
from rtstgcn_edge.sinks.base import Uncounted
from rtstgcn_edge.sources import open_source

PACKAGES = ("rtstgcn-edge", "numpy", "onnxruntime", "mediapipe", "ai-edge-litert")


class Said(Uncounted):
    """Counts raw labels of warm frames on which somebody was seen."""

    def __init__(self) -> None:
        self.labels: Counter[tuple[int, int]] = Counter()

    def emit(self, tick: Tick) -> None:
        self.labels.update((p.skeleton, p.label) for p in tick.predictions if p.warm and not p.held)

    def close(self) -> None:
        """Nothing is open."""


def measure(film: Path, model: str, options: str) -> dict[str, Any]:
    """One film, as fast as it goes. Raises RtstgcnError."""
    engine, said = Engine(open_model(find_model(model))), Said()
    with closing(open_source(f"video:{film}?speed=max&{options}", engine.manifest)) as source:
        pipeline = Pipeline(engine, source, [said], engine.manifest.decision)
        pipeline.run()
        facts = summary(pipeline)
    classes = engine.manifest.classes
    people: dict[int, dict[str, int]] = {}
    for (skeleton, label), count in said.labels.most_common():
        people.setdefault(skeleton, {})[classes[label]] = count
    return {"film": film.name, "labels": people, "summary": facts}


def row(facts: dict[str, Any]) -> str:
    """One film in a line, and a line for each person."""
    found, latency = facts["summary"]["source_facts"], facts["summary"]["latency_ms"]
    pose, ids = found["pose"], found["people"]
    if not latency:
        return f"{facts['film']:<28} nobody was labelled"
    runtime = latency["host"]["p50"] - pose["ms"]["p50"]
    lines = [
        f"{facts['film']:<28}{pose['backend']:>10}{pose['images']:>8}{ids['ids']:>5}{ids['most']:>6}"
        f"{pose['ms']['p50']:>8.1f}{pose['ms']['p95']:>8.1f}{runtime:>9.2f}{latency['infer']['p50']:>8.2f}"
    ]
    for skeleton, labels in sorted(facts["labels"].items()):
        total = sum(labels.values())
        shown = ", ".join(f"{name} {100 * count / total:.0f} %" for name, count in list(labels.items())[:4])
        lines.append(f"    #{skeleton}, {total} labels: {shown}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description="films of people, end to end")
    add = parser.add_argument
    add("films", nargs="+", type=Path, metavar="FILM")
    add("--model", required=True, help="bundled model or file")
    add("--pose", default="lite", help="pose model (default: %(default)s)")
    add("--backend", help="mediapipe or litert")
    add("--people", type=int, default=4, help="(default: %(default)s)")
    add("--json", type=Path, metavar="FILE", help="write everything measured here too")
    arguments = parser.parse_args()
    options = f"pose={arguments.pose}&people={arguments.people}"
    options += f"&backend={arguments.backend}" if arguments.backend else ""
    heads = {"backend": 10, "images": 8, "ids": 5, "most": 6, "pose": 8, "p95": 8, "runtime": 9, "engine": 8}
    print(f"{'film':<28}" + "".join(f"{head:>{width}}" for head, width in heads.items()))
    measured = []
    try:
        for film in arguments.films:
            measured.append(measure(film, arguments.model, options))
            print(row(measured[-1]), flush=True)
    except RtstgcnError as error:
        sys.exit(str(error))
    machine = machine_facts(PACKAGES)
    print(f"times in ms\n{machine_lines(machine)}")
    if arguments.json:
        arguments.json.write_text(
            json.dumps({"films": measured, "machine": machine}, indent=1) + "\n", encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
