"""Bit for bit: every backend of an 8-bit model against the fake-quantised model and the interpreter.

Logits are compared as they leave the runtime's own engine, one skeleton alone and two side by side, over whole
recordings and adversarial input. Where a bit differs, the frame is taken through the backend once more with the
interpreter's FIFOs, and the first operation whose value differs is named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import torch
from rtstgcn_training.chunked.labelling import flushed, label_trial
from rtstgcn_training.quantised import QuantisedRTSTGCN

from rtstgcn_edge.engine import Engine, FifoPool, stream_trials
from rtstgcn_edge.errors import ModelError

from ..program import Program
from ..program.interpret import Interpreter

FloatArray = npt.NDArray[np.float32]
Array = npt.NDArray[Any]

INTERPRETED = 2000
"""Frames that the interpreter runs, too; the fake-quantised model is a hundred times as fast."""

Trace = Callable[[FloatArray, Mapping[str, Array]], Mapping[str, Array]]
"""(trial (C, t + 1, V), what the FIFOs hold at its last frame) -> what the operations make of that frame, by name."""


class Backend(Protocol):
    """One that was emitted: how it runs, and how it tells its inner values."""

    @property
    def name(self) -> str: ...
    def open(self) -> Engine: ...
    def trace(self) -> Trace: ...


@dataclass(frozen=True)
class Exactness:
    """What was compared and found equal."""

    frames: int
    trials: int
    interpreted: int
    backends: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"{' = '.join((*self.backends, 'fake-quantised model'))} to the last bit over {self.frames:,} frames of "
            f"{self.trials} trials, = the definition over {self.interpreted:,}"
        )


def check_exactness(
    program: Program, model: QuantisedRTSTGCN, backends: Sequence[Backend], trials: Sequence[FloatArray]
) -> Exactness:
    """Run all trials x (C, L, V) through all backends.

    Raises:
        ModelError: at the first bit that differs; names backend, trial, frame, layer and operation.
    """
    expected = [label_trial(model, torch.from_numpy(x)).numpy() for x in trials]
    interpreted = _check_definition(program, trials, expected)
    for backend in backends:
        engine = backend.open()
        for group in _groups(len(trials)):
            streams = stream_trials(engine, [trials[place] for place in group])
            for place, found in zip(group, streams, strict=True):
                frame = first_difference(found, expected[place])
                if frame is not None:
                    where = f"trial {place}, frame {frame}, {'alone' if len(group) == 1 else 'beside another'}"
                    what = _first_operation(program, trials[place][:, : frame + 1], backend)
                    raise ModelError(f"{backend.name} differs from the integer program: {where}: {what}")
    names = tuple(backend.name for backend in backends)
    return Exactness(sum(x.shape[1] for x in trials), len(trials), interpreted, names)


def first_difference(found: FloatArray, expected: FloatArray) -> int | None:
    """The first frame of (L, classes) at which a bit differs."""
    differs = (found.view(np.int32) != expected.view(np.int32)).any(axis=1)
    return int(differs.argmax()) if differs.any() else None


def _check_definition(program: Program, trials: Sequence[FloatArray], expected: Sequence[FloatArray]) -> int:
    """The first frames of all trials through the interpreter; how many."""
    interpreter, share, delay = Interpreter(program), max(INTERPRETED // len(trials), 1), program_delay(program)
    count = 0
    for place, (x, logits) in enumerate(zip(trials, expected, strict=True)):
        whole = flushed(torch.from_numpy(x), delay).numpy()
        found = interpreter.run(whole[:, : share + delay])[delay:]
        frame = first_difference(found, logits[: len(found)])
        if frame is not None:
            raise ModelError(f"the fake-quantised model differs from the integer program: trial {place}, frame {frame}")
        count += len(found)
    return count


def program_delay(program: Program) -> int:
    """Frames by which a label trails, the sum of the residuals' delays."""
    return sum(fifo.dilation for fifo in program.fifos if fifo.kind == "taps")


def _groups(trials: int) -> list[list[int]]:
    """Each alone, then two and two, the last of an odd number beside the first."""
    pairs = [[place, (place + 1) % trials] for place in range(0, trials, 2)] if trials > 1 else []
    return [*([place] for place in range(trials)), *pairs]


def _first_operation(program: Program, x: FloatArray, backend: Backend) -> str:
    """The first operation whose value of the last frame of x (C, L, V) differs."""
    interpreter, pool = Interpreter(program), FifoPool(program.fifos)
    pool.join()
    for t in range(x.shape[1]):
        held = {name: array.copy() for name, array in pool.inputs().items()}
        _, pushes = interpreter.step(np.ascontiguousarray(x[None, :, t]), held)
        for name, target in pool.pushes().items():
            target[:] = pushes[name]
        pool.advance()
    values = backend.trace()(x, held)
    for operation in program.operations:
        name = operation.out.name
        if name in values and not np.array_equal(values[name], interpreter.values[name]):
            place = tuple(int(i) for i in np.argwhere(values[name] != interpreter.values[name])[0][1:])
            found, right = (one[0][place] for one in (values[name], interpreter.values[name]))
            return f"{type(operation).__name__} '{name}' gives {found} for {right} at joint, channel {place}"
    return "no operation differs, so it is in the FIFOs"
