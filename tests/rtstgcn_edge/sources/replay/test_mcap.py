"""A recorded run once more: the same frames, the same labels to the bit, gaps and all."""

import json
import threading
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from refusals import refusal
from run_recordings import metadata_of, record_run
from runs import (
    KeepingSink,
    engine_of,
    frames_of,
    random_recording,
    tiny_manifest,
    tiny_model,
    write_gait_model,
    write_model,
)

from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.frames import Body, Frame
from rtstgcn_edge.manifest import Decision
from rtstgcn_edge.model_file import open_model
from rtstgcn_edge.pipeline import Pipeline
from rtstgcn_edge.recordings.mcap.layout import FRAMES_TOPIC, RECEIVED_TOPIC, TRIALS_TOPIC, pack_frame, pack_received
from rtstgcn_edge.recordings.mcap.writer import McapFile, pack_json
from rtstgcn_edge.sources import device_model, open_source


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    shelf = tmp_path_factory.mktemp("shelf")
    write_model(shelf / "tiny.onnx", tiny_model())
    write_gait_model(shelf / "gait.onnx")
    return shelf


def replay(shelf, text):
    """Run a recording, as fast as possible."""
    engine = engine_of(shelf / "tiny.onnx")
    sink = KeepingSink()
    pipeline = Pipeline(engine, open_source(text, engine.manifest), [sink], Decision())
    pipeline.run()
    return sink, pipeline


def outcome(sink):
    """All that a run said, but for when."""
    return [
        (p.trial, p.frame, p.skeleton, p.label, p.probabilities.tobytes(), p.warm, p.held, p.truth, p.decided)
        for p in sink.predictions
    ] + [(e.trial, e.frame, e.skeleton, e.label, e.probability) for e in sink.events]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_run_replays_to_the_same_labels_and_counts(shelf, tmp_path_factory, data):
    """Frames lost, late, twice, of two skeletons who come and go, some not finite; one to three trials."""
    numbers = st.lists(st.integers(0, 12), min_size=1, max_size=40)
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    trials = {}
    for trial in range(data.draw(st.integers(1, 3))):
        steps = data.draw(numbers)
        at = np.maximum(np.cumsum(np.array(steps) - 1), 0)
        there = data.draw(st.lists(st.sampled_from([(), (0,), (0, 5), (5,)]), min_size=len(steps), max_size=len(steps)))
        values = rng.standard_normal((len(steps), 2, 3, 3)).astype(np.float32)
        values[rng.random(len(steps)) < 0.05] = np.inf
        trials[f"trial {trial}"] = [
            Frame(int(n), 0, 0, [Body(values[i, k], track) for k, track in enumerate(tracks)])
            for i, (n, tracks) in enumerate(zip(at, there, strict=True))
        ]
    path = tmp_path_factory.mktemp("run") / "a.mcap"
    first, before = record_run(path, shelf / "tiny.onnx", trials)
    second, after = replay(shelf, f"replay:{path}?speed=max")
    assert outcome(second) == outcome(first)
    assert (after.ledger.samples, after.ledger.ticks) == (before.ledger.samples, before.ledger.ticks)


def test_truth_travels_where_it_names_the_models_classes(shelf, tmp_path):
    from runs import FrameSource

    classes = tuple(tiny_manifest().classes)
    frames = frames_of(random_recording(20)[..., 0], truth=[t % 4 for t in range(20)])
    frames[3].truth = None
    for name, known in (("a", classes), ("b", ("x", "y", "z", "w")), ("c", None)):
        for frame in frames:
            frame.captured = frame.arrived = time.monotonic_ns()
        record_run(tmp_path / f"{name}.mcap", shelf / "tiny.onnx", FrameSource({"walk": frames}, known))
        source = open_source(f"replay:{tmp_path / name}.mcap?speed=max", tiny_manifest())
        truths = [frame.truth for trial in source.trials() for frame in trial.frames]
        assert (source.classes is not None) == (known == classes)
        assert truths == ([frame.truth for frame in frames] if known == classes else [None] * 20)


