"""`rtstgcn-edge run`: see `verb`."""

from rtstgcn_edge.cli.run.options import DEMONSTRATION, add_arguments
from rtstgcn_edge.cli.run.verb import execute, run

__all__ = ["DEMONSTRATION", "add_arguments", "execute", "run"]
