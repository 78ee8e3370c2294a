"""The program over many frames at once gives every value of the definition, to the last bit."""

import numpy as np
import pytest
from random_programs import adversarial_frames, random_program
from rtstgcn_export.program.interpret import Interpreter
from rtstgcn_export.report.frames import FramesInterpreter

from rtstgcn_edge.engine.fifo import FifoPool


def one_by_one(program, frames):
    """Every value of every frame, by name (frames, rows, columns), as the definition makes them."""
    pool, interpreter = FifoPool(program.fifos), Interpreter(program)
    pool.join()
    seen = {op.out.name: [] for op in program.operations}
    for t in range(frames.shape[1]):
        _, pushes = interpreter.step(frames[None, :, t], pool.inputs())
        for op in program.operations:
            value = interpreter.values[op.out.name].copy()  # a delayed one is a view of its FIFO
            seen[op.out.name].append(value.reshape(op.out.rows, op.out.columns))
        for name, target in pool.pushes().items():
            target[:] = pushes[name]
        pool.advance()
    return {name: np.stack(values) for name, values in seen.items()}


@pytest.mark.parametrize("seed", range(16))
def test_chunks_give_every_value_of_the_definition(seed):
    program = random_program(seed)
    frames = adversarial_frames(program, seed, 100)
    expected = one_by_one(program, frames)
    interpreter = FramesInterpreter(program)
    rng = np.random.default_rng(seed)
    ends = [*sorted(rng.choice(np.arange(1, 100), 3, replace=False)), 100]
    start = 0
    for end in ends:
        interpreter.begin(frames[:, start:end].transpose(1, 2, 0))
        for op in program.operations:
            made = interpreter.make(op)
            assert made.dtype == expected[op.out.name].dtype
            assert np.array_equal(made.reshape(end - start, op.out.rows, -1), expected[op.out.name][start:end]), op
        start = end
