"""Skeleton files of Realtime-ST-GCN."""

import json

import pytest
from refusals import refusal
from rtstgcn_training.data.reference_graph import read_reference_graph

STAR = {"num_node": 4, "edge": [[0, 0], [1, 1], [2, 2], [3, 3], [1, 0], [0, 2], [3, 0], [0, 1]], "center": 0}


def written(tmp_path, content):
    path = tmp_path / "star.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def test_self_loops_and_doubles_go_and_joints_get_names(tmp_path):
    skeleton = read_reference_graph(written(tmp_path, STAR), None)
    assert skeleton.name == "star"
    assert skeleton.joints == ("joint0", "joint1", "joint2", "joint3")
    assert skeleton.edges == ((0, 1), (0, 2), (0, 3)) and skeleton.center == 0
    assert read_reference_graph(written(tmp_path, STAR), ["a", "b", "c", "d"]).joints == ("a", "b", "c", "d")


@pytest.mark.parametrize("content", ["{", "[]", {"name": "x", "joints": ["a"], "edges": [], "center": 0}])
def test_any_other_file_is_none(tmp_path, content):
    assert read_reference_graph(written(tmp_path, content), None) is None
    assert read_reference_graph(tmp_path / "nowhere.json", None) is None


@pytest.mark.parametrize(
    ("changes", "joints", "says"),
    [
        ({}, ["a", "b"], "4 joints; the data set names 2"),
        ({"edge": [[0, 9]]}, None, "joint 9"),
        ({"edge": [[0, 1]]}, None, "no path of edges"),
        ({"center": 7}, None, "center 7"),
        ({"num_node": "4"}, None, "num_node"),
        ({"edge": [3]}, None, "edge"),
        ({"edge": [["a", 1]]}, None, "edge"),
        ({"edge": [[None, 1]]}, None, "edge"),
        ({"edge": [[[1], [2]]]}, None, "edge"),
        ({"num_node": -1}, None, "num_node -1"),
        ({"edge": {"a": 1}}, None, "edge"),
    ],
)
def test_a_graph_that_contradicts_itself_or_the_data_is_refused(tmp_path, changes, joints, says):
    assert says in refusal(read_reference_graph, written(tmp_path, STAR | changes), joints)
