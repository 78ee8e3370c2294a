import copy
import math

import numpy as np
import onnx
import pytest
import torch
from model_files import emitted, opened
from onnx import helper, numpy_helper
from random_models import random_model, random_motion
from refusals import refusal
from rtstgcn_export.gate import TOLERANCE, noise_recording, replay, stream_error, write_through_gate
from rtstgcn_export.onnx_graph import file_content
from rtstgcn_training.chunked.labelling import label_trial
from rtstgcn_training.models.config import Arch

from rtstgcn_edge.engine import Engine, stream_trials
from rtstgcn_edge.errors import ModelError
from rtstgcn_edge.skeletons import load_skeleton


@pytest.fixture(scope="module", params=["layer", "batch"])
def model(request):
    arch = Arch(widths=[4, 6], kernel=3, dilation=[1, 2], norm=request.param, residual_delay="centre")
    return random_model(arch, load_skeleton("imu3"), dtype=torch.float32)


@pytest.fixture(scope="module")
def content(model):
    return emitted(model)


def through_gate(content, model, path):
    recordings = [noise_recording(model, frames=100)]
    return write_through_gate(content, path, lambda file: stream_error(file, model, recordings))


def with_weight(content, name, change):
    """The same file with `change` done to the array of one constant."""
    changed = copy.deepcopy(content)
    (tensor,) = [tensor for tensor in changed.graph.initializer if tensor.name == name]
    array = numpy_helper.to_array(tensor).copy()
    change(array)
    tensor.CopyFrom(numpy_helper.from_array(array, name))
    return changed


def one_up_a_thousandth(array):
    array.flat[0] += 1e-3


def every_fifth_up_a_thousandth(array):
    # Not all: LayerNorm does not see a constant. Not one: it may stand before a ReLU that is always shut.
    array.flat[::5] += 1e-3


def first_not_a_number(array):
    array.flat[0] = np.nan


WEIGHTS = [
    "place_mean",
    "place_std",
    "input_weight",
    "layer0_graph",
    "layer0_weight",
    "layer0_bias",
    "layer1_residual_weight",
    "head_weight",
    "head_bias",
]


def test_what_says_the_same_as_the_model_passes_and_is_all_that_is_left(content, model, tmp_path):
    path = tmp_path / "new" / "folder" / "m.onnx"
    assert 0 <= through_gate(content, model, path) <= TOLERANCE
    assert list(path.parent.iterdir()) == [path]
    assert path.read_bytes() == file_content(content)


@pytest.mark.parametrize("weight", WEIGHTS)
def test_weights_that_are_off_by_a_thousandth_are_refused(content, model, tmp_path, weight):
    if weight == "layer0_bias" and model.arch.norm == "batch":
        weight = "layer0_norm_shift"  # holds the bias
    wrong = with_weight(content, weight, every_fifth_up_a_thousandth)
    message = refusal(through_gate, wrong, model, tmp_path / "m.onnx", error=ModelError)
    assert message.startswith(f"{tmp_path / 'm.onnx'}: refused, the exported graph differs from the trained model by ")
    assert message.endswith(" of the largest logit (allowed: 1e-05)")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("weight", ["layer0_weight", "head_bias"])
def test_a_weight_that_is_not_a_number_is_refused(content, model, tmp_path, weight):
    wrong = with_weight(content, weight, first_not_a_number)
    assert "by nan of" in refusal(through_gate, wrong, model, tmp_path / "m.onnx", error=ModelError)
    assert list(tmp_path.iterdir()) == []


def with_skeletons_mixed(content):
    """The same file, but each skeleton's logits also get their distance from the mean over all skeletons."""
    mixed = copy.deepcopy(content)
    (head,) = [node for node in mixed.graph.node if "logits" in node.output]
    head.output[0] = "own"
    mixed.graph.node.extend(
        [
            helper.make_node("ReduceMean", ["own"], ["common"], axes=[0], keepdims=1),
            helper.make_node("Sub", ["own", "common"], ["distance"]),
            helper.make_node("Add", ["own", "distance"], ["logits"]),
        ]
    )
    return mixed


@pytest.mark.parametrize("recordings", [1, 2, 3])
def test_a_graph_that_is_right_for_one_skeleton_only_is_refused(content, model, tmp_path, recordings):
    path, wrong = tmp_path / "m.onnx", with_skeletons_mixed(content)
    motions = [random_motion(model, 30, seed=seed)[0] for seed in range(recordings)]
    (alone,) = stream_trials(Engine(opened(wrong)), [motions[0].numpy()])
    expected = label_trial(model, motions[0]).numpy()
    assert np.abs(alone - expected).max() <= TOLERANCE * np.abs(expected).max()
    refusal(write_through_gate, wrong, path, lambda file: stream_error(file, model, motions), error=ModelError)
    assert list(tmp_path.iterdir()) == []


