"""A camera from the thread that reads it to frames, through the pipeline too."""

import threading
import time

import numpy as np
import pytest
from cables import until
from cameras import KINECT, PlayedStream, SaidPoses, camera_manifest, motion_jpeg, pose_at
from refusals import refusal
from runs import KeepingSink, engine_of, tiny_model, write_model

from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.manifest import Decision
from rtstgcn_edge.pipeline import Pipeline, summary
from rtstgcn_edge.sources import open_source
from rtstgcn_edge.sources.camera import capture, posing
from rtstgcn_edge.sources.camera import source as module
from rtstgcn_edge.sources.camera.mailbox import Mailbox


@pytest.fixture
def estimator(monkeypatch, tmp_path):
    said = SaidPoses([pose_at()])
    monkeypatch.setattr(posing, "find_task_file", lambda *_: tmp_path / "pose_landmarker_lite.task")
    monkeypatch.setattr(posing, "open_estimator", lambda *_: said)
    return said


@pytest.fixture
def streams(monkeypatch):
    """What the camera gives each time that it is opened; where nothing is left, it is not there."""
    given = []

    def opened(where, target, wanted):
        if not given:
            raise SourceError(f"{where}: there is no /dev/video0; no camera is connected")
        return given.pop(0)

    monkeypatch.setattr(module, "Stream", opened)
    monkeypatch.setattr(capture, "BACK_OFF_S", (0.02, 0.1))
    monkeypatch.setattr(capture.Capture.__init__, "__defaults__", ((0.02, 0.1),))
    return given


@pytest.fixture
def engine(tmp_path):
    model = tiny_model(skeleton="kinect20")
    return lambda rate_hz: engine_of(write_model(tmp_path / "kinect.onnx", model, rate_hz=rate_hz, **KINECT))


def run(engine, source, seconds, meanwhile=lambda sink: None):
    """A run of a live source for some seconds from its first tick on, and until `meanwhile` is done: what came out."""
    sink = KeepingSink()
    pipeline = Pipeline(engine, source, [sink], Decision())

    def stop():
        try:
            until(lambda: sink.ticks)
            time.sleep(seconds)
            meanwhile(sink)
        finally:
            pipeline.stop()

    thread = threading.Thread(target=stop)
    thread.start()
    pipeline.run()
    thread.join()
    source.close()
    return sink, pipeline


def closes(facts):
    counts = facts["frames"]
    return counts["captured"] == sum(count for name, count in counts.items() if name != "captured")


def test_every_frame_of_a_camera_at_the_models_rate_is_labelled(estimator, streams, engine):
    streams.append(PlayedStream(fps=50))
    engine = engine(50.0)
    source = open_source("camera:0", engine.manifest)
    assert source.live and source.period_ns == 1e9 / 50
    assert source.description == "camera:0: 64 x 48, poses by said (pose_landmarker_lite)"
    sink, pipeline = run(engine, source, 1.0)
    facts = summary(pipeline)
    assert len(sink.predictions) >= 40 and {p.skeleton for p in sink.predictions} == {sink.predictions[0].skeleton}
    assert closes(facts["source_facts"]) and facts["source_facts"]["camera_fps"] == pytest.approx(50, rel=0.15)
    assert facts["latency_ms"]["total"]["p50"] < 40  # ms; on an idle machine 1 or 2
    assert all(tick.frame.image is not None for tick in sink.ticks if tick.frame.bodies)
    assert estimator.closed == 1


