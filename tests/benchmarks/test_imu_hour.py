"""The injected hour, short: it measures what it says, and sees what is wrong."""

import json

import numpy as np
import pytest

from benchmarks import imu_hour
from benchmarks.imu_hour import accounts, clean_frames, main, time_base


def run(monkeypatch, tmp_path, *words):
    monkeypatch.setattr("sys.argv", ["imu_hour", *words, "--json", str(tmp_path / "facts.json")])
    assert main() == 0
    return json.loads((tmp_path / "facts.json").read_text())


@pytest.mark.parametrize("words", [("--rate", "50"), ("--rate", "50", "--clocks", "shared"), ("--combined",)])
def test_without_losses_labels_are_those_of_the_clean_samples(monkeypatch, tmp_path, capsys, words):
    facts = run(monkeypatch, tmp_path, "--seconds", "25", "--clean", *words)
    assert all(facts["accounts"].values())
    assert facts["labels_as_offline"] == facts["labels"] > 1000
    assert facts["node_values_on_the_right_tick"] == facts["node_values"]
    assert (facts["node_values"] > 6 * 1000) == ("--rate" in words)
    assert facts["time_base"]["max_ms"] < 1
    shown = capsys.readouterr().out
    assert "samples close, nodes close, frames close, ticks close" in shown and "100.0000 % of" in shown


def test_with_losses_the_accounts_close_and_samples_stand_at_their_instants(monkeypatch, tmp_path):
    facts = run(monkeypatch, tmp_path, "--seconds", "40", "--rate", "50")
    assert all(facts["accounts"].values())
    assert facts["wire"]["corrupt"] > 0 and any(node["lost"] for node in facts["device"]["nodes"].values())
    assert facts["node_values_on_the_right_tick"] == facts["node_values"]
    assert facts["time_base"]["p99_ms"] < 1
    sent = facts["sent"]
    on_the_way = sum(node["taken"] - node["lost"] for node in sent["nodes"])
    assert facts["device"]["samples"]["received"] <= on_the_way


def test_a_sum_that_does_not_close_is_seen():
    node = {"received": 5, "used": 3, "late": 1, "duplicate": 0, "refused": 0, "dropped": 0, "waiting": 0}
    samples = {"received": 5, "joined": 5, "ignored": 0, "kept_out": 0, "unfit": 0}
    facts = {
        "device": {"samples": samples, "nodes": {"a": node}},
        "frames": {"closes": True},
        "ticks": {"closes": False},
    }
    assert accounts(facts) == {"samples": True, "nodes": False, "frames": True, "ticks": False}
    node["waiting"] = 1
    samples["joined"] = 4
    facts["frames"]["closes"] = facts["ticks"]["closes"] = True
    assert accounts(facts) == {"samples": False, "nodes": False, "frames": True, "ticks": True}


def test_the_time_base_is_held_against_the_instants_of_the_samples():
    kept = imu_hour.Kept.__new__(imu_hour.Kept)
    kept.captured = np.array([round(1e9 * (0.5 + t / 10)) for t in range(300)])
    kept.captured[20] += 2_000_000  # in the first ten seconds
    kept.captured[200] += 3_000_000
    kept.captured[250] = -1
    assert imu_hour.first_sample(kept, 10, 10) == 5
    base = time_base(kept, 5, 10, 10)
    assert base["max_before_ms"] == pytest.approx(2) and base["max_ms"] == pytest.approx(3)
    assert base["p50_ms"] == pytest.approx(0, abs=1e-6) and base["within_1_ms"] == pytest.approx(198 / 199)


def test_clean_frames_repeat_the_recording_from_any_sample_on():
    readings = np.arange(2 * 3 * 5, dtype=np.float32).reshape(5, 2, 3)
    frames = clean_frames(readings, 3, 4, 10, 10)
    np.testing.assert_array_equal(frames, readings[[3, 4, 0, 1]].transpose(0, 2, 1))
    assert clean_frames(readings, 3, 9, 20, 10).shape == (9, 3, 2)


def test_too_short_a_time_is_refused(monkeypatch, tmp_path, capsys):
    with pytest.raises(SystemExit):
        run(monkeypatch, tmp_path, "--seconds", "5")
    assert "more than 10 are needed" in capsys.readouterr().err