def test_each_recording_is_streamed_alone_and_beside_another(content, model, tmp_path, monkeypatch):
    groups = []

    def watched(engine, trials):
        groups.append(len(trials))
        return stream_trials(engine, trials)

    monkeypatch.setattr(replay, "stream_trials", watched)
    onnx.save(content, tmp_path / "m.onnx")
    stream_error(tmp_path / "m.onnx", model, [random_motion(model, 9, seed=seed)[0] for seed in range(3)])
    assert groups == [1, 1, 1, 2, 2]


def test_folders_made_for_a_refused_file_do_not_stay_behind(content, model, tmp_path):
    wrong = with_weight(content, "head_bias", one_up_a_thousandth)
    (tmp_path / "there").mkdir()
    refusal(through_gate, wrong, model, tmp_path / "there" / "new" / "folder" / "m.onnx", error=ModelError)
    assert list(tmp_path.iterdir()) == [tmp_path / "there"]
    assert list((tmp_path / "there").iterdir()) == []


def test_a_refused_file_leaves_the_former_one_untouched(content, model, tmp_path):
    path = tmp_path / "m.onnx"
    path.write_bytes(b"the former one")
    refusal(through_gate, with_weight(content, "head_bias", one_up_a_thousandth), model, path, error=ModelError)
    assert path.read_bytes() == b"the former one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_does_not_open_is_refused(content, model, tmp_path):
    wrong = copy.deepcopy(content)
    del wrong.metadata_props[:]
    assert "without a manifest" in refusal(through_gate, wrong, model, tmp_path / "m.onnx", error=ModelError)
    assert list(tmp_path.iterdir()) == []


def test_a_path_below_a_file_is_refused(content, tmp_path):
    (tmp_path / "file").touch()
    message = refusal(write_through_gate, content, tmp_path / "file" / "m.onnx", lambda file: 0.0)
    assert message.startswith(f"{tmp_path / 'file' / 'm.onnx'}: cannot be written (")


def test_a_path_that_is_a_folder_is_refused(content, tmp_path):
    (tmp_path / "m.onnx").mkdir()
    message = refusal(write_through_gate, content, tmp_path / "m.onnx", lambda file: 0.0)
    assert message == f"{tmp_path / 'm.onnx'}: cannot be written (Is a directory)"
    assert list(tmp_path.iterdir()) == [tmp_path / "m.onnx"]


def test_the_largest_error_that_passes_is_the_tolerance(content, tmp_path):
    assert write_through_gate(content, tmp_path / "m.onnx", lambda file: 0.5, tolerance=0.5) == 0.5
    message = refusal(
        lambda: write_through_gate(content, tmp_path / "n.onnx", lambda file: 0.51, tolerance=0.5), error=ModelError
    )
    assert "differs from the trained model by 5.1e-01 of the largest logit (allowed: 5e-01)" in message


def test_the_error_is_the_largest_of_all_recordings(content, model, tmp_path):
    path = tmp_path / "m.onnx"
    onnx.save(with_weight(content, "head_bias", one_up_a_thousandth), path)
    recordings = [random_motion(model, length, seed=length)[0] for length in (5, 30, 80)]
    alone = [stream_error(path, model, [x]) for x in recordings]
    assert stream_error(path, model, recordings) == pytest.approx(max(alone), rel=1e-3)
    assert max(alone) > TOLERANCE


def test_a_recording_that_gives_nan_is_not_hidden_by_others(content, model, tmp_path):
    path = tmp_path / "m.onnx"
    onnx.save(content, path)
    broken = random_motion(model, 20)[0]
    broken[0, 7, 0] = math.nan
    sound = random_motion(model, 20)[0]
    assert math.isnan(stream_error(path, model, [broken, sound]))
    assert math.isnan(stream_error(path, model, [sound, broken]))


def test_noise_has_the_statistics_of_the_model_and_is_the_same_each_time(model):
    noise = noise_recording(model, frames=20_000)
    assert noise.shape == (3, 20_000, 3)
    np.testing.assert_allclose(noise.mean(1).T, model.features.mean, atol=0.1)
    np.testing.assert_allclose(noise.std(1).T, model.features.std, rtol=0.05)
    assert torch.equal(noise, noise_recording(model, frames=20_000))
    assert not torch.equal(noise, noise_recording(model, frames=20_000, seed=1))
