import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from model_files import emitted, opened
from random_models import random_model, random_motion
from rtstgcn_training.models.config import Arch
from strategies import archs, skeletons

from rtstgcn_edge.engine import Engine
from rtstgcn_edge.skeletons import load_skeleton

SKELETON = load_skeleton("imu3")


def small_model(seed=0, **arch):
    small = {"widths": [4, 6, 6], "kernel": [3, 5, 3], "dilation": [1, 2, 2]}
    return random_model(Arch.model_validate(small | arch), SKELETON, seed=seed, dtype=torch.float32)


def motion(model, length, seed=0):
    """(C, L, V) of one skeleton."""
    return random_motion(model, length, seed=seed)[0].numpy()


def batch(model, x):
    """Logits (L, classes) of x (C, L, V) by the model as it is trained."""
    with torch.no_grad():
        return model(torch.from_numpy(x)[None])[0].numpy()


def step(engine, joints):
    """A whole tick; a copy of its logits."""
    logits = engine.step(joints).copy()
    engine.advance()
    return logits


def stream(engine, x, skeleton=0):
    """Logits (L, classes) of x (C, L, V), for a lone skeleton that is live already."""
    return np.concatenate([step(engine, {skeleton: frame}) for frame in x.swapaxes(0, 1)])


def engine_with(model_file, *ids):
    engine = Engine(model_file)
    for skeleton in ids:
        engine.join(skeleton)
    return engine


def relative_error(found, expected):
    assert found.shape == expected.shape
    return np.abs(found - expected).max() / np.abs(expected).max()


@settings(max_examples=150)
@given(archs(), skeletons(), st.integers(1, 4), st.integers(1, 30), st.integers(0, 2**31))
def test_stream_equals_batch_for_any_model_and_any_number_of_skeletons(arch, skeleton, number, length, seed):
    model = random_model(arch, skeleton, seed=seed, dtype=torch.float32)
    engine = engine_with(opened(emitted(model)), *range(number))
    trials = [motion(model, length, seed=seed + n) for n in range(number)]
    found = np.stack([step(engine, {n: x[:, t] for n, x in enumerate(trials)}) for t in range(length)], axis=1)
    for logits, x in zip(found, trials, strict=True):
        assert relative_error(logits, batch(model, x)) <= 1e-5


VISITS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), min_size=1, max_size=5)


@settings(max_examples=150)
@given(archs(), skeletons(), VISITS, st.integers(0, 2**31))
def test_skeletons_that_join_and_leave_at_any_tick_each_equal_themselves_alone(arch, skeleton, visits, seed):
    model = random_model(arch, skeleton, seed=seed, dtype=torch.float32)
    engine = Engine(opened(emitted(model)))
    trials = {n: motion(model, length, seed=seed + n) for n, (_, length) in enumerate(visits)}
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
        assert relative_error(np.array(found[n]), batch(model, x)) <= 1e-5


@pytest.mark.parametrize(("kernel", "residual_delay"), [(9, 0), (69, 0), (69, "centre")])
def test_the_standard_configuration_equals_batch_beyond_its_receptive_field(kernel, residual_delay):
    arch = Arch(kernel=kernel, residual_delay=residual_delay)
    model = random_model(arch, load_skeleton("ntu25"), classes=52, dtype=torch.float32)
    assert model.receptive_field == {9: 89, 69: 749}[kernel]
    x = motion(model, model.receptive_field + 20)
    assert relative_error(stream(engine_with(opened(emitted(model)), 0), x), batch(model, x)) <= 1e-5


@settings(max_examples=100)
@given(archs(), skeletons(), st.integers(1, 3), st.integers(0, 30), st.integers(0, 15), st.data())
def test_a_snapshot_at_any_tick_continues_in_any_slot_of_another_engine_bit_for_bit(
    arch, skeleton, number, taken, other_tick, data
):
    model = random_model(arch, skeleton, dtype=torch.float32)
    model_file = opened(emitted(model))
    original, other = engine_with(model_file, *range(number)), engine_with(model_file, *range(number))
    trials = [motion(model, taken + 20, seed=n) for n in range(number)]

    def at(tick, order=range(number)):
        return {n: trials[source][:, tick] for n, source in enumerate(order)}

    for tick in range(taken):
        step(original, at(tick))
    for tick in range(other_tick):  # the other engine is at another tick, and holds what it must forget
        step(other, at(tick))
    order = data.draw(st.permutations(range(number)))
    for n, source in enumerate(order):
        other.restore(n, original.snapshot(source))
    for tick in range(taken, taken + 20):
        expected = step(original, at(tick))
        np.testing.assert_array_equal(step(other, at(tick, order)), expected[list(order)])


@pytest.mark.parametrize("seed", range(8))
def test_the_energy_of_a_skeleton_does_not_show_in_which_slot_it_is(seed):
    arch = Arch(widths=[3], kernel=1, dilation=1, differences=[1], energy=2)
    model = random_model(arch, load_skeleton("imu3"), seed=seed, dtype=torch.float32)
    model_file = opened(emitted(model))
    one, other = motion(model, 20, seed=0), motion(model, 20, seed=1)
    engine, swapped = engine_with(model_file, 0, 1), engine_with(model_file, 0, 1)
    for t in range(20):
        expected = step(engine, {0: one[:, t], 1: other[:, t]})
        np.testing.assert_array_equal(step(swapped, {0: other[:, t], 1: one[:, t]}), expected[::-1])


