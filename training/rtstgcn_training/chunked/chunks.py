"""Trials cut into chunks that give the same outputs and gradients as the whole trial.

Output t of the model depends on inputs t - (R - 1) .. t, with R the receptive field. A chunk therefore takes R - 1
frames of context before its first output; what the model says on the context is dropped. The first chunk has no
context: there the model's own zero start is right. The smoothing term compares each output with the one before, so
every later chunk starts one output early.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Chunk:
    """Frames [begin, stop) go in; outputs [first, stop) count, [start, stop) for the first time."""

    begin: int
    first: int
    start: int
    stop: int


def cut(frames: int, segment: int, receptive_field: int, *, skip: int = 0) -> Iterator[Chunk]:
    """Chunks of at most `segment` new outputs that cover outputs [skip, frames) once.

    Args:
        frames: length of the trial.
        segment: new outputs of a chunk.
        receptive_field: R, in frames.
        skip: outputs at the start that label nothing (the model's delay).
    """
    for start in range(skip, frames, segment):
        first = max(start - 1, skip)
        yield Chunk(max(first - (receptive_field - 1), 0), first, start, min(start + segment, frames))
