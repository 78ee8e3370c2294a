"""ONNX Runtime as the backend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rtstgcn_edge.engine.snapshot import Array

if TYPE_CHECKING:  # whoever opened the session has loaded it
    import onnxruntime as ort


class OnnxBackend:
    """Runs a session over bound arrays (IOBinding): nothing is copied on the way in or out.

    Args:
        session: the opened graph; see `rtstgcn_edge.model_file.open_model`.
    """

    def __init__(self, session: ort.InferenceSession) -> None:
        self._session = session
        self._binding: ort.IOBinding = session.io_binding()

    def bind(self, inputs: Mapping[str, Array], outputs: Mapping[str, Array]) -> None:
        for name, array in inputs.items():
            self.rebind_input(name, array)
        for name, array in outputs.items():
            self._binding.bind_output(name, "cpu", 0, array.dtype.type, array.shape, array.ctypes.data)

    def rebind_input(self, name: str, array: Array) -> None:
        self._binding.bind_input(name, "cpu", 0, array.dtype.type, array.shape, array.ctypes.data)

    def run(self) -> None:
        self._session.run_with_iobinding(self._binding)
