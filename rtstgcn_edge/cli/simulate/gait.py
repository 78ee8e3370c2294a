"""`rtstgcn-edge simulate gait OUT`: synthetic recordings as a data set."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rtstgcn_edge.simulator import write_dataset


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("out", type=Path, help="folder to write; must be new or empty")
    parser.add_argument("--trials", type=int, default=60, help="trials, each of another synthetic person (default 60)")
    parser.add_argument("--seconds", type=float, default=120.0, help="length of a trial, at most 86400 (default 120)")
    parser.add_argument("--seed", type=int, default=0, help="decides persons, bouts and noise (default 0)")


def run(arguments: argparse.Namespace) -> int:
    """Write the data set."""
    write_dataset(arguments.out, trials=arguments.trials, seconds=arguments.seconds, seed=arguments.seed)
    print(f"wrote {arguments.trials} synthetic trials to {arguments.out}", file=sys.stderr)
    return 0
