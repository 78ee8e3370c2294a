"""`rtstgcn-edge devices`: the sensors and cameras that are there, who answers, and the line to type for each."""

from rtstgcn_edge.cli.devices.verb import add_arguments, run

__all__ = ["add_arguments", "run"]
