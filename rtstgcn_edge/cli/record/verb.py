"""`rtstgcn-edge record OUT.mcap`: a run that is recorded, to be replayed to the same labels."""

from __future__ import annotations

import argparse
from pathlib import Path

from rtstgcn_edge.cli import run as run_verb
from rtstgcn_edge.cli.record.recording import Recording
from rtstgcn_edge.cli.record.samples import record_samples


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb: those of `run`."""
    parser.add_argument("out", metavar="OUT.mcap", type=Path, help="file to write; must not exist")
    parser.add_argument("--no-model", action="store_true", help="record what the sensors of imu: give, without labels")
    run_verb.add_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Run and record."""
    if arguments.no_model:
        return record_samples(arguments, Recording(arguments.out))
    return run_verb.execute(arguments, Recording(arguments.out))
