"""The engine over generated C: the life of a skeleton's state, held against the model's definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_by_hand import native_logits, native_manifest, needs_compiler, write_native
from refusals import refusal

from rtstgcn_edge.engine import Engine, stream_trials
from rtstgcn_edge.engine.native import ALIGNMENT
from rtstgcn_edge.model_file import open_model
from rtstgcn_edge.native import build_library

pytestmark = needs_compiler

MANIFEST = native_manifest()


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("native")
    build_library(write_native(folder / "m.c", MANIFEST), folder / "m.so")
    return open_model(folder / "m.so")


def motion(length, seed=0):
    """(C, L, V), some of it beyond the range of int8."""
    return (5 * np.random.default_rng(seed).standard_normal((2, length, 2))).astype(np.float32)


def step(engine, joints):
    logits = engine.step(joints).copy()
    engine.advance()
    return logits


def engine_with(model, *ids):
    engine = Engine(model)
    for skeleton in ids:
        engine.join(skeleton)
    return engine


VISITS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20)), min_size=1, max_size=5)


@settings(max_examples=100)
@given(VISITS, st.integers(0, 2**31))
def test_skeletons_that_join_and_leave_at_any_tick_each_equal_the_definition(model, visits, seed):
    engine = Engine(model)
    trials = {n: motion(length, seed + n) for n, (_, length) in enumerate(visits)}
    begins = {n: begin for n, (begin, _) in enumerate(visits)}
    found = {n: [] for n in trials}
    for tick in range(max(begin + length for begin, length in visits) + 1):
        for n, x in trials.items():
            if tick == begins[n]:
                engine.join(n)
            elif tick == begins[n] + x.shape[1]:
                engine.leave(n)
        logits = step(engine, {n: trials[n][:, tick - begins[n]] for n in engine.ids})
        for n, row in zip(engine.ids, logits, strict=True):
            found[n].append(row)
    for n, x in trials.items():
        np.testing.assert_array_equal(found[n], native_logits(MANIFEST, x))
    assert engine.ids == [] and engine.state_bytes == 0


def test_whole_trials_stream_side_by_side(model):
    trials = [motion(length, length) for length in (12, 40, 5)]
    for logits, x in zip(stream_trials(Engine(model), trials), trials, strict=True):
        np.testing.assert_array_equal(logits, native_logits(MANIFEST, x))


def test_a_snapshot_continues_in_any_slot_of_another_engine(model):
    engine, other = engine_with(model, 0, 1), engine_with(model, 5, 6, 7)
    x, y = motion(30, 1), motion(30, 2)
    for t in range(11):
        step(engine, {0: x[:, t], 1: y[:, t]})
    for t in range(3):
        step(other, dict.fromkeys((5, 6, 7), 3 * x[:, t]))
    other.restore(7, engine.snapshot(0))
    other.restore(5, engine.snapshot(1))
    for t in range(11, 30):
        rows = step(other, {5: y[:, t], 6: x[:, t], 7: x[:, t]})
        np.testing.assert_array_equal(rows[2], native_logits(MANIFEST, x)[t])
        np.testing.assert_array_equal(rows[0], native_logits(MANIFEST, y)[t])


def test_a_snapshot_is_a_copy(model):
    engine, x = engine_with(model, 0), motion(20)
    step(engine, {0: x[:, 0]})
    snapshot = engine.snapshot(0)
    for t in range(1, 9):
        step(engine, {0: x[:, t]})
    engine.restore(0, snapshot)
    found = [step(engine, {0: x[:, t]})[0] for t in range(1, 20)]
    np.testing.assert_array_equal(found, native_logits(MANIFEST, x)[1:])


def test_a_cleared_skeleton_is_a_newcomer_and_its_neighbour_does_not_notice(model):
    engine, x = engine_with(model, 0, 1), motion(30)
    for t in range(10):
        step(engine, {0: x[:, t], 1: x[:, t]})
    engine.clear(0)
    rows = np.array([step(engine, {0: x[:, t - 10], 1: x[:, t]}) for t in range(10, 30)])
    np.testing.assert_array_equal(rows[:, 0], native_logits(MANIFEST, x[:, :20]))
    np.testing.assert_array_equal(rows[:, 1], native_logits(MANIFEST, x)[10:])


def test_a_step_without_advance_changes_no_state(model):
    engine, x = engine_with(model, 0), motion(20)
    for t in range(19):
        step(engine, {0: x[:, t]})
    engine.step({0: x[:, 3]})
    np.testing.assert_array_equal(engine.step({0: x[:, 19]})[0], native_logits(MANIFEST, x)[19])


def test_a_wild_frame_is_forgotten_after_the_receptive_field(model):
    x = motion(40)
    shaken = x.copy()
    shaken[:, 10] = [[1e8, -3e38], [-1e8, 1e30]]
    found = stream_trials(Engine(model), [shaken])[0]
    assert np.isfinite(found).all() and (found[10] != native_logits(MANIFEST, x)[10]).any()
    np.testing.assert_array_equal(found[15:], native_logits(MANIFEST, x)[15:])


def test_ticks_with_nobody_in_view_give_no_rows(model):
    assert step(Engine(model), {}).shape == (0, 3)


def test_states_are_aligned_and_counted(model):
    engine = engine_with(model, *range(5))
    assert engine.state_bytes == 5 * model.library.facts["state_bytes"]
    assert all(address % ALIGNMENT == 0 for address in engine._runner._addresses)


@pytest.mark.parametrize(
    "change",
    [
        lambda state, build: {},
        lambda state, build: {"window": {"pushes": state}},
        lambda state, build: {"native": {"state": state}},
        lambda state, build: {"native": {"build": build}},
        lambda state, build: {"native": {"state": state[:-1], "build": build}},
        lambda state, build: {"native": {"state": state.astype(float), "build": build}},
        lambda state, build: {"native": {"state": state, "build": 0 * build}},
    ],
)
def test_a_snapshot_of_another_model_is_refused_and_changes_nothing(model, change):
    engine, x = engine_with(model, 0), motion(20)
    for t in range(10):
        step(engine, {0: x[:, t]})
    said = refusal(engine.restore, 0, change(**engine.snapshot(0)["native"]))
    assert said == "snapshot: not of this build of this native model; restore it where it was taken"
    np.testing.assert_array_equal(step(engine, {0: x[:, 10]})[0], native_logits(MANIFEST, x)[10])
