"""The forms of an 8-bit model as the gate runs them: opened as the runtime opens them, and traced."""

from __future__ import annotations

import ctypes
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from rtstgcn_edge.engine import Engine
from rtstgcn_edge.engine.native import aligned
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.model_file import OnnxModel, open_model
from rtstgcn_edge.native import build_library
from rtstgcn_edge.native.compiler import REQUIRED, find_compiler
from rtstgcn_edge.native.exports import prefix_of

from .gate.exactness import Trace
from .onnx_int8 import emit_int8
from .program import Program

FloatArray = npt.NDArray[np.float32]
Array = npt.NDArray[Any]


@dataclass(frozen=True)
class OnnxBackend:
    """ONNX Runtime, with its graph optimisations as the runtime uses them, or without any."""

    path: Path
    program: Program
    manifest: Manifest
    optimised: bool = True

    @property
    def name(self) -> str:
        return "ONNX Runtime" if self.optimised else "ONNX Runtime without optimisations"

    def open(self) -> Engine:
        model = open_model(self.path)
        if self.optimised:
            return Engine(model)
        return Engine(OnnxModel(model.path, model.manifest, self._session(self.path.read_bytes())))

    def trace(self) -> Trace:
        session = self._session(emit_int8(self.program, self.manifest, traced=True).SerializeToString())
        prefix = "value_"
        names = [out.name for out in session.get_outputs() if out.name.startswith(prefix)]

        def trace(x: FloatArray, held: Mapping[str, Array]) -> dict[str, Array]:
            feeds = {f"fifo_{name}": array for name, array in held.items()}
            found = session.run(names, {"frame": np.ascontiguousarray(x[None, :, -1]), **feeds})
            return {name.removeprefix(prefix): value for name, value in zip(names, found, strict=True)}

        return trace

    def _session(self, content: bytes) -> ort.InferenceSession:
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        if not self.optimised:
            options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
        return ort.InferenceSession(content, options, providers=["CPUExecutionProvider"])


SHIM = """
unsigned state_bytes = {capitals}_STATE_BYTES;
typedef void hook(const char *value, const void *data, int elements, int bytes_each);
static hook *installed;
void trace_with(hook *function) {{ installed = function; }}
void {prefix}_trace(const char *value, const void *data, int elements, int bytes_each)
{{
    if (installed) installed(value, data, elements, bytes_each);
}}
"""
"""What the emitted C calls after each operation where it is compiled with RTSTGCN_TRACE."""


@dataclass(frozen=True)
class NativeBackend:
    """The emitted C, compiled for this processor; `flags` are the compiler's, None stands for its best."""

    path: Path
    program: Program
    name: str = "native C"
    flags: str | None = None

    def open(self) -> Engine:
        with tempfile.TemporaryDirectory() as folder:
            library = Path(folder) / f"{self.path.stem}.so"
            build_library(self.path, library, flags=self.flags)
            return Engine(open_model(library))

    def trace(self) -> Trace:
        values = {operation.out.name: operation.out for operation in self.program.operations}
        prefix = prefix_of(self.path.read_bytes())
        assert prefix is not None

        def trace(x: FloatArray, held: Mapping[str, Array]) -> dict[str, Array]:
            found: dict[str, Array] = {}

            def keep(value: bytes, data: int, elements: int, bytes_each: int) -> None:
                out = values[value.decode()]
                raw = ctypes.string_at(data, elements * bytes_each)
                found[out.name] = np.frombuffer(raw, out.dtype).reshape(1, out.rows, out.columns)

            hook = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int)(keep)
            with tempfile.TemporaryDirectory() as folder:
                library = ctypes.CDLL(str(self._traced(Path(folder), prefix)))
                library.trace_with(hook)
                state = aligned(ctypes.c_uint.in_dll(library, "state_bytes").value)
                reset, step = (library[f"{prefix}_{name}"] for name in ("reset", "step"))
                reset(ctypes.c_void_p(state.ctypes.data))
                logits = np.empty(self.program.classes, np.float32)
                for frame in np.ascontiguousarray(x.swapaxes(0, 1), np.float32):
                    step(*(ctypes.c_void_p(one.ctypes.data) for one in (state, frame, logits)))
                library.trace_with(None)
            return found

        return trace

    def _traced(self, folder: Path, prefix: str) -> Path:
        shim, library = folder / "shim.c", folder / "traced.so"
        lines = SHIM.format(prefix=prefix, capitals=prefix.upper())
        shim.write_text(f'#include "{self.path.resolve()}"\n{lines}')
        compiler = find_compiler(flags=self.flags)
        files = ["-o", str(library), str(shim), "-lm"]
        words = [*compiler.command, *compiler.flags, *REQUIRED, "-DRTSTGCN_TRACE", *files]
        subprocess.run(words, check=True, capture_output=True)
        return library
