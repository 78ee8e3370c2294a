"""FIFOs of all live skeletons, outside the graph.

Two kinds (see `rtstgcn_edge.manifest.FifoSpec`), by hand for K = 3, d = 2 and pushes 1 2 3 4 5 6:

    sum   fifo = 0 0 1 2 4 6          push(t-2) + push(t-4), what the graph adds its own push to
    taps  fifo = 00 00 01 02 13 24    the same two pushes unsummed, oldest first

All skeletons step together, so one tick index serves every ring; a skeleton that joins starts from zeros, which equals
causal zero padding of its pushes. The arrays that the graph reads and writes keep their addresses until a skeleton
joins or leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.manifest import FifoSpec

Array = npt.NDArray[Any]
Snapshot = dict[str, dict[str, Array]]
"""State of one skeleton: per FIFO its pushes, oldest first ((K-1) d, width), and of a sum, the phase of the next tick
first, its running sums (d, width) and their peaks (d,)."""

RESUM_RATIO = 2.0**32
"""A running sum is added anew where its peak is larger than what remains by more than this (squared norms)."""


class FifoPool:
    """The FIFOs of N skeletons in slots 0 .. N-1.

    A tick is: `inputs()` feed the graph, the graph fills `pushes()`, `advance()` takes them in.

    Args:
        table: the FIFOs, as in the manifest.
    """

    def __init__(self, table: Sequence[FifoSpec]) -> None:
        self.table = list(table)
        self.skeletons = 0
        self.tick = 0
        sums: dict[tuple[int, int, str, str], list[FifoSpec]] = {}
        for spec in self.table:
            if spec.kind == "sum":
                sums.setdefault((spec.kernel, spec.dilation, spec.push_dtype, spec.sum_dtype), []).append(spec)
        self._groups: list[_SumGroup | _Taps] = [_SumGroup(specs) for specs in sums.values()]
        self._groups += [_Taps(spec) for spec in self.table if spec.kind == "taps"]

    def inputs(self) -> dict[str, Array]:
        """What each FIFO holds for this tick: (N, width) of a sum, (K-1, N, width) of taps. Views, valid for a tick."""
        return {name: array for group in self._groups for name, array in group.held(self.tick).items()}

    def moving(self) -> dict[str, Array]:
        """The inputs whose address changes from tick to tick: those of taps."""
        return {n: a for group in self._groups if isinstance(group, _Taps) for n, a in group.held(self.tick).items()}

    def pushes(self) -> dict[str, Array]:
        """Where the graph writes each push, (N, width)."""
        return {name: array for group in self._groups for name, array in group.pushed.items()}

    def advance(self) -> None:
        """Take in the pushes of this tick and make the inputs of the next."""
        with np.errstate(over="ignore", invalid="ignore"):  # a wild frame may overflow; it ages out
            for group in self._groups:
                group.advance(self.tick)
        self.tick += 1

    def join(self) -> int:
        """A skeleton more, from zeros; its slot."""
        self._lay_out([*range(self.skeletons), None])
        return self.skeletons - 1

    def leave(self, slot: int) -> None:
        """Free a slot; those above it move down by one."""
        self._check(slot)
        self._lay_out([s for s in range(self.skeletons) if s != slot])

    def clear(self, slot: int) -> None:
        """Zero fill: the skeleton starts anew."""
        self._check(slot)
        for group in self._groups:
            group.clear(slot)
            group.settle(self.tick)

    def snapshot(self, slot: int) -> Snapshot:
        """The state of one skeleton, independent of slot and tick."""
        self._check(slot)
        return {name: state for group in self._groups for name, state in group.snapshot(slot, self.tick).items()}

    def restore(self, slot: int, snapshot: Snapshot) -> None:
        """Set the state of one skeleton from a snapshot. Raises InputError if it is of another model."""
        self._check(slot)
        foreign = sorted(snapshot.keys() - {spec.name for spec in self.table})
        if foreign:
            raise InputError(f"snapshot: has FIFO {foreign[0]}, which the model has not; restore it where it was taken")
        for group in self._groups:
            group.check(snapshot)
        for group in self._groups:
            group.restore(slot, snapshot, self.tick)
            group.settle(self.tick)

    def _check(self, slot: int) -> None:
        if not 0 <= slot < self.skeletons:
            raise IndexError(f"slot {slot} of {self.skeletons}")

    def _lay_out(self, keep: list[int | None]) -> None:
        self.skeletons = len(keep)
        for group in self._groups:
            group.lay_out(keep)
            group.settle(self.tick)


class _SumGroup:
    """All sums of one kernel, dilation and precision, as one contiguous buffer.

    Layout: FIFO after FIFO, each (N, width). The ring holds the last (K-1) d pushes; `sums[p]` is the sum of those
    whose tick is p modulo d. What leaves the ring is subtracted, so the cost of a tick does not depend on K.

    Subtraction leaves the rounding error of the largest push that the sum has held, or NaN of an infinite one. So
    `peaks[p]` keeps the squared norm of the largest push that has left, and the sum is added anew before that error
    shows; FIFO by FIFO and skeleton by skeleton, so that the wild frames of one hide no error of another.
    """

    def __init__(self, specs: list[FifoSpec]) -> None:
        self.specs = specs
        self.span, self.dilation = specs[0].span, specs[0].dilation
        self.push_type, self.sum_type = np.dtype(specs[0].push_dtype), np.dtype(specs[0].sum_dtype)
        # what the graph reads: float32 of a float64 sum, an integer sum as it is
        self.fifo_type = np.dtype(np.float32) if self.sum_type.kind == "f" else self.sum_type
        self._allocate(0)

    def _allocate(self, skeletons: int) -> None:
        size = skeletons * sum(spec.width for spec in self.specs)
        self.push = np.zeros(size, self.push_type)
        self.fifo = np.zeros(size, self.fifo_type)
        self.ring = np.zeros((self.span, size), self.push_type)
        self.sums = np.zeros((self.dilation, size), self.sum_type)
        self.peaks = np.zeros((self.dilation, len(self.specs), skeletons))
        self.skeletons = skeletons
        widths = [spec.width for spec in self.specs for _ in range(skeletons)]
        self.begins = np.cumsum([0, *widths])[:-1]
        self.pushed = self._views(self.push)
        self._held = self._views(self.fifo)

    def _views(self, buffer: Array) -> dict[str, Array]:
        """Per FIFO its block (..., N, width) of a buffer (..., size)."""
        views, begin = {}, 0
        for spec in self.specs:
            end = begin + self.skeletons * spec.width
            views[spec.name] = buffer[..., begin:end].reshape(*buffer.shape[:-1], self.skeletons, spec.width)
            begin = end
        return views

    def held(self, tick: int) -> dict[str, Array]:
        return self._held

    def advance(self, tick: int) -> None:
        phase = tick % self.dilation
        slot, total = self.ring[tick % self.span], self.sums[phase]
        if self.push_type.kind == "f":  # integers leave no error
            np.maximum(self.peaks[phase], self._squared_norms(slot), out=self.peaks[phase])
        total += self.push
        total -= slot
        slot[:] = self.push
        if self.push_type.kind == "f":
            self._add_anew(phase)
        self.settle(tick + 1)

    def _squared_norms(self, row: Array) -> Array:
        """(FIFOs, N) of a row (size,)."""
        norms: Array = np.add.reduceat(row * row, self.begins).reshape(len(self.specs), self.skeletons)
        return norms

    def _add_anew(self, phase: int) -> None:
        """The sums of a phase whose error would show."""
        # not `>`: a norm that is NaN must count as huge
        stale = ~(self.peaks[phase] <= RESUM_RATIO * self._squared_norms(self.sums[phase]))
        if not stale.any():
            return
        rings, sums = self._views(self.ring[phase :: self.dilation]), self._views(self.sums[phase])
        for index, slot in np.argwhere(stale):
            name = self.specs[index].name
            np.sum(rings[name][:, slot], axis=0, dtype=self.sum_type, out=sums[name][slot])
            self.peaks[phase, index, slot] = 0

    def settle(self, tick: int) -> None:
        """Make what the graph reads at `tick`."""
        with np.errstate(over="ignore"):  # a wild sum may exceed float32
            np.copyto(self.fifo, self.sums[tick % self.dilation], casting="same_kind")

    def lay_out(self, keep: list[int | None]) -> None:
        old_ring, old_sums, old_peaks = self._views(self.ring), self._views(self.sums), self.peaks
        self._allocate(len(keep))
        for slot, source in enumerate(keep):
            if source is not None:
                self.peaks[:, :, slot] = old_peaks[:, :, source]
        for old, new in ((old_ring, self._views(self.ring)), (old_sums, self._views(self.sums))):
            for name, block in new.items():
                for slot, source in enumerate(keep):
                    if source is not None:
                        block[:, slot] = old[name][:, source]

    def clear(self, slot: int) -> None:
        self.peaks[:, :, slot] = 0
        for buffer in (self.ring, self.sums):
            for block in self._views(buffer).values():
                block[:, slot] = 0

    def snapshot(self, slot: int, tick: int) -> Snapshot:
        rings, sums = self._views(self.ring), self._views(self.sums)
        return {
            spec.name: {
                "pushes": np.roll(rings[spec.name][:, slot], -(tick % self.span), axis=0),
                "sums": np.roll(sums[spec.name][:, slot], -(tick % self.dilation), axis=0),
                "peaks": np.roll(self.peaks[:, index, slot], -(tick % self.dilation), axis=0),
            }
            for index, spec in enumerate(self.specs)
        }

    def check(self, snapshot: Snapshot) -> None:
        for spec in self.specs:
            shapes = {"pushes": (self.span, spec.width), "sums": (self.dilation, spec.width), "peaks": (self.dilation,)}
            types = {"pushes": self.push_type, "sums": self.sum_type, "peaks": self.peaks.dtype}
            _check_state(spec.name, snapshot, shapes, types)

    def restore(self, slot: int, snapshot: Snapshot, tick: int) -> None:
        rings, sums = self._views(self.ring), self._views(self.sums)
        for index, spec in enumerate(self.specs):
            state = snapshot[spec.name]
            rings[spec.name][:, slot] = np.roll(state["pushes"], tick % self.span, axis=0)
            sums[spec.name][:, slot] = np.roll(state["sums"], tick % self.dilation, axis=0)
            self.peaks[:, index, slot] = np.roll(state["peaks"], tick % self.dilation)


class _Taps:
    """One taps FIFO: per phase a ring of K-1 pushes, written twice so that the last K-1 are always one view."""

    def __init__(self, spec: FifoSpec) -> None:
        self.spec = spec
        self.taps, self.dilation = spec.kernel - 1, spec.dilation
        self._allocate(0)

    def _allocate(self, skeletons: int) -> None:
        dtype = np.dtype(self.spec.push_dtype)
        self.push = np.zeros((skeletons, self.spec.width), dtype)
        self.rings = np.zeros((self.dilation, 2 * self.taps, skeletons, self.spec.width), dtype)
        self.pushed = {self.spec.name: self.push}

    def _oldest(self, tick: int) -> tuple[int, int]:
        """Phase of a tick, and where the oldest push of that phase stands."""
        return tick % self.dilation, tick // self.dilation % self.taps

    def held(self, tick: int) -> dict[str, Array]:
        phase, oldest = self._oldest(tick)
        return {self.spec.name: self.rings[phase, oldest : oldest + self.taps]}

    def advance(self, tick: int) -> None:
        phase, oldest = self._oldest(tick)
        self.rings[phase, oldest] = self.push
        self.rings[phase, oldest + self.taps] = self.push

    def settle(self, tick: int) -> None:
        """Nothing to make: what the graph reads is a view of the ring."""

    def lay_out(self, keep: list[int | None]) -> None:
        old = self.rings
        self._allocate(len(keep))
        for slot, source in enumerate(keep):
            if source is not None:
                self.rings[:, :, slot] = old[:, :, source]

    def clear(self, slot: int) -> None:
        self.rings[:, :, slot] = 0

    def _order(self, tick: int) -> list[tuple[int, int]]:
        """(phase, place) of the (K-1) d pushes before `tick`, oldest first."""
        span = self.taps * self.dilation
        return [(t % self.dilation, t // self.dilation % self.taps) for t in range(tick - span, tick)]

    def snapshot(self, slot: int, tick: int) -> Snapshot:
        return {self.spec.name: {"pushes": np.array([self.rings[p, i, slot] for p, i in self._order(tick)])}}

    def check(self, snapshot: Snapshot) -> None:
        shapes: dict[str, tuple[int, ...]] = {"pushes": (self.spec.span, self.spec.width)}
        _check_state(self.spec.name, snapshot, shapes, {"pushes": self.push.dtype})

    def restore(self, slot: int, snapshot: Snapshot, tick: int) -> None:
        for (phase, place), push in zip(self._order(tick), snapshot[self.spec.name]["pushes"], strict=True):
            self.rings[phase, place, slot] = push
            self.rings[phase, place + self.taps, slot] = push


def _check_state(
    name: str, snapshot: Snapshot, shapes: dict[str, tuple[int, ...]], types: dict[str, np.dtype[Any]]
) -> None:
    state = snapshot.get(name, {})
    for key, shape in shapes.items():
        found = f"{state[key].dtype} {state[key].shape}" if key in state else "nothing"
        if found != f"{types[key]} {shape}":
            raise InputError(f"snapshot: FIFO {name} needs {key} {types[key]} {shape}, found {found}")
