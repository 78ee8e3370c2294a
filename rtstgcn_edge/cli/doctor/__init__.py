"""`rtstgcn-edge doctor`: is this machine fit to run models, and what to do where it is not."""

from rtstgcn_edge.cli.doctor.verb import add_arguments, run

__all__ = ["add_arguments", "run"]
