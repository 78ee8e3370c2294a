import copy
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_by_hand import native_manifest, needs_compiler, write_native
from model_files import emitted
from onnx import helper
from random_models import random_model
from refusals import refusal
from rtstgcn_training.models.config import Arch

from rtstgcn_edge import model_file
from rtstgcn_edge.errors import InputError, ModelError
from rtstgcn_edge.manifest import METADATA_KEY, parse_manifest
from rtstgcn_edge.model_file import NativeModel, OnnxModel, bundled_models, file_hash, find_model, open_model
from rtstgcn_edge.native import build_library
from rtstgcn_edge.seal import SEALS, sealed
from rtstgcn_edge.skeletons import load_skeleton


@pytest.fixture(scope="module")
def content():
    """A model of two sums and two taps, K = 3 and 2: (N, C, V) = (N, 3, 3), 4 classes, widths 12 and 18."""
    arch = Arch(widths=[4, 6], kernel=3, dilation=[1, 2], residual_delay="centre")
    return emitted(random_model(arch, load_skeleton("imu3"), dtype=torch.float32))


def write(content, path):
    onnx.save(content, path)
    return path


def with_manifest(content, text):
    """The same graph with another manifest; none at all if `text` is None."""
    changed = copy.deepcopy(content)
    del changed.metadata_props[:]
    if text is not None:
        helper.set_model_props(changed, {METADATA_KEY: text})
    return changed


def manifest_of(content):
    return json.loads(content.metadata_props[0].value)


def refused(path):
    """The reason for which `path` is refused as a model, in one line that begins with the path."""
    message = refusal(open_model, path, error=ModelError)
    assert message.startswith(f"{path}: ")
    return message.removeprefix(f"{path}: ")


def test_a_model_that_cannot_be_run_ends_with_exit_code_four_and_a_wrong_name_with_two():
    assert ModelError.exit_code == 4
    assert InputError.exit_code == 2


def test_an_opened_model_knows_its_manifest_and_runs_on_one_thread(content, tmp_path):
    model = open_model(write(content, tmp_path / "m.onnx"))
    assert json.loads(model.manifest.model_dump_json()) == manifest_of(content)
    assert model.path == tmp_path / "m.onnx"
    options = model.session.get_session_options()
    assert options.intra_op_num_threads == options.inter_op_num_threads == 1
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"


def test_a_missing_file_is_refused(tmp_path):
    assert refused(tmp_path / "m.onnx") == "no such file; a model file is NAME.onnx, NAME.c or NAME.so"


def test_a_folder_is_refused(tmp_path):
    assert refused(tmp_path) == "no such file; a model file is NAME.onnx, NAME.c or NAME.so"


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_refused(content, tmp_path, share):
    whole = content.SerializeToString()
    path = tmp_path / "m.onnx"
    path.write_bytes(whole[: int(share * len(whole))])
    assert refused(path).startswith("not a readable ONNX model (")


@pytest.mark.parametrize("seed", range(5))
def test_random_bytes_are_refused(tmp_path, seed):
    path = tmp_path / "m.onnx"
    path.write_bytes(np.random.default_rng(seed).bytes(5000))
    assert refused(path).startswith("not a readable ONNX model (")


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_damaged_file_opens_or_is_refused_and_nothing_is_printed(content, tmp_path, capfd, damage):
    damaged = bytearray(content.SerializeToString())
    for place, byte in damage:
        damaged[int(place * len(damaged))] = byte
    path = tmp_path / "m.onnx"
    path.write_bytes(damaged)
    try:
        open_model(path)  # opens where only a weight has changed
    except ModelError as error:
        assert str(error).startswith(f"{path}: ")
        assert len(str(error).splitlines()) == 1 and len(str(error)) < len(str(path)) + 400
    assert capfd.readouterr() == ("", "")


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0, 1, exclude_max=True), st.integers(1, 255))
def test_a_sealed_file_that_was_damaged_is_refused_before_it_is_parsed(content, tmp_path, place, flip):
    whole = content.SerializeToString()
    damaged = bytearray(sealed(whole, SEALS[".onnx"]))
    damaged[int(place * len(whole))] ^= flip
    path = tmp_path / "m.onnx"
    path.write_bytes(damaged)
    assert refused(path) == "not as it was exported, a part of it has changed; copy or export it again"


def test_a_sealed_file_opens_as_the_same_model(content, tmp_path):
    plain, whole = tmp_path / "plain.onnx", tmp_path / "whole.onnx"
    plain.write_bytes(content.SerializeToString())
    whole.write_bytes(sealed(plain.read_bytes(), SEALS[".onnx"]))
    assert open_model(whole).manifest == open_model(plain).manifest


