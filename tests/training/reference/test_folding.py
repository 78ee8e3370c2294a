"""An imported checkpoint says what the published network says, as far as both are defined alike."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from refusals import refusal
from rtstgcn_training.models.config import Arch
from rtstgcn_training.models.streaming import StreamingRTSTGCN
from rtstgcn_training.reference.checkpoint import ReferenceCheckpoint
from rtstgcn_training.reference.folding import import_model, imported_arch
from slow_reference import block, published_adjacency, published_logits, random_weights, receptive_field
from strategies import skeletons

from rtstgcn_edge.skeletons import adjacency, load_skeleton

SKELETON = load_skeleton("imu6")


def arch_of(values, **changed):
    layers = values["layers"]
    keys = {
        "widths": values["out_ch"][:layers],
        "kernel": values["kernel"],
        "dilation": values["stride"][:layers],
        "residual": [bool(flag) for flag in values["residual"][:layers]],
        "importance": values["importance"],
    }
    return Arch(**(keys | changed))


def as_checkpoint(tmp_path, weights):
    return ReferenceCheckpoint(tmp_path, {name: tensor.double() for name, tensor in weights.items()}, {})


def imported(tmp_path, weights, values, skeleton=SKELETON, window="trained", **changed):
    return import_model(as_checkpoint(tmp_path, weights), imported_arch(arch_of(values, **changed), window), skeleton)


def ours(model, x):
    with torch.no_grad():
        return model(torch.from_numpy(x[None]).float())[0].numpy()


def relative_error(found, expected):
    return np.abs(found - expected).max() / np.abs(expected).max()


def motion(frames, joints=6, channels=3, scale=1.0, seed=0):
    return scale * np.random.default_rng(seed).standard_normal((channels, frames, joints))


@pytest.mark.parametrize("scale", [1.0, 1e-3])  # at 1e-3 the input's variance is a tenth of the norm's eps
@pytest.mark.parametrize("window", ["trained", "published"])
@pytest.mark.parametrize(
    "changed", [{}, {"importance": False}, {"residual": [0, 1, 0]}, {"kernel": 9, "stride": [1, 1, 1]}]
)
def test_the_imported_model_is_the_published_network_once_its_windows_are_full(tmp_path, changed, window, scale):
    values = block(**changed)
    weights = random_weights(published_adjacency(SKELETON), values)
    model = imported(tmp_path, weights, values, window=window)
    assert model.receptive_field == receptive_field(values, window)
    x = motion(60, scale=scale)
    full = slice(model.receptive_field - 1, None)
    expected = published_logits(weights, values, x, window)[full]
    error = np.abs(ours(model, x)[full] - expected).max()
    assert error < 1e-5 * np.abs(expected).max()
    assert error < 5e-3 * np.ptp(expected, axis=0).min()  # also of what differs from frame to frame


@pytest.mark.parametrize("faint", ["conv", "residual.0"])
def test_the_eps_counts_in_every_norm(tmp_path, faint):
    values = block()
    weights = random_weights(published_adjacency(SKELETON), values)
    for name in weights:
        if f".{faint}." in name:
            weights[name] *= 1e-3  # what the norm sees varies by less than its eps
    model = imported(tmp_path, weights, values)
    x = motion(40)
    full = slice(model.receptive_field - 1, None)
    expected = published_logits(weights, values, x)[full]
    assert relative_error(ours(model, x)[full], expected) < 1e-5


@st.composite
def published_nets(draw):
    layers = draw(st.integers(1, 3))
    widths = draw(st.lists(st.sampled_from([2, 3, 5]), min_size=layers, max_size=layers))

    def per_layer(values):
        return draw(st.lists(values, min_size=layers, max_size=layers))

    return block(
        layers=layers,
        kernel=draw(st.sampled_from([3, 5, 7])),
        in_ch=[widths[0], *widths[:-1]],
        out_ch=widths,
        stride=per_layer(st.integers(1, 3)),
        residual=per_layer(st.integers(0, 1)),
        importance=draw(st.booleans()),
        in_feat=draw(st.integers(1, 4)),
    )


@settings(max_examples=40)
@given(values=published_nets(), skeleton=skeletons(min_joints=2), seed=st.integers(0, 2**31), data=st.data())
def test_any_checkpoint_of_any_skeleton_does(tmp_path_factory, values, skeleton, seed, data):
    window = data.draw(st.sampled_from(["trained", "published"]))
    weights = random_weights(published_adjacency(skeleton), values, seed=seed)
    model = imported(tmp_path_factory.getbasetemp(), weights, values, skeleton, window)
    x = motion(model.receptive_field + 5, skeleton.num_joints, values["in_feat"], seed=seed)
    full = slice(model.receptive_field - 1, None)
    expected = published_logits(weights, values, x, window)[full]
    with torch.no_grad():  # in double precision: a norm over few values divides by a deviation near 0
        found = model.double()(torch.from_numpy(x[None]))[0].numpy()[full]
    assert relative_error(found, expected) < 1e-4


def test_the_imported_model_streams(tmp_path):
    values = block()
    model = imported(tmp_path, random_weights(published_adjacency(SKELETON), values), values)
    x = motion(50)
    stream = StreamingRTSTGCN(model)
    steps = [stream.step(torch.from_numpy(x[None, :, t]).float())[0].numpy() for t in range(50)]
    assert relative_error(np.stack(steps), ours(model, x)) < 1e-5


@pytest.mark.parametrize("kind", ["reference", "symmetric", "row"])
def test_an_adjacency_that_is_computed_here_is_named(tmp_path, kind):
    values = block()
    graph = adjacency(SKELETON, "spatial", 1, 1, kind)
    model = imported(tmp_path, random_weights(graph, values), values)
    assert model.arch.normalization == kind
    assert not [name for name in model.state_dict() if name.endswith("graph")]
    assert np.allclose(model.layers[2].spatial.graph.numpy(), graph, atol=1e-6)


def test_any_other_adjacency_of_the_skeleton_lies_with_the_weights(tmp_path):
    values = block()
    graph = adjacency(SKELETON, "spatial") * np.random.default_rng(1).uniform(0.5, 2, (3, 6, 6))
    graph = graph[[0, 2, 1]]  # and its partitions in another order
    weights = random_weights(graph, values)
    model = imported(tmp_path, weights, values)
    assert model.arch.normalization == "stored"
    stored = [name for name in model.state_dict() if name.endswith("graph")]
    assert stored == [f"layers.{index}.spatial.graph" for index in range(3)]
    x = motion(40)
    full = slice(model.receptive_field - 1, None)
    assert relative_error(ours(model, x)[full], published_logits(weights, values, x)[full]) < 1e-5


def test_an_adjacency_of_another_skeleton_is_refused(tmp_path):
    values = block()
    graph = published_adjacency(SKELETON)
    graph[2, 0, 5] = 0.5
    message = refusal(imported, tmp_path, random_weights(graph, values), values)
    assert "A[2] joins joints 0 and 5" in message and SKELETON.joints[5] in message and "skeleton imu6" in message


def test_a_window_without_taps_is_refused(tmp_path):
    values = block(kernel=3, stride=[1, 2, 4])
    message = refusal(imported, tmp_path, random_weights(published_adjacency(SKELETON), values), values)
    assert "layer 2 of the configuration: no tap is left of kernel 3 at stride" in message


def test_a_norm_over_one_value_is_refused(tmp_path):
    values = block(in_feat=1)
    lone = load_skeleton("imu3")
    lone = type(lone)("lone", ("hip",), (), 0)
    weights = random_weights(published_adjacency(lone), values)
    assert "a single value" in refusal(imported, tmp_path, weights, values, lone)


def test_what_the_configuration_trains_with_stays(tmp_path):
    values = block()
    model = imported(tmp_path, random_weights(published_adjacency(SKELETON), values), values, dropout=0.25)
    assert model.arch.dropout == 0.25 and not model.training
    assert model.arch.residual_projection == [False, True, True]
    assert model.arch.kernel == [5, 2, 2]