def write(path, arrivals_ms, *, way_ms=4, received=(), numbers=None):
    """A recording of frames that arrived then, each `way_ms` after it was taken."""
    file = McapFile(path, metadata_of(tiny_manifest(), 0, created="then"), 0)
    file.add(TRIALS_TOPIC, 0, 0, pack_json, {"number": 0, "name": "live"})
    body = Body(np.zeros((3, 3), np.float32))
    for number, arrived in zip(numbers or range(len(arrivals_ms)), arrivals_ms, strict=True):
        times = int(arrived * 1e6), int((arrived - way_ms) * 1e6)
        file.add(FRAMES_TOPIC, *times, pack_frame, 0, number, None, [body])
    for at, data in received:
        file.add(RECEIVED_TOPIC, at, at, pack_received, data)
    file.close()
    return path


@pytest.mark.parametrize(("speed", "factor"), [("1", 1), ("4", 4)])
def test_frames_come_at_the_pace_of_the_recording(tmp_path, speed, factor):
    arrivals = [1000, 1010, 1025, 1030, 1230, 1240]
    path = write(tmp_path / "a.mcap", arrivals)
    source = open_source(f"replay:{path}?speed={speed}", tiny_manifest())
    (trial,) = source.trials()
    frames = [(frame, time.monotonic_ns()) for frame in trial.frames]
    begun = frames[0][0].captured
    for (frame, now), arrival in zip(frames, arrivals, strict=True):
        assert (frame.captured - begun) / 1e6 == pytest.approx((arrival - 1000) / factor)
        assert frame.captured + 4e6 <= frame.arrived <= now  # the way from the sensor, and what this replay was late
    assert min(frame.arrived - frame.captured for frame, _ in frames) < 4e6 + 60e6
    assert source.period_ns == pytest.approx(1e9 / tiny_manifest().rate_hz / factor)


class StallingSink(KeepingSink):
    """Takes 130 ms over the first tick."""

    def emit(self, tick):
        if not self.ticks:
            time.sleep(0.13)
        super().emit(tick)


def missed(shelf, text, sink):
    engine = engine_of(shelf / "tiny.onnx")
    pipeline = Pipeline(engine, open_source(text, engine.manifest), [sink], Decision())
    pipeline.run()
    assert pipeline.ledger.ticks.labelled == 9
    return pipeline.ledger


def test_the_way_that_was_recorded_is_told_and_misses_no_deadline(shelf, tmp_path):
    """As that of a run that resampled: the newest samples that a frame needs come long after its instant."""
    path = write(tmp_path / "a.mcap", [1000 + 20 * k for k in range(9)], way_ms=500)
    ledger = missed(shelf, f"replay:{path}?speed=0.1", KeepingSink())
    facts = ledger.to_dict()
    assert (facts["deadline_ms"], facts["deadline_misses"]) == (200, 0)
    assert facts["latency_ms"]["transport"]["p50"] >= 500


@pytest.mark.parametrize("way_ms", [0, 500])
def test_a_replay_that_falls_behind_misses_deadlines(shelf, tmp_path, way_ms):
    """Of frames due each 20 ms, those that one of 130 ms keeps waiting for longer than this."""
    path = write(tmp_path / "a.mcap", [1000 + 20 * k for k in range(9)], way_ms=way_ms)
    assert 6 <= missed(shelf, f"replay:{path}", StallingSink()).deadline_misses <= 9


def test_ticks_for_which_there_was_no_frame_are_due_with_the_one_after_them(shelf, tmp_path):
    path = write(tmp_path / "a.mcap", [1000 + 20 * k for k in range(9)], way_ms=500, numbers=[*range(8), 11])
    ledger = missed(shelf, f"replay:{path}?speed=0.1", KeepingSink())
    assert (ledger.ticks.held, ledger.deadline_misses) == (3, 0)


def test_as_fast_as_possible(tmp_path):
    path = write(tmp_path / "a.mcap", [1000, 60_000, 120_000])
    source = open_source(f"replay:{path}?speed=max", tiny_manifest())
    start = time.monotonic()
    frames = [frame for trial in source.trials() for frame in trial.frames]
    assert time.monotonic() - start < 30
    assert all(frame.captured == frame.arrived for frame in frames) and source.period_ns is None


def test_a_long_gap_does_not_keep_a_stop_from_being_heard(tmp_path):
    source = open_source(f"replay:{write(tmp_path / 'a.mcap', [1000, 90_000, 90_010])}", tiny_manifest())
    threading.Timer(0.2, source.stop).start()
    start = time.monotonic()
    assert len([frame for trial in source.trials() for frame in trial.frames]) <= 3
    assert time.monotonic() - start < 20


