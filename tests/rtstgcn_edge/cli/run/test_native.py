"""`run` with generated C: built once, beside an .onnx, or refused in one line."""

import json

import pytest
from model_by_hand import native_logits, native_manifest, needs_compiler, write_native
from runs import tiny_model, write_model
from tiny_dataset import CLASSES, DESCRIPTION, write_tiny_dataset

from rtstgcn_edge.cli.main import main
from rtstgcn_edge.recordings import load_dataset
from rtstgcn_edge.skeletons import Skeleton

LEG = {key: DESCRIPTION[key] for key in ("edges", "center")} | {"name": "leg", "joints": DESCRIPTION["nodes"]}
SAID = {key: DESCRIPTION[key] for key in ("channels", "units", "rate_hz", "background")} | {
    "name": "leg",
    "classes": list(CLASSES),
    "skeleton": Skeleton.from_dict(LEG).to_dict(),
}


@pytest.fixture
def words_of(tmp_path):
    """A data set, and the function that gives the words of a run of a model over it."""
    write_tiny_dataset(tmp_path / "tiny", train=1, val=2, frames=60)
    source = f"replay:{tmp_path / 'tiny' / 'val'}?speed=max"
    return lambda model, *more: ["run", "--model", str(model), "--source", source, *more]


@pytest.fixture
def native(tmp_path, monkeypatch):
    """The model for the data set, in C."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "models").mkdir()
    manifest = native_manifest(**SAID)
    return write_native(tmp_path / "models" / "leg.c", manifest), manifest


@needs_compiler
def test_generated_c_labels_as_it_defines_and_is_built_once(words_of, native, tmp_path, capsys):
    source, manifest = native
    for built in (True, False):
        words = words_of(source, "--sink", f"jsonl:{tmp_path / 'x'}")
        assert main(words) == 0
        err = capsys.readouterr().err
        assert err.startswith("building leg.c for this processor: ") == built
        assert "int8 by native code (by hand)" in " ".join(err.split())
    lines = [json.loads(line) for line in (tmp_path / "x").read_text().splitlines()]
    for trial in load_dataset(tmp_path / "tiny").trials("val"):
        labels = native_logits(manifest, trial.features()[..., 0]).argmax(axis=1)
        assert [line["index"] for line in lines if line["trial"] == trial.name] == labels.tolist()


@needs_compiler
def test_engine_native_takes_the_form_beside_an_onnx_and_writes_over_neither(words_of, native, tmp_path, capsys):
    source, manifest = native
    onnx_file = source.with_suffix(".onnx")
    write_model(onnx_file, tiny_model(classes=3), **SAID)
    window = manifest.fifos[0].model_copy(update={"kernel": 4})
    counts = manifest.counts.model_copy(update={"state_words": window.words})
    field = {"receptive_field": 1 + window.span}
    write_native(source, manifest.model_copy(update={"fifos": [window], "counts": counts, **field}))
    words = words_of(onnx_file, "--engine", "native")
    assert main(words) == 0
    assert "native code" in capsys.readouterr().err
    for path in (source, onnx_file):
        assert main([*words, "--summary", str(path)]) == 2
        assert "is read by this run" in capsys.readouterr().err
    assert main(words_of(source, "--engine", "onnx")) == 2
    assert "runs natively" in capsys.readouterr().err


@needs_compiler
def test_a_compiler_that_is_absent_or_fails_ends_in_one_line(words_of, native, tmp_path, monkeypatch, capsys):
    source, _ = native
    words = words_of(source)
    monkeypatch.setenv("CC", "nonesuch")
    assert main(words) == 4
    assert capsys.readouterr().err == (
        "rtstgcn-edge: $CC nonesuch: no such program; name a C compiler that is installed\n"
    )
    monkeypatch.delenv("CC")
    source.write_text(source.read_text() + "}\n")
    assert main(words) == 4
    building, failed = capsys.readouterr().err.splitlines()
    assert building.startswith("building leg.c") and "leg.c" in failed and "error" in failed
