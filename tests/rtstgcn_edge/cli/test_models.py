"""`models`: what a file says of itself, and whether it does it."""

import hashlib
import platform
import shutil

import onnx
import pytest
from model_by_hand import native_manifest, needs_compiler, write_native
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
    assert first == (
        "gait: ok (format 1; no checksum; 2 FIFOs agree with the graph; 200 frames of noise, twice, finite and equal; "
        "float32 by ONNX Runtime)"
    )
    assert second == f"sha256 {hashlib.sha256(file.read_bytes()).hexdigest()}"


@pytest.mark.parametrize("name", ["demo", "hugadb"])
def test_the_bundled_models_are_sound(name, capsys):
    assert main(["models", "verify", name]) == 0
    assert capsys.readouterr().out.startswith(f"{name}: ok (format 1; as it was exported; ")


def test_a_weight_that_was_damaged_and_still_parses_is_refused(tmp_path, capsys):
    content = bundled_models()["demo"].read_bytes()
    (weight,) = [one for one in onnx.load_from_string(content).graph.initializer if one.name == "head_weight"]
    place = content.index(weight.raw_data)
    damaged = tmp_path / "demo.onnx"
    damaged.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
    onnx.checker.check_model(str(damaged), full_check=True)
    for words in (["models", "verify"], ["models", "show"], ["run", "--source", "sim:gait", "--model"]):
        assert main([*words, str(damaged)]) == 4
        out, err = capsys.readouterr()
        assert out == ""
        assert err == (
            f"rtstgcn-edge: {damaged}: not as it was exported, a part of it has changed; copy or export it again\n"
        )


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


# Native forms and 8 bits


@pytest.fixture
def source(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return write_native(tmp_path / "by-hand.c", native_manifest(description="in C"))


@needs_compiler
def test_the_list_takes_files_and_tells_their_precision(file, source, capsys):
    assert main(["models", "list", str(source), str(file), "demo"]) == 0
    out, err = capsys.readouterr()
    rows = [line.split() for line in out.splitlines()]
    assert [(row[0], row[3]) for row in rows] == [("by-hand", "int8"), ("gait", "float32"), ("demo", "float32")]
    assert err.startswith("building by-hand.c for this processor: ")


@needs_compiler
def test_show_and_verify_take_source_and_library(source, tmp_path, capsys):
    library = tmp_path / "by-hand.so"
    assert main(["models", "build", str(source), str(library)]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(f"wrote {library}, {library.stat().st_size / 1e3:.0f} kB, with ")
    assert second == "by-hand: int8 by native code (by hand)"
    for path in (source, library):
        assert main(["models", "show", str(path)]) == 0
        rows = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
        assert rows["file"].startswith(path.name) and rows["file"].endswith("int8 by native code (by hand)")
        assert rows["state"] == "24 words a skeleton, 0.0 kB in memory; constants 0.0 kB"
        assert rows["FIFOs"] == "window: sum of K = 3, d = 2, width 4, int8"
        assert main(["models", "show", "--json", str(path)]) == 0
        assert Manifest.model_validate_json(capsys.readouterr().out) == native_manifest(description="in C")
        assert main(["models", "verify", str(path)]) == 0
        first, second = capsys.readouterr().out.splitlines()
        seal = "as it was built" if path == library else "no checksum"
        assert first.startswith(
            f"by-hand: ok (format 1; {seal}; the code agrees with its manifest; 200 frames of noise"
        )
        assert second == f"sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}"


@needs_compiler
def test_code_that_keeps_more_than_its_state_is_found_by_verify(source, capsys):
    text = source.read_text().replace("int total = 0;", "static int total = 0;")
    source.write_text(text)
    assert main(["models", "verify", str(source)]) == 4
    assert "the same frames gave other logits the second time; it holds state of its own" in capsys.readouterr().err


@pytest.mark.skipif(shutil.which("aarch64-linux-gnu-gcc") is None, reason="no cross compiler for 64-bit ARM")
@pytest.mark.parametrize("flags", [[], ["--flags=-mcpu=cortex-a72"]])
def test_a_library_for_another_board_is_built_but_not_tried(source, tmp_path, capsys, flags):
    out = tmp_path / "a72.so"
    assert main(["models", "build", str(source), str(out), "--compiler", "aarch64-linux-gnu-gcc", *flags]) == 0
    said = capsys.readouterr().out
    here = platform.machine()
    assert f"with aarch64-linux-gnu-gcc{' -mcpu=cortex-a72' * bool(flags)}" in said
    if here == "x86_64":
        assert said.endswith("not tried here: built for 64-bit ARM, but this device is x86-64\n")
        assert main(["models", "show", str(out)]) == 4
        assert "built for 64-bit ARM, but this device is x86-64" in capsys.readouterr().err


@needs_compiler
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["no.c", "m.so"], 4, "no.c: cannot be read (No such file"),
        (["by-hand.c", "m.dll"], 2, "m.dll: a built library is named NAME.so"),
        (["by-hand.c", "no/m.so"], 2, "no/m.so: cannot be written (No such file"),
        (["by-hand.h", "m.so"], 2, "by-hand.h: a library is built of NAME.c"),
        (["by-hand.c", "m.so", "--compiler", "nonesuch"], 4, "--compiler nonesuch: no such program"),
        (["by-hand.c", "m.so", "--flags=-march=pentagon"], 4, "does not compile: "),
        (["by-hand.c", "m.so", "--flags"], 2, "argument --flags: expected one argument"),
        (["by-hand.c"], 2, "the following arguments are required: out"),
    ],
)
def test_what_cannot_be_built_is_refused_and_no_file_left(source, tmp_path, monkeypatch, capsys, words, code, said):
    monkeypatch.chdir(tmp_path)
    assert main(["models", "build", *words]) == code
    out, err = capsys.readouterr()
    assert out == "" and said in err and len(err.splitlines()) == 1
    assert not (tmp_path / "m.so").exists()


@needs_compiler
@pytest.mark.parametrize(
    ("table", "lines"),
    [
        (None, []),
        ({}, []),
        (
            {"frame": [10, 12, 11], "features": 11, "energy": None, "layers": [{"push": 4, "norm": {"gamma": 9}}, {}]},
            ["frame 10 to 12, features 11", "layers.0: push 4, norm (gamma 9)", "layers.1: "],
        ),
        ({"layers": [{"weight": [5, 5]}]}, ["layers.0: weight 5"]),
        (
            {"by": "hand", "odd": [], "mixed": [1, "a"], "deep": {"x": [[1]]}},
            ['by "hand", odd [], mixed [1, "a"], deep (x [[1]])'],
        ),
    ],
)
def test_show_tells_the_exponents_in_brief(tmp_path, monkeypatch, capsys, table, lines):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    source = write_native(tmp_path / "m.c", native_manifest(quantisation=table))
    assert main(["models", "show", str(source)]) == 0
    found = capsys.readouterr().out.splitlines()
    place = next((place for place, line in enumerate(found) if line.startswith("exponents")), len(found))
    assert [line[17:] for line in found[place : place + len(lines)]] == [line.rstrip() for line in lines]
    assert lines or place == len(found)
