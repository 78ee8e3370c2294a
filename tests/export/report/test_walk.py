"""The walk: every operation beside its tensor, in chunks, with nothing held that no later one reads."""

import numpy as np
import pytest
import torch
from refusals import refusal
from rtstgcn_export.program import Program
from rtstgcn_export.program.operations import inputs
from rtstgcn_export.report import walk as module
from rtstgcn_export.report.walk import chunk_frames, last_uses, walk

from rtstgcn_edge.errors import ModelError


@pytest.mark.parametrize("values", [1, 700, 2**21])
def test_chunks_do_not_show(case, monkeypatch, values):
    monkeypatch.setattr(module, "CHUNK_VALUES", values)
    widest = max(op.out.size for op in case.program.operations)
    assert chunk_frames(case.program) == max(1, values // widest)
    x = case.trials[1]
    parts = list(walk(case.model, case.program, x, lambda op, real: None))
    assert len(parts) == -(-x.shape[1] // chunk_frames(case.program))
    with torch.no_grad():
        assert np.allclose(np.concatenate(parts), case.model(x[None])[0], atol=1e-4)


def test_what_an_operation_reads_is_there_and_what_nobody_reads_any_more_is_not(case):
    waiting = []

    def look(op, real):
        assert {op.out.name, *(value.name for value in inputs(op))} <= real.keys()
        waiting.append(len(real))

    list(walk(case.model, case.program, case.trials[1], look))
    assert len(waiting) == len(case.program.operations)
    layers = [n for n, op in zip(waiting, case.program.operations, strict=True) if op.out.name.startswith("layer")]
    assert max(layers) <= 4 and waiting[-1] == 2
    assert sorted(name for names in last_uses(case.program) for name in names) == sorted(
        op.out.name for op in case.program.operations
    )


def test_another_models_program_is_refused(case):
    program = case.program
    shorter = Program(program.operations[1:], program.fifos, program.channels, program.joints)
    said = refusal(list, walk(case.model, shorter, case.trials[1], lambda op, real: None), error=ModelError)
    assert "model makes samples" in said
