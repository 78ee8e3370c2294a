"""`from=samples`: the frames of a live run, put together anew from the bytes that the device sent."""

import json
import threading
from dataclasses import asdict

import pytest
from refusals import refusal
from run_recordings import record_run

from rtstgcn_edge.model_file import find_model, open_model
from rtstgcn_edge.recordings.mcap.layout import unpack_frame
from rtstgcn_edge.recordings.mcap.reader import McapRecording
from rtstgcn_edge.sources import open_source
from rtstgcn_edge.virtual_imu import Player, PythonFirmware, Settings, VirtualImu, load_movement, measure

TROUBLE = {"loss": 0.02, "jitter_ms": 5.0, "skew_ppm": 100.0, "corrupt": 0.0005}
SECONDS = 5.0


@pytest.fixture(scope="module", params=["clean at the model's rate", "trouble at twice the rate"])
def recorded(request, tmp_path_factory):
    """A run on a virtual sensor in real time, recorded."""
    trouble = request.param.startswith("trouble")
    movement = load_movement("sim:gait", rate_hz=100 if trouble else 50)
    settings = Settings(seconds=SECONDS + 30, **(TROUBLE if trouble else {}))
    player = Player(VirtualImu(movement, measure(movement.readings), settings, PythonFirmware))
    threading.Thread(target=player.run, daemon=True).start()
    path, model = tmp_path_factory.mktemp("run") / "a.mcap", find_model("demo")
    source = open_source(f"imu:{player.path}", open_model(model).manifest)
    threading.Timer(SECONDS, source.stop).start()
    try:
        _, pipeline = record_run(path, model, source, source=f"imu:{player.path}")
    finally:
        source.close()
        player.stop()
    return path, pipeline


def test_the_same_frames_come_of_the_same_bytes(recorded):
    path, pipeline = recorded
    manifest = open_model(find_model("demo")).manifest
    (trial,) = open_source(f"replay:{path}?from=samples&speed=max", manifest).trials()
    anew = [(frame.number, [(b.track, b.joints.tobytes()) for b in frame.bodies]) for frame in trial.frames]
    found = [unpack_frame(entry.data, 6, 6) for entry in McapRecording(path).entries("frames")]
    assert anew == [(frame.number, [(b.track, b.joints.tobytes()) for b in frame.bodies]) for frame in found]
    assert len(anew) == pipeline.ledger.samples.received > 100
    assert trial.name == "live"


def test_a_replay_runs_to_the_same_counts(recorded):
    path, pipeline = recorded
    manifest = open_model(find_model("demo")).manifest
    from runs import KeepingSink, engine_of

    from rtstgcn_edge.manifest import Decision
    from rtstgcn_edge.pipeline import Pipeline

    outcomes = []
    for option in ("", "&from=samples"):
        sink = KeepingSink()
        again = Pipeline(
            engine_of(find_model("demo")), open_source(f"replay:{path}?speed=max{option}", manifest), [sink], Decision()
        )
        again.run()
        assert asdict(again.ledger.ticks) == asdict(pipeline.ledger.ticks)
        outcomes.append([(p.frame, p.label, p.probabilities.tobytes(), p.decided, p.held) for p in sink.predictions])
    assert outcomes[0] == outcomes[1] != []


def test_what_the_source_counts_is_in_the_status_once_a_second(recorded):
    path, _ = recorded
    entries = list(McapRecording(path).entries("status"))
    assert SECONDS - 2 <= len(entries) <= SECONDS + 3
    assert json.loads(entries[-1].data)["received"] > 100


def test_it_says_that_it_joins_anew(recorded):
    path, _ = recorded
    manifest = open_model(find_model("demo")).manifest
    assert "put together anew from samples" in open_source(f"replay:{path}?from=samples", manifest).description
    assert "as fast as possible" in open_source(f"replay:{path}?from=samples&speed=max", manifest).description
    assert "a factor of real time" in refusal(open_source, f"replay:{path}?from=samples&speed=0", manifest)
