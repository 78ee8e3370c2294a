"""8-bit exports as a person asks for them: exponents, forms, scores, refusals."""

import json

import numpy as np
import pytest
import torch
from rtstgcn_training.checkpoint import load_checkpoint, save_checkpoint
from rtstgcn_training.chunked.labelling import label_trial
from rtstgcn_training.quantised import QuantisedRTSTGCN
from rtstgcn_training.quantised.calibrate import calibrate
from tiny_dataset import write_tiny_dataset
from two_files import write_both

from rtstgcn_edge.cli.main import main
from rtstgcn_edge.engine import Engine, stream_trials
from rtstgcn_edge.model_file import open_model
from rtstgcn_edge.recordings import find_trials


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    data = write_tiny_dataset(folder / "data")
    return write_both(folder, data)[0], data


def export(made, out, *words, calibration=True):
    checkpoint, data = made
    chosen = ["--calibration", str(data / "train")] if calibration else []
    return main(["export", str(checkpoint), str(out), *chosen, *words])


def refused(capsys, code, *arguments, **options):
    assert export(*arguments, **options) == code
    printed = capsys.readouterr()
    lines = printed.err.splitlines()
    assert printed.out == "" and lines[-1].startswith("rtstgcn-edge: ")
    return lines[-1].removeprefix("rtstgcn-edge: ")


def labels_of(file, x):
    return stream_trials(Engine(open_model(file)), [x])[0]


def test_both_forms_give_the_bits_of_the_fake_quantised_checkpoint(made, tmp_path, capsys):
    checkpoint, data = made
    out = tmp_path / "new" / "tiny.onnx"
    words = ["--target", "onnx", "--target", "c", "--recording", str(data / "val"), "--calibration-trials", "3"]
    assert export(made, out, *words) == 0
    printed = capsys.readouterr()
    assert printed.out == "" and printed.err.count("\n") == 1
    assert " to the last bit over " in printed.err
    assert {path.name for path in out.parent.iterdir()} == {"tiny.onnx", "tiny.c", "tiny.h"}
    model, _ = load_checkpoint(checkpoint)
    manifest = open_model(out).manifest
    assert (manifest.precision, manifest.name) == ("int8", "tiny")
    trial = np.array(find_trials(data / "val")[0].features()[..., 0], order="C")
    exponents = type(calibrate(model, [torch.from_numpy(trial)])).model_validate(manifest.quantisation)
    expected = label_trial(QuantisedRTSTGCN(model, exponents).eval(), torch.from_numpy(trial)).numpy()
    for form in (out, out.with_suffix(".c")):
        np.testing.assert_array_equal(labels_of(form, trial).view(np.int32), expected.view(np.int32))


def test_a_checkpoint_that_carries_exponents_needs_no_calibration(made, tmp_path):
    checkpoint, data = made
    model, description = load_checkpoint(checkpoint)
    exponents = calibrate(model, [torch.from_numpy(np.array(find_trials(data / "train")[0].features()[..., 0]))])
    learnt = description.model_copy(update={"exponents": exponents})
    save_checkpoint(tmp_path / "learnt.safetensors", model, learnt)
    assert export((tmp_path / "learnt.safetensors", data), tmp_path / "m.onnx", calibration=False) == 0
    manifest = open_model(tmp_path / "m.onnx").manifest
    assert manifest.precision == "int8"
    assert manifest.quantisation == exponents.model_dump(mode="json")
    words = ["--precision", "float32"]
    assert export((tmp_path / "learnt.safetensors", data), tmp_path / "f.onnx", *words, calibration=False) == 0
    assert open_model(tmp_path / "f.onnx").manifest.precision == "float32"


def test_the_same_draw_gives_the_same_file_and_another_draw_may_not(made, tmp_path):
    for name, words in {"a": [], "b": [], "c": ["--calibration-seed", "1"]}.items():
        assert export(made, tmp_path / f"{name}.onnx", "--precision", "int8", "--calibration-trials", "2", *words) == 0
    assert (tmp_path / "a.onnx").read_bytes() == (tmp_path / "b.onnx").read_bytes()


