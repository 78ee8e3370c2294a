import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.skeletons import Skeleton, list_skeletons, load_skeleton

LEG = {
    "name": "leg",
    "joints": ["hip", "knee", "ankle", "toe"],
    "edges": [["hip", "knee"], ["knee", "ankle"], ["ankle", "toe"]],
    "center": "hip",
}

BUNDLED = {  # name: joints, centre
    "coco17": (17, "nose"),
    "hand20": (20, "palm"),
    "imu3": (3, "trunk"),
    "imu6": (6, "thigh_r"),
    "imu6_stanford": (6, "lumbar"),
    "imu7": (7, "pelvis"),
    "kinect20": (20, "shoulder_center"),
    "lara": (22, "lower_back"),
    "mediapipe33": (33, "nose"),
    "ntu25": (25, "spine_shoulder"),
    "openpose18": (18, "neck"),
    "vicon_gait9": (9, "pelvis"),
}


def leg(**changes):
    return LEG | changes


def refusal(d):
    with pytest.raises(InputError) as caught:
        Skeleton.from_dict(d)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_joint_names_become_indices():
    skeleton = Skeleton.from_dict(LEG)
    assert skeleton.joints == ("hip", "knee", "ankle", "toe")
    assert skeleton.edges == ((0, 1), (1, 2), (2, 3))
    assert skeleton.center == 0
    assert skeleton.num_joints == 4


def test_names_and_indices_give_the_same_skeleton():
    assert Skeleton.from_dict(leg(edges=[[0, 1], [1, "ankle"], [2, 3]], center=0)) == Skeleton.from_dict(LEG)


def test_a_single_joint_without_edges_is_a_skeleton():
    assert Skeleton("point", ("wrist",), (), 0).num_joints == 1


def test_a_ring_of_joints_is_a_skeleton():
    assert len(Skeleton("ring", ("a", "b", "c"), ((0, 1), (1, 2), (2, 0)), 0).edges) == 3


@st.composite
def trees(draw):
    size = draw(st.integers(1, 12))
    edges = tuple((draw(st.integers(0, joint - 1)), joint) for joint in range(1, size))
    words = {key: draw(st.text(max_size=5)) for key in ("description", "source", "axes")}
    return Skeleton("tree", tuple(f"j{i}" for i in range(size)), edges, draw(st.integers(0, size - 1)), **words)


@given(trees())
def test_a_skeleton_survives_json(skeleton):
    assert Skeleton.from_dict(json.loads(json.dumps(skeleton.to_dict()))) == skeleton


@given(trees(), st.data())
def test_a_tree_that_loses_an_edge_is_refused(skeleton, data):
    if skeleton.edges:
        lost = data.draw(st.sampled_from(skeleton.edges))
        with pytest.raises(InputError, match="no path of edges"):
            replace(skeleton, edges=tuple(edge for edge in skeleton.edges if edge != lost))


def test_keys_of_the_user_are_ignored():
    assert Skeleton.from_dict(leg(colour="red", joint_units="m")) == Skeleton.from_dict(LEG)


@pytest.mark.parametrize(("key", "meant"), [("centre", "center"), ("Edges", "edges"), ("sorce", "source")])
def test_a_misspelt_key_is_refused_with_the_right_one(key, meant):
    assert refusal(leg(**{key: 0})) == f"skeleton leg: key {key!r} is not known; did you mean {meant!r}?"


