"""`rtstgcn-edge benchmark`: models side by side on this device."""

from rtstgcn_edge.cli.benchmark.verb import add_arguments, run

__all__ = ["add_arguments", "run"]
