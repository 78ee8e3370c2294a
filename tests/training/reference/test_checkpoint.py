"""Checkpoints of Realtime-ST-GCN are read without running anything, and refused where they do not fit."""

import os
import pickle
import zipfile

import pytest
import torch
from refusals import refusal
from rtstgcn_training.models.config import Arch
from rtstgcn_training.reference.checkpoint import expected_shapes, read_checkpoint
from slow_reference import STRIDES, WIDTHS, block, published_adjacency, random_weights

from rtstgcn_edge.skeletons import load_skeleton

JOINTS = 6


@pytest.fixture
def weights():
    return random_weights(published_adjacency(load_skeleton("imu6")), block())


def arch(**changed):
    return Arch(
        **({"widths": WIDTHS, "kernel": 5, "dilation": STRIDES, "residual_projection": [False, True, True]} | changed)
    )


def save(path, weights, **more):
    optimiser = torch.optim.Adam([torch.nn.Parameter(torch.ones(2))])
    content = {"epoch": 7, "model_state_dict": weights, "optimizer_state_dict": optimiser.state_dict(), "loss": 0.5}
    torch.save(content | more, path)
    return path


def checked(path, **changed):
    read_checkpoint(path).check(arch(**changed), JOINTS, 3)


def test_the_weights_come_by_name_with_what_else_is_plain(tmp_path, weights):
    found = read_checkpoint(save(tmp_path / "epoch-7.pt", weights, loss=torch.tensor(0.25)))
    assert found.said == {"epoch": 7, "loss": 0.25}
    assert (found.channels, found.classes) == (3, 4)
    assert found.weights.keys() == weights.keys()
    assert all(torch.equal(found.weights[name], tensor.double()) for name, tensor in weights.items())
    found.check(arch(), JOINTS, 3)


def test_the_expected_names_and_shapes_are_the_published_ones(weights):
    assert expected_shapes(arch(), 3, JOINTS, 3, 4) == {name: tuple(tensor.shape) for name, tensor in weights.items()}


def test_weights_of_a_wrapped_model_alone_or_with_a_loss_that_is_none_are_read_too(tmp_path, weights):
    wrapped = {f"module.{name}": tensor for name, tensor in weights.items()}
    assert read_checkpoint(save(tmp_path / "a.pt", wrapped)).weights.keys() == weights.keys()
    torch.save(weights, tmp_path / "b.pt")
    assert read_checkpoint(tmp_path / "b.pt").weights.keys() == weights.keys()
    assert read_checkpoint(save(tmp_path / "c.pt", weights, loss=float("nan"))).said == {"epoch": 7}
    torch.save({"model_state_dict": weights}, tmp_path / "d.pt", _use_new_zipfile_serialization=False)
    assert read_checkpoint(tmp_path / "d.pt").weights.keys() == weights.keys()


class Bomb:
    """Leaves a folder when it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (os.mkdir, (str(self.path),))


def zipped(path, content):
    """As torch.save packs it, which calls the inner pickle data.pkl."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", content)
        archive.writestr("archive/version", "3\n")
        archive.writestr("archive/byteorder", "little")


@pytest.mark.parametrize("protocol", [2, 4])
@pytest.mark.parametrize("write", [lambda path, content: path.write_bytes(content), zipped])
def test_code_in_a_pickle_is_refused_and_not_run(tmp_path, write, protocol):
    proof = tmp_path / "was_run"
    content = pickle.dumps({"model_state_dict": {"A": Bomb(proof)}}, protocol=protocol)
    pickle.loads(content)
    proof.rmdir()  # the bomb is live
    write(tmp_path / "bomb.pt", content)
    message = refusal(read_checkpoint, tmp_path / "bomb.pt")
    assert not proof.exists()
    assert "bomb.pt" in message and ("asks for" in message or "not readable" in message)