def test_a_file_that_cannot_be_read_is_refused(content, tmp_path, monkeypatch):
    path = write(content, tmp_path / "m.onnx")

    def refuse(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert refused(path) == "cannot be read (Permission denied)"


@pytest.mark.parametrize("field", [b'"name":"random"', b"fifo_window0"])
def test_text_that_is_not_utf8_is_refused(content, tmp_path, field):
    path = tmp_path / "m.onnx"
    path.write_bytes(content.SerializeToString().replace(field, field[:-2] + b"\xff" + field[-1:]))
    assert refused(path).startswith("not a readable ONNX model ('utf-8' codec can't decode")


def test_a_foreign_onnx_file_is_refused(content, tmp_path):
    path = write(with_manifest(content, None), tmp_path / "m.onnx")
    assert refused(path) == "an ONNX file without a manifest; make model files with 'rtstgcn-edge export'"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "manifest: Invalid JSON: EOF while parsing"),
        ("{not json", "manifest: Invalid JSON: key must be a string"),
        ("[]", "manifest: Input should be an object, not []"),
    ],
)
def test_a_manifest_that_is_no_json_object_is_refused(content, tmp_path, text, said):
    assert refused(write(with_manifest(content, text), tmp_path / "m.onnx")).startswith(said)


@pytest.mark.parametrize(
    "key", ["name", "classes", "skeleton", "channels", "units", "rate_hz", "fifos", "receptive_field", "counts"]
)
def test_a_manifest_without_a_key_is_refused(content, tmp_path, key):
    rest = {k: value for k, value in manifest_of(content).items() if k != key}
    path = write(with_manifest(content, json.dumps(rest)), tmp_path / "m.onnx")
    assert refused(path) == f"manifest: {key}: Field required"


def test_a_manifest_of_another_format_version_is_refused(content, tmp_path):
    text = json.dumps(manifest_of(content) | {"format_version": 2})
    assert refused(write(with_manifest(content, text), tmp_path / "m.onnx")) == (
        "manifest: format_version: Input should be 1, not 2"
    )


def fifo_changed(changed, **changes):
    return lambda manifest: [fifo | changes if fifo["name"] == changed else fifo for fifo in manifest["fifos"]]


EXTRA = {"name": "more", "kind": "sum", "kernel": 2, "dilation": 1, "width": 1}

CONTRADICTIONS = {  # key: (what replaces it in the manifest, what is said)
    "a FIFO too few": (
        "fifos",
        lambda manifest: manifest["fifos"][1:],
        "input 'fifo_window0' is in the graph but not the manifest",
    ),
    "a FIFO too many": (
        "fifos",
        lambda manifest: [*manifest["fifos"], EXTRA],
        "input 'fifo_more' is in the manifest but not the graph",
    ),
    "another name": (
        "fifos",
        fifo_changed("window1", name="window9"),
        "input 'fifo_window1' is in the graph but not the manifest",
    ),
    "another width of a sum": (
        "fifos",
        fifo_changed("window1", width=17),
        "input 'fifo_window1' is tensor(float) (N, 17) in the manifest, tensor(float) (N, 18) in the graph",
    ),
    "another width of taps": (
        "fifos",
        fifo_changed("residual1", width=13),
        "input 'fifo_residual1' is tensor(float) (1, N, 13) in the manifest, tensor(float) (1, N, 12) in the graph",
    ),
    "another kernel of taps": (
        "fifos",
        fifo_changed("residual0", kernel=3),
        "input 'fifo_residual0' is tensor(float) (2, N, 12) in the manifest, tensor(float) (1, N, 12) in the graph",
    ),
    "taps called a sum": (
        "fifos",
        fifo_changed("residual0", kind="sum"),
        "input 'fifo_residual0' is tensor(float) (N, 12) in the manifest, tensor(float) (1, N, 12) in the graph",
    ),
    "a sum called taps": (
        "fifos",
        fifo_changed("window0", kind="taps", sum_dtype=None),
        "input 'fifo_window0' is tensor(float) (2, N, 12) in the manifest, tensor(float) (N, 12) in the graph",
    ),
    "int8 pushes": (
        "fifos",
        fifo_changed("residual0", push_dtype="int8"),
        "input 'fifo_residual0' is tensor(int8) (1, N, 12) in the manifest, tensor(float) (1, N, 12) in the graph",
    ),
    "integer sums": (
        "fifos",
        fifo_changed("window0", push_dtype="int8", sum_dtype="int16"),
        "input 'fifo_window0' is tensor(int16) (N, 12) in the manifest, tensor(float) (N, 12) in the graph",
    ),
    "a class too many": (
        "classes",
        lambda manifest: [*manifest["classes"], "fall"],
        "output 'logits' is tensor(float) (N, 5) in the manifest, tensor(float) (N, 4) in the graph",
    ),
    "a joint too few": (
        "skeleton",
        lambda manifest: {"name": "two", "joints": ["a", "b"], "edges": [[0, 1]], "center": 0},
        "input 'frame' is tensor(float) (N, 3, 2) in the manifest, tensor(float) (N, 3, 3) in the graph",
    ),
}


