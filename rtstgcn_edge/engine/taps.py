"""One taps FIFO of all live skeletons."""

from __future__ import annotations

import numpy as np

from rtstgcn_edge.engine.snapshot import Array, Snapshot, check_state
from rtstgcn_edge.manifest import FifoSpec


class Taps:
    """Per phase a ring of K-1 pushes, all but the last written twice so that the last K-1 are always one view.

    The ring holds all skeletons side by side, (d, 2 (K-1) - 1, N, width), because the graph reads (K-1, N, width).
    """

    def __init__(self, spec: FifoSpec) -> None:
        self.spec = spec
        self.taps, self.dilation = spec.kernel - 1, spec.dilation
        self.tick = 0
        self._set_rings(np.zeros((self.dilation, 2 * self.taps - 1, 0, spec.width), spec.push_dtype))

    def _set_rings(self, rings: Array) -> None:
        self.rings = rings
        self.pushed = {self.spec.name: np.zeros(rings.shape[2:], rings.dtype)}

    @property
    def nbytes(self) -> int:
        return self.rings.nbytes + self.pushed[self.spec.name].nbytes

    def held(self) -> dict[str, Array]:
        phase, oldest = self._place(self.tick)
        return {self.spec.name: self.rings[phase, oldest : oldest + self.taps]}

    def advance(self) -> None:
        phase, oldest = self._place(self.tick)
        self.rings[phase, oldest :: self.taps] = self.pushed[self.spec.name]
        self.tick += 1

    def join(self) -> None:
        newcomer = np.zeros_like(self.rings, shape=(*self.rings.shape[:2], 1, self.spec.width))
        self._set_rings(np.concatenate([self.rings, newcomer], axis=2))

    def leave(self, slot: int) -> None:
        self._set_rings(np.delete(self.rings, slot, axis=2))

    def clear(self, slot: int) -> None:
        self.rings[:, :, slot] = 0

    def snapshot(self, slot: int) -> Snapshot:
        return {self.spec.name: {"pushes": np.array([self.rings[p, i, slot] for p, i in self._places()])}}

    def check(self, snapshot: Snapshot) -> None:
        shapes: dict[str, tuple[int, ...]] = {"pushes": (self.spec.span, self.spec.width)}
        check_state(self.spec.name, snapshot, shapes, {"pushes": self.spec.push_dtype})

    def restore(self, slot: int, snapshot: Snapshot) -> None:
        for (phase, place), push in zip(self._places(), snapshot[self.spec.name]["pushes"], strict=True):
            self.rings[phase, place :: self.taps, slot] = push

    def _place(self, tick: int) -> tuple[int, int]:
        """Phase of a tick, and where in the ring its push will stand: in place of the oldest of that phase."""
        return tick % self.dilation, tick // self.dilation % self.taps

    def _places(self) -> list[tuple[int, int]]:
        """(phase, place) of the (K-1) d pushes before this tick, oldest first."""
        return [self._place(tick) for tick in range(self.tick - self.spec.span, self.tick)]
