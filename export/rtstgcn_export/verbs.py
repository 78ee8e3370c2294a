"""The verb that export adds to the command line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


class Export:
    """`rtstgcn-edge export`."""

    @staticmethod
    def add_arguments(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("checkpoint", type=Path, help="NAME.safetensors with NAME.json beside it")
        parser.add_argument("out", type=Path, help="model file to write, NAME.onnx")
        parser.add_argument(
            "--recording",
            type=Path,
            action="append",
            default=[],
            help="trial .npy, or folder of trials, that the gate replays; without it, 1000 frames of noise",
        )

    @staticmethod
    def run(arguments: argparse.Namespace) -> int:
        from .exporter import export_float32

        report = export_float32(arguments.checkpoint, arguments.out, arguments.recording)
        print(report, file=sys.stderr)
        return 0


export = Export
