"""What a run refuses: one line, the exit code, and no file."""

import os
import subprocess

import numpy as np
import pytest
import torch
from run_words import LEG_RUN, assert_refused, words_of
from runs import environment, program, random_recording, tiny_model, write_model
from tiny_dataset import write_tiny_dataset

from rtstgcn_edge.cli.main import main
from rtstgcn_edge.model_file import bundled_models

BAD_MODELS = [
    ("missing.onnx", 2, "no such model file"),
    ("truncated.onnx", 4, "not a readable ONNX model"),
    ("empty.onnx", 4, "not a readable ONNX model"),
    ("text.onnx", 4, "not a readable ONNX model"),
    ("missing.c", 2, "no such model file"),
    ("text.c", 4, "not C source of a model; 'rtstgcn-edge export --target c' makes it"),
    ("text.so", 4, "not a shared library; 'rtstgcn-edge models build NAME.c text.so' makes one"),
    ("foreign.onnx", 4, "an ONNX file without a manifest"),
    ("broken.onnx", 4, "manifest: "),
    ("version.onnx", 4, "manifest: format_version"),
    ("misspelt.onnx", 4, "unknown key 'clases'; did you mean 'classes'?"),
    ("classes.onnx", 4, "manifest and graph disagree: output 'logits' is"),
    ("fifo.onnx", 4, "manifest and graph disagree: input 'fifo_window0' is"),
    ("nofifo.onnx", 4, "is in the graph but not the manifest"),
]
BAD_SOURCES = [
    ("leg.onnx", "replay:SHELF/missing.npy", 3, "missing.npy: no such trial or folder"),
    ("leg.onnx", "repaly:SHELF/short.npy", 2, "unknown scheme 'repaly:'; did you mean 'replay'?"),
    ("leg.onnx", "SHELF/short.npy", 2, "no scheme"),
    ("leg.onnx", "replay:SHELF/tiny/val?sped=max", 2, "unknown option 'sped'; did you mean 'speed'?"),
    ("leg.onnx", "replay:SHELF/tiny/val?speed=fast", 2, "speed=fast: a factor of real time"),
    ("leg.onnx", "replay:SHELF/empty", 2, "no trials"),
    ("leg.onnx", "replay:SHELF/joints.npy", 2, "3 channels x 4 joints, but model 'leg' takes 3 x 3"),
    ("leg.onnx", "replay:SHELF/leg.onnx", 2, "not a readable .npy array"),
    ("leg.onnx", "replay:SHELF/mislabelled/val", 2, "59 labels for the 60 frames of trial0"),
    ("leg.onnx", "replay:SHELF/nodes/val", 2, "nodes ankle, knee, hip; model 'leg' takes hip, knee, ankle"),
    ("leg.onnx", "replay:SHELF/short.npy?rate_hz=50", 2, "50 Hz, but model 'leg' runs at 20 Hz"),
    ("leg.onnx", "sim:gait", 2, "sim:gait: 50 Hz, but model 'leg' runs at 20 Hz"),
    ("gait.onnx", "sim:gate", 2, "no simulation named 'gate'; did you mean 'gait'?"),
    ("gait.onnx", "replay:SHELF/tiny/val", 2, "20 Hz, but model 'gait' runs at 50 Hz"),
]
BAD_FLAGS = [
    (["--smoothing", "-1"], "--smoothing: "),
    (["--smoothing", "inf"], "--smoothing: "),
    (["--hysteresis", "1"], "--hysteresis: "),
    (["--minimum", "nan"], "--minimum: "),
    (["--minimum", "soon"], "argument --minimum: invalid float value: 'soon'"),
    (["--hold", "-1"], "--hold -1: seconds from 0 to 3600 are expected"),
    (["--hold", "nan"], "--hold nan: seconds from 0 to 3600 are expected"),
    (["--people", "0"], "--people 0: 1 to 16 skeletons at once are expected"),
    (["--people", "17"], "--people 17: 1 to 16 skeletons at once are expected"),
    (["--people", "few"], "argument --people: invalid int value: 'few'"),
    (["--keep", "nearst"], "argument --keep: invalid choice: 'nearst'"),
    (["--sauce", "x"], "unrecognized arguments: --sauce x; did you mean '--source'? (see 'rtstgcn-edge run --help')"),
    (["--sink", "jsnol:-"], "unknown scheme 'jsnol:'; did you mean 'jsonl'?"),
    (["--sink", "text:-?colour=1"], "unknown option 'colour'"),
    (["--sink", "text:"], "names no file"),
    (["--sink", "text:OUT/none/x.txt"], "no folder"),
    (["--sink", "text:OUT"], "names no file"),
    (["--sink", "text:-", "--sink", "jsonl:-"], "--sink jsonl:-: standard output is written by --sink text:-"),
    (["--sink", "text:OUT/labels.csv"], "labels.csv is written by --sink csv:"),
    (["--sink", "text:OUT/../OUTNAME/labels.csv"], "labels.csv is written by --sink csv:"),
    (["--sink", "text:OUT/summary.json"], "is written by --sink text:"),
    (["--engine", "nativ"], "argument --engine: invalid choice: 'nativ' (choose from "),
    (["--engine", "native"], "--engine native: neither leg.so nor leg.c lies beside "),
    (["--event", "fst"], "--event 'fst': no such class; did you mean 'fast'?"),
    (["--event", "rest", "--event", "slow", "--event", "fast"], "--event: 3 of 3 classes named"),
]


