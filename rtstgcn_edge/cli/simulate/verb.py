"""The verb: what can be simulated."""

from __future__ import annotations

import argparse

from rtstgcn_edge.cli.simulate import gait, imu


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    choices = parser.add_subparsers(dest="what", required=True, metavar="{gait,imu}")
    for module, name, about in (
        (gait, "gait", "write recordings of a synthetic leg-IMU walker as a data set"),
        (imu, "imu", "play a virtual sensor: a pseudo-terminal that behaves like firmware"),
    ):
        chosen = choices.add_parser(name, help=about, description=about)
        module.add_arguments(chosen)
        chosen.set_defaults(run=module.run)


def run(arguments: argparse.Namespace) -> int:
    """What was asked for."""
    code: int = arguments.run(arguments)
    return code
