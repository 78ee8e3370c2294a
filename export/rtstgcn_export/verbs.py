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
        parser.add_argument("out", type=Path, help="model file to write, NAME.onnx, or NAME.c (with NAME.h)")
        parser.add_argument(
            "--recording",
            type=Path,
            action="append",
            default=[],
            help="trial .npy, or folder of trials, that the gate replays; without it those of --calibration, or noise",
        )
        parser.add_argument(
            "--target",
            choices=["onnx", "c"],
            action="append",
            help="form of the model (default: what the ending of OUT says); twice for both, under OUT's name",
        )
        parser.add_argument(
            "--prefix",
            metavar="NAME",
            help="of all symbols of the C (default: rtstgcn); two models in one program need two",
        )
        parser.add_argument(
            "--precision",
            choices=["float32", "int8"],
            help="default: int8 of C and of a checkpoint trained so, float32 otherwise",
        )
        parser.add_argument(
            "--calibration",
            type=Path,
            action="append",
            default=[],
            help="trial .npy, or folder of trials (the training part), that 8-bit exponents are chosen on",
        )
        parser.add_argument("--calibration-trials", type=int, help="so many of them, drawn (default: 40)")
        parser.add_argument("--calibration-seed", type=int, help="of the draw (default: 0)")
        parser.add_argument("--report", type=Path, metavar="FOLDER", help="write what 8 bits do to each tensor, drawn")
        parser.add_argument("--data", type=Path, metavar="DATASET", help="compare the scores of 8 bits and 32 on it")
        parser.add_argument("--part", help="part of --data (default: val)")
        parser.add_argument(
            "--max-accuracy-drop",
            type=float,
            metavar="POINTS",
            help="refuse where top-1 or F1@50 on --data falls by more",
        )

    @staticmethod
    def run(arguments: argparse.Namespace) -> int:
        from .choice import is_int8, targets, wanted

        forms = targets(arguments.out, arguments.target)
        if is_int8(arguments, forms):
            from .fixed_point import export_int8

            report = export_int8(arguments.checkpoint, wanted(arguments, forms), _say)
        else:
            from .exporter import export_float32

            report = export_float32(arguments.checkpoint, arguments.out, arguments.recording)
        _say(report)
        return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr)


export = Export
