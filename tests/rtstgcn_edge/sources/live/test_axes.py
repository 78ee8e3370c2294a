"""Mountings."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from refusals import refusal

from rtstgcn_edge.sources.live.axes import parse_axes

ROOT = "imu:/dev/x"


def matrix(text):
    """Rows: the model's axes in the device's."""
    turn = parse_axes(ROOT, text, ["a"])["a"]
    rows = [turn.of(ROOT, axis, "xyz") for axis in "xyz"]
    return np.array([sign * np.eye(3)["xyz".index(name)] for name, sign in rows])


@given(st.permutations("xyz"), st.tuples(*[st.sampled_from(["", "-", "+"])] * 3))
def test_every_rotation_is_taken_and_every_mirror_image_refused(order, signs):
    text = ",".join(sign + name for sign, name in zip(signs, order, strict=True))
    plain = np.array([(-1 if s == "-" else 1) * np.eye(3)["xyz".index(n)] for s, n in zip(signs, order, strict=True)])
    if np.linalg.det(plain) > 0:
        np.testing.assert_array_equal(matrix(text), plain)
        return
    message = refusal(parse_axes, ROOT, text, ["a"])
    assert "mirrored" in message
    mended = message.partition("(axes=")[2].partition(" ")[0]
    assert np.linalg.det(matrix(mended)) > 0


def test_for_each_joint_or_for_all():
    turns = parse_axes(ROOT, "foot:y,-x,z; shin:x,z,-y;", ["foot", "shin", "thigh"])
    assert sorted(turns) == ["foot", "shin"] and turns["shin"].axes == (("x", 1.0), ("z", 1.0), ("y", -1.0))
    assert sorted(parse_axes(ROOT, "x,y,z", ["foot", "shin"])) == ["foot", "shin"]


def test_directions_of_the_model_in_its_order():
    turn = parse_axes(ROOT, "x,z,-y", ["a"])["a"]
    names = ["forward", "vertical", "lateral"]
    assert [turn.of(ROOT, name, names) for name in names] == [("x", 1.0), ("z", 1.0), ("y", -1.0)]
    assert "2 directions" in refusal(turn.of, ROOT, "up", ["up", "forward"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x,y", "once, as in y,-x,z"),
        ("x,x,z", "once, as in y,-x,z"),
        ("x,y,q", "'q' is no axis"),
        ("x,y,", "'' is no axis"),
        ("x,y,--z", "'--z' is no axis"),
        ("x,y,xyz", "'xyz' is no axis"),
        ("foto:x,y,z", "no joint 'foto'; did you mean 'foot'?"),
        ("foot:x,y,z;foot:x,y,z", "'foot' is given twice"),
        ("foot:x,y,z;y,x,z", "'y,x,z' is for no joint"),
    ],
)
def test_what_is_no_mounting_is_refused(text, told):
    message = refusal(parse_axes, ROOT, text, ["foot", "shin"])
    assert message.startswith(f"{ROOT}: axes=") and told in message
