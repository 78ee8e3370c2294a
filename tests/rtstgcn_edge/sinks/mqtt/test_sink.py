"""What a subscriber gets of a run, from the first tick to the end."""

import json
import time
from contextlib import contextmanager

import pytest
from live_pages import wait_until
from mqtt_broker import Broker
from refusals import refusal
from runs import finished, prediction, tick_of, tiny_manifest

from rtstgcn_edge.frames import Event, Stamps
from rtstgcn_edge.recordings.mcap.reader import McapRecording
from rtstgcn_edge.sinks import check_sink, open_sink
from rtstgcn_edge.sinks.label_line import LabelLine
from rtstgcn_edge.sinks.mqtt import sink as sink_module

CLASSES = tiny_manifest().classes


@pytest.fixture
def broker():
    with Broker() as broker:
        yield broker


@contextmanager
def opened(broker, query="", **said):
    sink = open_sink(check_sink(f"mqtt://127.0.0.1:{broker.port}/lab{query}"), tiny_manifest(**said))
    yield sink
    sink.close()


def published(broker, kind):
    """What came below a topic of the sink: (level below, object), without what was taken back."""
    found = [
        (one.topic.removeprefix(f"lab/{kind}/"), one.payload) for one in broker.heard if f"lab/{kind}/" in one.topic
    ]
    return [(int(skeleton), json.loads(payload)) for skeleton, payload in found if payload]


def labels(broker):
    return [(skeleton, said["frame"]) for skeleton, said in published(broker, "label")]


def event(frame, label, skeleton=0, previous=None):
    return Event("walk", frame, skeleton, label, 0.87654, frame / 50, previous, 1.23456)


def test_by_default_a_label_is_told_where_the_decision_changes(broker):
    with opened(broker) as sink:
        for frame in range(5):
            both = [prediction(frame, skeleton=s, label=2, decided=1) for s in (0, 7)]
            sink.emit(tick_of(both, [event(3, 1, skeleton=7)] if frame == 3 else [], live=(0, 7)))
    assert labels(broker) == [(7, 3)]
    ((_, said),) = published(broker, "label")
    assert said["event"] is True and said["label"] == "class2" and said["decided"] == "class1"


def test_every_label_is_that_of_the_lines_and_says_when_it_was(broker):
    manifest, now = tiny_manifest(), time.time()
    captured = time.monotonic_ns() - 5_000_000_000
    predictions = [prediction(9, skeleton=s, label=s, decided=0, truth=1, held=bool(s)) for s in (0, 3)]
    with opened(broker, "?every=label") as sink:
        sink.emit(tick_of(predictions, [event(9, 0, skeleton=3)], stamps=Stamps(captured, captured), live=(0, 3)))
    lines = LabelLine(manifest)
    for (skeleton, said), p in zip(published(broker, "label"), predictions, strict=True):
        assert skeleton == p.skeleton and abs(said.pop("unix_s") - (now - 5)) < 1
        assert said == json.loads(lines(p, skeleton == 3))


def test_a_label_of_a_delayed_model_says_when_the_frame_that_it_labels_was(broker):
    manifest = tiny_manifest().model_copy(update={"delay": 200, "rate_hz": 50.0})
    sink = open_sink(check_sink(f"mqtt://127.0.0.1:{broker.port}/lab?every=label"), manifest)
    captured = time.monotonic_ns()
    sink.emit(tick_of([prediction(3)], stamps=Stamps(captured, captured)))
    sink.close()
    ((_, said),) = published(broker, "label")
    assert abs(said["unix_s"] - (time.time() - 4)) < 2


@pytest.mark.parametrize(
    ("every", "frames"),
    [
        ("label", range(120)),
        ("second", [0, 50, 100]),
        ("1", [0, 50, 100]),
        ("0.5", [0, 25, 50, 75, 100]),
        ("0.05", [0, 3, 5, 8, 10, 13, 15, 18]),
        ("0.01", range(120)),
        ("3600", [0]),
    ],
)
def test_labels_come_as_often_as_was_asked_for(broker, every, frames):
    with opened(broker, f"?every={every}", rate_hz=50.0) as sink:
        for frame in range(120):
            sink.emit(tick_of([prediction(frame)], live=(0,)))
    found = [frame for _, frame in labels(broker)]
    assert found[: len(frames)] == list(frames) and (len(found) == len(frames) or every == "0.05")


def test_each_trial_and_each_newcomer_begins_anew(broker):
    with opened(broker, "?every=3600") as sink:
        sink.emit(tick_of([prediction(5)], live=(0,)))
        sink.emit(tick_of([prediction(6)], live=(0,)))
        sink.emit(tick_of(live=()))
        sink.emit(tick_of([prediction(7)], live=(0,)))
        sink.emit(tick_of([prediction(8, trial="run")], live=(0,)))
    assert labels(broker) == [(0, 5), (0, 7), (0, 8)]


def test_an_event_says_what_changed(broker):
    captured = time.monotonic_ns()
    with opened(broker, "?every=second") as sink:
        happened = [event(7, 2, skeleton=3, previous=1)]
        sink.emit(tick_of([prediction(7, skeleton=3)], happened, stamps=Stamps(captured, captured), live=(3,)))
    ((skeleton, said),) = published(broker, "event")
    assert skeleton == 3 and abs(said.pop("unix_s") - time.time()) < 2
    assert said == {
        "trial": "walk", "frame": 7, "time_s": 0.14, "skeleton": 3, "label": "class2", "index": 2,
        "probability": 0.8765, "previous": "class1", "lasted_s": 1.2346,
    }  # fmt: skip


def test_the_first_event_has_no_label_before(broker):
    with opened(broker) as sink:
        sink.emit(tick_of([prediction(7)], [event(7, 2)]))
    assert published(broker, "event")[0][1]["previous"] is None


