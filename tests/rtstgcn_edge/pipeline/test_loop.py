"""The whole run: the labels of the batch model, one a frame, and accounts that close."""

import threading

import numpy as np
import pytest
import torch
from cables import until
from hypothesis import given, settings
from hypothesis import strategies as st
from random_models import random_model
from rtstgcn_training.chunked.labelling import label_trial
from runs import (
    TINY,
    FrameSource,
    KeepingSink,
    engine_of,
    frames_of,
    random_recording,
    run_frames,
    tiny_model,
    write_model,
)
from strategies import archs, skeletons

from rtstgcn_edge.frames import Body, Frame
from rtstgcn_edge.manifest import Decision
from rtstgcn_edge.pipeline import Pipeline, loop
from rtstgcn_edge.sources import SourceTrial

RECEPTIVE_FIELD = 7  # of TINY


@pytest.fixture(scope="module")
def model():
    return tiny_model()


@pytest.fixture(scope="module")
def engine(model, tmp_path_factory):
    return engine_of(write_model(tmp_path_factory.mktemp("loop") / "m.onnx", model))


@pytest.fixture(scope="module")
def delayed(tmp_path_factory):
    model = tiny_model(TINY.model_copy(update={"residual_delay": "centre"}))
    return engine_of(write_model(tmp_path_factory.mktemp("loop") / "delayed.onnx", model)), model


def batch_probabilities(model, x):
    """(L, classes) of a recording (C, L, V)."""
    return torch.softmax(label_trial(model, torch.from_numpy(np.ascontiguousarray(x))), dim=1).numpy()


def assert_labels_equal(predictions, expected):
    """One prediction a row; labels equal wherever the batch model is not torn between two."""
    probabilities = np.array([p.probabilities for p in predictions])
    np.testing.assert_allclose(probabilities, expected, atol=2e-4)
    first, second = np.sort(expected, axis=1)[:, :-3:-1].T
    clear = first - second > 1e-3
    labels = np.array([p.label for p in predictions])
    np.testing.assert_array_equal(labels[clear], expected.argmax(axis=1)[clear])


@settings(max_examples=30)
@given(arch=archs(), skeleton=skeletons(), length=st.integers(1, 40), seed=st.integers(0, 2**32 - 1))
def test_a_replay_gives_every_frame_the_label_of_the_batch_model_once(tmp_path_factory, arch, skeleton, length, seed):
    model = random_model(arch, skeleton, seed=seed, dtype=torch.float32)
    engine = engine_of(write_model(tmp_path_factory.mktemp("random") / "m.onnx", model))
    x = random_recording(length, joints=len(skeleton.joints), seed=seed)[..., 0]
    sink, pipeline = run_frames(engine, {"noise": frames_of(x)})
    predictions = sink.predictions
    assert [p.frame for p in predictions] == list(range(length))
    assert {(p.trial, p.skeleton, p.held) for p in predictions} == {("noise", 0, False)}
    assert_labels_equal(predictions, batch_probabilities(model, x))
    assert pipeline.ledger.ticks.ticks == length
    assert pipeline.ledger.ticks.balanced()


def test_a_delayed_model_labels_its_last_frames_at_the_end_of_each_trial(delayed):
    engine, model = delayed
    assert model.delay == 3
    x = random_recording(20)[..., 0]
    truth = [t % 4 for t in range(20)]
    sink, _ = run_frames(engine, {"a": frames_of(x, truth), "b": frames_of(x[:, :2], truth[:2])})
    assert [(p.trial, p.frame) for p in sink.predictions] == [("a", t) for t in range(20)] + [("b", 0), ("b", 1)]
    assert [p.truth for p in sink.predictions] == truth + truth[:2]
    assert [len(tick.predictions) for tick in sink.ticks[:4]] == [0, 0, 0, 1]
    assert_labels_equal(sink.predictions[20:], batch_probabilities(model, x[:, :2]))


def test_the_labels_owed_at_the_end_are_no_ticks_of_the_clock(delayed):
    engine, _ = delayed
    _, pipeline = run_frames(engine, {"a": frames_of(random_recording(20)[..., 0]), "empty": []})
    ticks = pipeline.ledger.ticks
    assert (ticks.ticks, ticks.labelled, ticks.held, ticks.reset, ticks.predictions) == (20, 20, 0, 0, 20)
    assert pipeline.ledger.stages["total"].count == 20


@pytest.mark.parametrize("hold", [0, 2, 9])
def test_a_skeleton_that_leaves_a_delayed_model_has_every_frame_labelled_on_which_it_was_seen_or_held(delayed, hold):
    engine, model = delayed
    x = random_recording(40, bodies=2)
    frames = [Frame(t, 0, 0, [Body(x[:, t, :, m], m) for m in (0, 1) if m == 0 or t < 12]) for t in range(40)]
    sink, _ = run_frames(engine, {"two": frames}, hold_s=hold / engine.manifest.rate_hz)
    of = {skeleton: [p for p in sink.predictions if p.skeleton == skeleton] for skeleton in (0, 1)}
    assert [p.frame for p in of[0]] == list(range(40))
    assert [(p.frame, p.held) for p in of[1]] == [(t, t >= 12) for t in range(12 + hold)]
    stay = np.concatenate([x[:, :12, :, 1], np.repeat(x[:, 11:12, :, 1], hold, axis=1)], axis=1)
    assert_labels_equal(of[1], batch_probabilities(model, stay))


