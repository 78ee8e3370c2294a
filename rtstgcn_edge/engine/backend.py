"""What a graph runner asks of whatever runs the graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from rtstgcn_edge.engine.snapshot import Array


class Backend(Protocol):
    """A stateless graph that reads and writes contiguous arrays of the runner's in place.

    The runner keeps every bound array alive for as long as it is bound.
    """

    def bind(self, inputs: Mapping[str, Array], outputs: Mapping[str, Array]) -> None:
        """All arrays, by the names of the graph, in place of what was bound before."""

    def rebind_input(self, name: str, array: Array) -> None:
        """Another array of the same shape and type for one input."""

    def run(self) -> None:
        """One step: the outputs are filled from the inputs."""
