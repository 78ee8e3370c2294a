import copy
import math

import numpy as np
import onnx
import pytest
import torch
from model_files import emitted, opened
from onnx import numpy_helper
from random_models import random_model, random_motion
from refusals import refusal
from rtstgcn_export.gate import TOLERANCE, noise_recording, stream_error, stream_trial, write_through_gate
from rtstgcn_training.models.config import Arch

from rtstgcn_edge.engine import Engine
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
    "input_mean",
    "input_std",
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
    assert onnx.load(path) == content


@pytest.mark.parametrize("weight", WEIGHTS)
def test_weights_that_are_off_by_a_thousandth_are_refused(content, model, tmp_path, weight):
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
    assert stream_error(path, model, recordings) == max(alone) > TOLERANCE


def test_a_recording_that_gives_nan_is_not_hidden_by_others(content, model, tmp_path):
    path = tmp_path / "m.onnx"
    onnx.save(content, path)
    broken = random_motion(model, 20)[0]
    broken[0, 7, 0] = math.nan
    sound = random_motion(model, 20)[0]
    assert math.isnan(stream_error(path, model, [broken, sound]))
    assert math.isnan(stream_error(path, model, [sound, broken]))


def test_a_trial_streams_from_zeros_and_leaves_no_skeleton_behind(content, model):
    engine = Engine(opened(content))
    x = random_motion(model, 40)[0].numpy()
    first, second = stream_trial(engine, 0, x), stream_trial(engine, 1, x)
    assert engine.ids == []
    with torch.no_grad():
        expected = model(torch.from_numpy(x)[None])[0].numpy()
    for logits in (first, second):
        assert np.abs(logits - expected).max() <= 1e-5 * np.abs(expected).max()


def test_noise_has_the_statistics_of_the_model_and_is_the_same_each_time(model):
    noise = noise_recording(model, frames=20_000)
    assert noise.shape == (3, 20_000, 3)
    np.testing.assert_allclose(noise.mean(1).T, model.features.mean, atol=0.1)
    np.testing.assert_allclose(noise.std(1).T, model.features.std, rtol=0.05)
    assert torch.equal(noise, noise_recording(model, frames=20_000))
    assert not torch.equal(noise, noise_recording(model, frames=20_000, seed=1))
