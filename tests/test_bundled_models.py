"""The models that ship: what they say of themselves is what they do."""

import json
from pathlib import Path

import numpy as np
import pytest
from real_recordings import ROOT
from rtstgcn_export.c import emit_c
from rtstgcn_export.program.fifos import integer_fifos
from rtstgcn_export.program.lower import lower
from rtstgcn_training.checkpoint import load_checkpoint
from rtstgcn_training.data import load_part
from rtstgcn_training.scoring.score import score

from rtstgcn_edge.cli.main import main
from rtstgcn_edge.engine import Engine, stream_trials
from rtstgcn_edge.model_file import bundled_models, open_model
from rtstgcn_edge.recordings import find_trials, load_dataset
from rtstgcn_edge.seal import is_whole, seal_of

CHECKPOINTS = ROOT / "training" / "checkpoints"


def run_summary(tmp_path: Path, *words: str) -> dict:
    summary = tmp_path / "summary.json"
    assert main(["run", *words, "--sink", f"jsonl:{tmp_path / 'out.jsonl'}", "--summary", str(summary)]) == 0
    return json.loads(summary.read_text())


BUNDLED = ["daphnet-fog", "demo", "hugadb", "hugadb-mcu", "shrec21-hands", "utkinect-camera"]
INT8 = ["hugadb-mcu"]
"""Those in 8 bits; their C lies beside them."""


def test_the_bundled_models_are_small():
    models = bundled_models()
    assert sorted(models) == BUNDLED
    assert sum(path.stat().st_size for path in models.values()) < 5e6


@pytest.mark.parametrize("name", [*(f"{name}.onnx" for name in BUNDLED), *(f"{name}.c" for name in INT8)])
def test_a_bundled_file_is_as_it_was_exported(name):
    path = bundled_models()["demo"].with_name(name)
    assert is_whole(path.read_bytes(), seal_of(path)) is True


@pytest.mark.parametrize("name", BUNDLED)
def test_a_bundled_model_is_the_export_of_its_checkpoint(name):
    model, description = load_checkpoint(CHECKPOINTS / f"{name}.safetensors")
    manifest = open_model(bundled_models()[name]).manifest
    if name in INT8:
        assert manifest.precision == "int8"
        assert manifest.fifos == integer_fifos(model)
        assert manifest.quantisation == description.exponents.model_dump(mode="json")
        assert {**manifest.provenance, "scores": 0} == {**description.provenance, "precision": "int8", "scores": 0}
    else:
        assert manifest.fifos == model.fifos()
        assert manifest.provenance == description.provenance
    assert manifest.receptive_field == model.receptive_field
    configuration = json.loads((ROOT / "training" / "configs" / f"{name}.json").read_text())
    trained = description.provenance["configuration"]
    for section in ("arch", "optimizer"):
        assert configuration[section].items() <= trained[section].items()


@pytest.mark.parametrize("name", INT8)
def test_the_c_of_a_bundled_model_gives_the_bits_of_its_onnx(name, recordings):
    path = bundled_models()[name]
    onnx, native = open_model(path), open_model(path, engine="native")
    assert native.path.suffix == ".c"
    trial = find_trials(recordings("hugadb") / "val")[0]
    x = np.ascontiguousarray(trial.features()[:, :1500, :, 0])
    found, expected = (stream_trials(Engine(model), [x])[0] for model in (native, onnx))
    np.testing.assert_array_equal(found.view(np.int32), expected.view(np.int32))


@pytest.mark.parametrize("name", INT8)
def test_the_c_of_a_bundled_model_is_what_export_writes_today(name):
    path = bundled_models()[name]
    model, description = load_checkpoint(CHECKPOINTS / f"{name}.safetensors")
    header, source = emit_c(lower(model, description.exponents), open_model(path).manifest, name)
    assert path.with_suffix(".h").read_text(encoding="utf-8") == header
    assert path.with_suffix(".c").read_text(encoding="utf-8") == source


def test_demo_scores_to_the_last_digit_as_its_checkpoint(tmp_path):
    assert main(["simulate", "gait", str(tmp_path / "gait"), "--trials", "5", "--seconds", "30"]) == 0
    found = []
    for model in ("demo", str(CHECKPOINTS / "demo.safetensors")):
        summary = tmp_path / "summary.json"
        assert main(["test", model, str(tmp_path / "gait"), "--summary", str(summary), "--event", "freezing"]) == 0
        found.append(summary.read_text())
    assert found[0] == found[1]
    assert json.loads(found[0])["frames"] >= 1500


