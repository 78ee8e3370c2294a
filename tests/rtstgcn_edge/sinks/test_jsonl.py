"""Lines put together by hand that a JSON parser reads as they were meant."""

import json

import pytest
from runs import AWKWARD_NAMES, prediction, tick_of, tiny_manifest

from rtstgcn_edge.frames import Event
from rtstgcn_edge.sinks import check_sink, open_sink


def lines(path, *ticks, **said):
    sink = open_sink(check_sink(f"jsonl:{path}"), tiny_manifest(**said))
    for tick in ticks:
        sink.emit(tick)
    sink.close()
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_line_holds_all_that_a_prediction_says(tmp_path):
    tick = tick_of([prediction(25, skeleton=3, label=2, decided=1, truth=0, held=True, warm=False)])
    assert lines(tmp_path / "x.jsonl", tick) == [
        {
            "trial": "walk", "frame": 25, "time_s": 0.5, "skeleton": 3, "label": "class2", "index": 2,
            "probability": 0.7, "decided": "class1", "warm": False, "held": True,
            "ms": {"transport": 0.2, "align": 0.3, "infer": 1.5}, "truth": "class0",
        }
    ]  # fmt: skip


def test_what_is_not_known_is_null_or_absent(tmp_path):
    (line,) = lines(tmp_path / "x.jsonl", tick_of([prediction()]))
    assert line["decided"] is None and line["warm"] is True and line["held"] is False
    assert "truth" not in line and "event" not in line


def test_the_line_of_an_event_carries_its_mark_and_no_other_line_does(tmp_path):
    event = Event("walk", 5, 1, 2, 0.9, 0.1)
    found = lines(tmp_path / "x.jsonl", tick_of([prediction(5, skeleton=s) for s in (0, 1, 2)], [event]))
    assert [line.get("event") for line in found] == [None, True, None]


@pytest.mark.parametrize("trial", ["a,b", 'quo"ted', "ünï", "line\nbreak", "back\\slash", "\udcff", "{}"])
def test_awkward_names_come_back_as_they_were(tmp_path, trial):
    predictions = [prediction(label=label, decided=label, truth=label, trial=trial) for label in range(4)]
    found = lines(tmp_path / "x.jsonl", tick_of(predictions), classes=AWKWARD_NAMES)
    for key in ("label", "decided", "truth"):
        assert [line[key] for line in found] == AWKWARD_NAMES
    assert {line["trial"] for line in found} == {trial}


def test_each_trial_has_its_own_name(tmp_path):
    ticks = [tick_of([prediction(trial=name)]) for name in "aabba"]
    assert [line["trial"] for line in lines(tmp_path / "x.jsonl", *ticks)] == list("aabba")


def test_lines_go_to_standard_output(capsys):
    sink = open_sink(check_sink("jsonl:-"), tiny_manifest())
    sink.emit(tick_of([prediction()]))
    sink.close()
    assert json.loads(capsys.readouterr().out)["label"] == "class1"