def test_scores_are_compared_and_kept_and_a_fall_is_refused(made, tmp_path, capsys):
    words = ["--precision", "int8", "--data", str(made[1])]
    assert export(made, tmp_path / "m.onnx", *words) == 0
    before, after, _ = capsys.readouterr().err.splitlines()
    assert before.startswith("float32  top-1 ") and after.startswith("int8     top-1 ")
    kept = open_model(tmp_path / "m.onnx").manifest.provenance["scores"]
    assert kept["part"] == "val" and f"top-1 {kept['top1']:.4f}" in after
    said = refused(capsys, 4, made, tmp_path / "n.onnx", *words, "--max-accuracy-drop=-101")
    assert said.startswith("tiny: refused, top-1 falls by ") and "(allowed: -101)" in said
    assert not (tmp_path / "n.onnx").exists()


def test_the_report_is_written(made, tmp_path):
    assert export(made, tmp_path / "m.c", "--report", str(tmp_path / "report")) == 0
    assert {path.suffix for path in (tmp_path / "report").iterdir()} >= {".json", ".png"}


@pytest.mark.parametrize(
    ("out", "words", "said"),
    [
        ("m.bin", [], "m.bin: a model file is named NAME.onnx, generated source NAME.c"),
        ("m.onnx", ["--target", "c"], "m.c; name that"),
        ("m.c", ["--precision", "float32"], "--precision float32: generated C is 8-bit"),
        ("m.onnx", [], "--calibration is of 8-bit exports; add --precision int8"),
        ("m.onnx", ["--precision", "float32"], "--calibration is of 8-bit exports; leave --precision float32 out"),
        ("m.c", ["--calibration-trials", "0"], "--calibration-trials 0: give 1 or more"),
        ("m.c", ["--calibration-seed", "-1"], "--calibration-seed -1: give 0 or more"),
        ("m.c", ["--max-accuracy-drop", "nan"], "--max-accuracy-drop nan: give points, such as 0.5"),
        ("m.c", ["--max-accuracy-drop", "1"], "--max-accuracy-drop needs --data"),
        ("m.c", ["--data", "nowhere"], "nowhere: no data set with classes"),
        ("m.c", ["--calibration", "nowhere.npy"], "nowhere.npy: no such trial or folder"),
    ],
)
def test_what_makes_no_sense_is_refused(made, tmp_path, capsys, out, words, said):
    assert said in refused(capsys, 2, made, tmp_path / out, *words)
    assert list(tmp_path.iterdir()) == []


def test_eight_bits_need_recordings(made, tmp_path, capsys):
    said = refused(capsys, 2, made, tmp_path / "m.c", calibration=False)
    assert said.startswith("tiny: 8 bits need --calibration, recordings to choose exponents on")


def test_recordings_of_nothing_and_of_another_shape_are_refused(made, tmp_path, capsys):
    np.save(tmp_path / "zeros.npy", np.zeros((3, 40, 3, 1), np.float32))
    np.save(tmp_path / "wide.npy", np.ones((6, 40, 3, 1), np.float32))
    for file, said in (("zeros", "all samples are zero"), ("wide", "6 channels x 3 joints")):
        words = ["--calibration", str(tmp_path / f"{file}.npy")]
        assert said in refused(capsys, 2, made, tmp_path / "m.c", *words, calibration=False)


def test_without_a_compiler_c_cannot_pass_the_gate(made, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("CC", str(tmp_path / "nocc"))
    assert "no such program; name a C compiler" in refused(capsys, 4, made, tmp_path / "m.c")
    assert list(tmp_path.iterdir()) == []


def test_another_data_set_s_classes_are_refused(made, tmp_path, capsys):
    other = write_tiny_dataset(tmp_path / "other")
    (other / "actions.txt").write_text("a\nb\nc\n")
    said = refused(capsys, 2, made, tmp_path / "m.c", "--data", str(other))
    assert said.endswith("its classes are not those of 'tiny'")


def test_the_manifest_tells_the_exponents(made, tmp_path):
    assert export(made, tmp_path / "m.onnx", "--precision", "int8") == 0
    table = open_model(tmp_path / "m.onnx").manifest.quantisation
    assert table is not None
    assert json.loads(json.dumps(table)) == table
    assert set(table["layers"][0]) >= {"graph", "gathered", "weight", "push", "out"}
