"""The run in real time, short: three processes, and what was recorded gives the same labels."""

import json

import pytest

from benchmarks.imu_run import main


@pytest.mark.slow
def test_a_run_is_measured_and_its_recording_replayed(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("sys.argv", ["imu_run", "--seconds", "4", "--json", str(tmp_path / "facts.json")])
    assert main() == 0
    facts = json.loads((tmp_path / "facts.json").read_text())
    assert facts["replayed_alike"] and facts["labels"] > 150
    assert facts["summary"]["latency_ms"]["host"]["p50"] > 0
    assert 0 < facts["load"] < 1 and len(facts["resident_mib"]) >= 3
    shown = capsys.readouterr().out
    assert "frames and ticks close" in shown and "the same labels, bit for bit" in shown


def test_a_run_that_fails_says_why(monkeypatch, tmp_path):
    monkeypatch.setattr("sys.argv", ["imu_run", "--seconds", "4", "--model", "no_such_model"])
    with pytest.raises(SystemExit, match="no_such_model"):
        main()