@pytest.mark.parametrize(("model", "code", "said"), BAD_MODELS)
def test_a_bad_model_is_refused_before_anything_is_written(shelf, tmp_path, capsys, model, code, said):
    assert_refused(capsys, tmp_path, words_of(shelf, model, LEG_RUN[1]), code, said)


@pytest.mark.parametrize(("model", "source", "code", "said"), BAD_SOURCES)
def test_a_bad_source_is_refused_before_anything_is_written(shelf, tmp_path, capsys, model, source, code, said):
    assert_refused(capsys, tmp_path, words_of(shelf, model, source), code, said)


@pytest.mark.parametrize(("flags", "said"), BAD_FLAGS)
def test_a_bad_flag_is_refused_before_anything_is_written(shelf, tmp_path, capsys, flags, said):
    flags = [flag.replace("OUTNAME", tmp_path.name).replace("OUT", str(tmp_path)) for flag in flags]
    assert_refused(capsys, tmp_path, words_of(shelf, *LEG_RUN, *flags), 2, said)


def test_a_replay_without_a_model_is_refused_with_the_bundled_ones(shelf, tmp_path, capsys):
    words = ["run", "--source", f"replay:{shelf / 'short.npy'}"]
    bundled = ", ".join(sorted(bundled_models()))
    assert_refused(
        capsys, tmp_path, words, 2, f"needs --model: a .onnx, .c or .so file, or a bundled model ({bundled})"
    )


@pytest.mark.parametrize("source", ["camera:0", "video:clip.mp4"])
def test_a_camera_without_a_model_is_told_those_that_it_can_serve(tmp_path, capsys, source):
    said = f"--source {source} needs --model: a .onnx, .c or .so file, or a bundled model (utkinect-camera)"
    assert_refused(capsys, tmp_path, ["run", "--source", source], 2, said)


def test_a_model_that_does_not_exist_by_that_name_is_refused_with_the_near_miss(tmp_path, capsys):
    assert_refused(capsys, tmp_path, ["run", "--model", "dmeo"], 2, "no model named 'dmeo'; did you mean 'demo'?")


@pytest.mark.parametrize("summary", ["OUT", "OUT/none/x.json"])
def test_a_summary_that_names_no_file_is_refused(shelf, tmp_path, capsys, summary):
    flags = ["--summary", summary.replace("OUT", str(tmp_path))]
    assert main(words_of(shelf, *LEG_RUN, *flags)) == 2
    assert "names no file in an existing folder" in capsys.readouterr().err


READ = ["x.onnx", "val/features/trial0.npy", "val/labels/trial1.csv", "dataset.json", "actions.txt"]


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("output", ["--sink=csv:{}", "--summary={}"])
def test_what_is_read_is_never_overwritten(shelf, tmp_path, capsys, name, output):
    root = write_tiny_dataset(tmp_path / "data", train=1, val=2, frames=60)
    (root / "x.onnx").write_bytes((shelf / "leg.onnx").read_bytes())
    before = (root / name).read_bytes()
    words = ["run", "--model", str(root / "x.onnx"), "--source", f"replay:{root / 'val'}?speed=max"]
    assert main([*words, output.format(root / name)]) == 2
    assert "is read by this run" in capsys.readouterr().err
    assert (root / name).read_bytes() == before


def test_a_hard_link_to_what_is_read_is_no_target_either(shelf, tmp_path, capsys):
    np.save(tmp_path / "x.npy", random_recording(5))
    os.link(tmp_path / "x.npy", tmp_path / "same.json")
    words = ["run", "--model", str(shelf / "leg.onnx"), "--source", f"replay:{tmp_path / 'x.npy'}?speed=max"]
    assert main([*words, "--summary", str(tmp_path / "same.json")]) == 2
    assert "same.json is read by this run" in capsys.readouterr().err
    np.load(tmp_path / "x.npy")


def test_an_empty_model_or_source_is_no_demonstration(shelf, tmp_path, capsys):
    assert_refused(capsys, tmp_path, ["run", "--model", "", "--source", f"replay:{shelf / 'short.npy'}"], 2, "''")
    assert_refused(capsys, tmp_path, ["run", "--source", ""], 2, "no scheme")


def test_a_model_whose_logits_are_not_finite_is_refused(tmp_path, capsys):
    model = tiny_model()
    with torch.no_grad():
        model.head.bias[1] = np.nan
    write_model(tmp_path / "m.onnx", model)
    np.save(tmp_path / "x.npy", random_recording(5))
    words = ["run", "--model", str(tmp_path / "m.onnx"), "--source", f"replay:{tmp_path / 'x.npy'}"]
    assert main(words) == 4
    assert "gives logits that are not finite" in capsys.readouterr().err


def test_a_closed_standard_output_is_refused_in_one_line():
    words = " ".join(program("run", "--source", "'sim:gait?speed=max'"))
    done = subprocess.run(["sh", "-c", f"{words} >&-"], capture_output=True, text=True, env=environment(), check=False)
    assert (done.returncode, done.stderr) == (2, "rtstgcn-edge: text:-: standard output is closed; name a file\n")