@pytest.mark.parametrize(("key", "change", "said"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_manifest_that_contradicts_the_graph_is_refused(content, tmp_path, key, change, said):
    manifest = manifest_of(content)
    manifest[key] = change(manifest)
    path = write(with_manifest(content, json.dumps(manifest)), tmp_path / "m.onnx")
    assert refused(path) == f"manifest and graph disagree: {said}"


def test_channels_that_contradict_the_graph_are_refused(content, tmp_path):
    manifest = manifest_of(content) | {"channels": ["x", "y"], "units": ["m", "m"]}
    path = write(with_manifest(content, json.dumps(manifest)), tmp_path / "m.onnx")
    assert refused(path) == (
        "manifest and graph disagree: input 'frame' is tensor(float) (N, 2, 3) in the manifest, "
        "tensor(float) (N, 3, 3) in the graph"
    )


def test_a_graph_made_for_one_skeleton_only_is_refused(content, tmp_path):
    fixed = copy.deepcopy(content)
    fixed.graph.input[0].type.tensor_type.shape.dim[0].dim_value = 1
    assert refused(write(fixed, tmp_path / "m.onnx")) == (
        "manifest and graph disagree: input 'frame' is tensor(float) (N, 3, 3) in the manifest, "
        "tensor(float) (1, 3, 3) in the graph"
    )


def test_a_graph_without_logits_is_refused(content, tmp_path):
    headless = copy.deepcopy(content)
    del headless.graph.output[0]
    assert refused(write(headless, tmp_path / "m.onnx")) == (
        "manifest and graph disagree: output 'logits' is in the manifest but not the graph"
    )


@pytest.fixture
def shelf(monkeypatch, tmp_path):
    """Two bundled models."""
    models = {name: tmp_path / f"{name}.onnx" for name in ("hugadb", "demo")}
    monkeypatch.setattr(model_file, "bundled_models", lambda: models)
    return models


def test_a_bundled_model_is_found_by_its_name(shelf):
    assert find_model("hugadb") == shelf["hugadb"]


def test_a_file_is_found_by_its_path_whatever_its_name(shelf, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("other.onnx", "model"):
        (tmp_path / name).touch()
        assert find_model(name) == Path(name)
        assert find_model(str(tmp_path / name)) == tmp_path / name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("hugabd", "no model named 'hugabd'; did you mean 'hugadb'?"),
        ("demos", "no model named 'demos'; did you mean 'demo'?"),
        ("freezing", "no model named 'freezing'; bundled: hugadb, demo; or give a .onnx, .c or .so file"),
        ("demo.onnx", "demo.onnx: no such model file"),
        ("demo.c", "demo.c: no such model file"),
        ("demo.so", "demo.so: no such model file"),
        ("models/demo", "models/demo: no such model file"),
    ],
)
def test_a_model_that_is_not_there_is_refused_with_what_is(shelf, monkeypatch, tmp_path, name, said):
    monkeypatch.chdir(tmp_path)
    assert refusal(find_model, name) == said


def test_without_bundled_models_the_refusal_says_so(monkeypatch):
    monkeypatch.setattr(model_file, "bundled_models", dict)
    assert refusal(find_model, "demo") == "no model named 'demo'; bundled: none; or give a .onnx, .c or .so file"


def test_bundled_models_are_named_after_their_files():
    assert all(path.is_file() and path.name == f"{name}.onnx" for name, path in bundled_models().items())


def test_the_hash_of_a_file_is_its_sha256(tmp_path):
    (tmp_path / "abc").write_bytes(b"abc")
    assert file_hash(tmp_path / "abc") == hashlib.sha256(b"abc").hexdigest()
    assert re.fullmatch("ba7816bf[0-9a-f]{56}", file_hash(tmp_path / "abc"))


# Native forms


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder, and builds that are kept nowhere else."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "models").mkdir()
    return tmp_path / "models"


@needs_compiler
def test_source_and_the_library_of_it_open_as_the_same_model(folder):
    said = []
    source = write_native(folder / "m.c", native_manifest())
    build_library(source, folder / "m.so")
    for path in (source, folder / "m.so"):
        model = open_model(path, say=said.append)
        assert isinstance(model, NativeModel)
        assert (model.path, model.manifest) == (path, native_manifest())
        assert open_model(path, "native").library.kernel == "by hand"
    assert len(said) == 1 and said[0].startswith("building m.c for this processor: ")


@needs_compiler
@pytest.mark.parametrize(
    ("says", "said"),
    [
        ("{", "manifest: Invalid JSON"),
        ("[]", "manifest: Input should be an object, not []"),
        (native_manifest(units=["m", "m"]).model_dump_json().replace("units", "unist"), "unknown key 'unist'"),
        (native_manifest(receptive_field=3), "the manifest contradicts itself: receptive_field 3, but these FIFOs"),
        (native_manifest(classes=["a", "b"]), "manifest and code disagree: classes is 2 in the manifest, 3 in C"),
        (native_manifest(channels=["x"], units=["m"]), "disagree: channels is 1 in the manifest, 2 in C"),
        (native_manifest(delay=2), "disagree: delay is 2 in the manifest, 0 in C"),
    ],
)
def test_code_whose_manifest_is_wrong_is_refused(folder, says, said):
    text = says if isinstance(says, str) else says.model_dump_json()
    facts = {"receptive_field": 3} if "receptive_field 3" in said else {}
    assert said in refused(write_native(folder / "m.c", native_manifest(**facts), says=text))


@needs_compiler
def test_text_and_empty_files_are_no_native_models(folder):
    (folder / "m.c").write_text("int main;")
    assert refused(folder / "m.c").startswith("not C source of a model")
    (folder / "m.so").write_bytes(b"")
    assert refused(folder / "m.so").startswith("not a shared library")


def test_an_onnx_without_a_native_form_is_refused_with_the_command_that_makes_one(content, folder):
    path = write(content, folder / "m.onnx")
    assert refusal(open_model, path, "native") == (
        f"--engine native: neither m.so nor m.c lies beside {path}; make it with "
        "'rtstgcn-edge export CHECKPOINT.safetensors m.c --calibration RECORDINGS'"
    )


@needs_compiler
@pytest.mark.parametrize("ending", [".c", ".so"])
def test_an_onnx_runs_natively_by_the_form_beside_it(content, folder, ending):
    path = write(content, folder / "m.onnx")
    source = write_native(folder / "m.c", parse_manifest(content.metadata_props[0].value, "m"))
    if ending == ".so":
        build_library(source, folder / "m.so")
    model = open_model(path, "native")
    assert isinstance(model, NativeModel) and model.path == folder / f"m{ending}"
    assert isinstance(open_model(path), OnnxModel) and isinstance(open_model(path, "onnx"), OnnxModel)


@needs_compiler
@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({}, None),
        ({"precision": "int8", "quantisation": {"x": 1}, "description": "8 bits", "provenance": {"a": 1}}, None),
        ({"provenance": {"git_commit": "other"}}, "provenance"),
        ({"provenance": {"scores": {"top1": 0.9}}}, None),
        ({"precision": "int8", "classes": ["a", "b", "c", "d"]}, "classes"),
        ({"precision": "int8", "rate_hz": 49.0}, "rate_hz"),
        ({"precision": "int8", "name": "other"}, "name"),
    ],
)
def test_the_form_beside_an_onnx_must_be_of_the_same_model(content, folder, changes, key):
    path = write(content, folder / "m.onnx")
    manifest = parse_manifest(content.metadata_props[0].value, "m")
    if "precision" in changes:
        fifos = [
            fifo.model_copy(update={"push_dtype": "int8", "sum_dtype": fifo.sum_dtype and "int16"})
            for fifo in manifest.fifos
        ]
        changes = changes | {"fifos": fifos}
    source = write_native(folder / "m.c", manifest.model_copy(update=changes))
    if key is None:
        assert open_model(path, "native").manifest.precision == changes.get("precision", "float32")
    else:
        assert refusal(open_model, path, "native", error=ModelError) == (
            f"{source}: not of the model beside it, m.onnx: another {key}; export both from one checkpoint, or give "
            "m.c itself as the model"
        )


@pytest.mark.parametrize("name", ["m.c", "m.so"])
def test_a_native_form_is_not_run_by_onnx_runtime(tmp_path, name):
    (tmp_path / name).touch()
    assert refusal(open_model, tmp_path / name, "onnx") == (
        f"--engine onnx: {tmp_path / name} runs natively; give the .onnx of the model, or leave --engine out"
    )


@needs_compiler
def test_a_native_model_needs_no_onnx_runtime(folder):
    source = write_native(folder / "m.c", native_manifest())
    code = (
        "import sys, pathlib; from rtstgcn_edge.model_file import open_model; from rtstgcn_edge.engine import Engine; "
        "engine = Engine(open_model(pathlib.Path(sys.argv[1]))); engine.join(0); engine.step({0: engine.frame[0]}); "
        "sys.exit('onnxruntime' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(source)], check=True)
