"""Sensors of others: the decoders, which were written from the same documents by another hand, understand them."""

import itertools
import math

import numpy as np
import pytest
from rtstgcn_firmware.messages import Reading
from rtstgcn_firmware.protocols import open_protocol, recognise
from virtual_devices import device_of, measured_of, movement_of, play

from rtstgcn_edge.virtual_imu import Jump, Settings, choose_firmware
from rtstgcn_edge.virtual_imu.firmware import ONE_NODE, PROTOCOLS

TOLERANCE = {"lines": (1e-5, 1e-5), "witmotion": (2.5e-3, 6e-4), "bno08x": (5e-3, 0), "xsens": (1e-6, 1e-6)}
"""m/s^2 and rad/s: half of the last digit that the packet carries."""
FOREIGN = [name for name in PROTOCOLS if name != "wire"]


def readings_of(name, settings, movement, seconds=1.0):
    _, firmware = choose_firmware(name, "auto", print)
    data = b"".join(delivery.data for delivery in play(device_of(settings, movement, firmware), seconds + 1))
    protocol = open_protocol(name)
    if name == "lines":
        protocol = type(protocol)(whole=True)
    heard = [message for message in protocol.feed(data) if isinstance(message, Reading)]
    return data, heard, protocol


@pytest.mark.parametrize("name", FOREIGN)
def test_the_readings_come_back(name):
    movement = movement_of(100, 1 if name in ONE_NODE else 3)
    data, heard, protocol = readings_of(name, Settings(seconds=1), movement)
    assert recognise(data) == name
    nodes = movement.readings.shape[1]
    assert len(heard) == 100 * nodes and protocol.counts.corrupt == protocol.counts.malformed == 0
    got = np.array([one.values for one in heard]).reshape(100, nodes, 6)
    clean = measured_of(movement).readings()
    acc, gyro = TOLERANCE[name]
    assert np.abs(got[..., :3] - clean[..., :3]).max() <= acc
    if name == "bno08x":
        assert np.isnan(got[..., 3:]).all()
    else:
        assert np.abs(got[..., 3:] - clean[..., 3:]).max() <= gyro


@pytest.mark.parametrize("name", FOREIGN)
def test_numbers_and_times_go_on_beyond_the_wrap_of_a_clock_of_32_bits(name):
    settings = Settings(seconds=4, uptime_s=4293)
    _, heard, protocol = readings_of(name, settings, movement_of(400, 1), 4)
    if protocol.sequence_bits:
        wrap = 1 << protocol.sequence_bits
        assert {(b.sequence - a.sequence) % wrap for a, b in itertools.pairwise(heard)} == {1}
    if protocol.time_bits:
        wrap = 1 << protocol.time_bits
        steps = [(b.time - a.time) % wrap * protocol.tick_us for a, b in itertools.pairwise(heard)]
        assert all(math.isclose(step, 10_000, abs_tol=protocol.tick_us) for step in steps)


def test_lines_name_their_nodes():
    movement = movement_of(10, 2, nodes=("foot_r", "foot_l"))
    data, _, _ = readings_of("lines", Settings(seconds=0.1), movement, 0.1)
    assert data.split(b"\r\n")[0].startswith(b"foot_r,0,") and data.count(b"foot_l,") == 10


def test_a_clock_that_jumps_back_is_told_as_it_is():
    _, heard, _ = readings_of("xsens", Settings(seconds=2, jumps=(Jump(-500, 1),)), movement_of(200, 1), 2)
    assert min(b.time - a.time for a, b in itertools.pairwise(heard)) == -4900