def test_with_a_camera_faster_than_the_device_latency_is_bounded_and_the_clock_stays_true(estimator, streams, engine):
    streams.append(PlayedStream(fps=100))
    estimator.seconds = 0.05
    engine = engine(100.0)
    begun = time.monotonic()
    sink, pipeline = run(engine, open_source("camera:0", engine.manifest), 2.0)
    seconds = time.monotonic() - begun
    facts = summary(pipeline)
    seen = [tick for tick in sink.ticks if tick.frame.bodies]
    ages = [(tick.stamps.emitted - tick.stamps.captured) / 1e6 for tick in seen]
    # were all frames to be worked off, they would be 1.5 s old at the end
    assert np.median(ages) < 200 and np.median(ages[len(ages) // 2 :]) < 1.3 * np.median(ages[: len(ages) // 2]) + 50
    counts = facts["source_facts"]["frames"]
    assert closes(facts["source_facts"]) and counts["dropped"] > 80 and counts["skipped"] < 20
    assert counts["taken"] <= 1 + seconds / 0.05
    ticks = facts["ticks"]
    assert ticks["ticks"] == ticks["labelled"] + ticks["held"] + ticks["reset"] and ticks["held"] > 80
    for tick in seen:
        passed = (tick.stamps.captured - seen[0].stamps.captured) / 1e7
        assert tick.frame.number - seen[0].frame.number == pytest.approx(passed, abs=2)
    assert facts["deadline_misses"] > 20
    assert any("frames given up: this computer fell behind" in line for line in facts["remarks"])


def test_a_camera_faster_than_the_model_costs_no_poses_for_the_frames_between(estimator, streams, engine):
    streams.append(PlayedStream(fps=120))
    engine = engine(20.0)
    sink, pipeline = run(engine, open_source("camera:0", engine.manifest), 1.2)
    facts = pipeline.source.facts()
    frames = facts["frames"]
    assert frames["skipped"] == pytest.approx(5 / 6 * frames["captured"], abs=2) and frames["captured"] > 100
    assert facts["pose"]["images"] == frames["taken"] > 10
    numbers = [tick.frame.number for tick in sink.ticks]
    assert numbers == list(range(len(numbers))) and pipeline.ledger.samples.lost <= frames["dropped"]


def test_a_camera_that_is_unplugged_is_waited_for_and_the_gap_is_a_gap(estimator, streams, engine, capsys):
    streams.append(PlayedStream(fps=50, ends=20))
    engine = engine(50.0)
    source = open_source("camera:0", engine.manifest)

    def seen(sink):
        return [tick.frame.number for tick in sink.ticks if tick.frame.bodies]

    def replug(sink):
        until(lambda: source.facts()["lost"])
        time.sleep(0.6)
        streams.append(PlayedStream(fps=50))
        before = len(seen(sink))
        until(lambda: len(seen(sink)) > before + 25)

    begun = time.monotonic()
    sink, pipeline = run(engine, source, 0.1, replug)
    facts = pipeline.source.facts()
    assert (facts["lost"], facts["reconnects"], facts["connected"]) == (1, 1, True) and facts["attempts"] > 3
    assert 0.55 < facts["away_s"] < time.monotonic() - begun
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "camera:0: lost (it gives no frame any more); trying to open it again"
    assert said[1] == f"camera:0: back after {facts['away_s']:.1f} s"
    before = [number for number in seen(sink) if number < 25]
    after = [number for number in seen(sink) if number >= 25]
    assert 0 < len(before) <= 20 and len(after) >= 25 and after[0] >= 20 + 0.55 * 50
    assert pipeline.ledger.ticks.reset > 0 and pipeline.ledger.samples.lost >= 15, "held, then reset, as any gap"
    assert any(line.startswith(f"camera lost once, for {facts['away_s']:.1f} s") for line in source.remarks())


def test_it_stops_within_50_ms_though_nothing_comes(estimator, streams, monkeypatch):
    take, waits = Mailbox.take, []
    monkeypatch.setattr(Mailbox, "take", lambda box, timeout_s: waits.append(timeout_s) or take(box, timeout_s))

    class Silent(PlayedStream):
        def grab(self):
            return self.closed.wait(0.02) is None or not self.closed.wait(60)

    stream = Silent()
    streams.append(stream)
    source = open_source("camera:0", camera_manifest())
    (trial,) = source.trials()
    threading.Timer(0.2, source.stop).start()
    assert list(trial.frames) == []
    assert waits and max(waits) <= 0.05
    stream.close()
    source.close()
    source.close()


def test_a_camera_that_is_not_there_is_refused_and_the_estimator_given_back(estimator, streams):
    said = refusal(open_source, "camera:0", camera_manifest(), error=SourceError)
    assert said == "camera:0: there is no /dev/video0; no camera is connected"
    assert estimator.closed == 1


def test_an_address_is_percent_encoded_where_it_has_a_question_mark_and_its_password_is_not_shown(
    estimator, monkeypatch
):
    asked = []
    monkeypatch.setattr(module, "Stream", lambda *arguments: asked.append(arguments) or PlayedStream())
    source = open_source("camera:rtsp://me:secret@host:554/live%3Fchannel=1&sub=0?people=2", camera_manifest())
    assert asked[0][1] == "rtsp://me:secret@host:554/live?channel=1&sub=0"
    assert "secret" not in source.description and source.description.startswith(
        "camera:rtsp://host:554/live?channel=1&sub=0:"
    )
    source.close()


def test_wrong_options_are_refused_before_anything_is_opened(monkeypatch):
    monkeypatch.setattr(module, "Posing", None)
    assert "did you mean 'people'?" in refusal(open_source, "camera:0?peopl=2", camera_manifest())
    assert "name a camera by its number" in refusal(open_source, "camera:", camera_manifest())


def test_a_network_camera_end_to_end_that_breaks_off_and_comes_back(estimator, engine, monkeypatch, capsys):
    monkeypatch.setattr(capture.Capture.__init__, "__defaults__", ((0.05, 0.2),))
    engine = engine(25.0)
    with motion_jpeg(pictures=40, fps=25) as server:
        source = open_source(f"camera:{server.url}", engine.manifest)

        def back(sink):
            until(lambda: source.facts()["reconnects"] and len(sink.predictions) > 50, 60)

        sink, pipeline = run(engine, source, 0.1, back)
    facts = pipeline.source.facts()
    assert facts["lost"] >= 1 and facts["reconnects"] >= 1 and closes(facts)
    assert len(sink.predictions) > 40
    assert "lost (it gives no frame any more)" in capsys.readouterr().err


def test_the_camera_is_read_while_nobody_looks_only_once_the_run_begins(estimator, streams):
    stream = PlayedStream(fps=200)
    streams.append(stream)
    source = open_source("camera:0", camera_manifest())
    time.sleep(0.05)
    assert stream.number == -1
    (trial,) = source.trials()
    next(trial.frames)
    until(lambda: stream.number > 5)
    source.close()
    assert stream.closed.is_set()