@pytest.mark.parametrize("key", ["name", "joints", "edges", "center"])
def test_a_missing_key_is_refused(key):
    d = {k: v for k, v in LEG.items() if k != key}
    assert f"no {key!r}" in refusal(d)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"edges": [[0, 1], [1, 2], [2, 4]]},
            "edge [2, 4] goes to joint 4, which does not exist; the joints are 0 to 3",
        ),
        ({"edges": [[0, 1], [1, 2], [-1, 2]]}, "edge [-1, 2] goes to joint -1, which does not exist"),
        ({"edges": [["hip", "kne"]]}, "edge ['hip', 'kne']: no joint is called 'kne'; did you mean 'knee'?"),
        ({"edges": [[0, 1], [1, 1]]}, "edge [1, 1] joins knee to itself"),
        ({"edges": [[0, 1], [1, 2], [2, 3], [1, 0]]}, "edge [0, 1] (hip, knee) is there twice"),
        ({"edges": [[0, 1, 2]]}, "edge [0, 1, 2] is not a pair"),
        ({"edges": ["ab"]}, "edge 'ab' is not a pair"),
        ({"edges": [[0, 1.0]]}, "1.0 is not a joint"),
        ({"edges": "hip"}, "edges is not a list"),
        ({"edges": [[0, 1], [1, 2]]}, "no path of edges joins toe to the other joints"),
        ({"edges": [[0, 1], [2, 3]]}, "no path of edges joins hip, knee to the other joints"),
        ({"joints": ["hip", "knee", "ankle", "toe", "hip"]}, "joint 'hip' is there twice"),
        ({"joints": []}, "no joint is called 'hip'"),
        ({"joints": [], "edges": [], "center": 0}, "no joints"),
        ({"joints": "hip"}, "joints is not a list of names"),
        ({"joints": ["hip", 1]}, "joints is not a list of names"),
        ({"center": 4}, "center 4 is not a joint; the joints are 0 to 3"),
        ({"center": -1}, "center -1 is not a joint"),
        ({"center": "hips"}, "center: no joint is called 'hips'; did you mean 'hip'?"),
        ({"center": None}, "center: None is not a joint"),
        ({"center": True}, "center: True is not a joint"),
    ],
)
def test_a_wrong_skeleton_is_refused_with_the_reason(changes, reason):
    message = refusal(leg(**changes))
    assert message.startswith("skeleton leg: ")
    assert reason in message


def test_the_bundled_skeletons_are_listed():
    assert list_skeletons() == sorted(BUNDLED)


@pytest.mark.parametrize("name", BUNDLED)
def test_a_bundled_skeleton_is_a_tree_with_its_centre(name):
    skeleton = load_skeleton(name)
    joints, center = BUNDLED[name]
    assert skeleton.name == name
    assert skeleton.num_joints == joints
    # Connected is checked when it is made; with one edge less than joints it is a tree.
    assert len(skeleton.edges) == joints - 1
    assert skeleton.joints[skeleton.center] == center
    assert skeleton.description and skeleton.source


@pytest.mark.parametrize("name", BUNDLED)
def test_a_bundled_skeleton_is_the_same_left_and_right(name):
    skeleton = load_skeleton(name)

    def mirrored(joint):
        other_side = {"_l": "_r", "_r": "_l"}
        return joint[:-2] + other_side.get(joint[-2:], joint[-2:])

    edges = {frozenset((skeleton.joints[a], skeleton.joints[b])) for a, b in skeleton.edges}
    assert {frozenset(map(mirrored, edge)) for edge in edges} == edges


def test_ntu25_has_the_joints_and_edges_of_st_gcn():
    skeleton = load_skeleton("ntu25")
    assert [(a + 1, b + 1) for a, b in skeleton.edges] == [
        (1, 2), (2, 21), (3, 21), (4, 3), (5, 21), (6, 5), (7, 6), (8, 7),
        (9, 21), (10, 9), (11, 10), (12, 11), (13, 1), (14, 13), (15, 14), (16, 15),
        (17, 1), (18, 17), (19, 18), (20, 19), (22, 23), (23, 8), (24, 25), (25, 12),
    ]  # fmt: skip
    assert skeleton.center == 20


def test_a_file_is_loaded_by_its_path(tmp_path):
    path = tmp_path / "leg.json"
    path.write_text(json.dumps(LEG), encoding="utf-8")
    assert load_skeleton(path) == load_skeleton(str(path)) == Skeleton.from_dict(LEG)


def test_a_file_in_the_working_folder_needs_no_folder_in_its_name(tmp_path, monkeypatch):
    (tmp_path / "leg.json").write_text(json.dumps(LEG), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load_skeleton("leg.json").name == "leg"


def test_an_unknown_name_is_refused_with_the_nearest_or_the_list():
    with pytest.raises(InputError, match=r"'ntu52' is not known; did you mean 'ntu25'\?"):
        load_skeleton("ntu52")
    with pytest.raises(InputError, match=r"'horse' is not known; there are coco17, hand20, .*"):
        load_skeleton("horse")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"nowhere\.json: No such file or directory"):
        load_skeleton(tmp_path / "nowhere.json")


@pytest.mark.parametrize("content", [b"joints: [hip]", b"", b"\xff\xfe{}"])
def test_a_file_that_is_not_json_is_refused(tmp_path, content):
    path = tmp_path / "leg.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"leg\.json: not JSON"):
        load_skeleton(path)


def test_a_json_list_is_refused(tmp_path):
    path = tmp_path / "leg.json"
    path.write_text("[1, 2]", encoding="utf-8")
    with pytest.raises(InputError, match="a JSON list; give an object with name, joints, edges, center"):
        load_skeleton(path)
