"""The verbs that training adds to the command line."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path


class Train:
    """`rtstgcn-edge train`."""

    help = "train a model from a configuration"

    @staticmethod
    def add_arguments(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("configuration", type=Path, help="JSON configuration, as in training/configs")

    @staticmethod
    def run(arguments: argparse.Namespace) -> int:
        from .configuration import load_configuration
        from .trainer import train

        checkpoint = train(load_configuration(arguments.configuration))
        print(f"wrote {checkpoint} and {checkpoint.with_suffix('.json').name}", file=sys.stderr)
        return 0


class Test:
    """`rtstgcn-edge test`."""

    help = "score a checkpoint on a part of a data set, with the batch model"

    @staticmethod
    def add_arguments(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("checkpoint", type=Path, help="NAME.safetensors with NAME.json beside it")
        parser.add_argument("data", type=Path, help="data set folder")
        parser.add_argument("--part", default="val", help="train or val (default)")
        parser.add_argument("--summary", type=Path, help="also write the scores as JSON")

    @staticmethod
    def run(arguments: argparse.Namespace) -> int:
        from rtstgcn_edge.recordings import load_dataset

        from .checkpoint import load_checkpoint
        from .data import load_part
        from .labelling import score

        model, description = load_checkpoint(arguments.checkpoint)
        dataset = load_dataset(arguments.data)
        trials = load_part(dataset, arguments.part, len(model.skeleton.joints), model.channels)
        scores = score(model, trials, description.classes, description.background)
        print(scores.table())
        if arguments.summary:
            arguments.summary.write_text(json.dumps(scores.to_dict(), indent=1) + "\n", encoding="utf-8")
        return 0


train = Train
test = Test
