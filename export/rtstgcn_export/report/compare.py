"""The float32 model and its integer program side by side over recordings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from rtstgcn_training.models.rt_stgcn import RTSTGCN
from torch import Tensor

from rtstgcn_edge.errors import InputError

from ..program import Operation, Program
from .frames import FramesInterpreter
from .result import ClassReport, Report, TensorReport
from .rounding import Array, Unit, units, weight_exponents, with_constants
from .tally import Tally, decibels
from .trace import Trace, trace
from .walk import last_uses, walk

TRACED_FRAMES = 4000
TRACED_RECORDINGS = 4


def calibration_report(
    model: RTSTGCN,
    program: Program,
    trials: Sequence[Tensor],
    classes: Sequence[str],
    traced_frames: int = TRACED_FRAMES,
) -> Report:
    """Hold every tensor of the program against the model's, over whole recordings.

    Memory does not grow with the recordings: they are taken one by one, in chunks.

    Args:
        model: float32, in `eval()`.
        program: what it was lowered to.
        trials: (C, L, V), finite, L at least 1.
        classes: names.
        traced_frames: over how many frames, of up to four recordings from their start, each operation alone is
            followed to the logits.

    Raises:
        InputError: no recordings, or one of another shape; names it.
        ModelError: the program is not this model's.
    """
    _check(program, trials, classes)
    tallies = {op.out.name: Tally(op, unit) for op, unit in _with_units(program)}
    agreement = _Agreement(len(classes))
    for x in trials:
        for real, integer in _side_by_side(model, program, x, tallies):
            agreement.add(real, integer)
    traced = trace(model, program, _some(trials, traced_frames))
    return Report(
        tensors=[_tensor(tally, traced) for tally in tallies.values()],
        classes=agreement.classes(classes),
        recordings=len(trials),
        frames=int(agreement.seen.sum()),
        traced_frames=traced.frames,
        agreement=float(agreement.alike.sum() / agreement.seen.sum()),
        logits_error=agreement.worst / agreement.largest if agreement.largest else 0.0,
    )


class _Agreement:
    """Of the labels, by the float32 model's."""

    def __init__(self, classes: int) -> None:
        self.seen, self.alike = np.zeros(classes, np.int64), np.zeros(classes, np.int64)
        self.worst = self.largest = 0.0

    def add(self, real: Array, integer: Array) -> None:
        label = real.argmax(1)
        np.add.at(self.seen, label, 1)
        np.add.at(self.alike, label[label == integer.argmax(1)], 1)
        self.worst = max(self.worst, float(np.abs(real - integer).max()))
        self.largest = max(self.largest, float(np.abs(real).max()))

    def classes(self, names: Sequence[str]) -> list[ClassReport]:
        return [
            ClassReport(name, int(seen), float(alike / seen) if seen else None)
            for name, seen, alike in zip(names, self.seen, self.alike, strict=True)
        ]


def _side_by_side(
    model: RTSTGCN, program: Program, trial: Tensor, tallies: dict[str, Tally]
) -> Iterator[tuple[Array, Array]]:
    """Logits (frames, classes) of model and program, chunk by chunk."""
    interpreter, used_up = FramesInterpreter(program), last_uses(program)
    first, last = program.operations[0].out.name, program.operations[-1].out.name
    places = {op.out.name: place for place, op in enumerate(program.operations)}
    logits: list[Array] = []

    def compare(op: Operation, real: dict[str, Array]) -> None:
        name = op.out.name
        if name == first:
            interpreter.begin(real[name])
        integers = interpreter.make(op)
        tallies[name].add(real[name], integers, with_constants(op, real))
        if name == last:
            logits[:] = [integers[:, 0]]
        for done in used_up[places[name]]:
            interpreter.values.pop(done)

    for chunk in walk(model, program, trial, compare):
        yield chunk, logits[0]


def _with_units(program: Program) -> list[tuple[Operation, Unit]]:
    whose = units(program.operations)
    return [(op, whose[op.out.name]) for op in program.operations]


def _some(trials: Sequence[Tensor], frames: int) -> list[Tensor]:
    """The first frames of a few recordings, spread over all."""
    count = min(TRACED_RECORDINGS, len(trials))
    chosen = [trials[place * len(trials) // count] for place in range(count)]
    return [x[:, : max(1, frames // count)] for x in chosen]


def _tensor(tally: Tally, traced: Trace) -> TensorReport:
    op, out = tally.operation, tally.operation.out
    rounds, weights = tally.rounds, weight_exponents(tally.operation)
    return TensorReport(
        name=out.name,
        operation=type(op).__name__,
        rows=out.rows,
        columns=out.columns,
        dtype=out.dtype,
        exponent=tally.unit.exponent,
        weight_exponents=(min(weights), max(weights)) if weights else None,
        smallest=tally.smallest,
        largest=tally.largest,
        saturated=tally.saturated / tally.values if rounds else None,
        local_db=decibels(tally.signal, tally.local),
        constants_db=decibels(tally.signal, tally.constants),
        accumulated_db=decibels(tally.signal, tally.accumulated),
        logits_db=traced.decibels(out.name),
        share=traced.share(out.name),
        histogram=[float(share) for share in tally.bins / tally.values] if rounds else None,
    )


def _check(program: Program, trials: Sequence[Tensor], classes: Sequence[str]) -> None:
    if len(classes) != program.classes:
        raise InputError(f"report: {len(classes)} class names, but the model has {program.classes} classes")
    if not trials:
        raise InputError("report: no recordings; give at least one")
    for number, x in enumerate(trials, 1):
        shape = tuple(x.shape)
        if len(shape) != 3 or (shape[0], shape[2]) != (program.channels, program.joints) or not shape[1]:
            raise InputError(
                f"report: recording {number} has shape {shape}, but the model takes "
                f"({program.channels} channels, frames, {program.joints} joints)"
            )
