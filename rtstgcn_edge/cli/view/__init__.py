"""`--view`: the run as a live table on a terminal."""

from rtstgcn_edge.cli.view.view import View, check_view

__all__ = ["View", "check_view"]
