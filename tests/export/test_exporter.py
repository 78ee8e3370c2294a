import json

import numpy as np
import pytest
import torch
from model_files import describe
from random_models import random_model, random_motion
from refusals import refusal
from rtstgcn_export.exporter import export_float32, make_manifest
from rtstgcn_training.checkpoint import save_checkpoint
from rtstgcn_training.chunked.labelling import label_trial
from rtstgcn_training.models.config import Arch
from rtstgcn_training.models.counts import counts

from rtstgcn_edge.cli.main import main
from rtstgcn_edge.engine import Engine, stream_trials
from rtstgcn_edge.model_file import open_model
from rtstgcn_edge.seal import is_whole, seal_of
from rtstgcn_edge.skeletons import Skeleton, load_skeleton


@pytest.fixture(scope="module")
def model():
    arch = Arch(widths=[4, 6], kernel=3, dilation=[1, 2], residual_delay="centre")
    return random_model(arch, load_skeleton("imu3"), dtype=torch.float32)


@pytest.fixture
def checkpoint(model, tmp_path):
    path = tmp_path / "tiny.safetensors"
    save_checkpoint(path, model, describe(model))
    return path


def recording(model, path, length=50, skeletons=1):
    """A trial file (C, L, V, M)."""
    np.save(path, random_motion(model, length, skeletons=skeletons).permute(1, 2, 3, 0).numpy())
    return path


def edit(checkpoint, **changes):
    """Change keys of the checkpoint's JSON, as a person might."""
    path = checkpoint.with_suffix(".json")
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def models_in(folder):
    return sorted(folder.rglob("*.onnx"))


def test_the_verb_makes_a_model_file_that_labels_like_the_checkpoint(model, checkpoint, tmp_path, capsys):
    out, trial = tmp_path / "models" / "tiny.onnx", recording(model, tmp_path / "trial.npy")
    assert main(["export", str(checkpoint), str(out), "--recording", str(trial)]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"wrote {out}: stream equals batch to ")
    assert printed.err.endswith(" of the largest logit over 50 frames of 1 recordings\n")
    assert is_whole(out.read_bytes(), seal_of(out)) is True
    x = random_motion(model, 60, seed=1)[0]
    (stream,) = stream_trials(Engine(open_model(out)), [x.numpy()])
    expected = label_trial(model, x).numpy()
    assert np.abs(stream - expected).max() <= 1e-5 * np.abs(expected).max()


def test_without_a_recording_the_gate_replays_noise(checkpoint, tmp_path):
    assert export_float32(checkpoint, tmp_path / "m.onnx", []).endswith(" over 1000 frames of noise")


def test_every_skeleton_of_every_recording_is_replayed(model, checkpoint, tmp_path):
    folder = tmp_path / "trials"
    folder.mkdir()
    recording(model, folder / "a.npy", length=20, skeletons=2)
    recording(model, folder / "b.npy", length=30)
    alone = recording(model, tmp_path / "c.npy", length=7)
    report = export_float32(checkpoint, tmp_path / "m.onnx", [folder, alone])
    assert report.endswith(" over 77 frames of 4 recordings")


def test_the_manifest_says_what_the_checkpoint_says_and_what_follows_from_the_layers(model):
    description = describe(model).model_copy(
        update={"name": "gait", "background": 2, "rate_hz": 60.0, "provenance": {"data": "walks"}}
    )
    manifest = make_manifest(model, description)
    assert (manifest.name, manifest.background, manifest.rate_hz) == ("gait", 2, 60.0)
    assert manifest.classes == description.classes
    assert manifest.channels == description.channels and manifest.units == description.units
    assert Skeleton.from_dict(manifest.skeleton) == model.skeleton
    assert manifest.provenance == {"data": "walks"}
    assert manifest.fifos == model.fifos()
    assert manifest.receptive_field == 1 + 2 * 1 + 2 * 2
    assert manifest.delay == 1 + 2
    assert manifest.counts == counts(model)


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ((3, 20, 4, 1), "3 channels x 4 joints, but model 'random' takes 3 x 3"),
        ((2, 20, 3, 1), "2 channels x 3 joints, but model 'random' takes 3 x 3"),
        ((3, 20, 4), "3 channels x 4 joints, but model 'random' takes 3 x 3"),
    ],
)
def test_a_recording_of_another_shape_is_refused(checkpoint, tmp_path, shape, said):
    trial = tmp_path / "trial.npy"
    np.save(trial, np.zeros(shape, np.float32))
    assert refusal(export_float32, checkpoint, tmp_path / "m.onnx", [trial]) == f"{trial}: {said}"
    assert models_in(tmp_path) == []


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_a_recording_with_a_sample_that_is_not_finite_is_refused(model, checkpoint, tmp_path, value):
    trial = recording(model, tmp_path / "trial.npy", length=20, skeletons=2)
    features = np.load(trial)
    features[1, 7, 2, 1] = float(value)
    np.save(trial, features)
    assert refusal(export_float32, checkpoint, tmp_path / "m.onnx", [trial]) == (
        f"{trial}: {value} at channel 1, frame 7, joint 2, skeleton 1; export takes finite samples only: "
        "repair or cut the trial"
    )
    assert models_in(tmp_path) == []


def test_a_recording_that_is_not_there_is_refused(checkpoint, tmp_path):
    message = refusal(export_float32, checkpoint, tmp_path / "m.onnx", [tmp_path / "none.npy"])
    assert message == f"{tmp_path / 'none.npy'}: no such trial or folder"


@pytest.mark.parametrize("name", ["m", "m.tflite", "m.onnx.bak", "onnx"])
def test_a_name_that_does_not_end_in_onnx_is_refused(checkpoint, tmp_path, name):
    out = tmp_path / name
    assert refusal(export_float32, checkpoint, out, []) == f"{out}: a model file is named NAME.onnx"
    assert not out.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"units": ["m"]}, "3 channels but 1 units"),
        ({"background": 9}, "background 9 is not one of 4 classes"),
        ({"rate_hz": 0}, "rate_hz: Input should be greater than 0, not 0"),
    ],
)
def test_a_checkpoint_that_contradicts_itself_is_refused(checkpoint, tmp_path, changes, said):
    edit(checkpoint, **changes)
    message = refusal(export_float32, checkpoint, tmp_path / "m.onnx", [])
    assert message == f"{checkpoint.with_suffix('.json')}: {said}"
    assert models_in(tmp_path) == []


def test_the_verb_refuses_in_one_line_with_the_exit_code_of_wrong_input(checkpoint, tmp_path, capsys):
    assert main(["export", str(tmp_path / "none.safetensors"), str(tmp_path / "m.onnx")]) == 2
    assert main(["export", str(checkpoint), str(tmp_path / "m.pt")]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 2
    assert all(line.startswith("rtstgcn-edge: ") for line in printed.err.splitlines())
    assert models_in(tmp_path) == []


def test_the_verb_refuses_a_model_that_streams_otherwise_with_the_exit_code_of_a_model(model, tmp_path, capsys):
    broken = random_model(model.arch, model.skeleton, dtype=torch.float32)
    with torch.no_grad():
        broken.head.bias[0] = torch.nan
    checkpoint = tmp_path / "broken.safetensors"
    save_checkpoint(checkpoint, broken, describe(broken))
    assert main(["export", str(checkpoint), str(tmp_path / "m.onnx")]) == 4
    assert "m.onnx: refused, " in capsys.readouterr().err
    assert models_in(tmp_path) == []