def test_a_tick_steps_then_emits_then_keeps_house_and_each_stamp_is_taken_between(engine, monkeypatch):
    clock, calls = iter(range(1, 100)), []

    def noting(name, function):
        def call(*arguments):
            calls.append(name)
            return function(*arguments)

        return call

    monkeypatch.setattr(loop, "now", noting("now", lambda: next(clock)))
    monkeypatch.setattr(engine, "step", noting("step", engine.step))
    monkeypatch.setattr(engine, "advance", noting("advance", engine.advance))
    sink = KeepingSink()
    monkeypatch.setattr(sink, "emit", noting("emit", sink.emit))
    pipeline = Pipeline(engine, FrameSource({"a": frames_of(random_recording(1)[..., 0])}), [sink], Decision())
    pipeline.run()
    assert calls == ["now", "step", "now", "emit", "now", "advance", "now"]
    stamps = sink.ticks[0].stamps
    assert (stamps.ready, stamps.inferred, stamps.emitted) == (1, 2, 3)
    assert pipeline.ledger.stages["housekeeping"].max_ns == 1


def test_each_of_several_skeletons_gets_the_labels_that_it_gets_alone(engine, model):
    x = random_recording(30, bodies=2)
    there = range(8, 21)  # of the second; elsewhere it is absent
    frames = [
        Frame(t, 0, 0, [Body(x[:, t, :, m], m) for m in (0, 1) if m == 0 or t in there]) for t in range(x.shape[1])
    ]
    sink, _ = run_frames(engine, {"two": frames}, hold_s=0)
    of = {skeleton: [p for p in sink.predictions if p.skeleton == skeleton] for skeleton in (0, 1)}
    assert [p.frame for p in of[0]] == list(range(30))
    assert [p.frame for p in of[1]] == list(there)
    assert_labels_equal(of[0], batch_probabilities(model, x[..., 0]))
    assert_labels_equal(of[1], batch_probabilities(model, x[:, 8:21, :, 1]))
    assert [p.warm for p in of[1]] == [False] * (RECEPTIVE_FIELD - 1) + [True] * (len(there) - RECEPTIVE_FIELD + 1)


def test_every_trial_starts_from_empty_fifos(engine, model):
    x = random_recording(25)[..., 0]
    sink, _ = run_frames(engine, {name: frames_of(x) for name in "abc"})
    for number in range(3):
        assert_labels_equal(sink.predictions[25 * number : 25 * (number + 1)], batch_probabilities(model, x))
    assert engine.ids == []


def test_warm_is_false_for_exactly_the_ticks_before_the_receptive_field_is_full(engine):
    sink, _ = run_frames(engine, {"a": frames_of(random_recording(20)[..., 0])})
    assert [p.warm for p in sink.predictions] == [False] * (RECEPTIVE_FIELD - 1) + [True] * (21 - RECEPTIVE_FIELD)


def test_a_delayed_model_is_warm_when_its_newest_frame_fills_the_receptive_field(delayed):
    sink, _ = run_frames(delayed[0], {"a": frames_of(random_recording(20)[..., 0])})
    cold = RECEPTIVE_FIELD - 1 - 3
    assert [p.warm for p in sink.predictions] == [False] * cold + [True] * (20 - cold)


@given(seed=st.integers(0, 2**32 - 1))
def test_no_event_comes_before_warm_and_each_is_a_change_of_the_decided_label(engine, seed):
    decision = Decision(smoothing_s=0.04, minimum_s=0.04)
    sink, _ = run_frames(engine, {"a": frames_of(random_recording(40, seed=seed)[..., 0])}, decision=decision)
    before = None
    for tick in sink.ticks:
        (prediction,) = tick.predictions
        assert bool(tick.events) == (prediction.decided != before)
        assert prediction.warm or not tick.events
        for event in tick.events:
            assert (event.frame, event.label, event.previous) == (prediction.frame, prediction.decided, before)
        before = prediction.decided


def test_a_wild_frame_is_forgotten_after_the_receptive_field(engine):
    x = random_recording(40)[..., 0]
    wild = x.copy()
    wild[:, 10] = 3e38
    wild[0, 10, 0] = -3e38
    decision = Decision(smoothing_s=0.02)
    clean, _ = run_frames(engine, {"a": frames_of(x)}, decision=decision)
    sink, _ = run_frames(engine, {"a": frames_of(wild)}, decision=decision)
    assert all(np.isfinite(p.probabilities).all() for p in sink.predictions)
    for found, expected in zip(sink.predictions, clean.predictions, strict=True):
        if not 10 <= found.frame < 10 + RECEPTIVE_FIELD:
            np.testing.assert_allclose(found.probabilities, expected.probabilities, atol=1e-5)
    assert sink.predictions[-1].decided == clean.predictions[-1].decided