def test_a_recording_that_was_cut_off_plays_what_is_there_and_says_so(shelf, tmp_path, monkeypatch):
    from rtstgcn_edge.recordings.mcap import writer

    monkeypatch.setattr(writer, "CHUNK_BYTES", 1000)
    path = tmp_path / "a.mcap"
    first, _ = record_run(path, shelf / "tiny.onnx", {"walk": frames_of(random_recording(200)[..., 0])})
    path.write_bytes(path.read_bytes()[:15_000])
    source = open_source(f"replay:{path}?speed=max", tiny_manifest())
    assert "cut off, plays what is there" in source.description
    second, _ = replay(shelf, f"replay:{path}?speed=max")
    assert 20 < len(second.predictions) < 200
    labels = [p.probabilities.tobytes() for p in first.predictions]
    assert [p.probabilities.tobytes() for p in second.predictions] == labels[: len(second.predictions)]


def test_another_model_of_the_same_input_is_told(shelf, tmp_path):
    path = tmp_path / "a.mcap"
    record_run(path, shelf / "tiny.onnx", {"walk": frames_of(random_recording(20)[..., 0])})
    known = open_model(shelf / "tiny.onnx").manifest
    assert "another model" not in open_source(f"replay:{path}", known).description
    other = known.model_copy(update={"provenance": {"git_commit": "another"}})
    said = open_source(f"replay:{path}", other).description
    assert f"made with another model ({known.name}), so labels may differ" in said


@pytest.mark.parametrize(("said", "model"), [("demo", "demo"), ("mine", None), ("", None)])
def test_a_recording_asks_for_its_model_where_that_is_bundled(shelf, tmp_path, said, model):
    path = tmp_path / "a.mcap"
    record_run(path, shelf / "tiny.onnx", {"walk": frames_of(random_recording(20)[..., 0])}, model=said)
    assert device_model(f"replay:{path}?speed=max") == model
    path.write_bytes(path.read_bytes()[:100])
    assert device_model(f"replay:{path}") is None


def test_what_names_no_recording_asks_for_no_model(tmp_path):
    for name in ("none.mcap", "trial.npy", ""):
        assert device_model(f"replay:{tmp_path / name if name else ''}") is None


def test_what_the_model_does_not_take_is_refused(shelf, tmp_path):
    path = tmp_path / "a.mcap"
    record_run(path, shelf / "tiny.onnx", {"walk": frames_of(random_recording(20)[..., 0])})
    assert "77 Hz" in refusal(open_source, f"replay:{path}", tiny_manifest(rate_hz=77.0))
    gait = open_model(shelf / "gait.onnx").manifest.model_copy(update={"rate_hz": tiny_manifest().rate_hz})
    assert "3 channels x 3 joints, but model 'gait' takes" in refusal(open_source, f"replay:{path}", gait)
    renamed = tiny_manifest(units=["g"] * 3)
    assert f"{path}: units" in refusal(open_source, f"replay:{path}", renamed)


def test_bad_names_and_options(tmp_path):
    manifest = tiny_manifest()
    path = write(tmp_path / "a.mcap", [1000, 1010])
    said = refusal(open_source, f"replay:{tmp_path / 'none.mcap'}", manifest, error=SourceError)
    assert said == f"{tmp_path / 'none.mcap'}: no such recording"
    assert "did you mean 'speed'?" in refusal(open_source, f"replay:{path}?sped=1", manifest)
    assert "did you mean 'samples'?" in refusal(open_source, f"replay:{path}?from=sample", manifest)
    assert "bytes of a device were not recorded" in refusal(open_source, f"replay:{path}?from=samples", manifest)
    assert "no frame was recorded" in refusal(open_source, f"replay:{write(tmp_path / 'b.mcap', [])}", manifest)
    (tmp_path / "c.mcap").write_text("a shopping list")
    assert "c.mcap: not an MCAP file" in refusal(open_source, f"replay:{tmp_path / 'c.mcap'}", manifest)


def test_the_description_says_where_it_is_from(tmp_path):
    source = open_source(f"replay:{write(tmp_path / 'a.mcap', [1000, 1010, 3500])}", tiny_manifest())
    assert "recorded then from test:frames, 3 frames in 2.5 s" in source.description
    assert json.dumps(source.facts()) == "{}" and source.remarks() == []
