from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.run_overhead import TimedEngine, measure
from rtstgcn_edge.engine import Engine
from rtstgcn_edge.model_file import find_model, open_model

ROOT = Path(__file__).parents[2]
SECONDS, RATE_HZ = 4, 50
QUICK = f"sim:gait?seconds={SECONDS}&speed=max"
MEDIANS = ("period_us", "engine_step_us", "housekeeping_us", "everything_else_us")


def run_overhead(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.run_overhead", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    path = tmp_path_factory.mktemp("run_overhead") / "report.json"
    done = run_overhead("--source", QUICK, "--json", str(path))
    assert done.returncode == 0, done.stderr
    return json.loads(path.read_text(encoding="utf-8")), done.stdout


def test_every_period_between_two_frames_is_measured(finished):
    report, _ = finished
    assert set(report) == {"frames", *MEDIANS, "everything_else_p95_us"}
    assert report["frames"] == SECONDS * RATE_HZ - 1


def test_no_part_of_a_period_is_free_and_none_is_longer_than_the_period(finished):
    report, _ = finished
    for part in MEDIANS[1:]:
        assert 0 < report[part] < report["period_us"]
    assert report["everything_else_us"] <= report["everything_else_p95_us"]


def test_what_is_printed_is_what_is_written(finished):
    report, printed = finished
    assert {name: float(value) for name, value in map(str.split, printed.splitlines())} == {
        name: pytest.approx(value, abs=0.051) for name, value in report.items()
    }


def test_time_that_the_engine_takes_is_not_charged_to_the_pipeline(monkeypatch):
    before = measure("demo", QUICK)
    slow = Engine.step

    def dawdling(self, joints):
        for _ in range(20):
            slow(self, joints)
        return slow(self, joints)

    monkeypatch.setattr(Engine, "step", dawdling)
    after = measure("demo", QUICK)
    added = after["period_us"] - before["period_us"]
    assert after["engine_step_us"] > 5 * before["engine_step_us"]
    assert after["everything_else_us"] - before["everything_else_us"] < added / 4


def test_timing_changes_no_logits():
    model = open_model(find_model("demo"))
    plain, timed = Engine(model), TimedEngine("demo")
    frame = {0: [[0.5] * model.manifest.joints] * len(model.manifest.channels)}
    assert (plain.step(frame) == timed.step(frame)).all()
    assert len(timed.steps) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [(["--model", "nix"], 2, "no model named 'nix'"), (["--source", "sin:gait"], 2, "did you mean 'sim'?")],
)
def test_a_name_that_is_none_is_refused_in_one_line(arguments, code, said):
    done = run_overhead(*arguments)
    assert done.returncode == code and done.stdout == ""
    assert said in done.stderr and len(done.stderr.splitlines()) == 1
