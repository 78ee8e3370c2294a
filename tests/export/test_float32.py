import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from model_files import describe, emitted, opened
from random_models import random_model
from rtstgcn_export.exporter import make_manifest
from rtstgcn_export.float32 import emit_float32
from rtstgcn_training.models.config import Arch
from strategies import archs, skeletons

from rtstgcn_edge.skeletons import load_skeleton


def random_inputs(manifest, number, seed=0):
    """A frame and any content of the FIFOs, for `number` skeletons."""
    rng = np.random.default_rng(seed)

    def normal(*shape):
        return rng.standard_normal(shape).astype(np.float32)

    inputs = {"frame": normal(number, len(manifest.channels), manifest.joints)}
    for fifo in manifest.fifos:
        inputs[f"fifo_{fifo.name}"] = normal(*(size or number for size in fifo.held_shape))
    return inputs


def relative_error(found, expected):
    assert found.shape == expected.shape
    return np.abs(found - expected).max() / (np.abs(expected).max() or 1.0)


@settings(max_examples=100)
@given(archs(), skeletons(), st.integers(1, 4), st.integers(0, 2**31))
def test_the_graph_is_the_streaming_step_whatever_the_fifos_hold(arch, skeleton, number, seed):
    model = random_model(arch, skeleton, seed=seed, dtype=torch.float32)
    model_file = opened(emitted(model))
    manifest = model_file.manifest
    assert manifest.fifos == model.fifos()
    inputs = random_inputs(manifest, number, seed)
    tensors = [torch.from_numpy(array) for array in inputs.values()]
    with torch.no_grad():
        logits, pushes = model.step(tensors[0], tensors[1:])
    expected = {"logits": logits, **{f"push_{f.name}": p for f, p in zip(manifest.fifos, pushes, strict=True)}}
    found = dict(zip(expected, model_file.session.run(list(expected), inputs), strict=True))
    for name, array in found.items():
        assert relative_error(array, expected[name].numpy()) <= 1e-5, name


@pytest.fixture(scope="module")
def model():
    arch = Arch(widths=[4, 6], kernel=[3, 5], dilation=[1, 2], residual_delay="centre")
    return random_model(arch, load_skeleton("imu3"), dtype=torch.float32)


def test_the_graph_holds_no_state(model):
    model_file = opened(emitted(model))
    one, other = random_inputs(model_file.manifest, 2, seed=1), random_inputs(model_file.manifest, 2, seed=2)
    first = model_file.session.run(None, one)
    model_file.session.run(None, other)
    for before, after in zip(first, model_file.session.run(None, one), strict=True):
        np.testing.assert_array_equal(before, after)


@pytest.mark.parametrize("norm", ["layer", "batch"])
def test_the_graph_has_no_loops_no_branches_and_no_operators_of_other_domains(norm):
    arch = Arch(widths=[4, 6], kernel=3, dilation=1, norm=norm, input_norm=norm, residual_delay="centre")
    graph = emitted(random_model(arch, load_skeleton("imu3"), dtype=torch.float32)).graph
    plain = {"Transpose", "Sub", "Div", "Mul", "Add", "MatMul", "Gemm", "Relu", "Reshape", "ReduceMean", "Identity"}
    assert {node.op_type for node in graph.node} <= plain | {"LayerNormalization"}
    assert {node.domain for node in graph.node} == {""}


@pytest.mark.parametrize(
    ("norm", "operators"),
    [("layer", ["Add", "Add", "LayerNormalization", "Relu"]), ("batch", ["Add", "Mul", "Add", "Relu"])],
)
def test_a_batch_norm_takes_the_bias_of_the_layer_into_its_shift(norm, operators):
    arch = Arch(widths=[4], kernel=3, dilation=1, norm=norm)
    nodes = list(emitted(random_model(arch, load_skeleton("imu3"), dtype=torch.float32)).graph.node)
    (window,) = [place for place, node in enumerate(nodes) if "fifo_window0" in node.input]
    assert [node.op_type for node in nodes[window : window + 4]] == operators


def test_a_graph_serves_any_number_of_skeletons_each_like_alone(model):
    model_file = opened(emitted(model))
    inputs = random_inputs(model_file.manifest, 5)
    together = model_file.session.run(None, inputs)
    for n in range(5):
        own = {name: array[[n]] if name == "frame" else array[..., [n], :] for name, array in inputs.items()}
        alone = model_file.session.run(None, own)
        for whole, part in zip(together, alone, strict=True):
            assert relative_error(part[0], whole[n]) <= 1e-5


def test_pushes_are_linear_in_the_frame_where_nothing_normalises_it():
    # What makes zero FIFOs equal to zero padding: the bias stands outside the window, a zero feature pushes zero.
    arch = Arch(widths=[4], kernel=3, dilation=1, input_norm="none")
    model = random_model(arch, load_skeleton("imu3"), dtype=torch.float32)
    with torch.no_grad():
        model.input.bias.zero_()
    model_file = opened(emitted(model))
    inputs = random_inputs(model_file.manifest, 1) | {"frame": model.features.mean.T[None].numpy()}
    (push,) = model_file.session.run(["push_window0"], inputs)
    assert np.abs(push).max() <= 1e-6


def test_the_manifest_travels_in_the_file_unchanged(model):
    manifest = make_manifest(model, describe(model))
    assert opened(emit_float32(model, manifest)).manifest == manifest