def test_a_stop_ends_the_run_after_the_present_frame_without_a_flush(delayed):
    engine, _ = delayed

    class StoppingSink(KeepingSink):
        def emit(self, tick):
            super().emit(tick)
            if len(self.ticks) == 5:
                pipeline.stop()

    sink = StoppingSink()
    trial = frames_of(random_recording(20)[..., 0])
    pipeline = Pipeline(engine, FrameSource({"a": trial, "b": trial}), [sink], Decision())
    pipeline.run()
    assert len(sink.ticks) == 5
    assert {p.trial for p in sink.predictions} == {"a"}
    assert engine.ids == []


class SilentDevice(FrameSource):
    """Gives its frames, and then nothing until it is stopped; stopped from another thread, as by a signal."""

    live = True

    def __init__(self, frames):
        super().__init__({"live": frames})
        self.stopped = threading.Event()

    def trials(self):
        yield SourceTrial("live", self.wait_after(next(super().trials()).frames))

    def wait_after(self, frames):
        yield from frames
        assert self.stopped.wait(60)

    def stop(self):
        self.stopped.set()


def test_a_stop_ends_a_run_whose_device_is_silent_and_owes_no_flush(delayed):
    engine, _ = delayed
    sink = KeepingSink()
    source = SilentDevice(frames_of(random_recording(20)[..., 0]))
    pipeline = Pipeline(engine, source, [sink], Decision())

    def stop():
        until(lambda: len(sink.ticks) == 20)
        pipeline.stop()

    stopping = threading.Thread(target=stop)
    stopping.start()
    pipeline.run()
    stopping.join()
    assert len(sink.ticks) == 20
    assert engine.ids == []


JOINTS = [random_recording(1, seed=seed)[:, 0, :, 0] for seed in range(8)]
BAD = [np.full((3, 3), np.nan, np.float32), np.full((3, 3), -np.inf, np.float32)]


@st.composite
def streams(draw):
    """Frames with gaps, late ones, duplicates, and bodies of which some are not finite."""
    joints = st.sampled_from(JOINTS + BAD[: draw(st.integers(0, 2))])
    bodies = st.dictionaries(st.integers(0, 2), joints, max_size=3)
    steps = draw(st.lists(st.tuples(st.integers(-3, 4), bodies), max_size=25))
    frames, number = [], 0
    for step, seen in steps:
        number = max(0, number + step)
        frames.append(Frame(number, 0, 0, [Body(x, track) for track, x in seen.items()]))
    return frames


def usable(frames):
    """Tick -> {track: joints}: of each tick the first frame that came in order, its finite bodies."""
    ticks = {}
    for frame in frames:
        if frame.number > max(ticks, default=-1):
            ticks[frame.number] = {b.track: b.joints for b in frame.bodies if np.isfinite(b.joints).all()}
    return [ticks.get(number, {}) for number in range(max(ticks, default=-1) + 1)]


@settings(max_examples=80)
@given(frames=streams(), hold=st.integers(0, 5))
def test_the_sums_close_and_each_skeleton_is_labelled_while_it_is_seen_or_held(engine, model, frames, hold):
    seen = usable(frames)
    received = len(frames)
    sink, pipeline = run_frames(engine, {"a": frames}, hold_s=hold / 50)
    samples, ticks = pipeline.ledger.samples, pipeline.ledger.ticks
    assert samples.balanced() and ticks.balanced()
    assert (samples.received, samples.dropped, ticks.ticks) == (received, 0, len(seen))

    def live(track, tick):
        return any(track in bodies for bodies in seen[max(0, tick - hold) : tick + 1])

    tracks = [[track for track in range(3) if live(track, tick)] for tick in range(len(seen))]
    assert ticks.labelled == sum(bool(bodies) for bodies in seen)
    assert ticks.held == sum(bool(here) and not bodies for here, bodies in zip(tracks, seen, strict=True))
    assert ticks.reset == sum(not here for here in tracks)
    found = {(p.frame, p.skeleton): p for p in sink.predictions}
    assert set(found) == {(tick, track) for tick, here in enumerate(tracks) for track in here}
    assert len(found) == len(sink.predictions) == ticks.predictions
    assert all(p.held == (p.skeleton not in seen[p.frame]) for p in sink.predictions)
    assert ticks.held_predictions == sum(p.held for p in sink.predictions)
    for track in range(3):
        for stay in stays(tracks, track):
            assert_labels_equal(
                [found[tick, track] for tick in stay], batch_probabilities(model, held(seen, track, stay))
            )


def stays(tracks, track):
    """The stretches of ticks at which a track is live."""
    stretches = []
    for tick, here in enumerate(tracks):
        if track in here:
            if not stretches or stretches[-1][-1] != tick - 1:
                stretches.append([])
            stretches[-1].append(tick)
    return stretches


def held(seen, track, stay):
    """Joints (C, L, V) of a stay: as seen, or as last seen."""
    joints = []
    for tick in stay:
        joints.append(seen[tick].get(track, joints[-1] if joints else None))
    return np.stack(joints, axis=1)
