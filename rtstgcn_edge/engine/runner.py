"""What the engine asks of whatever runs a model."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.engine.snapshot import Snapshot

FloatArray = npt.NDArray[np.float32]


class Runner(Protocol):
    """A model with the state of N skeletons in slots 0 .. N-1."""

    @property
    def nbytes(self) -> int:
        """Memory of all states."""

    def join(self) -> None:
        """A skeleton more, in the slot above, from zeros."""

    def leave(self, slot: int) -> None:
        """Free a slot; those above it move down by one."""

    def clear(self, slot: int) -> None:
        """The skeleton starts anew."""

    def snapshot(self, slot: int) -> Snapshot:
        """The state of one skeleton, independent of slot and tick."""

    def restore(self, slot: int, snapshot: Snapshot) -> None:
        """Set the state of one skeleton from a snapshot. Raises InputError if it is of another model."""

    def bind(self, frame: FloatArray, logits: FloatArray) -> None:
        """What is read (N, C, V) and written (N, classes) from now on, after every join and leave."""

    def run(self) -> None:
        """One step of all slots: the logits are filled from the frame."""

    def advance(self) -> None:
        """Housekeeping: the pushes of this tick go into the FIFOs."""
