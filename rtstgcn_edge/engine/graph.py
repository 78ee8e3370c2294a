"""A model as a stateless graph, and the FIFOs that it reads and pushes to."""

from __future__ import annotations

from rtstgcn_edge.engine.backend import Backend
from rtstgcn_edge.engine.fifo import FifoPool
from rtstgcn_edge.engine.runner import FloatArray
from rtstgcn_edge.engine.snapshot import Snapshot
from rtstgcn_edge.manifest import Manifest


class GraphRunner:
    """One graph over the FIFOs of all skeletons.

    Inputs and outputs of the graph are bound once to the arrays that live here, so no state is copied through it.
    """

    def __init__(self, manifest: Manifest, backend: Backend) -> None:
        self._pool = FifoPool(manifest.fifos)
        self._backend = backend

    @property
    def nbytes(self) -> int:
        return self._pool.nbytes

    def join(self) -> None:
        self._pool.join()

    def leave(self, slot: int) -> None:
        self._pool.leave(slot)

    def clear(self, slot: int) -> None:
        self._pool.clear(slot)

    def snapshot(self, slot: int) -> Snapshot:
        return self._pool.snapshot(slot)

    def restore(self, slot: int, snapshot: Snapshot) -> None:
        self._pool.restore(slot, snapshot)

    def bind(self, frame: FloatArray, logits: FloatArray) -> None:
        if not self._pool.skeletons:
            return
        fifos = {f"fifo_{name}": array for name, array in self._pool.inputs().items()}
        pushes = {f"push_{name}": array for name, array in self._pool.pushes().items()}
        self._backend.bind({"frame": frame, **fifos}, {"logits": logits, **pushes})

    def run(self) -> None:
        for name, array in self._pool.moving().items():
            self._backend.rebind_input(f"fifo_{name}", array)
        self._backend.run()

    def advance(self) -> None:
        self._pool.advance()
