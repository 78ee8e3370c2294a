"""Models against their rate, and sources."""

import numpy as np
import pytest
from runs import tiny_manifest, tiny_model, write_gait_model, write_model

from rtstgcn_edge.cli.doctor import speed


@pytest.mark.parametrize(("rate_hz", "level"), [(10.0, "ok"), (5e6, "bad")])
def test_a_model_that_is_slower_than_its_rate_is_bad(tmp_path, rate_hz, level):
    path = write_model(tmp_path / "one.onnx", tiny_model(), name="one", rate_hz=rate_hz)
    (found,) = speed.speed(str(path))
    assert (found.level, found.what) == (level, "speed of one")


@pytest.mark.parametrize(("p95_ms", "level"), [(1.0, "ok"), (60.0, "look"), (99.0, "look"), (101.0, "bad")])
def test_what_is_tight(p95_ms, level):
    found = speed._judged("x", 0.02, p95_ms / 1e3, tiny_manifest(rate_hz=10.0))
    assert found.level == level and found.found == f"{p95_ms:.2f} ms a frame (p95) of 100.0 ms; 20.0% of a core"
    assert bool(found.remedy) == (level != "ok")


def test_a_model_that_does_not_open_is_bad(tmp_path):
    (tmp_path / "bad.onnx").write_bytes(b"shopping list")
    assert speed.step_time(str(tmp_path / "bad.onnx")).level == "bad"


def test_bundled_models_are_measured_where_none_is_named(monkeypatch):
    monkeypatch.setattr(speed, "STEPS", 20)
    assert {finding.what for finding in speed.speed(None)} >= {"speed of demo", "speed of hugadb"}


def test_a_source_that_fits_and_one_that_does_not(tmp_path):
    model = str(write_gait_model(tmp_path / "gait.onnx"))
    assert speed.source("sim:gait", model).level == "ok"
    found = speed.source("imu:/dev/nothing", model)
    assert found.level == "bad" and "no such device" in found.found
    np.save(tmp_path / "trial.npy", np.zeros((2, 9, 3), np.float32))
    assert speed.source(f"replay:{tmp_path / 'trial.npy'}", model).level == "bad"
