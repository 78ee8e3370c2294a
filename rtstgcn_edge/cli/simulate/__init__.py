"""`rtstgcn-edge simulate`: synthetic recordings, and a sensor without hardware."""

from rtstgcn_edge.cli.simulate.verb import add_arguments, run

__all__ = ["add_arguments", "run"]
