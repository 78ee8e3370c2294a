from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGINE = "rtstgcn-edge engine"
CONTENDERS = {
    ENGINE,
    "torch streaming form",
    "continual-inference CoST-GCN",
    "floor: np.matmul",
    "floor: torch.mm",
    "floor: onnxruntime MatMul",
}


def step_latency(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.step_latency", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=500)


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    path = tmp_path_factory.mktemp("step_latency") / "report.json"
    done = step_latency("--quick", "--seconds", "0.5", "--json", str(path))
    assert done.returncode == 0, done.stderr
    return json.loads(path.read_text(encoding="utf-8")), done.stdout


def test_every_contender_has_a_row_in_every_setting(finished):
    report, _ = finished
    settings = {(row["kernel"], row["skeletons"]) for row in report["rows"]}
    assert settings == {(3, 1), (3, 2), (9, 1), (9, 2)}
    for setting in settings:
        rows = [row for row in report["rows"] if (row["kernel"], row["skeletons"]) == setting]
        assert len(rows) == len(CONTENDERS)
        assert {row["contender"] for row in rows} == CONTENDERS


def test_only_an_absent_package_leaves_a_contender_out_and_the_row_says_so(finished):
    report, printed = finished
    installed = importlib.util.find_spec("continual") is not None
    for row in report["rows"]:
        if row["contender"] == "continual-inference CoST-GCN" and not installed:
            assert "not installed" in row["not_run"]
            assert row["not_run"] in printed
        else:
            assert row["not_run"] == ""
            assert row["steps"] >= 1
            assert 0 < row["median_us"] <= row["p95_us"]


def test_engine_and_torch_streaming_form_agree_in_every_setting(finished):
    report, _ = finished
    assert len(report["agreement"]) == 4
    assert all(0 <= entry["error"] <= 1e-5 for entry in report["agreement"])


def test_ratios_follow_from_the_medians_of_the_same_setting(finished):
    report, _ = finished
    medians = {(row["kernel"], row["skeletons"], row["contender"]): row.get("median_us") for row in report["rows"]}
    for row in report["rows"]:
        if row["not_run"]:
            continue
        setting = (row["kernel"], row["skeletons"])
        blas = min(medians[(*setting, "floor: np.matmul")], medians[(*setting, "floor: torch.mm")])
        floor = min(blas, medians[(*setting, "floor: onnxruntime MatMul")])
        assert row["to_blas_floor"] == pytest.approx(row["median_us"] / blas)
        assert row["to_floor"] == pytest.approx(row["median_us"] / floor)
        assert row["per_skeleton_us"] * row["skeletons"] == pytest.approx(row["median_us"])
    for entry in report["summary"]:
        short, long = (medians[kernel, entry["skeletons"], ENGINE] for kernel in (3, 9))
        assert entry["long_to_short"] == pytest.approx(long / short)


def test_housekeeping_is_timed_apart_and_only_where_there_is_any(finished):
    report, _ = finished
    for row in report["rows"]:
        if not row["not_run"]:
            assert (row["housekeeping_us"] is not None) == (row["contender"] == ENGINE)
    assert all(us > 0 for entry in report["summary"] for us in entry["housekeeping_us"])


def test_report_names_the_machine_and_the_versions(finished):
    report, printed = finished
    assert report["machine"]["cpu"] in printed
    for name in ("numpy", "onnxruntime", "torch"):
        assert f"{name} {report['machine']['versions'][name]}" in printed


def test_a_time_that_is_none_is_refused_in_one_line():
    done = step_latency("--quick", "--seconds", "0")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == "--seconds 0: give a time above 0, such as 120\n"
