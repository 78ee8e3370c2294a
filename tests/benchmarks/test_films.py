"""Films end to end: the table says what the summary holds."""

import json

import pytest
from cameras import KINECT, SaidPoses, pose_at, write_film
from runs import tiny_model, write_model

from benchmarks.films import main
from rtstgcn_edge.sources.camera import posing


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Two films and a model; one person in every image."""
    estimator = SaidPoses([pose_at()], seconds=0.004)
    monkeypatch.setattr(posing, "find_task_file", lambda *_: tmp_path / "pose_landmarker_lite.task")
    monkeypatch.setattr(posing, "open_estimator", lambda *_: estimator)
    write_model(tmp_path / "kinect.onnx", tiny_model(skeleton="kinect20"), rate_hz=30.0, **KINECT)
    for name in ("one", "two"):
        write_film(tmp_path / f"{name}.avi", 40)
    return tmp_path


def test_each_film_has_its_row_and_each_person_a_line(folder, monkeypatch, capsys):
    films = [str(folder / "one.avi"), str(folder / "two.avi")]
    words = ["films", *films, "--model", str(folder / "kinect.onnx"), "--json", str(folder / "facts.json")]
    monkeypatch.setattr("sys.argv", words)
    assert main() == 0
    lines = capsys.readouterr().out.splitlines()
    measured = json.loads((folder / "facts.json").read_text())["films"]
    for facts, line, person in zip(measured, lines[1:5:2], lines[2:6:2], strict=True):
        words, latency = line.split(), facts["summary"]["latency_ms"]
        pose = facts["summary"]["source_facts"]["pose"]["ms"]["p50"]
        assert words[:5] == [facts["film"], "said", "40", "1", "1"]
        assert [float(word) for word in words[5:]] == pytest.approx(
            [pose, facts["summary"]["source_facts"]["pose"]["ms"]["p95"], latency["host"]["p50"] - pose,
             latency["infer"]["p50"]], abs=0.06)  # fmt: skip
        assert float(words[5]) >= 4 and 0 < float(words[7]) < 4
        (labels,) = facts["labels"].values()
        assert person.startswith(f"    #0, {sum(labels.values())} labels: {next(iter(labels))} ")
        assert 25 <= sum(labels.values()) < 40, "warm ones alone"


def test_a_film_that_is_not_there_is_said(folder, monkeypatch):
    monkeypatch.setattr("sys.argv", ["films", "nowhere.avi", "--model", str(folder / "kinect.onnx")])
    with pytest.raises(SystemExit, match=r"nowhere\.avi: no such file"):
        main()
