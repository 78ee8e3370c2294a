"""`benchmark` from the command line."""

import json

import pytest
from model_by_hand import native_manifest, needs_compiler, write_native
from runs import write_gait_model
from tiny_dataset import write_tiny_dataset

from rtstgcn_edge.cli.main import main
from rtstgcn_edge.machine import machine_facts
from rtstgcn_edge.model_file import bundled_models
from rtstgcn_edge.simulator import write_dataset


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def measured(tmp_path, *words):
    assert main(["benchmark", *words, "--seconds", "0.05", "--json", str(tmp_path / "b.json")]) == 0
    return json.loads((tmp_path / "b.json").read_text())


@needs_compiler
def test_every_form_of_a_model_is_measured_in_the_order_of_their_names(tmp_path, capsys):
    onnx = write_gait_model(tmp_path / "gait.onnx")
    source = write_native(tmp_path / "by-hand.c", native_manifest())
    facts = measured(tmp_path, "demo", str(onnx), str(source), "--skeletons", "2")
    assert [row["model"] for row in facts["models"]] == ["demo", "gait.onnx", "by-hand.c"]
    assert [row["running"] for row in facts["models"]] == [
        "float32 by ONNX Runtime",
        "float32 by ONNX Runtime",
        "int8 by native code (by hand)",
    ]
    assert facts["models"][0]["speed"] == 1 and facts["models"][2]["speed"] > 1
    assert facts["models"][1]["file_bytes"] == onnx.stat().st_size
    assert facts["models"][2]["state_bytes"] == 4 * 4 + 4 + 2 * 2 * 4 + 4
    for row in facts["models"]:
        assert row["ticks"] > 0 and 0 < row["step_us"]["p50"] <= row["step_us"]["p99"]
        assert row["step_us"]["p50"] < row["tick_us"]["p50"]
    assert facts["machine"] == machine_facts() and facts["data"] is None
    out, err = capsys.readouterr()
    assert out.startswith("3 models in turns for 0.05 s, one thread, 2 skeletons\n")
    assert err == f"building by-hand.c for this processor: {err.split(': ')[1]}"


def test_without_names_all_bundled_models_are_measured(tmp_path, capsys):
    assert [row["model"] for row in measured(tmp_path)["models"]] == list(bundled_models())


def test_with_data_the_bundled_models_that_it_fits_are_scored(tmp_path, capsys):
    write_dataset(tmp_path / "gait", trials=10, seconds=2.0, seed=0)
    facts = measured(tmp_path, "--data", str(tmp_path / "gait"))
    (row,) = facts["models"]
    assert row["model"] == "demo" and facts["data"] == "gait/val"
    assert row["accuracy"]["same_label_as_first"] == 1 and 0 <= row["accuracy"]["top1"] <= 1
    assert "gait/val: " in capsys.readouterr().out
    facts = measured(tmp_path, "demo", "demo", "--data", str(tmp_path / "gait" / "train"))
    assert facts["data"] == "gait/train"
    assert "the same logits, bit for bit: demo, demo" in capsys.readouterr().out


def test_data_that_no_bundled_model_or_not_the_named_one_takes_is_refused(tmp_path, capsys):
    root = write_tiny_dataset(tmp_path / "tiny", train=1, val=1, frames=30)
    for words, said in (
        ([], "tiny: no bundled model is made for its classes, channels and rate; name one"),
        (["demo"], "those of model 'demo' are "),
    ):
        assert main(["benchmark", *words, "--data", str(root)]) == 2
        out, err = capsys.readouterr()
        assert out == "" and said in err and len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--seconds", "0"], 2, "--seconds 0: above 0 and at most 3600 is expected"),
        (["--seconds", "nan"], 2, "--seconds nan: above 0 and at most 3600 is expected"),
        (["--seconds", "soon"], 2, "argument --seconds: invalid float value: 'soon'"),
        (["--skeletons", "0"], 2, "--skeletons 0: 1 to 64 are expected"),
        (["--skeletons", "65"], 2, "--skeletons 65: 1 to 64 are expected"),
        (["--json", "missing/b.json"], 2, "--json missing/b.json: names no file in an existing folder"),
        (["--json", "m.onnx", "m.onnx"], 4, "m.onnx: not a readable ONNX model"),
        (["dmeo"], 2, "no model named 'dmeo'; did you mean 'demo'?"),
        (["m.so"], 4, "m.so: not a shared library"),
        (["m.c"], 4, "m.c: not C source of a model"),
        (["--data", "nowhere"], 2, "nowhere: no such folder"),
        (["--skeleton", "2"], 2, "unrecognized arguments: --skeleton"),
    ],
)
def test_wrong_words_end_in_one_line_before_anything_is_measured(tmp_path, monkeypatch, capsys, words, code, said):
    monkeypatch.chdir(tmp_path)
    for name in ("m.onnx", "m.so", "m.c"):
        (tmp_path / name).write_text("a shopping list")
    assert main(["benchmark", *words]) == code
    out, err = capsys.readouterr()
    assert out == "" and said in err and len(err.splitlines()) == 1


def test_the_json_does_not_replace_a_model(tmp_path, capsys):
    file = write_gait_model(tmp_path / "gait.onnx")
    before = file.read_bytes()
    assert main(["benchmark", str(file), "--json", str(file)]) == 2
    assert "is one of the models; take another file" in capsys.readouterr().err
    assert file.read_bytes() == before
