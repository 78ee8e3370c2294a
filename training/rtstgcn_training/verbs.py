"""The verbs that training adds to the command line."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.input_checks import check_names, check_rate
from rtstgcn_edge.scores import Scores


class Train:
    """`rtstgcn-edge train`: a checkpoint from a configuration."""

    @staticmethod
    def add_arguments(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("configuration", help="bundled configuration (as demo) or JSON file")

    @staticmethod
    def run(arguments: argparse.Namespace) -> int:
        from .configuration import find_configuration, load_configuration
        from .trainer import train

        checkpoint = train(load_configuration(find_configuration(arguments.configuration)))
        print(f"wrote {checkpoint} and {checkpoint.with_suffix('.json').name}", file=sys.stderr)
        return 0


class Test:
    """`rtstgcn-edge test`: scores of a checkpoint on a part of a data set, with the batch model."""

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
        if list(dataset.classes) != description.classes:
            raise InputError(
                f"{arguments.data}: classes {', '.join(dataset.classes)}; the checkpoint's are "
                f"{', '.join(description.classes)}, in this order"
            )
        described = str(dataset.root / "dataset.json")
        check_names(described, dataset.description, description)
        check_rate(described, float(dataset.description.get("rate_hz", description.rate_hz)), description)
        trials = load_part(dataset, arguments.part, model, description.rate_hz)
        scores = score(model, trials, description.classes, description.background)
        print(_table(scores))
        if arguments.summary:
            arguments.summary.write_text(json.dumps(scores.to_dict(), indent=1) + "\n", encoding="utf-8")
        return 0


def _table(scores: Scores) -> str:
    lines = [f"{scores.frames} frames in {scores.trials} trials", "", f"{'top-1':<12}{scores.top1:8.4f}"]
    if scores.top1_without_background is not None:
        lines.append(f"{'  foreground':<12}{scores.top1_without_background:8.4f}")
    lines += [f"{name:<12}{value:8.4f}" for name, value in (*scores.f1.items(), ("edit", scores.edit))]
    width = max(len("class"), *(len(name) for name in scores.per_class))
    lines += ["", f"{'class':<{width}}{'frames':>10}{'recall':>8}{'prec.':>8}{'f1':>8}"]
    for name, one in scores.per_class.items():
        lines.append(f"{name:<{width}}{one.frames:>10}{one.recall:>8.4f}{one.precision:>8.4f}{one.f1:>8.4f}")
    return "\n".join(lines)


train = Train
test = Test
