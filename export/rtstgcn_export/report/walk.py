"""The float32 model's tensors beside the operations of its program, chunk by chunk."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import torch
from rtstgcn_training.models.rt_stgcn import RTSTGCN
from torch import Tensor

from rtstgcn_edge.errors import ModelError

from ..program import Operation, Program
from ..program.operations import inputs
from .rounding import Array
from .twin import Twin

CHUNK_VALUES = 2**21
"""Of the widest tensor, at a time."""

Look = Callable[[Operation, dict[str, Array]], Array | None]
"""Takes an operation and the tensors that are still needed by name, its own among them, in real units
(frames, rows, columns); gives its own as it should be instead, or None to leave it."""


def walk(model: RTSTGCN, program: Program, trial: Tensor, look: Look) -> Iterator[Array]:
    """Logits (frames, classes) of the chunks of a recording (C, L, V), with `look` shown every tensor on the way.

    Raises:
        ModelError: the program is not this model's.
    """
    operations, used_up = list(program.operations), last_uses(program)
    real: dict[str, Array] = {}
    place = 0

    def see(name: str, tensor: Tensor) -> Tensor:
        nonlocal place
        op = operations[place] if place < len(operations) else None
        if op is None or (op.out.name, op.out.rows, op.out.columns) != (name, *tensor.shape[1:]):
            made = op and f"{op.out.name} {op.out.rows} x {op.out.columns}"
            raise ModelError(f"report: the program makes {made} where the model makes {name} {list(tensor.shape[1:])}")
        real[name] = tensor.numpy()
        changed = look(op, real)
        if changed is not None:
            real[name], tensor = changed, torch.from_numpy(changed)
        for done in used_up[place]:
            real.pop(done)
        place += 1
        return tensor

    twin = Twin(model, see)
    frames = chunk_frames(program)
    for start in range(0, trial.shape[1], frames):
        place = 0
        yield twin.step(trial[:, start : start + frames])[:, 0].numpy()
        real.clear()


def chunk_frames(program: Program) -> int:
    """Frames of a chunk: memory does not depend on the length of a recording."""
    return max(1, CHUNK_VALUES // max(op.out.size for op in program.operations))


def last_uses(program: Program) -> list[list[str]]:
    """By operation, the values that no later one reads."""
    last = {op.out.name: place for place, op in enumerate(program.operations)}
    for place, op in enumerate(program.operations):
        last |= {value.name: place for value in inputs(op)}
    return [[name for name, at in last.items() if at == place] for place in range(len(program.operations))]
