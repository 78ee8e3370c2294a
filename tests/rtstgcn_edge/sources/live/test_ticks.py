"""Which tick a sample belongs to."""

from hypothesis import given, settings
from hypothesis import strategies as st

from rtstgcn_edge.sources.live.counts import NodeCounts
from rtstgcn_edge.sources.live.ticks import Ticks

START = 5_000_000_000
PERIOD = 10_000_000


def make(nodes=1):
    counts = [NodeCounts() for _ in range(nodes)]
    return Ticks(nodes, 100, counts), counts


def at(tick):
    return START + round(tick * PERIOD)


@settings(max_examples=100)
@given(
    order=st.lists(st.integers(0, 60), min_size=1, max_size=80),
    phase=st.lists(st.floats(-0.2, 0.2), min_size=80, max_size=80),
)
def test_numbered_samples_in_any_order_are_placed_once(order, phase):
    """Within the 64 ticks that are remembered. Lost are the holes that are left."""
    ticks, counts = make()
    first = order[0]
    placed = [ticks.place(0, 900 + k, at(k + p)) for k, p in zip(order, phase, strict=False)]
    seen: set[int] = set()
    for k, tick in zip(order, placed, strict=True):
        assert tick == (None if k in seen else k - first)
        seen.add(k)
    later = [k for k in seen if k >= first]
    assert counts[0].lost == max(later) - first + 1 - len(later)
    assert counts[0].slips == 0


def test_time_has_the_last_word():
    ticks, counts = make()
    assert [ticks.place(0, k, at(k)) for k in range(100)] == list(range(100))
    assert ticks.place(0, 100, at(100.55)) == 100  # jitter
    assert ticks.place(0, 5000, at(101)) == 101  # a number that leapt
    assert ticks.place(0, 5001, at(102)) == 102
    assert ticks.place(0, 5002, at(140)) == 140  # a time that leapt
    assert (counts[0].slips, counts[0].lost) == (2, 0)
    assert ticks.place(0, 5005, at(143)) == 143
    assert (counts[0].slips, counts[0].lost) == (2, 2)


def test_without_numbers_time_tells_losses():
    ticks, counts = make()
    jitter = [0.3, -0.4, 0.4, -0.3, 0.0]
    came = [k for k in range(200) if k not in (50, 51, 120)]
    assert [ticks.place(0, None, at(k + jitter[k % 5] if k else 0)) for k in came] == came
    assert counts[0].lost == 3 and counts[0].slips == 0
    assert ticks.place(0, None, at(199.1)) is None


def test_a_node_that_joins_finds_its_tick_by_time_and_forgotten_ones_too():
    ticks, _ = make(2)
    for k in range(10):
        ticks.place(0, k, at(k))
    assert ticks.place(1, 77, at(10.3)) == 10 and ticks.place(1, 78, at(11.3)) == 11
    assert ticks.first_of_all() == 10
    ticks.forget(1)
    assert ticks.place(1, 3, at(14)) == 14
    ticks.forget(None)
    assert ticks.place(1, 9, at(20.4)) == 20 and ticks.place(0, 1, at(20.6)) == 20  # a new beginning: by the first


def test_another_node_is_followed_when_the_first_falls_silent():
    """500 ppm apart: as long as the first is there the second slips; alone it is followed."""
    ticks, counts = make(2)
    for k in range(3000):
        ticks.place(0, k, at(k))
        ticks.place(1, k, at(k * 1.0005))
    assert counts[0].slips == 0 and 1 <= counts[1].slips <= 2
    slips = counts[1].slips
    for k in range(3000, 9000):
        ticks.place(1, k, at(k * 1.0005))
    assert counts[1].slips == slips


def test_the_node_that_is_followed_hands_over_when_it_is_forgotten():
    """Node 1 samples 0.3 periods before the instants that node 0 once gave, node 0, restarted, 0.45 after them."""
    ticks, counts = make(2)
    for k in range(1000):
        ticks.place(0, k, at(k))
        assert ticks.place(1, k, at(k - 0.3)) == k
    ticks.forget(0)
    for k in range(1000, 3000):
        assert ticks.place(1, k, at(k - 0.3)) == k
        ticks.place(0, k, at(k + 0.45))
    assert counts[1].slips == 0
    assert abs(ticks.lattice.error(2999, at(2999 - 0.3))) < 0.01


def test_the_node_that_is_followed_stays_so_when_another_is_forgotten():
    ticks, _ = make(2)
    for k in range(3000):
        assert ticks.place(0, k, at(k)) == k
        if k == 1000:
            ticks.forget(1)
        assert ticks.place(1, k, at(k - 0.3)) == k
    assert abs(ticks.lattice.error(2999, at(2999))) < 0.01


def test_who_is_alive_and_who_has_passed():
    ticks, _ = make(3)
    assert ticks.first_of_all() is None and ticks.alive(0) == []
    for node, newest in ((0, 5), (1, 9)):
        ticks.place(node, newest, at(newest))
    assert ticks.alive(ticks.newest_of(0)) == [0, 1] and ticks.alive(ticks.newest_of(0) + 1) == [1]
    five, nine = ticks.newest_of(0), ticks.newest_of(1)
    assert nine - five == 4 and ticks.newest == nine
    assert ticks.all_passed(five, five) and not ticks.all_passed(five + 1, five)
    assert ticks.all_passed(nine, five + 1) and not ticks.all_passed(nine, nine + 1)
