"""What the first second of a device without HELLO tells."""

import math

import pytest
from refusals import refusal
from rtstgcn_firmware.messages import Reading
from sensor_worlds import manifest

from rtstgcn_edge.sources.imu.listening import LISTEN_NS, Listening

NAN = math.nan


class Lines:
    nodes: int | None = None
    default_rate_hz: float | None = None
    tick_us = 1.0


def heard(protocol, times_us, arrivals_us=None, nodes=(0,), values=(1.0,) * 6):
    listening = Listening("imu:x", protocol, set())
    for k, time in enumerate(times_us):
        for node in nodes:
            arrival = (arrivals_us or times_us)[k] or 0
            listening.add(Reading(node, None, time, values), 1000 * round(arrival) + 5_000_000_000)
    return listening


def fit(listening, model, names=None, nodes=None, axes=None, rate=None):
    return listening.fit(names or {}, model, nodes, axes, rate)


ONE = manifest(50, ("wrist",))


@pytest.mark.parametrize(("rate", "told"), [(50, 50), (50.3, 50), (99.7, 100), (87.3, 87), (32.5, 32.5), (400, 400)])
def test_the_rate_is_measured_whatever_is_lost(rate, told):
    times = [round(k * 1e6 / rate) for k in range(int(rate)) if k % 9]
    assert fit(heard(Lines(), times), ONE).rate_hz == told


def test_the_rate_by_arrivals_where_there_is_no_time():
    arrivals = [k * 10_000 + (k * 37 % 11) * 300 for k in range(101)]
    listening = heard(Lines(), [None] * 101, arrivals)
    assert not listening.timed and fit(listening, ONE).rate_hz == 100


def test_what_is_said_goes_before_what_is_measured():
    times = [k * 10_000 for k in range(100)]
    assert fit(heard(Lines(), times), ONE, rate=20.0).rate_hz == 20
    protocol = Lines()
    protocol.default_rate_hz = 25.0
    assert fit(heard(protocol, times), ONE).rate_hz == 25


def test_when_the_second_is_over():
    assert Listening("imu:x", Lines(), set()).until_ns is None
    assert heard(Lines(), [0, 10]).until_ns == 5_000_000_000 + LISTEN_NS


def test_channels_that_are_never_there_are_not_measured():
    listening = heard(Lines(), [k * 20_000 for k in range(50)], values=(1.0, 2.0, 3.0, NAN, NAN, NAN))
    assert "does not measure gyro_x" in refusal(fit, listening, ONE)
    acc = manifest(50, ("wrist",), ("acc_x", "acc_y", "acc_z"))
    assert fit(listening, acc).mapping.convert(0, (1.0, 2.0, 3.0, NAN, NAN, NAN)) == (1, 2, 3)


def test_too_few_to_tell():
    assert "rate_hz=100" in refusal(fit, heard(Lines(), [0, 20_000]), ONE)
    assert "at most a factor of 100" in refusal(fit, heard(Lines(), list(range(900))), ONE)


def test_several_nodes():
    model = manifest(50, ("a", "b", "c"))
    times = [k * 20_000 for k in range(50)]
    assert fit(heard(Lines(), times, nodes=(2, 0)), model).mapping.node_of == (0, 1, 2)  # node 1 may be late
    named = {0: "c", 1: "a", 2: "b"}
    assert fit(heard(Lines(), times, nodes=(0, 1, 2)), model, named).mapping.node_of == (1, 2, 0)
    assert fit(heard(Lines(), times, nodes=(7, 8, 9)), model, nodes="9,7,8").mapping.node_of == (9, 7, 8)
    assert fit(heard(Lines(), times, nodes=(7,)), model, nodes="9,7,8").mapping.node_of == (9, 7, 8)
    assert "1 node, but model" in refusal(fit, heard(Lines(), times, nodes=(7,)), model)
    one = Lines()
    one.nodes = 1
    assert "1 node, but model" in refusal(fit, heard(one, times), model)
