"""A model stepped for all live skeletons.

A tick is two calls: `step` until the logits are there, `advance` for the housekeeping afterwards, off the critical
path.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rtstgcn_edge.engine.runner import FloatArray, Runner
from rtstgcn_edge.engine.snapshot import Snapshot
from rtstgcn_edge.model_file import ModelFile, NativeModel, OnnxModel


class Engine:
    """Steps a model for all live skeletons at once.

    Skeletons are known by an id of the caller's (`join`, `leave`); `ids` gives their order in `step`.
    """

    def __init__(self, model: ModelFile) -> None:
        self.manifest = model.manifest
        self._runner = _runner(model)
        self.ids: list[int] = []
        self._bind()

    @property
    def state_bytes(self) -> int:
        """Memory that the state of all live skeletons takes."""
        return self._runner.nbytes

    def join(self, skeleton: int) -> None:
        """A newcomer, from zeros. Raises ValueError if the id is live already."""
        if skeleton in self.ids:
            raise ValueError(f"skeleton {skeleton} is live already")
        self._runner.join()
        self.ids.append(skeleton)
        self._bind()

    def leave(self, skeleton: int) -> None:
        """Free a skeleton and its state."""
        slot = self.ids.index(skeleton)
        self._runner.leave(slot)
        del self.ids[slot]
        self._bind()

    def clear(self, skeleton: int) -> None:
        """Start a skeleton anew."""
        self._runner.clear(self.ids.index(skeleton))

    def snapshot(self, skeleton: int) -> Snapshot:
        """State of a skeleton, for `restore` here or in another engine of the same model."""
        return self._runner.snapshot(self.ids.index(skeleton))

    def restore(self, skeleton: int, snapshot: Snapshot) -> None:
        """Set the state of a live skeleton. Raises InputError where the snapshot is of another model."""
        self._runner.restore(self.ids.index(skeleton), snapshot)

    def step(self, joints: Mapping[int, FloatArray]) -> FloatArray:
        """Logits (N, classes) of all live skeletons, in the order of `ids`. The array is reused at the next tick.

        Args:
            joints: (C, V) of each live skeleton by id.
        """
        if not self.ids:
            return self.logits
        for slot, skeleton in enumerate(self.ids):
            self.frame[slot] = joints[skeleton]
        self._runner.run()
        return self.logits

    def advance(self) -> None:
        """Housekeeping: the pushes of this tick go into the FIFOs."""
        self._runner.advance()

    def _bind(self) -> None:
        skeletons, manifest = len(self.ids), self.manifest
        self.frame: FloatArray = np.zeros((skeletons, len(manifest.channels), manifest.joints), np.float32)
        self.logits: FloatArray = np.zeros((skeletons, len(manifest.classes)), np.float32)
        self._runner.bind(self.frame, self.logits)


def _runner(model: ModelFile) -> Runner:
    """What runs a model; each kind is loaded only where it is used."""
    if isinstance(model, NativeModel):
        from rtstgcn_edge.engine.native import NativeRunner

        return NativeRunner(model.library)
    assert isinstance(model, OnnxModel)
    from rtstgcn_edge.engine.graph import GraphRunner
    from rtstgcn_edge.engine.onnx_backend import OnnxBackend

    return GraphRunner(model.manifest, OnnxBackend(model.session))
