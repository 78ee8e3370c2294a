"""The summary as JSON and as a table say the same."""

import json
import re

import pytest
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

from rtstgcn_edge.manifest import Decision
from rtstgcn_edge.pipeline import Pipeline, summary, summary_table
from rtstgcn_edge.pipeline.ledger import STAGES
from rtstgcn_edge.scores import event_table

CLASSES = ("class0", "class1", "class2", "class3")


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    arch = TINY.model_copy(update={"residual_delay": "centre"})
    return engine_of(write_model(tmp_path_factory.mktemp("report") / "m.onnx", tiny_model(arch)))


def facts_of(engine, frames=40, classes=CLASSES, decision=None, events=()):
    trial = frames_of(random_recording(frames)[..., 0], [t % 4 for t in range(frames)])
    _, pipeline = run_frames(engine, {"noise": trial}, classes=classes, decision=decision, events=events)
    return summary(pipeline)


def numbers(line):
    return [float(text) for text in re.findall(r"(?<![\w@-])-?\d+(?:\.\d+)?", line)]


def test_the_table_shows_what_the_json_holds(engine):
    facts = json.loads(json.dumps(facts_of(engine)))
    facts["latency_ms"]["total"]["max"] = 123456.789  # a device that slept
    lines = summary_table(facts).splitlines()
    by_name = {line.split()[0]: line for line in lines if line.split()}
    assert STAGES.keys() - by_name.keys() == {"pose"} == STAGES.keys() - facts["latency_ms"].keys()
    for stage in facts["latency_ms"]:
        found = numbers(by_name[stage])[:4]
        assert found == pytest.approx([facts["latency_ms"][stage][q] for q in ("p50", "p95", "p99", "max")], abs=5.1e-4)
    assert numbers(by_name["frames"]) == [40, 40, 0, 0, 0, 0]
    assert numbers(by_name["ticks"]) == [40, 40, 0, 0]
    for kind in ("raw", "decided"):
        scores = facts["scores"][kind]
        shown = [scores["top1"], *scores["f1"].values(), scores["edit"]]
        assert numbers(by_name[kind])[:5] == pytest.approx(shown, abs=5e-5)
    assert facts["scores"]["raw"]["frames"] == 40


def test_the_inherent_delay_of_model_and_decision_is_a_line_of_its_own(engine):
    facts = facts_of(engine, decision=Decision(smoothing_s=0.2, minimum_s=0.1))
    assert facts["inherent_delay_ms"] == pytest.approx({"model": 60, "decision": 280})
    assert "inherent delay: model 60 ms + decision 280 ms, to be added to the total" in summary_table(facts)


class CountingSink(KeepingSink):
    def facts(self):
        return {"cues": 3}

    def remarks(self):
        return ["cues: 3 sent"]


class Device(FrameSource):
    live = True

    def facts(self):
        return {"reconnects": 1}

    def remarks(self):
        return ["came back once"]


def test_what_source_and_sinks_counted_is_told(engine):
    device = Device({"live": frames_of(random_recording(9)[..., 0])})
    pipeline = Pipeline(engine, device, [CountingSink(), KeepingSink()], Decision())
    pipeline.run()
    facts = summary(pipeline)
    assert facts["live"] and facts["source_facts"] == {"reconnects": 1} and facts["sinks"] == [{"cues": 3}]
    assert facts["remarks"] == ["came back once", "cues: 3 sent"]
    assert "\ncame back once\ncues: 3 sent" in summary_table(facts)


def test_a_device_has_no_end_that_a_stop_could_come_before(engine):
    facts = facts_of(engine) | {"complete": False}
    assert "stopped before the end" in summary_table(facts)
    assert "stopped before the end" not in summary_table(facts | {"live": True})


def test_the_deadline_is_told_where_there_is_one(engine):
    facts = facts_of(engine)
    assert "deadline" not in summary_table(facts)
    facts |= {"deadline_ms": 20.0, "deadline_misses": 3}
    assert "deadline 20.0 ms: missed 3 times" in summary_table(facts)


def test_a_run_without_a_frame_says_so(engine):
    facts = facts_of(engine, frames=0)
    table = summary_table(json.loads(json.dumps(facts)))
    assert table.startswith("no frame was labelled") and "frames 0: 0 used" in table
    assert facts["scores"] == {} and "top-1" not in table


def test_without_ground_truth_there_are_no_scores(engine):
    facts = facts_of(engine, classes=None)
    assert facts["scores"] == {} and "top-1" not in summary_table(facts)


def test_the_detection_of_events_is_told_where_it_is_asked_for(engine):
    facts = facts_of(engine)
    assert facts["events"] == {} and "detection" not in summary_table(facts)
    facts = facts_of(engine, events=["class1", "class2"])
    assert event_table(facts["events"]) in summary_table(facts)
    assert facts["events"]["raw"]["event"]["true"] == 10
