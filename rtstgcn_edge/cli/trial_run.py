"""A trial run of a model before it is used: does it run, and how fast."""

from __future__ import annotations

import time
from typing import NamedTuple

import numpy as np

from rtstgcn_edge.engine import Engine
from rtstgcn_edge.errors import ModelError
from rtstgcn_edge.frames import FloatArray


class TrialRun(NamedTuple):
    """`logits` (L, classes), and the `seconds` that each of the L steps took, housekeeping included."""

    logits: FloatArray
    seconds: list[float]


def trial_run(engine: Engine, frames: FloatArray) -> TrialRun:
    """Step `frames` (L, C, V) from zeros, in an engine where nobody is live. Raises ModelError if the graph fails."""
    logits, seconds = [], []
    try:
        engine.join(0)
        for frame in frames:
            start = time.perf_counter()
            found = engine.step({0: frame})
            engine.advance()
            seconds.append(time.perf_counter() - start)
            logits.append(found.copy())
    except Exception as error:  # onnxruntime's own exception classes share no public base
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise ModelError(f"model '{engine.manifest.name}' cannot be run ({reason[:160]})") from None
    finally:
        if 0 in engine.ids:
            engine.leave(0)
    return TrialRun(np.concatenate(logits), seconds)
