"""What a run leaves in its recording: every frame as it came, every label, counters, and the bytes of a device."""

import json

import numpy as np
import pytest
from run_recordings import metadata_of, record_run
from runs import FrameSource, frames_of, random_recording, tick_of, tiny_manifest, tiny_model, write_model

from rtstgcn_edge.errors import SinkError
from rtstgcn_edge.frames import Body, Event, Frame
from rtstgcn_edge.pipeline.recorder import Recorder
from rtstgcn_edge.recordings.mcap import writer as writer_module
from rtstgcn_edge.recordings.mcap.layout import unpack_frame, unpack_prediction, unpack_received
from rtstgcn_edge.recordings.mcap.reader import McapRecording


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return write_model(tmp_path_factory.mktemp("model") / "tiny.onnx", tiny_model())


def said(recording, topic):
    return [json.loads(entry.data) for entry in recording.entries(topic)]


def test_every_frame_is_recorded_as_the_source_gave_it_bad_ones_too(model, tmp_path):
    x = random_recording(30)[..., 0]
    frames = frames_of(x)
    frames[4].bodies = [Body(np.full((3, 3), np.nan, np.float32))]  # refused by the run
    frames[9].bodies = [Body(x[:, 9], 3), Body(x[:, 8], 7, np.array([1, 0, 0.5], np.float32))]
    given = [*frames[:20], frames[19], frames[5], *frames[24:]]  # twice, late, and a gap
    for at, frame in enumerate(given):
        frame.captured, frame.arrived = 1000 * at + 3, 1000 * at + 500
    bodies = [list(frame.bodies) for frame in given]
    _, pipeline = record_run(tmp_path / "a.mcap", model, {"walk": given})
    entries = list(McapRecording(tmp_path / "a.mcap").entries("frames"))
    assert pipeline.ledger.samples.refused == 1 and pipeline.ledger.samples.received == len(given) == len(entries)
    for entry, frame, seen in zip(entries, given, bodies, strict=True):
        found = unpack_frame(entry.data, 3, 3)
        assert (found.number, entry.published, entry.logged) == (frame.number, frame.captured, frame.arrived)
        assert [body.track for body in found.bodies] == [body.track for body in seen]
        assert [body.joints.tobytes() for body in found.bodies] == [body.joints.tobytes() for body in seen]
    assert unpack_frame(entries[9].data, 3, 3).bodies[1].confidence.tolist() == [1, 0, 0.5]


def test_every_label_is_recorded_with_its_name_and_times(model, tmp_path):
    sink, pipeline = record_run(tmp_path / "a.mcap", model, {"a": frames_of(random_recording(40)[..., 0]), "b": []})
    recording = McapRecording(tmp_path / "a.mcap")
    entries = list(recording.entries("predictions"))
    names = pipeline.engine.manifest.classes
    for entry, p in zip(entries, sink.predictions, strict=True):
        found = unpack_prediction(entry.data)
        assert found[1:-1] == (
            p.frame, p.skeleton, p.label, p.decided, p.warm, p.held, tuple(p.probabilities.tolist()),
        )  # fmt: skip
        assert (found.trial, found.name) == (0, names[p.label])
        assert (entry.published, entry.logged) == (p.stamps.captured, p.stamps.inferred)
    assert [event["frame"] for event in said(recording, "events")] == [event.frame for event in sink.events] != []
    assert [event["label"] for event in said(recording, "events")] == [names[event.label] for event in sink.events]
    assert said(recording, "trials") == [{"number": 0, "name": "a"}, {"number": 1, "name": "b"}]


def test_the_summary_and_the_last_counters_are_there(model, tmp_path):
    record_run(tmp_path / "a.mcap", model, {"walk": frames_of(random_recording(40)[..., 0])})
    recording = McapRecording(tmp_path / "a.mcap")
    assert said(recording, "status")[-1] == {"received": 40}
    (summary,) = said(recording, "summary")
    assert (summary["samples"]["used"], summary["complete"]) == (40, True)