def test_demo_labels_the_demonstration(tmp_path):
    scores = run_summary(tmp_path, "--source", "sim:gait?speed=max")["scores"]["raw"]
    assert scores["top1"] > 0.9
    assert scores["f1"]["f1@50"] > 0.7


@pytest.mark.parametrize("name", BUNDLED)
def test_every_model_has_a_card_and_says_what_it_scored(name):
    card = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")
    assert f"\n## {name}\n" in card
    scores = open_model(bundled_models()[name]).manifest.provenance["scores"]
    row = next(line for line in card.splitlines() if line.startswith(f"| `{name}` |"))
    segments = " / ".join(f"{scores['f1'][key]:.3f}" for key in ("f1@10", "f1@25", "f1@50"))
    assert f"| {scores['top1']:.3f} | {segments} | {scores['edit']:.3f} |" in row


@pytest.mark.parametrize(
    ("name", "data"), [("daphnet-fog", "daphnet"), ("shrec21-hands", "shrec21"), ("utkinect-camera", "utkinect")]
)
def test_a_model_file_scores_as_its_card_says(name, data, recordings, tmp_path):
    assert main(["test", name, str(recordings(data)), "--summary", str(tmp_path / "summary.json")]) == 0
    found = json.loads((tmp_path / "summary.json").read_text())
    said = open_model(bundled_models()[name]).manifest.provenance["scores"]
    assert found["frames"] == said["frames"]
    for key in ("top1", "edit"):
        assert found[key] == pytest.approx(said[key], abs=2e-4)


def test_the_camera_model_sees_neither_where_a_body_is_nor_how_large(recordings):
    model = open_model(bundled_models()["utkinect-camera"])
    x = np.ascontiguousarray(find_trials(recordings("utkinect") / "val")[0].features()[..., 0])
    place = np.array([3.0, -1.0, 2.0], np.float32)[:, None, None]
    expected, other = (stream_trials(Engine(model), [motion])[0] for motion in (x, 1.7 * x + place))
    np.testing.assert_allclose(other, expected, rtol=0, atol=1e-3 * np.abs(expected).max())
    assert len(set(expected.argmax(1))) > 3


@pytest.mark.slow
def test_streamed_scores_of_real_recordings_equal_those_of_the_batch_model(recordings, tmp_path):
    root = recordings("hugadb")
    some = tmp_path / "some" / "val"
    for folder, ending in (("features", "npy"), ("labels", "csv")):
        (some / folder).mkdir(parents=True)
        for trial in find_trials(root / "val")[::8]:
            name = f"{trial.name}.{ending}"
            (some / folder / name).symlink_to(root / "val" / folder / name)
    for name in ("actions.txt", "dataset.json"):
        (tmp_path / "some" / name).write_bytes((root / name).read_bytes())
    streamed = run_summary(tmp_path, "--model", "hugadb", "--source", f"replay:{some}?speed=max")["scores"]["raw"]

    model, description = load_checkpoint(CHECKPOINTS / "hugadb.safetensors")
    dataset = load_dataset(tmp_path / "some")
    trials = load_part(dataset, "val", model, description.rate_hz)
    batch = score(model, trials, description.classes, description.background).to_dict()
    assert streamed["frames"] == batch["frames"] > 10_000
    assert streamed["top1"] == pytest.approx(batch["top1"], abs=5e-5)
    assert streamed["edit"] == pytest.approx(batch["edit"], abs=5e-5)
    assert streamed["f1"] == pytest.approx(batch["f1"], abs=5e-5)
    words = [str(tmp_path / "some"), "--summary", str(tmp_path / "tested.json")]
    for name in ("hugadb", str(CHECKPOINTS / "hugadb.safetensors")):
        assert main(["test", name, *words]) == 0
        tested = json.loads((tmp_path / "tested.json").read_text())
        assert {key: tested[key] for key in batch} == batch
    lines = (tmp_path / "out.jsonl").read_text().splitlines()
    assert len(lines) == streamed["frames"]
    assert json.loads(lines[0]).keys() >= {"trial", "frame", "skeleton", "label", "probability", "ms"}
