"""`rtstgcn-edge record`: see `verb`."""

from rtstgcn_edge.cli.record.verb import add_arguments, run

__all__ = ["add_arguments", "run"]
