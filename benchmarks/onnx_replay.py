"""Replay of one trial through a model file by ONNX Runtime: `python onnx_replay.py MODEL.onnx FRAMES.npy LOGITS.npy`.

Needs NumPy and onnxruntime alone, so that it runs on an emulated processor where nothing else is installed, and holds
the FIFOs in the plainest way, as lists of what was pushed. FRAMES are (C, L, V) float32, LOGITS (L, classes).
`--plain` switches graph optimisations off.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
import onnxruntime as ort


def held(fifo: dict[str, Any], pushes: list[Any]) -> Any:
    """What a FIFO of the manifest's table holds, given everything that was pushed to it, oldest first."""
    back = [tap * fifo["dilation"] for tap in range(fifo["kernel"] - 1, 0, -1)]
    zeros = np.zeros((1, fifo["width"]), fifo["push_dtype"])
    taps = np.stack([pushes[-steps] if steps <= len(pushes) else zeros for steps in back])
    return taps if fifo["kind"] == "taps" else taps.sum(0, dtype=fifo["sum_dtype"])


def replay(model: str, frames: Any, optimised: bool) -> Any:
    """Logits (L, classes) of frames (C, L, V)."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    if not optimised:
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    fifos = json.loads(session.get_modelmeta().custom_metadata_map["rtstgcn_manifest"])["fifos"]
    pushed: dict[str, list[Any]] = {fifo["name"]: [] for fifo in fifos}
    outputs = ["logits", *(f"push_{name}" for name in pushed)]
    logits = []
    for frame in np.ascontiguousarray(frames.swapaxes(0, 1)):
        feeds = {f"fifo_{fifo['name']}": held(fifo, pushed[fifo["name"]]) for fifo in fifos}
        now, *pushes = session.run(outputs, {"frame": frame[None], **feeds})
        logits.append(now[0])
        for fifo, push in zip(fifos, pushes, strict=True):
            kept = pushed[fifo["name"]]
            kept.append(push)
            del kept[: -(fifo["kernel"] - 1) * fifo["dilation"]]
    return np.stack(logits)


if __name__ == "__main__":
    paths = [argument for argument in sys.argv[1:] if argument != "--plain"]
    np.save(paths[2], replay(paths[0], np.load(paths[1]), "--plain" not in sys.argv))