def test_the_code_that_was_asked_for_is_named(tmp_path):
    torch.save({"model_state_dict": Bomb(tmp_path / "was_run")}, tmp_path / "bomb.pt")
    message = refusal(read_checkpoint, tmp_path / "bomb.pt")
    assert "mkdir" in message and "nothing of it was run" in message
    assert not (tmp_path / "was_run").exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not readable"),
        (b"hello", "not readable"),
        (b"PK\x03\x04" + bytes(50), "not readable"),
        (b"\x80\x02}q\x00.", "not readable"),
    ],
)
def test_other_files_are_refused(tmp_path, content, says):
    (tmp_path / "x.pt").write_bytes(content)
    assert says in refusal(read_checkpoint, tmp_path / "x.pt")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ([1, 2], "holds a list"),
        (torch.ones(3), "holds a Tensor"),
        ({}, "no weights by name"),
        ({"model_state_dict": {}}, "no weights by name"),
        ({"model_state_dict": [1]}, "no weights by name"),
        ({"model_state_dict": {"A": 1.0}}, "no weights by name"),
        ({"model_state_dict": {"A": torch.ones(2, 2).to_sparse()}}, "'A' is no dense tensor of real numbers"),
        ({"epoch": 3}, "no weights by name"),
    ],
)
def test_other_content_is_refused(tmp_path, content, says):
    torch.save(content, tmp_path / "x.pt")
    assert says in refusal(read_checkpoint, tmp_path / "x.pt")


def test_a_missing_file_a_folder_and_another_network_are_refused(tmp_path):
    assert "no such file" in refusal(read_checkpoint, tmp_path / "x.pt")
    assert "a folder; a checkpoint of" in refusal(read_checkpoint, tmp_path)
    torch.save({"fc.weight": torch.ones(2, 2)}, tmp_path / "x.pt")
    assert "'fcn_in.weight'" in refusal(lambda: read_checkpoint(tmp_path / "x.pt").channels)


def without(name):
    return lambda weights: weights.pop(name)


def put(name, *shape):
    return lambda weights: weights.__setitem__(name, torch.ones(shape))


def spoil(name):
    return lambda weights: weights[name].view(-1)[0].fill_(float("nan"))


@pytest.mark.parametrize(
    ("change", "changed", "says"),
    [
        (without("st_gcn.1.residual.0.weight"), {}, "no 'st_gcn.1.residual.0.weight'; the configuration asks for it"),
        (without("A"), {}, "no 'A'"),
        (without("st_gcn.0.edge_importance"), {}, "no 'st_gcn.0.edge_importance'"),
        (lambda weights: None, {"importance": False}, "'st_gcn.0.edge_importance' has no place"),
        (lambda weights: None, {"widths": [4, 8, 6]}, "'st_gcn.1.conv.weight' is (18, 4, 1, 1)"),
        (lambda weights: None, {"widths": [4, 6], "dilation": 1, "residual_projection": False}, "has no place"),
        (put("A", 3, 5, 5), {}, "'A' is (3, 5, 5); configuration and skeleton ask for (3, 6, 6)"),
        (put("norm_in.weight", 3, 1, 5), {}, "'norm_in.weight' is (3, 1, 5)"),
        (put("fcn_out.bias", 5), {}, "'fcn_out.bias' is (5,)"),
        (put("extra", 1), {}, "'extra' has no place"),
        (spoil("st_gcn.2.conv.bias"), {}, "'st_gcn.2.conv.bias' holds values that are not finite"),
        (put("norm_in.norm.weight", 18), {}, "BatchNorm"),
        (put("st_gcn.0.bn_relu.0.weight", 4), {}, "BatchNorm"),
    ],
)
def test_weights_that_do_not_fit_the_configuration_are_named(tmp_path, weights, change, changed, says):
    change(weights)
    message = refusal(lambda: checked(save(tmp_path / "x.pt", weights), **changed))
    assert says in message and "x.pt" in message


@pytest.mark.parametrize("odd", [torch.ones(2) + 1j, torch.ones(2, device="meta"), torch.eye(2).to_sparse(), "text"])
def test_weights_that_are_no_real_numbers_are_named(tmp_path, weights, odd):
    message = refusal(read_checkpoint, save(tmp_path / "odd.pt", weights | {"fcn_in.bias": odd}))
    assert "odd.pt: 'fcn_in.bias' is no dense tensor of real numbers" in message
