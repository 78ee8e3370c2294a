"""Rows that any reader of CSV gets back as they were."""

import csv

import pytest
from runs import AWKWARD_NAMES, prediction, tick_of, tiny_manifest

from rtstgcn_edge.sinks import check_sink, open_sink


def rows(path, *ticks, **said):
    sink = open_sink(check_sink(f"csv:{path}"), tiny_manifest(**said))
    for predictions in ticks:
        sink.emit(tick_of(list(predictions)))
    sink.close()
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_row_holds_all_that_a_prediction_says(tmp_path):
    (row,) = rows(tmp_path / "x.csv", [prediction(25, skeleton=3, label=2, decided=1, truth=0, held=True, warm=False)])
    assert row == {
        "trial": "walk", "frame": "25", "time_s": "0.5000", "skeleton": "3", "label": "class2", "index": "2",
        "probability": "0.7000", "decided": "class1", "warm": "0", "held": "1",
        "transport_ms": "0.200", "align_ms": "0.300", "infer_ms": "1.500", "truth": "class0",
    }  # fmt: skip


def test_what_is_not_known_is_empty(tmp_path):
    (row,) = rows(tmp_path / "x.csv", [prediction()])
    assert (row["decided"], row["truth"], row["warm"], row["held"]) == ("", "", "1", "0")


def test_each_skeleton_of_each_tick_is_a_row(tmp_path):
    ticks = [[prediction(t, skeleton=s) for s in range(t)] for t in range(4)]
    found = [(int(row["frame"]), int(row["skeleton"])) for row in rows(tmp_path / "x.csv", *ticks)]
    assert found == [(1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2)]


def test_without_a_prediction_there_is_the_header_alone(tmp_path):
    assert rows(tmp_path / "x.csv") == []
    assert (tmp_path / "x.csv").read_text().startswith("trial,frame,time_s,skeleton,label")


@pytest.mark.parametrize("trial", ["a,b", 'quo"ted', "ünï", "line\nbreak"])
def test_awkward_names_come_back_as_they_were(tmp_path, trial):
    predictions = [prediction(label=label, trial=trial) for label in range(4)]
    found = rows(tmp_path / "x.csv", predictions, classes=AWKWARD_NAMES)
    assert [row["label"] for row in found] == AWKWARD_NAMES
    assert {row["trial"] for row in found} == {trial}


def test_rows_go_to_standard_output(capsys):
    sink = open_sink(check_sink("csv:-"), tiny_manifest())
    sink.emit(tick_of([prediction()]))
    sink.close()
    (row,) = csv.DictReader(capsys.readouterr().out.splitlines())
    assert row["label"] == "class1"
