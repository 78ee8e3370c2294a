"""Nodes, axes and units of a device as those of a model."""

import math

import numpy as np
import pytest
from refusals import refusal
from sensor_worlds import JOINTS, SIX, manifest

from rtstgcn_edge.sources.live.mapping import Given, make_mapping

ROOT = "imu:/dev/x"
LEG = ("foot", "shin", "thigh")
FACTORS = (2.0, 2.0, 2.0, 0.5, 0.5, 0.5)


def device(names, channels=SIX, factors=FACTORS):
    return {number: Given(channels, factors, name) for number, name in enumerate(names)}


def leg(**said):
    return manifest(joints=LEG, **said)


def test_by_name_whatever_the_order_others_are_ignored():
    mapping = make_mapping(ROOT, device(["thigh", "wrist", "foot", "shin"]), leg())
    assert mapping.node_of == (2, 3, 0) and mapping.joint_of == {2: 0, 3: 1, 0: 2}


def test_by_number_where_there_are_no_names():
    assert make_mapping(ROOT, device([None] * 3), leg()).node_of == (0, 1, 2)


@pytest.mark.parametrize("nodes", ["2,0,1", "foot:2,thigh:1,shin:0", " c , a, b ", "shin:a,foot:c,thigh:b"])
def test_as_the_person_says(nodes):
    assert make_mapping(ROOT, device(["a", "b", "c"]), leg(), nodes=nodes).node_of == (2, 0, 1)


def test_values_turned_and_scaled():
    """The model's x is the device's y, its y minus the device's x; gyroscopes turn alike. By a matrix."""
    mapping = make_mapping(ROOT, device([None] * 3), leg(), axes="foot:y,-x,z")
    raw = (1.0, 2.0, 3.0, 40.0, 50.0, 60.0)
    turn = np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 1]])
    expected = [*(2 * turn @ raw[:3]), *(0.5 * turn @ raw[3:])]
    assert mapping.convert(0, raw) == tuple(expected)
    assert mapping.convert(1, raw) == (2, 4, 6, 20, 25, 30)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e39])
def test_what_is_not_finite_gives_none(bad):
    mapping = make_mapping(ROOT, device([None] * 3), leg(channels=("acc_x",)))
    assert mapping.convert(0, (bad, 0, 0, 0, 0, 0)) is None
    assert mapping.convert(0, (1, bad, bad, bad, 0, 0)) == (2.0,)


def test_directions_with_names_of_their_own_are_asked_for():
    model = leg(channels=("acc_forward", "acc_vertical", "acc_lateral"))
    told = refusal(make_mapping, ROOT, device([None] * 3), model)
    assert "axes=x,z,-y" in told and "forward, vertical, lateral" in told
    mapping = make_mapping(ROOT, device([None] * 3), model, axes="x,z,-y")
    assert mapping.convert(2, (1, 2, 3, 0, 0, 0)) == (2, 6, -4)


def test_other_channels_by_their_names():
    model = manifest(joints=("palm",), channels=("x", "y", "z"), units=("m",) * 3)
    mapping = make_mapping("lsl:hand", {4: Given(("z", "x", "y"), (1.0, 1.0, 1.0))}, model)
    assert mapping.convert(0, (3, 1, 2)) == (1, 2, 3) and mapping.joint_of == {4: 0}
    assert "does not measure x (it has acc_x," in refusal(make_mapping, ROOT, device([None]), model)


@pytest.mark.parametrize(
    ("names", "nodes", "told"),
    [
        ([None] * 2, None, "2 nodes, but model 'tiny' takes 3: foot, shin, thigh"),
        ([None] * 4, None, "4 nodes; model 'tiny' takes 3: foot, shin, thigh; say which node is which, in this order, "
         "as in nodes=0,1,2"),
        (["foot", "shin", "foot", "thigh"], None, "two nodes are named 'foot'; say which node is which by number"),
        (["foot", "shin", "knee"], None, "3 nodes (foot, shin, knee); model"),
        (["a", "b", "c"], "0,1", "nodes=0,1: 2 nodes, but the model takes 3"),
        (["a", "b", "c"], "0,1,1", "node 1 is given to two joints"),
        (["a", "b", "c"], "0,1,7", "no node 7; it has 0, 1, 2"),
        (["left", "b", "c"], "0,1,lefd", "no node 'lefd'; did you mean 'left'?"),
        (["a", "b", "c"], "0,1,-1", "no node '-1'; known: a, b, c, 0, 1, 2"),
        (["a", "b", "c"], "foot:0,shin:1", "no node for thigh"),
        (["a", "b", "c"], "foot:0,chin:1", "no joint 'chin'; did you mean 'shin'?"),
        (["a", "b", "c"], "foot:0,foot:1", "joint 'foot' is given twice"),
        (["a", "b", "c"], "foot:0,1,2", "'1' is for no joint"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_what_to_type(names, nodes, told):
    model = leg().model_copy(update={"name": "tiny"})
    message = refusal(lambda: make_mapping(ROOT, device(names), model, nodes=nodes))
    assert message.startswith(f"{ROOT}: ") and told in message


def test_a_channel_that_is_not_there_is_named():
    given = {n: Given(("acc_x", "acc_y", "acc_z", "", "", ""), FACTORS) for n in range(6)}
    told = refusal(make_mapping, ROOT, given, manifest(joints=JOINTS))
    assert "does not measure gyro_x (it has acc_x, acc_y, acc_z)" in told and "take a model without it" in told
