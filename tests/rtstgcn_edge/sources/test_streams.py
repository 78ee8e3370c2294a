"""Which nodes the channels of a stream are: labels as laboratories write them, units, and refusals."""

import math

import pytest
from refusals import refusal
from runs import tiny_manifest

from rtstgcn_edge.simulator import CHANNELS, UNITS
from rtstgcn_edge.skeletons import load_skeleton
from rtstgcn_edge.sources.streams import Stream, describe, find_nodes, units_said

IMU6 = {"channels": list(CHANNELS), "units": list(UNITS), "skeleton": load_skeleton("imu6").to_dict()}
ANKLES = {
    "channels": ["acc_forward", "acc_up"],
    "units": ["m/s^2", "m/s^2"],
    "skeleton": load_skeleton("imu3").to_dict(),
}
MARKERS = {"channels": ["x", "y", "z"], "units": ["m", "m", "m"], "skeleton": load_skeleton("imu3").to_dict()}


def stream(labels, units=None, name="gait"):
    return Stream(name, labels, units or [""] * len(labels))


def found(labels, units=None, said=IMU6):
    return find_nodes("lsl:gait", [stream(labels, units)], tiny_manifest(**said))


def refused(*arguments, **options):
    return refusal(lambda: found(*arguments, **options))


@pytest.mark.parametrize(
    ("pattern", "kinds"),
    [
        ("{node}_{kind}_{axis}", ("acc", "gyro")),
        ("{node} {kind} {axis}", ("Acc", "Gyr")),
        ("{node}.{kind}{axis}", ("ACC", "GYRO")),
        ("{node}/{kind}.{axis}", ("accel", "gyr")),
        ("{node}-{kind}-{axis}", ("Accelerometer", "Gyroscope")),
        ("{node}: {kind} {axis}", ("Acceleration", "angular_velocity")),
        ("{node}_{kind}{axis}", ("a", "g")),
    ],
)
def test_labels_as_they_are_written(pattern, kinds):
    labels = [
        pattern.format(node=node, kind=kind, axis=axis)
        for node in ("shin_r", "Foot L")
        for kind in kinds
        for axis in "xyz"
    ]
    first, second = found(labels)
    assert (first.given.name, second.given.name) == ("shin_r", "Foot L")
    assert first.given.channels == second.given.channels == CHANNELS
    assert (first.columns, second.columns) == (tuple(range(6)), tuple(range(6, 12)))


def test_columns_in_any_order_among_others():
    labels = ["time", "b_gyro_x", "a_acc_z", "b_acc_x", "a_mag_x", "temperature", "a_gyro_y", "max"]
    b, a = found(labels)
    assert (b.given.name, b.given.channels, b.columns) == ("b", ("gyro_x", "acc_x"), (1, 3))
    assert (a.given.name, a.given.channels, a.columns) == ("a", ("acc_z", "gyro_y"), (2, 6))


def test_labels_without_a_node_are_of_the_only_one():
    (node,) = found(["ax", "ay", "az", "gx", "gy", "gz"])
    assert node.given.name is None and node.given.channels == CHANNELS


def test_nodes_of_several_streams_bear_their_names():
    streams = [stream(["ax", "ay", "az"], name="left"), stream(["ax", "ay", "az"], name="right")]
    nodes = find_nodes("lsl:left,right", streams, tiny_manifest(**IMU6))
    assert [(node.stream, node.given.name) for node in nodes] == [(0, "left"), (1, "right")]


@pytest.mark.parametrize(
    "labels", [[""] * 36, [f"ch{k}" for k in range(36)], ["acc_x", "acc_y", "acc_z", "gyro_x", "gyro_y", "gyro_z"] * 6]
)
def test_without_labels_of_their_own_nodes_come_one_after_the_other(labels):
    nodes = found(labels)
    assert [node.columns for node in nodes] == [tuple(range(6 * k, 6 * k + 6)) for k in range(6)]
    assert all(node.given.name is None and node.given.channels == CHANNELS for node in nodes)


def test_units_become_si():
    (node,) = found(list(CHANNELS), ["g", "mg", "m/s2", "deg/s", "°/s", "rad/s"])
    assert node.given.factors == pytest.approx((9.80665, 0.00980665, 1, math.pi / 180, math.pi / 180, 1))


def test_units_may_stand_behind_the_label():
    (node,) = found(["ax [g]", "ay(m/s^2)", "gx [dps]"])
    assert node.given.factors == pytest.approx((9.80665, 1, math.pi / 180))
    assert units_said([stream(["ax [g]"])]) and not units_said([stream(["ax"])])


def test_channels_of_a_model_with_names_of_its_own():
    (node,) = found(["knee_acc_forward", "knee_acc_up"], ["g", ""], ANKLES)
    assert node.given.channels == ("acc_forward", "acc_up") and node.given.factors == pytest.approx((9.80665, 1))
    (node,) = found(["knee_acc_x", "knee_acc_y", "knee_acc_z"], said=ANKLES)
    assert node.given.channels == ("acc_x", "acc_y", "acc_z")  # axes= tells which is which


def test_markers():
    nodes = found(["hip_x", "hip_y", "hip_z", "knee_x", "knee_y", "knee_z"], ["mm"] * 3 + ["m"] * 3, MARKERS)
    assert [node.given.name for node in nodes] == ["hip", "knee"]
    assert [node.given.factors for node in nodes] == [(0.001,) * 3, (1.0,) * 3]


def test_refusals():
    assert "'furlong'; acc_x is taken in m/s^2" in refused(["ax"], ["furlong"]).replace("is in ", "")
    assert "channel ax is in 'deg/s'" in refused(["ax"], ["deg/s"])
    assert "two channels are acc_x of node a" in refused(["a_acc_x", "a_ax"])
    assert "5 channels (labels: none)" in refused([""] * 5)
    assert "42 channels" in refused([""] * 42)
    assert "36 channels" in refused([f"Fp{k}" for k in range(36)])
    message = refused(["Fp1", "Fp2"])
    assert "labels: Fp1, Fp2" in message and "6 nodes x acc_x" in message and "NODE_acc_x" in message


def test_described_for_people():
    assert describe(found(["a_ax", "a_ay", "b_ax", "b_ay"])) == "2 nodes x 2 channels (a, b)"
    assert describe(found([""] * 36)) == "6 nodes x 6 channels"
