"""8-bit models through the engine: the integer program's own logits, bit for bit, whatever befalls the skeletons.

The interpreter steps one skeleton through the same FIFOs; that those are right is tested in `test_fifo.py`.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_files import opened
from random_programs import adversarial_frames, manifest_of, noise_frames, random_program
from rtstgcn_export.onnx_int8 import emit_int8
from rtstgcn_export.program.interpret import Interpreter

from rtstgcn_edge.engine import Engine, FifoPool, stream_trials
from rtstgcn_edge.manifest import FifoSpec

SEEDS = st.integers(0, 2**16)


def int8_model(seed):
    program = random_program(seed)
    return program, opened(emit_int8(program, manifest_of(program)))


def step(engine, joints):
    logits = engine.step(joints).copy()
    engine.advance()
    return logits


@settings(max_examples=25)
@given(SEEDS, st.lists(st.tuples(st.integers(0, 20), st.integers(1, 30)), min_size=1, max_size=4))
def test_skeletons_that_join_and_leave_at_any_tick_each_equal_the_program(seed, visits):
    program, model = int8_model(seed)
    engine = Engine(model)
    trials = {n: adversarial_frames(program, seed + n, length) for n, (_, length) in enumerate(visits)}
    begins = {n: begin for n, (begin, _) in enumerate(visits)}
    found = {n: [] for n in trials}
    for tick in range(max(begin + length for begin, length in visits)):
        for n, x in trials.items():
            if tick == begins[n]:
                engine.join(n)
            elif tick == begins[n] + x.shape[1]:
                engine.leave(n)
        logits = step(engine, {n: trials[n][:, tick - begins[n]] for n in engine.ids})
        for n, row in zip(engine.ids, logits, strict=True):
            found[n].append(row)
    for n, x in trials.items():
        np.testing.assert_array_equal(found[n], Interpreter(program).run(x))


@settings(max_examples=15)
@given(SEEDS, st.integers(0, 40), st.integers(0, 15))
def test_a_snapshot_continues_bit_for_bit_beside_any_number_of_others(seed, taken, other_tick):
    program, model = int8_model(seed)
    x, noise = adversarial_frames(program, seed, taken + 20), noise_frames(program, seed, other_tick + 20)
    engine, other = Engine(model), Engine(model)
    engine.join(0)
    for n in range(3):
        other.join(n)
    for t in range(taken):
        step(engine, {0: x[:, t]})
    for t in range(other_tick):
        step(other, dict.fromkeys(range(3), noise[:, t]))
    other.restore(1, engine.snapshot(0))
    for t in range(20):
        frames = {0: noise[:, other_tick + t], 1: x[:, taken + t], 2: noise[:, t]}
        np.testing.assert_array_equal(step(other, frames)[1], step(engine, {0: x[:, taken + t]})[0])


@settings(max_examples=15)
@given(SEEDS, st.sampled_from([1e8, 1e30, 3.4e38]))
def test_a_wild_frame_is_forgotten_after_the_receptive_field_to_the_last_bit(seed, wild):
    program, model = int8_model(seed)
    field = model.manifest.receptive_field
    calm = noise_frames(program, seed, 20 + field)
    shaken = calm.copy()
    shaken[:, 9] = wild * np.sign(calm[:, 9])
    found, expected = stream_trials(Engine(model), [shaken, calm])
    assert np.isfinite(found).all()
    np.testing.assert_array_equal(found[9 + field :], expected[9 + field :])


@pytest.mark.slow
def test_a_hundred_thousand_frames_leave_no_drift():
    program, model = int8_model(3)
    field = model.manifest.receptive_field
    x = np.tile(noise_frames(program, 0, 5000) + 3, (1, 20, 1))
    long, short = (stream_trials(Engine(model), [trial])[0][-1] for trial in (x, x[:, -field:]))
    np.testing.assert_array_equal(long, short)


def test_the_state_of_an_8_bit_model_takes_a_quarter_of_the_same_in_float32():
    program, model = int8_model(2)
    engine = Engine(model)
    engine.join(0)
    floats = FifoPool(
        [FifoSpec(**f.model_dump(include={"name", "kind", "kernel", "dilation", "width"})) for f in program.fifos]
    )
    floats.join()
    assert engine.state_bytes < 0.3 * floats.nbytes
