"""`models`: what a file says of itself, and whether it does it."""

import hashlib

import onnx
import pytest
from model_files import emitted
from runs import tiny_model, write_gait_model, write_model

from rtstgcn_edge.cli.main import main
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.model_file import bundled_models, open_model


@pytest.fixture
def file(tmp_path):
    return write_gait_model(tmp_path / "gait.onnx", description="for tests")


def test_the_list_holds_the_bundled_models(capsys):
    assert main(["models", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(bundled_models())
    assert "demo" in bundled_models()


def test_show_says_what_the_manifest_holds(file, capsys):
    assert main(["models", "show", str(file)]) == 0
    rows = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert rows["name"] == "gait" and rows["description"] == "for tests"
    assert rows["classes"].startswith("standing, walking, turning")
    assert rows["input"].startswith("acc_x (m/s^2), ")
    assert rows["rate"] == "50 Hz"
    assert rows["receptive"] == "field  7 frames (0.14 s)"
    assert "window0: sum of K = 3, d = 1, width 24" in rows["FIFOs"]


def test_show_as_json_is_the_manifest(file, capsys):
    assert main(["models", "show", str(file), "--json"]) == 0
    assert Manifest.model_validate_json(capsys.readouterr().out) == open_model(file).manifest


@pytest.mark.parametrize(
    "provenance",
    [
        {},
        {"data": {"source": "a hall with six cameras"}, "git_commit": "abc"},
        {"data": "somewhere"},
        {"scores": {"top1": "high"}},
        {"scores": [1]},
        {"colour": "red"},
    ],
)
def test_show_takes_any_provenance(tmp_path, capsys, provenance):
    file = write_model(tmp_path / "x.onnx", tiny_model(), provenance=provenance)
    assert main(["models", "show", str(file)]) == 0
    assert "parameters" in capsys.readouterr().out


def test_show_tells_what_a_model_was_trained_on_and_scored(tmp_path, capsys):
    scores = {"top1": 0.91234, "f1": {"f1@50": 0.5}, "edit": 0.25, "part": "val", "frames": 100, "trials": 2}
    provenance = {"data": {"name": "hall", "source": ""}, "scores": scores, "git_commit": "abc123"}
    file = write_model(tmp_path / "x.onnx", tiny_model(), provenance=provenance)
    main(["models", "show", str(file)])
    lines = capsys.readouterr().out.splitlines()
    assert "trained on       hall" in lines
    assert "scores           top-1 0.9123, f1@50 0.5000, edit 0.2500 (val, 100 frames of 2 trials)" in lines
    assert "commit           abc123" in lines


def test_a_sound_model_is_verified_with_its_hash(file, capsys):
    assert main(["models", "verify", str(file)]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("gait: ok (format 1; 2 FIFOs agree with the graph; 200 frames of noise, twice")
    assert second == f"sha256 {hashlib.sha256(file.read_bytes()).hexdigest()}"


@pytest.mark.parametrize("name", ["demo", "hugadb"])
def test_the_bundled_models_are_sound(name, capsys):
    assert main(["models", "verify", name]) == 0
    assert capsys.readouterr().out.startswith(f"{name}: ok")


def test_a_model_whose_logits_are_not_finite_is_refused(tmp_path, capsys):
    content = emitted(tiny_model())
    (bias,) = [c for c in content.graph.initializer if c.name == "head_bias"]
    values = onnx.numpy_helper.to_array(bias).copy()
    values[0] = float("nan")
    bias.CopyFrom(onnx.numpy_helper.from_array(values, bias.name))
    onnx.save(content, tmp_path / "x.onnx")
    assert main(["models", "verify", str(tmp_path / "x.onnx")]) == 4
    assert "are not all finite" in capsys.readouterr().err


@pytest.mark.parametrize("action", ["show", "verify"])
@pytest.mark.parametrize(("name", "code"), [("dmeo", 2), ("missing.onnx", 2), ("text.onnx", 4)])
def test_what_is_no_model_is_refused(tmp_path, monkeypatch, capsys, action, name, code):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.onnx").write_text("not a model")
    assert main(["models", action, name]) == code
    out, err = capsys.readouterr()
    assert out == "" and len(err.splitlines()) == 1


def test_a_near_miss_of_a_bundled_name_is_named(capsys):
    main(["models", "show", "dmeo"])
    assert capsys.readouterr().err.endswith("did you mean 'demo'?\n")
