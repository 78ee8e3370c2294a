import json

import pytest
from runs import FrameSource, KeepingSink, engine_of, frames_of, random_recording, tiny_model, write_model

from rtstgcn_edge.manifest import Decision
from rtstgcn_edge.pipeline import Pipeline
from rtstgcn_edge.pipeline.follow import follow


class FollowingSink(KeepingSink):
    """Keeps what the run says of itself."""

    def follow_run(self, run):
        self.run = run


@pytest.fixture
def pipeline(tmp_path):
    engine = engine_of(write_model(tmp_path / "tiny.onnx", tiny_model()))
    frames = frames_of(random_recording(20)[..., 0])
    source = FrameSource({"walk": [*frames, frames[-1]]}, ("a", "b", "c", "d"))
    decision = Decision(smoothing_s=0.5, minimum_s=0.25)
    return Pipeline(engine, source, [KeepingSink(), FollowingSink()], decision)


def test_sinks_that_ask_are_told_what_the_run_is_and_others_are_left_alone(pipeline):
    follow(pipeline)
    run = pipeline.sinks[1].run
    assert (run.source, run.live, run.classes, run.deadline_ms) == ("frames at hand", False, ("a", "b", "c", "d"), None)
    assert run.inherent_delay_ms["model"] == 0 and run.inherent_delay_ms["decision"] >= 250


def test_counters_are_those_of_the_moment_and_json(pipeline):
    follow(pipeline)
    run = pipeline.sinks[1].run
    assert run.counters()["samples"]["received"] == 0
    pipeline.run()
    said = json.loads(json.dumps(run.to_dict()))
    assert {key: said["samples"][key] for key in ("received", "used", "duplicate")} == {
        "received": 21,
        "used": 20,
        "duplicate": 1,
    }
    assert said["ticks"]["labelled"] == 20 and said["source_facts"] == {} and said["source"] == "frames at hand"
