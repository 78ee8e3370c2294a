"""What a device gives, read from its greeting."""

import math

import pytest
from refusals import refusal
from rtstgcn_firmware.messages import VERSION, AccUnit, GyroUnit, Hello, Node, Reading
from rtstgcn_firmware.protocols import open_protocol

from rtstgcn_edge.skeletons import load_skeleton
from rtstgcn_edge.sources.imu.describe import describe

HELLO = Hello(VERSION, 0, 2, 0b111, 7, 104_000, AccUnit.G, 8.0, GyroUnit.DEG_S, 1000.0, bytes(8), "mine", "")


def greeted(*messages, **options):
    return describe("imu:x", [(0, list(messages))], open_protocol("wire"), **options)


def test_a_hello_tells_nodes_channels_and_rate():
    said = greeted(HELLO, Node(1, "trunk"))
    assert said.skeleton["joints"] == ["node_0", "trunk"] and said.skeleton["edges"] == [[0, 1]]
    assert (said.channels, said.units) == (["acc_x", "acc_y", "acc_z"], ["m/s^2"] * 3)
    assert said.rate_hz == 104 and said.name == "unlabelled"
    assert greeted(HELLO, rate_hz=52.0).rate_hz == 52


def test_nodes_of_a_bundled_skeleton_are_joined_as_there():
    joints = load_skeleton("imu6").joints
    said = greeted(HELLO._replace(nodes=6), *(Node(number, name) for number, name in enumerate(joints)))
    assert said.skeleton == load_skeleton("imu6").to_dict()


@pytest.mark.parametrize(
    ("messages", "reason"),
    [
        ([HELLO._replace(channels=0)], "imu:x: no channel of it gives anything to record"),
        ([HELLO, Node(0, "shin"), Node(1, "shin")], "two nodes of the device are named 'shin'"),
        ([], "imu:x: no node of it gives anything to record"),
    ],
)
def test_what_cannot_be_recorded_is_refused(messages, reason):
    assert reason in refusal(greeted, *messages)


def test_readings_tell_what_no_hello_says():
    """Node 3 and one with a name, acceleration alone, every 8 ms with one lost."""
    values = (1.0, 2.0, 3.0, *[math.nan] * 3)
    times = [8000 * k for k in range(120) if k != 50]
    greeting = [(1000 * us, [Reading(0, None, us, values), Reading(3, None, us, values)]) for us in times]
    greeting.insert(0, (0, [Node(0, "wrist")]))
    said = describe("imu:x", greeting, open_protocol("lines"))
    assert said.skeleton["joints"] == ["wrist", "node_3"] and said.channels == ["acc_x", "acc_y", "acc_z"]
    assert said.rate_hz == 125


def test_a_protocol_with_a_rate_of_its_own_is_believed():
    values = (1.0, 2.0, 3.0, *[math.nan] * 3)
    greeting = [(10_300_000 * k, [Reading(0, k, None, values)]) for k in range(100)]
    assert describe("imu:x", greeting, open_protocol("bno08x")).rate_hz == 100
