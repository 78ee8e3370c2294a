"""The sum FIFOs of one kernel, dilation and precision, of all live skeletons.

A row holds the FIFOs of one skeleton one after the other. Each skeleton keeps its own ring and running sums of such
rows, so that one who joins or leaves moves nobody else's state; only the two rows that the graph writes and reads
(pushes in, sums out) lie per FIFO over all skeletons, as its tensors (N, width) must.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from rtstgcn_edge.engine.snapshot import Array, Snapshot, check_state
from rtstgcn_edge.manifest import FifoSpec

RESUM_RATIO = 2.0**32
"""A running sum is added anew where its peak is larger than what remains by more than this (squared norms)."""


class SumGroup:
    """Sums that are advanced together."""

    def __init__(self, specs: list[FifoSpec]) -> None:
        self.specs = specs
        edges = np.cumsum([0, *(spec.width for spec in specs)]).tolist()
        self.columns = [slice(begin, end) for begin, end in pairwise(edges)]
        self.rounds = specs[0].sum_dtype == "float64"
        self.skeletons: list[_SkeletonSums] = []
        self.tick = 0
        self._lay_out()

    @property
    def pushed(self) -> dict[str, Array]:
        return self._named(self._pushes)

    @property
    def nbytes(self) -> int:
        return self._pushes.nbytes + self._sums.nbytes + sum(skeleton.nbytes for skeleton in self.skeletons)

    def held(self) -> dict[str, Array]:
        return self._named(self._sums)

    def advance(self) -> None:
        for slot, skeleton in enumerate(self.skeletons):
            skeleton.advance(self.tick, self._pushes.row(slot))
        self.tick += 1
        self._settle()

    def join(self) -> None:
        self.skeletons.append(self._newcomer())
        self._lay_out()

    def leave(self, slot: int) -> None:
        del self.skeletons[slot]
        self._lay_out()

    def clear(self, slot: int) -> None:
        self.skeletons[slot] = self._newcomer()
        self._settle()

    def snapshot(self, slot: int) -> Snapshot:
        return self.skeletons[slot].snapshot(self.tick)

    def check(self, snapshot: Snapshot) -> None:
        for spec in self.specs:
            shapes: dict[str, tuple[int, ...]] = {
                "pushes": (spec.span, spec.width),
                "sums": (spec.dilation, spec.width),
            }
            types = {"pushes": spec.push_dtype, "sums": str(spec.sum_dtype)}
            if self.rounds:
                shapes["peaks"], types["peaks"] = (spec.dilation,), "float64"
            check_state(spec.name, snapshot, shapes, types)

    def restore(self, slot: int, snapshot: Snapshot) -> None:
        self.skeletons[slot].restore(snapshot, self.tick)
        self._settle()

    def _newcomer(self) -> _SkeletonSums:
        kind = _SkeletonFloatSums if self.rounds else _SkeletonSums
        return kind(self.specs, self.columns)

    def _lay_out(self) -> None:
        self._pushes = _Blocks(len(self.skeletons), self.columns, self.specs[0].push_dtype)
        self._sums = _Blocks(len(self.skeletons), self.columns, self.specs[0].held_dtype)
        self._settle()

    def _settle(self) -> None:
        """Make what the graph reads at this tick."""
        for slot, skeleton in enumerate(self.skeletons):
            self._sums.set_row(slot, skeleton.sums[self.tick % len(skeleton.sums)])

    def _named(self, blocks: _Blocks) -> dict[str, Array]:
        return {spec.name: block for spec, block in zip(self.specs, blocks.blocks, strict=True)}


class _Blocks:
    """Per FIFO a contiguous block (N, width), as the graph sees it; and the rows of the skeletons across them.

    The blocks lie one after the other, so all of them are one row while there is one skeleton.
    """

    def __init__(self, skeletons: int, columns: list[slice], dtype: str) -> None:
        size = columns[-1].stop
        buffer = np.zeros(skeletons * size, dtype)
        self.blocks = [
            buffer[skeletons * part.start : skeletons * part.stop].reshape(skeletons, part.stop - part.start)
            for part in columns
        ]
        self._rows = [[block[slot] for block in self.blocks] for slot in range(skeletons)]
        self._columns = columns
        if skeletons == 1:
            self._rows, self._columns = [[buffer]], [slice(0, size)]
        self._gathered = np.zeros(size, dtype)

    @property
    def nbytes(self) -> int:
        return sum(block.nbytes for block in self.blocks)

    def row(self, slot: int) -> Array:
        """(size,) of a skeleton, valid until the next one is asked for."""
        pieces = self._rows[slot]
        return pieces[0] if len(pieces) == 1 else np.concatenate(pieces, out=self._gathered)

    def set_row(self, slot: int, row: Array) -> None:
        for piece, part in zip(self._rows[slot], self._columns, strict=True):
            np.copyto(piece, row[part], casting="same_kind")


class _SkeletonSums:
    """What one skeleton has pushed, and its running sums.

    The ring holds the last (K-1) d pushes; `sums[p]` is the sum of those whose tick is p modulo d. What leaves the ring
    is subtracted, so the cost of a tick does not depend on K. Of integers that is exact.
    """

    def __init__(self, specs: list[FifoSpec], columns: list[slice]) -> None:
        self.specs, self.columns = specs, columns
        first, size = specs[0], columns[-1].stop
        self.ring = np.zeros((first.span, size), first.push_dtype)
        self.sums = np.zeros((first.dilation, size), first.sum_dtype)

    @property
    def nbytes(self) -> int:
        return self.ring.nbytes + self.sums.nbytes

    def advance(self, tick: int, push: Array) -> None:
        oldest, total = self.ring[tick % len(self.ring)], self.sums[tick % len(self.sums)]
        total += push
        total -= oldest
        oldest[:] = push

    def snapshot(self, tick: int) -> Snapshot:
        return {
            spec.name: {
                "pushes": np.roll(self.ring[:, part], -(tick % len(self.ring)), axis=0),
                "sums": np.roll(self.sums[:, part], -(tick % len(self.sums)), axis=0),
            }
            for spec, part in zip(self.specs, self.columns, strict=True)
        }

    def restore(self, snapshot: Snapshot, tick: int) -> None:
        for spec, part in zip(self.specs, self.columns, strict=True):
            state = snapshot[spec.name]
            self.ring[:, part] = np.roll(state["pushes"], tick % len(self.ring), axis=0)
            self.sums[:, part] = np.roll(state["sums"], tick % len(self.sums), axis=0)


class _SkeletonFloatSums(_SkeletonSums):
    """Running sums that round.

    Subtraction leaves the rounding error of the largest push that the sum has held, or NaN of an infinite one. So
    `peaks[p]` keeps the squared norm of the largest push that has left, and the sum is added anew before that error
    shows; FIFO by FIFO, so that the wild pushes of one hide no error of another.
    """

    def __init__(self, specs: list[FifoSpec], columns: list[slice]) -> None:
        super().__init__(specs, columns)
        self.peaks = np.zeros((len(self.sums), len(specs)))
        self._begins = [part.start for part in columns]

    @property
    def nbytes(self) -> int:
        return super().nbytes + self.peaks.nbytes

    def advance(self, tick: int, push: Array) -> None:
        phase = tick % len(self.sums)
        leaving = self._squared_norms(self.ring[tick % len(self.ring)])
        np.maximum(self.peaks[phase], leaving, out=self.peaks[phase])
        super().advance(tick, push)
        self._add_anew(phase)

    def _squared_norms(self, row: Array) -> Array:
        """(FIFOs,) of a row."""
        norms: Array = np.add.reduceat(row * row, self._begins)
        return norms

    def _add_anew(self, phase: int) -> None:
        """The sums of a phase whose error would show."""
        # not `>`: a norm that is NaN must count as huge
        stale = ~(self.peaks[phase] <= RESUM_RATIO * self._squared_norms(self.sums[phase]))
        for index in np.flatnonzero(stale):
            part = self.columns[index]
            pushes = self.ring[phase :: len(self.sums), part]
            np.sum(pushes, axis=0, dtype=self.sums.dtype, out=self.sums[phase, part])
            self.peaks[phase, index] = 0

    def snapshot(self, tick: int) -> Snapshot:
        states = super().snapshot(tick)
        for index, spec in enumerate(self.specs):
            states[spec.name]["peaks"] = np.roll(self.peaks[:, index], -(tick % len(self.sums)))
        return states

    def restore(self, snapshot: Snapshot, tick: int) -> None:
        super().restore(snapshot, tick)
        for index, spec in enumerate(self.specs):
            self.peaks[:, index] = np.roll(snapshot[spec.name]["peaks"], tick % len(self.sums))