def test_a_cleared_skeleton_is_a_newcomer_and_its_neighbour_does_not_notice():
    model = small_model(residual_delay="centre")
    model_file = opened(emitted(model))
    engine, newcomer = engine_with(model_file, 0, 1), engine_with(model_file, 0)
    x = motion(model, 60)
    before = [step(engine, {0: x[:, t], 1: x[:, t]})[1] for t in range(30)]
    engine.clear(0)
    after = [step(engine, {0: x[:, t - 30], 1: x[:, t]}) for t in range(30, 60)]
    assert relative_error(np.array([rows[0] for rows in after]), stream(newcomer, x[:, :30])) <= 1e-6
    assert relative_error(np.array(before + [rows[1] for rows in after]), batch(model, x)) <= 1e-5


WILD_MODELS = [
    {"norm": norm, "input_norm": input_norm, "residual_delay": residual_delay}
    for norm in ("layer", "batch")
    for input_norm in ("layer", "batch", "none")
    for residual_delay in (0, "centre")
]


@pytest.mark.parametrize("wild", [1e30, 3e38])
@pytest.mark.parametrize("arch", WILD_MODELS, ids=lambda arch: "-".join(map(str, arch.values())))
def test_a_wild_frame_is_forgotten_after_the_receptive_field(arch, wild):
    model = small_model(**arch)
    model_file = opened(emitted(model))
    seen, spared = engine_with(model_file, 0), engine_with(model_file, 0)
    calm = motion(model, 40 + 2 * model.receptive_field)
    shaken = calm.copy()
    shaken[:, 40, :] = wild * np.sign(calm[:, 40, :])
    found, expected = stream(seen, shaken), stream(spared, calm)
    forgotten = 40 + model.receptive_field
    assert not np.allclose(found[40:forgotten], expected[40:forgotten], rtol=1e-3)
    assert relative_error(found[forgotten:], expected[forgotten:]) <= 1e-6


def test_the_wild_frames_above_overflow_inside_the_graph():
    model = small_model(norm="layer", input_norm="none")
    engine = engine_with(opened(emitted(model)), 0)
    x = motion(model, 9)
    x[:, 5, :] = 3e38
    logits = stream(engine, x)
    assert np.isfinite(logits[:5]).all()
    assert not np.isfinite(logits[5]).any()


def test_a_wild_skeleton_leaves_its_neighbours_alone():
    model = small_model(norm="batch", input_norm="none")
    engine = engine_with(opened(emitted(model)), 0, 1)
    x = motion(model, 80)
    found = np.array([step(engine, {0: 1e25 * x[:, t], 1: x[:, t]})[1] for t in range(80)])
    assert relative_error(found, batch(model, x)) <= 1e-5


@pytest.mark.slow
def test_a_hundred_thousand_frames_leave_no_drift():
    model = small_model(residual_delay="centre", input_norm="batch", norm="batch")
    model_file = opened(emitted(model))
    engine = engine_with(model_file, 0)
    context = model.receptive_field
    x = motion(model, 100_000) + 3  # an offset, so that the sums stay away from zero
    last = stream(engine, x)[-1:]
    fresh = stream(engine_with(model_file, 0), x[:, -context:])[-1:]
    assert relative_error(last, fresh) <= 1e-6


def test_logits_come_in_the_order_of_ids_and_a_leaver_closes_the_gap():
    model = small_model()
    engine = engine_with(opened(emitted(model)), 7, 3, 5)
    assert engine.ids == [7, 3, 5]
    engine.leave(3)
    assert engine.ids == [7, 5]
    x = motion(model, 2)
    rows = step(engine, {5: x[:, 0], 7: x[:, 1]})
    assert relative_error(rows[1:], batch(model, x[:, :1])) <= 1e-5
    assert relative_error(rows[:1], batch(model, x[:, 1:])) <= 1e-5


def test_ticks_with_nobody_in_view_give_no_rows():
    model = small_model(residual_delay="centre")
    engine = Engine(opened(emitted(model)))
    assert step(engine, {}).shape == (0, model.classes)
    engine.join(0)
    x = motion(model, 20)
    stream(engine, x)
    engine.leave(0)
    assert step(engine, {}).shape == (0, model.classes)
    engine.join(0)
    assert relative_error(stream(engine, x), batch(model, x)) <= 1e-5


def test_an_id_joins_once_and_only_a_live_one_can_leave():
    engine = engine_with(opened(emitted(small_model())), 4)
    with pytest.raises(ValueError, match="skeleton 4 is live already"):
        engine.join(4)
    for call in (engine.leave, engine.clear, engine.snapshot):
        with pytest.raises(ValueError, match="5"):
            call(5)
    assert engine.ids == [4]


def test_every_live_skeleton_needs_its_joints():
    model = small_model()
    engine = engine_with(opened(emitted(model)), 0, 1)
    with pytest.raises(KeyError, match="1"):
        engine.step({0: motion(model, 1)[:, 0]})


def test_a_step_without_advance_changes_no_state():
    model = small_model(residual_delay="centre")
    engine = engine_with(opened(emitted(model)), 0)
    x = motion(model, 30)
    stream(engine, x[:, :29])
    first = engine.step({0: x[:, 29]}).copy()
    engine.step({0: x[:, 3]})
    np.testing.assert_array_equal(engine.step({0: x[:, 29]}), first)
