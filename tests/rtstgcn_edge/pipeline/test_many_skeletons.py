"""Many skeletons through one run, who come, are held, and go: each as if alone, and one engine call for all."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from model_by_hand import needs_compiler
from model_files import opened
from native_models import write
from random_programs import manifest_of, noise_frames, random_program
from rtstgcn_export.onnx_int8 import emit_int8
from rtstgcn_export.program.interpret import Interpreter
from rtstgcn_training.models.config import Arch
from runs import FrameSource, KeepingSink, random_recording, run_frames, tiny_model, write_model

from rtstgcn_edge.engine import Engine
from rtstgcn_edge.frames import Body, Frame
from rtstgcn_edge.manifest import Decision
from rtstgcn_edge.model_file import open_model
from rtstgcn_edge.native import build_library
from rtstgcn_edge.pipeline import KEEP, Pipeline, identified

PEOPLE = 16
HOLD = 3
TICKS = 45
RATE = 50.0


class Noting(Engine):
    """Keeps the logits of each skeleton, and how often it was called at a tick with somebody there."""

    def __init__(self, model):
        super().__init__(model)
        self.found, self.calls = {}, 0

    def step(self, joints):
        logits = super().step(joints)
        self.calls += bool(self.ids)
        for skeleton, row in zip(self.ids, logits, strict=True):
            self.found.setdefault(skeleton, []).append(row.copy())
        return logits


@pytest.fixture(scope="module")
def int8():
    program = random_program(3)
    return program, opened(emit_int8(program, manifest_of(program)))


@pytest.fixture(scope="module")
def native(int8, tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    build_library(write(int8[0], folder, "many"), folder / "many.so")
    return int8[0], open_model(folder / "many.so")


@pytest.fixture(scope="module")
def float32(tmp_path_factory):
    model = tiny_model(Arch(widths=[4, 6, 6], kernel=[3, 5, 3], dilation=[1, 2, 2]))
    return model, open_model(write_model(tmp_path_factory.mktemp("many") / "m.onnx", model))


STAYS = st.lists(
    st.tuples(st.integers(0, TICKS - 5), st.integers(1, TICKS), st.sets(st.integers(0, TICKS), max_size=6)),
    min_size=1,
    max_size=PEOPLE,
)
"""Of each person: the first tick, the number of ticks, and ticks at which they are missed."""


def together(model, stays, recordings):
    """Logits of each skeleton; what each was fed while live, (C, L, V); predictions."""
    there = [[t for t in range(begin, min(begin + length, TICKS)) if t not in out] for begin, length, out in stays]
    frames = [
        Frame(t, 0, 0, [Body(recordings[n][:, t], n) for n, ticks in enumerate(there) if t in ticks])
        for t in range(TICKS)
    ]
    engine = Noting(model)
    sink, _ = run_frames(engine, {"all": frames}, hold_s=HOLD / RATE)
    live = {tick.frame.number: tick.live for tick in sink.ticks}
    assert engine.calls == sum(bool(here) for here in live.values())  # one call for all who are there
    return engine.found, {n: fed(ticks, recordings[n]) for n, ticks in enumerate(there) if ticks}, sink


def fed(ticks, x):
    """The stays (C, L, V) of one person: seen, or held for up to HOLD ticks as last seen."""
    stays = []
    for at, tick in enumerate(ticks):
        before = ticks[at - 1] if at else None
        if before is None or tick - before > HOLD + 1:
            stays.append([])
        else:
            stays[-1] += [before] * (tick - before - 1)
        stays[-1].append(tick)
        after = ticks[at + 1] if at + 1 < len(ticks) else TICKS
        if after - tick > HOLD + 1 or after == TICKS:
            stays[-1] += [tick] * min(HOLD, TICKS - 1 - tick, after - tick - 1)
    return [x[:, stay] for stay in stays]


@settings(max_examples=30, deadline=None)
@given(STAYS, st.integers(0, 2**16))
def test_float32_labels_are_those_of_each_alone_to_a_hundred_thousandth(float32, stays, seed):
    model, file = float32
    recordings = [random_recording(TICKS, seed=seed + n)[..., 0] for n in range(len(stays))]
    found, alone, _ = together(file, stays, recordings)
    assert found.keys() == alone.keys()
    for n, parts in alone.items():
        with torch.no_grad():
            expected = np.concatenate([model(torch.from_numpy(part.copy())[None])[0].numpy() for part in parts])
        assert np.abs(np.array(found[n]) - expected).max() <= 1e-5 * np.abs(expected).max()


def assert_bits(model, stays, seed):
    program, file = model
    recordings = [noise_frames(program, seed + n, TICKS) for n in range(len(stays))]
    found, alone, _ = together(file, stays, recordings)
    assert found.keys() == alone.keys()
    for n, parts in alone.items():
        np.testing.assert_array_equal(found[n], np.concatenate([Interpreter(program).run(part) for part in parts]))


@settings(max_examples=20, deadline=None)
@given(STAYS, st.integers(0, 2**16))
def test_8_bit_labels_are_those_of_each_alone_bit_for_bit(int8, stays, seed):
    assert_bits(int8, stays, seed)


@needs_compiler
@settings(max_examples=20, deadline=None)
@given(STAYS, st.integers(0, 2**16))
def test_labels_of_generated_c_are_those_of_each_alone_bit_for_bit(native, stays, seed):
    assert_bits(native, stays, seed)


@pytest.mark.parametrize("kind", ["float32", "int8", pytest.param("native", marks=needs_compiler)])
def test_the_others_do_not_notice_one_who_leaves_and_one_who_enters(kind, request):
    """Three people: who stays has the logits of a run without the two others, in 8 bits to the last bit."""
    _, file = request.getfixturevalue(kind)
    shape = (len(file.manifest.channels), TICKS, file.manifest.joints)
    recordings = list(np.random.default_rng(1).standard_normal((3, *shape)).astype(np.float32))
    stays = [(0, TICKS, set()), (0, 20, set()), (25, TICKS, set())]
    three, _, sink = together(file, stays, recordings)
    one, _, _ = together(file, stays[:1], recordings[:1])
    if kind == "float32":
        assert np.abs(np.array(three[0]) - one[0]).max() <= 1e-5 * np.abs(one[0]).max()
    else:
        np.testing.assert_array_equal(three[0], one[0])
    assert {len(tick.live) for tick in sink.ticks} == {1, 2}


class Anonymous(FrameSource):
    anonymous = True
    on_received = None


def crowd(rng, joints, others):
    """Up to 20 people who walk, cross, jump, hide, come and go, found twice or with values that are none; no ids."""
    shape = rng.uniform(-1, 1, (2, joints)) * [[20], [70]]
    people, number, frames = [], -1, []
    for tick in range(TICKS):
        number += 1 if rng.random() < 0.9 else int(rng.integers(2, 12))
        if tick % 9 == 0:
            people = people[: rng.integers(0, 21)]
            people += [[rng.uniform([0, 0], [640, 480]), rng.normal(0, 8, 2)] for _ in range(rng.integers(0, 6))]
        bodies = []
        for one in people[:20]:
            one[0] = one[0] + one[1] if rng.random() < 0.97 else rng.uniform([0, 0], [640, 480])
            image = (shape + one[0][:, None] + rng.normal(0, 1, (2, joints))).astype(np.float32)
            sure = np.where(rng.random(joints) < 0.1, 0, 0.9).astype(np.float32)
            seen = [Body(others().copy(), None, sure, image + twin) for twin in range(1 + (rng.random() < 0.05))]
            wild = rng.random()
            if wild < 0.04:
                seen[0].joints[0, 0] = rng.choice([np.nan, np.inf])
            elif wild < 0.08:
                seen[0].image[:, rng.integers(joints) :] = rng.choice([np.nan, np.inf, 1e30])
            bodies += seen[: rng.random() > 0.1]
        frames.append(Frame(number, 0, 0, [bodies[i] for i in rng.permutation(len(bodies))]))
    return frames


@pytest.mark.parametrize("kind", ["float32", "int8"])
@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**16), st.integers(1, PEOPLE), st.sampled_from(KEEP), st.integers(0, 6))
def test_in_a_crowd_without_ids_the_labels_of_each_id_are_those_of_its_bodies_alone(
    kind, request, seed, people, keep, hold
):
    model, file = request.getfixturevalue(kind)
    rng, manifest = np.random.default_rng(seed), file.manifest
    noise = noise_frames(model, seed, TICKS) if kind == "int8" else random_recording(TICKS, seed=seed)[..., 0]
    frames = crowd(rng, manifest.joints, lambda: noise[:, rng.integers(TICKS)])
    hold_s, sink = hold / manifest.rate_hz, KeepingSink()
    source = identified(Anonymous({"all": frames}), manifest, hold_s=hold_s, people=people, keep=keep)
    run = Pipeline(Engine(file), source, [sink], Decision(), hold_s=hold_s)
    run.run()
    assert run.ledger.samples.balanced() and run.ledger.ticks.balanced()
    own = {}
    for tick in sink.ticks:
        assert len(tick.live) <= people
        for body in tick.frame.bodies:
            assert own.setdefault(body.track, {}).setdefault(tick.frame.number, body) is body
    for track, bodies in own.items():
        alone = [Frame(f.number, 0, 0, [bodies[f.number]] if f.number in bodies else []) for f in frames]
        expected, _ = run_frames(Engine(file), {"all": alone}, hold_s=hold_s)
        found = [p for p in sink.predictions if p.skeleton == track]
        assert [(p.frame, p.held, p.warm) for p in found] == [(p.frame, p.held, p.warm) for p in expected.predictions]
        for one, other in zip(found, expected.predictions, strict=True):
            atol = 1e-5 if kind == "float32" else 0
            np.testing.assert_allclose(one.probabilities, other.probabilities, rtol=0, atol=atol)
