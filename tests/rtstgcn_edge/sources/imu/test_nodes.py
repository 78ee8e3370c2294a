"""The clocks of nodes: one for all, or one each."""

import pytest
from rtstgcn_firmware.clock import DeviceClock
from rtstgcn_firmware.codec import Decoder
from rtstgcn_firmware.messages import SyncReply
from sensor_worlds import HOST, JOINTS, hello, manifest

from rtstgcn_edge.sources.imu.check import check_hello
from rtstgcn_edge.sources.imu.nodes import SETTLED, SETTLED_NS, Nodes

MS = 1_000_000
VALUES = (1, 2, 3, 4, 5, 6)


def make(flags=0):
    model = manifest()
    fit = check_hello("imu:x", hello(flags=flags), dict(enumerate(JOINTS)), model)
    said: list[str] = []
    nodes = Nodes(
        JOINTS,
        100,
        fit,
        Decoder(),
        timed=True,
        clock=DeviceClock(),
        limits={},
        say=lambda kind, text: said.append(text),
    )
    return nodes, said


def reply(nodes, node, now, time_us):
    nodes.answered(SyncReply(node, now // 1000 % 2**32, time_us % 2**32, time_us % 2**32), now + MS)


def test_one_clock_stamps_all():
    nodes, _ = make()
    assert nodes.shared and list(nodes.clocks) == ["device"] and [r.node for r in nodes.sync.wants(HOST)] == [255]
    reply(nodes, 255, HOST, 5_000)
    assert not nodes.clocks["device"].started  # before a sample there is nothing to unwrap it by
    nodes.add(0, 0, 5_000, VALUES, HOST)
    reply(nodes, 255, HOST + MS, 6_000)
    assert nodes.clocks["device"].exchanges == 1
    reply(nodes, 3, HOST + MS, 6_000)
    assert nodes.clocks["device"].exchanges == 1


def test_answers_that_do_not_count():
    nodes, _ = make()
    nodes.add(0, 0, 5_000, VALUES, HOST)
    reply(nodes, 255, HOST + MS, 5_000_000)  # the clock was set: the next sample will tell
    assert nodes.clocks["device"].exchanges == 0
    nodes.add(0, 1, 5_010_000, VALUES, HOST + 10 * MS)
    assert nodes.time_jumps == 1
    reply(nodes, 255, HOST + 11 * MS, 5_011_000)
    assert nodes.clocks["device"].exchanges == 1


@pytest.mark.parametrize(("ago_ms", "counts"), [(1999, 1), (2001, 0)])
@pytest.mark.parametrize("flags", [0, 1])
def test_an_answer_to_what_was_asked_too_long_ago_does_not_count(flags, ago_ms, counts):
    """Its times are those of now: only that it says when it was asked tells it apart."""
    nodes, _ = make(flags)
    for k in range(400):
        nodes.add(0, k, k * 10_000, VALUES, HOST + k * 10 * MS)
    node, now = 0 if flags else 255, HOST + 3990 * MS
    nodes.answered(SyncReply(node, (now - ago_ms * MS) // 1000 % 2**32, 3_990_000, 3_990_000), now)
    clock = nodes.nodes[0].clock
    assert (clock.exchanges, clock.synchronised) == (counts, bool(counts))


def test_nodes_with_clocks_of_their_own_are_asked_and_wait_until_they_are_known():
    nodes, _ = make(flags=1)
    assert list(nodes.clocks) == ["device", *JOINTS]
    assert sorted(r.node for r in nodes.sync.wants(HOST)) == [0, 1, 2, 3, 4, 5, 255]
    for k in range(SETTLED + 2):
        now = HOST + k * 10 * MS
        nodes.add(0, k, 70_000 + k * 10_000, VALUES, now)
        nodes.add(1, k, 90_000 + k * 10_000, VALUES, now)
        reply(nodes, 0, now + MS, 70_000 + k * 10_000 + 1500)
    assert nodes.join.counts[0].dropped == SETTLED and nodes.join.counts[1].dropped == SETTLED + 2
    for k in (140, 149, 150):
        nodes.add(1, k, 90_000 + k * 10_000, VALUES, HOST + k * 10 * MS)
    assert nodes.join.counts[1].received - nodes.join.counts[1].dropped == 1 and SETTLED_NS == 1500 * MS


def test_a_node_that_restarts_alone():
    nodes, said = make(flags=1)
    for k in range(200):
        nodes.add(0, 5000 + k, 60_000_000 + k * 10_000, (k, 0, 0, 0, 0, 0), HOST + k * 10 * MS)
        nodes.add(1, 5000 + k, 70_000_000 + k * 10_000, (k, 0, 0, 0, 0, 0), HOST + k * 10 * MS)
    for k in range(300, 500):
        nodes.add(0, k - 300, (k - 300) * 10_000, (k, 0, 0, 0, 0, 0), HOST + k * 10 * MS)
        nodes.add(1, 5000 + k, 70_000_000 + k * 10_000, (k, 0, 0, 0, 0, 0), HOST + k * 10 * MS)
    assert nodes.restarts == 1 and said == ["foot_r has restarted"] and not nodes.unexplained
    assert [nodes.join.counts[n].dropped for n in (0, 1)] == [300, 150]
    ticks = [nodes.join._ticks.newest_of(n) for n in (0, 1)]
    assert ticks[0] == ticks[1]


def test_the_rate_that_is_observed_is_by_the_hosts_clock():
    nodes, _ = make()
    for k in range(3000):
        nodes.add(0, k, round(k * 10_000 * 1.0002), VALUES, HOST + k * 10 * MS)
        if k == 400:
            assert nodes.observed_hz is None
    assert nodes.observed_hz == pytest.approx(100, abs=1e-3)


@pytest.mark.parametrize("period_ms", [20, 5, 2.5])
def test_a_rate_that_is_far_from_what_was_said_is_observed_right(period_ms):
    """50, 200 and 400 samples a second where 100 were said; every tenth is lost, and the clock is set on the way."""
    nodes, _ = make()
    for k in (k for k in range(4000) if k % 10):
        shift = 60_000_000 if k > 1000 else 0
        nodes.add(0, k % 65536, round(k * period_ms * 1000) + shift, VALUES, HOST + round(k * period_ms * MS))
    assert nodes.time_jumps == 1
    assert nodes.observed_hz == pytest.approx(1000 / period_ms, rel=1e-3)


def test_unknown_nodes_are_counted():
    nodes, _ = make()
    nodes.add(17, 0, 0, VALUES, HOST)
    assert nodes.ignored == 1 and sum(counts.received for counts in nodes.join.counts) == 0
