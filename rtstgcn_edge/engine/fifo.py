"""FIFOs of all live skeletons, outside the graph.

Two kinds (see `rtstgcn_edge.manifest.FifoSpec`), by hand for K = 3, d = 2 and pushes 1 2 3 4 5 6:

    sum   fifo = 0 0 1 2 4 6          push(t-2) + push(t-4), what the graph adds its own push to
    taps  fifo = 00 00 01 02 13 24    the same two pushes unsummed, oldest first

All skeletons step together, so one tick serves every ring; a skeleton that joins starts from zeros, which equals causal
zero padding of its pushes. The arrays that the graph reads and writes keep their addresses until a skeleton joins or
leaves, those of taps inputs excepted.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rtstgcn_edge.engine.snapshot import Array, Snapshot
from rtstgcn_edge.engine.sums import SumGroup
from rtstgcn_edge.engine.taps import Taps
from rtstgcn_edge.errors import InputError
from rtstgcn_edge.manifest import FifoSpec

# Sums of a wild frame may overflow, in float32 or on the way; it ages out.
_overflow_allowed = np.errstate(over="ignore", invalid="ignore")


class FifoPool:
    """The FIFOs of N skeletons in slots 0 .. N-1.

    A tick is: `inputs()` feed the graph, the graph fills `pushes()`, `advance()` takes them in.

    Args:
        table: the FIFOs, as in the manifest.
    """

    def __init__(self, table: Sequence[FifoSpec]) -> None:
        self.table = list(table)
        self.skeletons = 0
        alike: dict[tuple[int, int, str, str | None], list[FifoSpec]] = {}
        for spec in self.table:
            if spec.kind == "sum":
                alike.setdefault((spec.kernel, spec.dilation, spec.push_dtype, spec.sum_dtype), []).append(spec)
        self._taps = [Taps(spec) for spec in self.table if spec.kind == "taps"]
        self._groups: list[SumGroup | Taps] = [*(SumGroup(specs) for specs in alike.values()), *self._taps]

    @property
    def nbytes(self) -> int:
        """Memory of all skeletons' FIFOs, what the graph reads and writes included."""
        return sum(group.nbytes for group in self._groups)

    def inputs(self) -> dict[str, Array]:
        """What each FIFO holds for this tick: (N, width) of a sum, (K-1, N, width) of taps. Views, valid for a tick."""
        return {name: array for group in self._groups for name, array in group.held().items()}

    def moving(self) -> dict[str, Array]:
        """The inputs whose address changes from tick to tick: those of taps."""
        return {name: array for taps in self._taps for name, array in taps.held().items()}

    def pushes(self) -> dict[str, Array]:
        """Where the graph writes each push, (N, width)."""
        return {name: array for group in self._groups for name, array in group.pushed.items()}

    @_overflow_allowed
    def advance(self) -> None:
        """Take in the pushes of this tick and make the inputs of the next."""
        for group in self._groups:
            group.advance()

    @_overflow_allowed
    def join(self) -> int:
        """A skeleton more, from zeros; its slot."""
        for group in self._groups:
            group.join()
        self.skeletons += 1
        return self.skeletons - 1

    @_overflow_allowed
    def leave(self, slot: int) -> None:
        """Free a slot; those above it move down by one."""
        self._check(slot)
        for group in self._groups:
            group.leave(slot)
        self.skeletons -= 1

    @_overflow_allowed
    def clear(self, slot: int) -> None:
        """Zero fill: the skeleton starts anew."""
        self._check(slot)
        for group in self._groups:
            group.clear(slot)

    def snapshot(self, slot: int) -> Snapshot:
        """The state of one skeleton, independent of slot and tick."""
        self._check(slot)
        return {name: state for group in self._groups for name, state in group.snapshot(slot).items()}

    @_overflow_allowed
    def restore(self, slot: int, snapshot: Snapshot) -> None:
        """Set the state of one skeleton from a snapshot. Raises InputError if it is of another model."""
        self._check(slot)
        foreign = sorted(snapshot.keys() - {spec.name for spec in self.table})
        if foreign:
            raise InputError(f"snapshot: has FIFO {foreign[0]}, which the model has not; restore it where it was taken")
        for group in self._groups:
            group.check(snapshot)
        for group in self._groups:
            group.restore(slot, snapshot)

    def _check(self, slot: int) -> None:
        if not 0 <= slot < self.skeletons:
            raise IndexError(f"slot {slot} of {self.skeletons}")
