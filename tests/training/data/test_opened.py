"""A data set under the names and the skeleton that a configuration brings."""

import json

import pytest
from refusals import refusal
from rtstgcn_training.configuration import Processor
from rtstgcn_training.data import describe, load_trials
from rtstgcn_training.data.opened import open_dataset
from rtstgcn_training.models.config import Arch
from rtstgcn_training.models.rt_stgcn import RTSTGCN
from tiny_dataset import write_tiny_dataset

GRAPH = {"num_node": 3, "edge": [[0, 0], [1, 1], [2, 2], [0, 1], [1, 2], [2, 1]], "center": 1}


def processor(root, **keys):
    return Processor.model_validate({"name": "x", "data": root, "out": root / "out"} | keys)


def described(root, **changes):
    path = root / "dataset.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


@pytest.fixture
def root(tmp_path):
    return write_tiny_dataset(tmp_path / "tiny", train=1, val=1)


def test_by_default_a_data_set_is_what_it_says_it_is(root):
    dataset, graph = open_dataset(processor(root, graph="imu3"))
    assert (dataset.classes, dataset.background, graph) == (("rest", "slow", "fast"), 0, "imu3")


@pytest.mark.parametrize("own", [True, False])
def test_names_without_the_background_begin_at_class_1(root, tmp_path, own):
    (root / "actions.txt").write_text("slow\nfast\n")
    (root / "dataset.json").write_text(
        json.dumps(json.loads((root / "dataset.json").read_text()) | {"background": None})
    )
    keys = {}
    if not own:
        (root / "actions.txt").rename(tmp_path / "names.txt")
        keys = {"actions": tmp_path / "names.txt"}
    dataset, _ = open_dataset(processor(root, background_unnamed=True, **keys))
    assert (dataset.classes, dataset.background) == (("background", "slow", "fast"), 0)
    skeleton, channels, _, rate = describe(dataset, None)
    trials = load_trials(
        dataset.trials("train"), dataset, RTSTGCN(Arch(widths=[2], dilation=1), skeleton, len(channels), 3), rate
    )
    assert set(trials[0].labels.tolist()) == {0, 1, 2}


def test_other_names_keep_the_background_that_the_data_set_describes(root, tmp_path):
    (tmp_path / "names.txt").write_text("a\nb\n\nc\n")
    for _ in range(2):
        dataset, _ = open_dataset(processor(root, actions=tmp_path / "names.txt"))
        assert (dataset.classes, dataset.background) == (("a", "b", "c"), 0)
        (root / "actions.txt").unlink(missing_ok=True)


@pytest.mark.parametrize("content", ["", "a\na\n", b"\xff\xfe"])
def test_wrong_names_are_refused(root, tmp_path, content):
    path = tmp_path / "names.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert f"processor.actions {path}" in refusal(open_dataset, processor(root, actions=path))
    path.unlink()
    assert f"processor.actions {path}" in refusal(open_dataset, processor(root, actions=path))


def test_a_background_that_is_named_already_is_refused(root):
    (root / "actions.txt").write_text("background\nslow\n")
    assert "names its background itself" in refusal(open_dataset, processor(root, background_unnamed=True))


def test_a_background_that_the_data_set_names_at_0_is_no_unnamed_one(root):
    assert "names its background itself" in refusal(open_dataset, processor(root, background_unnamed=True))


def test_a_folder_that_is_no_data_set_is_refused(tmp_path):
    (tmp_path / "names.txt").write_text("a")
    for keys in ({}, {"actions": tmp_path / "names.txt"}):
        assert "no such folder" in refusal(open_dataset, processor(tmp_path / "nowhere", **keys))
        assert "no actions.txt" in refusal(open_dataset, processor(tmp_path, **keys))


def test_a_graph_of_the_reference_becomes_the_skeleton_of_the_data_set(root, tmp_path):
    (tmp_path / "graph.json").write_text(json.dumps(GRAPH))
    dataset, graph = open_dataset(processor(root, graph=str(tmp_path / "graph.json")))
    skeleton, *_ = describe(dataset, graph)
    assert skeleton.joints == ("hip", "knee", "ankle")
    assert (set(skeleton.edges), skeleton.center) == ({(0, 1), (1, 2)}, 1)


def test_a_skeleton_file_of_our_own_is_left_to_its_reader(root, tmp_path):
    mine = {"name": "mine", "joints": ["hip", "knee", "ankle"], "edges": [[0, 1], [0, 2]], "center": 0}
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(mine))
    dataset, graph = open_dataset(processor(root, graph=str(path)))
    assert graph == str(path)
    assert describe(dataset, graph)[0].edges == ((0, 1), (0, 2))


@pytest.mark.parametrize(("said", "index"), [("slow", 1), (2, 2), (None, None)])
def test_a_background_by_name_is_found_among_names_from_elsewhere(root, tmp_path, said, index):
    described(root, background=said)
    (root / "actions.txt").rename(tmp_path / "names.txt")
    assert open_dataset(processor(root, actions=tmp_path / "names.txt"))[0].background == index


@pytest.mark.parametrize("said", ["slwo", 3, 1.5, [0]])
def test_a_background_that_is_none_of_the_names_from_elsewhere_is_refused(root, tmp_path, said):
    described(root, background=said)
    (root / "actions.txt").rename(tmp_path / "names.txt")
    assert f"background {said!r}" in refusal(open_dataset, processor(root, actions=tmp_path / "names.txt"))


def test_a_background_past_the_names_that_replace_those_of_the_set_is_refused(root, tmp_path):
    described(root, background="fast")
    (tmp_path / "names.txt").write_text("a\nb\n")
    assert "background 2" in refusal(open_dataset, processor(root, actions=tmp_path / "names.txt"))


def test_nodes_that_are_no_names_are_refused_beside_a_graph_of_the_reference(root, tmp_path):
    described(root, nodes=5)
    (tmp_path / "graph.json").write_text(json.dumps(GRAPH))
    said = refusal(open_dataset, processor(root, graph=str(tmp_path / "graph.json")))
    assert "dataset.json: nodes is not a list of names" in said
