"""What is installed, and what of it does not work."""

from pathlib import Path

import pytest
from runs import tiny_model, write_model

from rtstgcn_edge.cli.doctor import software
from rtstgcn_edge.errors import ModelError


def by_name(findings):
    return {finding.what: finding for finding in findings}


def test_this_installation_is_fit():
    findings = list(software.software())
    assert {finding.level for finding in findings} == {"ok"}
    found = by_name(findings)
    assert "numpy" in found["versions"].found and "onnxruntime" in found["versions"].found
    assert "demo" in found["bundled models"].found and "hugadb" in found["bundled models"].found
    assert "[imu]" in found["extras"].found and "[record]" in found["extras"].found


def test_an_old_python_is_bad(monkeypatch):
    monkeypatch.setattr(software.sys, "version_info", (3, 9, 1))
    assert software._python().level == "bad"


def test_extras_that_are_left_out_are_no_fault(monkeypatch):
    monkeypatch.setattr(software, "find_spec", lambda name: None if name in ("mcap", "torch") else object())
    (found,) = software._extras()
    there = "[imu], [lsl], [camera], [camera-lite], [live], [mqtt], [view]"
    assert found.level == "ok" and found.found == f"{there} installed"
    assert found.remedy.startswith("[record], [train], [export] left out")


@pytest.mark.parametrize("missing", ["mediapipe", "ai_edge_litert"])
def test_who_has_one_extra_for_cameras_is_not_sent_to_the_other(monkeypatch, missing):
    monkeypatch.setattr(software, "find_spec", lambda name: None if name in (missing, "mcap") else object())
    (found,) = software._extras()
    assert found.found.count("camera") == 1
    assert found.remedy.startswith("[record] left out")
    monkeypatch.setattr(software, "find_spec", lambda name: None)
    (found,) = software._extras()
    assert "[camera], [camera-lite]" in found.remedy


def test_a_library_that_cannot_be_loaded_is_bad(monkeypatch):
    def load(name):
        if name == "pylsl":
            raise RuntimeError("LSL binary library file was not found.\nand more")

    monkeypatch.setattr(software, "import_module", load)
    bad = [finding for finding in software._extras() if finding.level == "bad"]
    assert [(one.what, one.found) for one in bad] == [
        ("extra [lsl]", "pylsl cannot be loaded (LSL binary library file was not found.)")
    ]


def test_a_bundled_model_that_is_damaged_is_bad(tmp_path, monkeypatch):
    good = write_model(tmp_path / "good.onnx", tiny_model())
    (tmp_path / "bad.onnx").write_bytes(good.read_bytes()[:500])
    monkeypatch.setattr(software, "bundled_models", lambda: {"good": good, "bad": tmp_path / "bad.onnx"})
    bad, last = software._models()
    assert (bad.level, bad.what) == ("bad", "model bad") and str(tmp_path / "bad.onnx") in bad.found
    assert (last.level, last.found) == ("ok", "good run in ONNX Runtime")
    monkeypatch.setattr(software, "bundled_models", dict)
    assert [finding.level for finding in software._models()] == ["bad"]


def test_no_compiler_is_no_fault(monkeypatch):
    def none():
        raise ModelError("no compiler")

    monkeypatch.setattr(software, "find_compiler", none)
    found = software._compiler()
    assert (found.level, found.found) == ("ok", "none") and "gcc" in found.remedy


def test_a_version_of_what_nobody_installed():
    assert software._version("no-such-library").startswith("no-such-library ")
    assert Path(software.__file__).is_file()


@pytest.mark.parametrize("name", software.LOADED)
def test_what_is_loaded_belongs_to_an_extra(name):
    assert any(name in modules for modules in software.EXTRAS.values())
