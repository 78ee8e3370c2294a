"""What a description says, and one line for whatever is wrong with it."""

import json

import pytest
from refusals import refusal
from rtstgcn_training.data import describe
from tiny_dataset import DESCRIPTION, write_tiny_dataset

from rtstgcn_edge.recordings import load_dataset


@pytest.fixture
def root(tmp_path):
    return write_tiny_dataset(tmp_path / "tiny", train=2, val=1, frames=40)


def described(root, **changes):
    whole = {key: value for key, value in (DESCRIPTION | changes).items() if value is not None}
    (root / "dataset.json").write_text(json.dumps(whole), encoding="utf-8")
    return load_dataset(root)


def test_a_description_gives_skeleton_channels_units_and_rate(root):
    skeleton, channels, units, rate_hz = describe(load_dataset(root), None)
    assert (skeleton.joints, skeleton.edges, skeleton.center) == (("hip", "knee", "ankle"), ((0, 1), (1, 2)), 0)
    assert (channels, units, rate_hz) == (DESCRIPTION["channels"], DESCRIPTION["units"], 20.0)


def test_a_skeleton_that_is_named_goes_before_the_described_one(root, tmp_path):
    nodes = load_dataset(root).description["nodes"]
    path = tmp_path / "chain.json"
    path.write_text(json.dumps({"name": "chain", "joints": nodes, "edges": [[0, 2], [2, 1]], "center": 1}))
    assert describe(load_dataset(root), str(path))[0].edges == ((0, 2), (2, 1))


def test_a_skeleton_of_other_nodes_than_the_data_are_of_is_refused(root):
    message = refusal(describe, load_dataset(root), "imu6")
    assert "graph 'imu6' has foot_r, shin_r" in message


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"rate_hz": None}, ("rate_hz",)),
        ({"rate_hz": 1e-5}, ("dataset.json: ", "1e-05 Hz", "0.01")),
        ({"rate_hz": "sixty"}, ("rate_hz", "sixty")),
        ({"rate_hz": 0}, ("rate_hz", "above 0")),
        ({"rate_hz": float("inf")}, ("rate_hz", "inf")),
        ({"rate_hz": True}, ("rate_hz", "True")),
        ({"channels": None}, ("channels",)),
        ({"channels": 3}, ("channels", "list of names")),
        ({"channels": []}, ("channels", "list of names")),
        ({"units": "m"}, ("units", "list of names")),
        ({"units": ["m", "m"]}, ("2 units", "3 channels")),
        ({"nodes": None}, ("skeleton", "processor.graph")),
        ({"edges": [["hip", "nee"]]}, ("'nee'", "'knee'")),
    ],
)
def test_a_description_that_is_wrong_is_refused_by_key(root, changes, names):
    message = refusal(describe, described(root, **changes), None)
    assert all(name in message for name in names), message


def test_channels_are_taken_by_name_in_the_order_that_is_asked_for(root):
    dataset = described(root, units=["m", "g", "s"])
    _, channels, units, _ = describe(dataset, None, ["acc_z", "acc_x"])
    assert (channels, units) == (["acc_z", "acc_x"], ["s", "m"])


def test_a_channel_that_is_not_there_is_refused_with_the_nearest(root):
    message = refusal(describe, load_dataset(root), None, ["acc_x", "acc_q"])
    assert message.startswith("processor.channels: channel 'acc_q' is not in") and "did you mean 'acc_" in message
    assert "there are acc_x, acc_y, acc_z" in refusal(describe, load_dataset(root), None, ["pressure"])
    assert "channel 'acc_x' is there twice" in refusal(describe, load_dataset(root), None, ["acc_x", "acc_x"])


def test_a_rate_that_is_asked_for_is_that_of_the_model(root):
    assert describe(load_dataset(root), None, None, 16.0)[3] == 16.0
    assert "processor.rate_hz: from 20 Hz to 0.1 Hz: rates are at most a factor of 100" in refusal(
        describe, load_dataset(root), None, None, 0.1
    )


@pytest.mark.parametrize("key", ["rate_hz", "channels", "units"])
def test_null_is_no_description(root, key):
    (root / "dataset.json").write_text(json.dumps(DESCRIPTION | {key: None}), encoding="utf-8")
    assert f"dataset.json: no '{key}'" in refusal(describe, load_dataset(root), None)


@pytest.mark.parametrize("nodes", [5, None, ["hip", 3, "ankle"], "hip"])
def test_nodes_that_are_no_names_are_refused_beside_a_graph_too(root, nodes):
    (root / "dataset.json").write_text(json.dumps(DESCRIPTION | {"nodes": nodes}), encoding="utf-8")
    assert "dataset.json: nodes is not a list of names" in refusal(describe, load_dataset(root), "imu3")
