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
from rtstgcn_edge.resample import resample
from rtstgcn_edge.seal import is_whole, seal_of


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
    for path in (out, out.with_suffix(".c")):
        assert is_whole(path.read_bytes(), seal_of(path)) is True
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
        ("m.onnx", ["--prefix", "left"], "--prefix is of generated C; write NAME.c, or add --target c"),
        ("m.onnx", ["--precision", "int8", "--prefix", "left"], "--prefix is of generated C; write NAME.c, or add"),
        ("m.c", ["--prefix", "2nd"], "--prefix '2nd': symbols in C begin with a letter and go on with letters, digits"),
        ("m.c", ["--prefix", ""], "--prefix '': symbols in C begin with a letter and go on with letters, digits and _"),
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
    assert said.endswith("the model's are rest, slow, fast, in this order")


def test_the_manifest_tells_the_exponents(made, tmp_path):
    assert export(made, tmp_path / "m.onnx", "--precision", "int8") == 0
    table = open_model(tmp_path / "m.onnx").manifest.quantisation
    assert table is not None
    assert json.loads(json.dumps(table)) == table
    assert set(table["layers"][0]) >= {"graph", "gathered", "weight", "push", "out"}


def test_scores_of_float32_are_not_told_of_8_bits_nor_the_other_way_round(made, tmp_path):
    checkpoint, data = made
    model, description = load_checkpoint(checkpoint)
    scored = description.model_copy(update={"provenance": {"scores": {"top1": 0.5}, "seed": 3}})
    save_checkpoint(tmp_path / "s.safetensors", model, scored)
    exponents = calibrate(model, [torch.from_numpy(np.array(find_trials(data / "train")[0].features()[..., 0]))])
    save_checkpoint(tmp_path / "q.safetensors", model, scored.model_copy(update={"exponents": exponents}))
    for name, precision, kept in (("s", "int8", False), ("s", "float32", True), ("q", "int8", True)):
        words = ["--precision", precision] if precision == "int8" else []
        case = (tmp_path / f"{name}.safetensors", data)
        assert export(case, tmp_path / "m.onnx", *words, calibration=precision == "int8") == 0
        provenance = open_model(tmp_path / "m.onnx").manifest.provenance
        assert ("scores" in provenance) == kept and provenance["seed"] == 3
    words = ["--precision", "float32"]
    assert export((tmp_path / "q.safetensors", data), tmp_path / "m.onnx", *words, calibration=False) == 0
    assert "scores" not in open_model(tmp_path / "m.onnx").manifest.provenance


def test_the_c_exported_without_scores_runs_for_the_onnx_exported_with_them(made, tmp_path):
    assert export(made, tmp_path / "m.onnx", "--precision", "int8", "--data", str(made[1])) == 0
    assert export(made, tmp_path / "m.c") == 0
    assert open_model(tmp_path / "m.onnx", "native").path == tmp_path / "m.c"


def test_nothing_is_done_before_outputs_and_compiler_are_known_to_be_there(made, tmp_path, capsys, monkeypatch):
    def never(*arguments):
        raise AssertionError("the work has begun")

    monkeypatch.setattr("rtstgcn_export.fixed_point.calibrate", never)
    (tmp_path / "file").touch()
    (tmp_path / "m.onnx").mkdir()
    both = ["--target", "onnx", "--target", "c"]
    for out, words, said in (
        (tmp_path / "file" / "m.c", [], "file/m.c: cannot be written"),
        (tmp_path / "m.c", both, "m.onnx: is a folder; name a file"),
        (tmp_path / "n.c", ["--report", str(tmp_path / "file")], "calibration.json: cannot be written"),
    ):
        assert said in refused(capsys, 2, made, out, *words)
    monkeypatch.setenv("CC", "nonesuch")
    assert "no such program" in refused(capsys, 4, made, tmp_path / "m.c")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "m.onnx"]


def test_a_former_model_stays_where_the_report_cannot_be_made(made, tmp_path, capsys):
    (tmp_path / "m.c").write_text("former")
    said = refused(capsys, 2, made, tmp_path / "m.c", "--report", str(tmp_path / "r"), calibration=False)
    assert said == "--report needs --calibration, the recordings to report on"
    assert [path.name for path in tmp_path.iterdir()] == ["m.c"] and (tmp_path / "m.c").read_text() == "former"


def test_the_report_is_there_where_the_scores_are_refused(made, tmp_path, capsys):
    words = ["--report", str(tmp_path / "r"), "--data", str(made[1]), "--max-accuracy-drop=-101"]
    assert "refused, top-1 falls by " in refused(capsys, 4, made, tmp_path / "m.c", *words)
    assert (tmp_path / "r" / "calibration.png").exists()
    assert not (tmp_path / "m.c").exists()


@pytest.mark.parametrize("words", [["--calibration-trials", "3"], ["--calibration-seed", "0"], ["--part", "val"]])
def test_options_that_do_nothing_are_refused(made, tmp_path, capsys, words):
    said = refused(capsys, 2, made, tmp_path / "m.onnx", *words, calibration=False)
    assert said == f"{words[0]} is of 8-bit exports; add --precision int8"
    said = refused(capsys, 2, made, tmp_path / "m.c", *words, calibration=False)
    assert said.startswith(f"{words[0]} needs --")


def test_a_calibration_of_fewer_frames_than_the_model_looks_back_is_said(made, tmp_path, capsys):
    np.save(tmp_path / "short.npy", np.load(made[1] / "train" / "features" / "trial0.npy")[:, :1])
    assert export(made, tmp_path / "m.c", "--calibration", str(tmp_path / "short.npy"), calibration=False) == 0
    first, _ = capsys.readouterr().err.splitlines()
    assert first.startswith("calibration: 1 frames, fewer than the receptive field of 7; ")


def test_recordings_of_a_data_set_are_taken_as_in_training(made, tmp_path, capsys):
    """Channels by name, at the model's rate: as recordings that were cut and resampled by hand."""
    more = write_tiny_dataset(
        tmp_path / "more", rate_hz=40.0, channels=["t", "acc_x", "acc_y", "acc_z"], units=["s", *["m/s^2"] * 3]
    )
    (tmp_path / "by_hand").mkdir()
    for file in (more / "train" / "features").iterdir():
        x = np.load(file)
        np.save(file, np.concatenate([np.full_like(x[:1], 7), x]))
        np.save(tmp_path / "by_hand" / file.name, resample(x[..., 0], 40.0, 20.0, axis=1)[..., None])
    words = ["--precision", "int8", "--calibration"]
    for name, folder in (("a", more / "train"), ("b", tmp_path / "by_hand")):
        assert export(made, tmp_path / f"{name}.onnx", *words, str(folder), calibration=False) == 0
    a, b = (open_model(tmp_path / f"{name}.onnx").manifest.quantisation for name in "ab")
    assert a == b
    assert export(made, tmp_path / "c.onnx", "--precision", "int8") == 0
    assert open_model(tmp_path / "c.onnx").manifest.quantisation != a


def test_scores_on_a_data_set_of_other_units_are_refused(made, tmp_path, capsys):
    other = write_tiny_dataset(tmp_path / "other", units=["g", "g", "g"])
    said = refused(capsys, 2, made, tmp_path / "m.c", "--data", str(other))
    assert "units g, g, g; model 'tiny' takes m/s^2" in said
