"""One graph over the FIFOs of all live skeletons.

A tick is two calls: `step` until the logits are there, `advance` for the housekeeping afterwards, off the critical
path. Inputs and outputs of the graph are bound once to the arrays that live here, so no state is copied through it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.engine.backend import Backend
from rtstgcn_edge.engine.fifo import FifoPool
from rtstgcn_edge.engine.onnx_backend import OnnxBackend
from rtstgcn_edge.engine.snapshot import Snapshot
from rtstgcn_edge.model_file import ModelFile

FloatArray = npt.NDArray[np.float32]


class Engine:
    """Steps a model for all live skeletons at once.

    Skeletons are known by an id of the caller's (`join`, `leave`); `ids` gives their order in `step`.
    """

    def __init__(self, model: ModelFile) -> None:
        self.manifest = model.manifest
        self._pool = FifoPool(model.manifest.fifos)
        self.ids: list[int] = []
        self._backend: Backend = OnnxBackend(model.session)
        self._bind()

    def join(self, skeleton: int) -> None:
        """A newcomer, from zeros. Raises ValueError if the id is live already."""
        if skeleton in self.ids:
            raise ValueError(f"skeleton {skeleton} is live already")
        self._pool.join()
        self.ids.append(skeleton)
        self._bind()

    def leave(self, skeleton: int) -> None:
        """Free a skeleton and its FIFOs."""
        slot = self.ids.index(skeleton)
        self._pool.leave(slot)
        del self.ids[slot]
        self._bind()

    def clear(self, skeleton: int) -> None:
        """Zero the FIFOs of a skeleton."""
        self._pool.clear(self.ids.index(skeleton))

    def snapshot(self, skeleton: int) -> Snapshot:
        """State of a skeleton, for `restore` here or in another engine of the same model."""
        return self._pool.snapshot(self.ids.index(skeleton))

    def restore(self, skeleton: int, snapshot: Snapshot) -> None:
        """Set the state of a live skeleton."""
        self._pool.restore(self.ids.index(skeleton), snapshot)

    def step(self, joints: Mapping[int, FloatArray]) -> FloatArray:
        """Logits (N, classes) of all live skeletons, in the order of `ids`. The array is reused at the next tick.

        Args:
            joints: (C, V) of each live skeleton by id.
        """
        if not self.ids:
            return self.logits
        for slot, skeleton in enumerate(self.ids):
            self.frame[slot] = joints[skeleton]
        for name, array in self._pool.moving().items():
            self._backend.rebind_input(f"fifo_{name}", array)
        self._backend.run()
        return self.logits

    def advance(self) -> None:
        """Housekeeping: the pushes of this tick go into the FIFOs."""
        self._pool.advance()

    def _bind(self) -> None:
        skeletons, manifest = self._pool.skeletons, self.manifest
        self.frame: FloatArray = np.zeros((skeletons, len(manifest.channels), manifest.joints), np.float32)
        self.logits: FloatArray = np.zeros((skeletons, len(manifest.classes)), np.float32)
        if not skeletons:
            return
        fifos = {f"fifo_{name}": array for name, array in self._pool.inputs().items()}
        pushes = {f"push_{name}": array for name, array in self._pool.pushes().items()}
        self._backend.bind({"frame": self.frame, **fifos}, {"logits": self.logits, **pushes})
