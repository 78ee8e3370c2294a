"""The description of one's own recordings."""

import pytest
from own_recordings import write_own
from refusals import refusal
from rtstgcn_training.prepare.own_layout import read_layout


def read(raw):
    return read_layout(raw / "dataset.json", "folder")


def test_a_description_is_read_with_its_defaults(tmp_path):
    layout = read(write_own(tmp_path, subjects=None, validate=None, background=None))
    assert list(layout.columns) == ["left_acc_x", "left_gyro_y", "right_acc_x", "right_gyro_y"]
    assert (layout.in_seconds, layout.subjects, layout.validate) == (True, {}, frozenset())
    description = layout.description
    assert (description.name, description.rate_hz, description.background, description.source) == (
        "folder",
        10,
        None,
        "",
    )
    assert description.skeleton.edges == ((0, 1),) and list(description.classes) == ["rest", "walk", "freeze"]


def test_a_bundled_skeleton_is_taken_by_name_and_a_background_by_its_class(tmp_path):
    layout = read(write_own(tmp_path, nodes=None, edges=None, center=None, skeleton="imu3", background="walk"))
    assert layout.description.skeleton.joints == ("ankle", "thigh", "trunk") and layout.description.background == 1


def test_keys_of_the_users_own_are_kept_out_of_the_way(tmp_path):
    assert read(write_own(tmp_path, camera_operator="eve")).description.rate_hz == 10


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rate_hz": None}, "no 'rate_hz'; it needs rate_hz, channels, units, classes"),
        ({"rate_hz": "fast"}, "rate_hz 'fast'; give frames a second"),
        ({"rate_hz": -1}, "rate_hz -1"),
        ({"chanels": []}, "key 'chanels' is not known; did you mean 'channels'?"),
        ({"channels": "acc_x"}, "channels 'acc_x'; give a list of names"),
        ({"units": ["m"]}, "1 units for 2 channels"),
        ({"classes": []}, "background 'rest' is no class"),
        ({"background": "rset"}, "background 'rset' is no class; did you mean 'rest'?"),
        ({"edges": None}, 'give "skeleton" (a bundled one\'s name) or "nodes", "edges" and "center"'),
        ({"skeleton": "imu3"}, "'skeleton' and 'nodes' both say the joints"),
        ({"nodes": None, "edges": None, "center": None, "skeleton": "imu33"}, "did you mean 'imu3'?"),
        ({"center": "middle"}, "no joint is called 'middle'"),
        ({"subjects": ["anna"]}, 'give {"RECORDING": "SUBJECT"}'),
        ({"subjects": {"one": 1}}, 'give {"RECORDING": "SUBJECT"}'),
        ({"validate": "ben"}, "validate 'ben'; give a list"),
        ({"intervals_in": "minutes"}, 'intervals_in \'minutes\'; give "seconds" or "frames"'),
        ({"nodes": ["a_b", "a"], "edges": [[0, 1]], "center": 0, "channels": ["c", "b_c"]}, "the column 'a_b_c'"),
    ],
)
def test_a_wrong_description_is_refused(tmp_path, changes, said):
    assert said in refusal(read, write_own(tmp_path, **changes))


@pytest.mark.parametrize(("content", "said"), [("{", "not JSON"), ("[]", "a JSON object is expected, not list")])
def test_what_is_no_description_is_refused(tmp_path, content, said):
    (tmp_path / "dataset.json").write_text(content)
    assert said in refusal(read, tmp_path)


def test_a_missing_description_is_refused(tmp_path):
    assert "dataset.json: No such file or directory; it describes the recordings" in refusal(read, tmp_path)