def make_recorder(tmp_path):
    manifest = tiny_manifest()
    return Recorder(tmp_path / "a.mcap", manifest.classes, metadata_of(manifest), 0)


def test_counters_are_written_once_a_second_of_the_run(tmp_path):
    recorder = make_recorder(tmp_path)
    counts = iter(range(99))
    recorder.follow(lambda: {"tick": next(counts)}, dict)
    begin = recorder._status_due
    for hundredth in range(350):
        tick = tick_of()
        tick.stamps.inferred = begin + hundredth * 10_000_000
        recorder.emit(tick)
    recorder.close()
    found = list(McapRecording(tmp_path / "a.mcap").entries("status"))
    assert [(entry.logged - begin) // 10_000_000 for entry in found[:-1]] == [0, 100, 200, 300]


class Device(FrameSource):
    """A live source that hears something before each frame."""

    live = True
    on_received = None

    def trials(self):
        for trial in super().trials():
            yield type(trial)(trial.name, self._heard(trial.frames))

    def _heard(self, frames):
        for frame in frames:
            self.on_received(frame.arrived, b"frame %d" % frame.number)
            yield frame


def test_of_a_device_the_bytes_are_recorded_before_what_was_made_of_them(model, tmp_path):
    frames = [Frame(n, 100 * n, 100 * n + 5, [Body(random_recording(1)[:, 0, :, 0])]) for n in range(12)]
    record_run(tmp_path / "a.mcap", model, Device({"live": frames}))
    entries = list(McapRecording(tmp_path / "a.mcap").entries("received", "frames"))
    assert [entry.topic for entry in entries] == ["received", "frames"] * 12
    assert [unpack_received(entry.data) for entry in entries[::2]] == [b"frame %d" % n for n in range(12)]
    assert [entry.logged for entry in entries[::2]] == [100 * n + 5 for n in range(12)]


def test_the_watched_source_is_the_source(model, tmp_path):
    recorder = make_recorder(tmp_path)
    source = FrameSource({}, ("a", "b"))
    watched = recorder.watch(source)
    for name in ("description", "period_ns", "classes", "files", "live", "stop", "close", "facts", "remarks"):
        assert getattr(watched, name) == getattr(source, name)
    recorder.close()


def test_size_and_rate_are_told_when_it_is_closed(tmp_path, monkeypatch):
    recorder = make_recorder(tmp_path)
    assert (recorder.facts(), recorder.remarks()) == ({}, [])
    recorder._begun -= 10_000_000_000
    recorder.emit(tick_of(events=[Event("walk", 9, 0, 1, 0.5, 0.9)]))
    recorder.close()
    size = (tmp_path / "a.mcap").stat().st_size
    facts = recorder.facts()
    assert (facts["recorded"], facts["bytes"]) == (str(tmp_path / "a.mcap"), size)
    assert facts["bytes_per_second"] == pytest.approx(size / 10, rel=0.02)
    assert recorder.remarks() == [f"recorded {tmp_path / 'a.mcap'}: {size / 1e6:.2f} MB, {size / 1e4:.1f} kB a second"]


def test_a_disk_that_fills_up_ends_the_run_like_any_sink(model, tmp_path, monkeypatch):
    monkeypatch.setattr(writer_module, "BATCH_S", 0.001)
    monkeypatch.setattr(writer_module, "CHUNK_S", 0.0)
    write = writer_module._Unbuffered.write

    def full(self, data):
        if self.tell() > 20_000:
            raise OSError(28, "No space left on device")
        return write(self, data)

    monkeypatch.setattr(writer_module._Unbuffered, "write", full)
    frames = frames_of(random_recording(20_000)[..., 0])
    with pytest.raises(SinkError, match=r"a.mcap: cannot be written any more \(No space left on device\)"):
        record_run(tmp_path / "a.mcap", model, {"walk": frames})
    assert McapRecording(tmp_path / "a.mcap").fault == "cut off"
