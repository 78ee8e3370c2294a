"""Options of `run`, which `record` shares."""

from __future__ import annotations

import argparse
from pathlib import Path

from rtstgcn_edge.model_file import ENGINES
from rtstgcn_edge.pipeline import KEEP, PEOPLE
from rtstgcn_edge.recordings import HOLD_S

DEMONSTRATION = {"source": "sim:gait", "model": "demo"}


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
    add(
        "--sink",
        action="append",
        help="text:-, jsonl:FILE, csv:FILE, live:PORT, video:FILE, serial:PORT, lsl:NAME, mqtt://HOST/TOPIC; may be "
        "repeated (default: text:-)",
    )
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