def test_who_is_there_is_told_when_it_changes(broker):
    with opened(broker) as sink:
        for live in ((), (2,), (2,), (5, 2), (5,)):
            sink.emit(tick_of(live=live))
    assert broker.payloads("lab/skeletons") == ["[]", "[2]", "[2, 5]", "[5]", "[]"]


def test_labels_that_are_kept_are_taken_back_when_their_skeleton_leaves(broker):
    with opened(broker, "?every=label&retain=yes") as sink:
        sink.emit(tick_of([prediction(skeleton=2), prediction(skeleton=5)], [event(0, 1, skeleton=2)], live=(2, 5)))
        sink.emit(tick_of(live=(5,)))
        wait_until(lambda: broker.payloads("lab/label/2")[1:] == [""])
        assert len(broker.payloads("lab/label/5")) == 1
    assert broker.payloads("lab/label/5")[1:] == [""]
    retained = {one.topic: one.retain for one in broker.heard}
    assert retained == {
        "lab/status": True, "lab/skeletons": True, "lab/label/2": True, "lab/label/5": True, "lab/event/2": False,
    }  # fmt: skip


def test_the_quality_of_service_is_that_asked_for(broker):
    for qos in (0, 1):
        broker.heard.clear()
        with opened(broker, f"?qos={qos}&every=label") as sink:
            sink.emit(tick_of([prediction()]))
        assert {one.qos for one in broker.heard if one.topic != "lab/status"} == {qos}


def test_home_assistant_is_told_where_it_was_asked_for(broker):
    with opened(broker, "?discovery=homeassistant") as sink:
        sink.emit(tick_of())
    configs = [one for one in broker.heard if one.topic.startswith("homeassistant/")]
    assert len(configs) == 2 and all(one.retain and one.qos == 1 for one in configs)


def test_what_was_published_is_counted_and_nothing_remarked(broker):
    with opened(broker, "?every=label") as sink:
        for frame in range(10):
            sink.emit(tick_of([prediction(frame)], live=(0,)))
    facts = sink.facts()
    assert facts.pop("away_s") < 5
    assert facts == {
        "sink": f"mqtt://127.0.0.1:{broker.port}/lab", "messages": 12, "sent": 12, "dropped": 0, "unsent": 0,
        "waiting": 0, "connections": 1, "attempts": 1, "lost": 0,
    }  # fmt: skip
    assert sink.remarks() == []


def test_a_broker_that_never_came_is_remarked(broker):
    broker.stop()
    with opened(broker, "?every=label") as sink:
        sink.emit(tick_of([prediction()]))
        wait_until(lambda: sink.facts()["unsent"])
    assert sink.remarks() == [
        f"mqtt://127.0.0.1:{broker.port}/lab: never reached (Connection refused), "
        "3 of 3 messages not sent (the broker was away)"
    ]


def test_a_loss_and_what_was_dropped_are_remarked(broker):
    with opened(broker) as sink:
        wait_until(lambda: broker.heard)
        broker.stop()
        wait_until(lambda: sink.facts()["lost"])
        sink._link.dropped, sink._link.messages = 3, sink._link.messages + 3
        (line,) = sink.remarks()
    assert "lab: lost once, away for " in line and line.endswith("3 of 3 messages dropped (too many waited)")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("qos=2", "qos=2: 0 or 1 is expected"),
        ("retain=true", "retain=true: yes or no is expected"),
        ("every=labels", "every=labels: did you mean 'label'?"),
        ("every=changes", "every=changes: did you mean 'change'?"),
        ("every=often", "every=often: change, label, second or seconds from 0.01 to 3600 are expected"),
        ("every=0", "every=0: change, label, second or seconds from 0.01 to 3600 are expected"),
        ("every=nan", "every=nan: change, label, second or seconds from 0.01 to 3600 are expected"),
        ("retian=yes", "unknown option 'retian'; did you mean 'retain'?"),
        ("qos=1&qos=1", "option 'qos' is given twice"),
        ("discovery=", "names no topic"),
        ("discovery=ha/#", "+ and # are for who subscribes"),
        ("ca=/etc/ca.pem", "ca is of an encrypted connection; as in mqtts://HOST/TOPIC"),
        ("verify=no", "verify is of an encrypted connection"),
    ],
)
def test_options_that_are_none_are_refused(query, said):
    assert said in refusal(check_sink, f"mqtt://host/lab?{query}")


def test_without_the_library_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(sink_module.importlib.util, "find_spec", lambda name: None)
    assert "needs paho-mqtt: in the checkout, pip install" in refusal(check_sink, "mqtt://host/lab")


def test_a_recorded_run_tells_its_broker_and_no_password_to_its_file(broker, tmp_path):
    broker.accounts = {"me": "s3cret/word"}
    path, summary = tmp_path / "run.mcap", tmp_path / "summary.json"
    name = f"mqtt://me:s3cret%2Fword@127.0.0.1:{broker.port}/lab?qos=1"
    done = finished(
        "record", str(path), "--source", "sim:gait?speed=max", "--sink", name, "--summary", str(summary)
    )  # fmt: skip
    assert done.returncode == 0 and "s3cret" not in done.stdout + done.stderr
    assert b"s3cret" not in path.read_bytes() and "s3cret" not in summary.read_text()
    assert "mqtt://***@127.0.0.1" in McapRecording(path).metadata["options"]
    (facts,) = (one for one in json.loads(summary.read_text())["sinks"] if "sink" in one)
    assert facts["sent"] == facts["messages"] == len(broker.heard) - 2 > 10
    decided = [said["label"] for _, said in published(broker, "event")]
    assert decided == [said["decided"] for _, said in published(broker, "label")]
    assert broker.payloads("lab/status") == ["online", "offline"]
