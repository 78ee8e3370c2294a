"""The least transport of the slowest node that is there."""

import random

from rtstgcn_edge.sources.live.counts import NodeCounts
from rtstgcn_edge.sources.live.ticks import Ticks
from rtstgcn_edge.sources.live.transport import EVERY, WINDOW, LeastTransport

PERIOD = 10_000_000


def world(nodes=2):
    return LeastTransport(nodes), Ticks(nodes, 100, [NodeCounts() for _ in range(nodes)])


def test_it_is_that_of_the_slowest_node_and_never_negative():
    transport, ticks = world(3)
    for node in range(3):
        ticks.place(node, 0, 0)
    assert transport.slowest(0, ticks, 0) == 0  # of nothing
    for node, ns in ((0, 70), (0, 20), (1, 90), (1, 50), (2, -5)):
        transport.add(node, ns)
    assert transport.slowest(EVERY - 1, ticks, 0) == 0  # as of the latest look
    assert transport.slowest(EVERY, ticks, 0) == 50
    early, ticks = world(1)
    ticks.place(0, 0, 0)
    early.add(0, -5)
    assert early.slowest(0, ticks, 0) == 0


def test_a_node_that_is_silent_is_not_waited_for():
    transport, ticks = world()
    for tick in range(200):
        transport.add(0, 20)
        ticks.place(0, tick, tick * PERIOD)
        if tick < 100:
            transport.add(1, 900)
            ticks.place(1, tick, tick * PERIOD)
        expected = 900 if tick // EVERY * EVERY <= 99 + 10 else 20
        assert transport.slowest(tick, ticks, tick - 10) == expected


def test_it_is_the_least_of_the_last_one_to_two_windows():
    transport, ticks, rng, came = *world(1), random.Random(0), []
    for tick in range(10 * WINDOW):
        came.append(rng.randrange(1000) + (5000 if tick >= 6 * WINDOW else 0))
        transport.add(0, came[-1])
        ticks.place(0, tick, tick * PERIOD)
        found = transport.slowest(tick, ticks, 0)
        looked = tick // EVERY * EVERY
        least = [min(came[max(looked - back, 0) : looked + 1]) for back in (WINDOW - 1, 2 * WINDOW)]
        assert least[1] <= found <= least[0]
    assert found > 5000
