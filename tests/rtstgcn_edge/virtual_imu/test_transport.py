"""What the air and the cable do to packets: shares, order, and sums that close."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from virtual_devices import MS, SECOND

from rtstgcn_edge.virtual_imu import Burst, Settings
from rtstgcn_edge.virtual_imu.transport import BUFFER_BYTES, Fate, Transport

PACKET = bytes(range(1, 26))


def sent(settings, count=4000, every_ns=MS, by_air=True):
    transport = Transport(settings)
    fates = []
    for number in range(count):
        transport.instant(number * every_ns)
        fates.append(transport.send(number * every_ns, PACKET, by_air=by_air))
    return transport, fates


def test_a_good_line_delivers_everything_at_once():
    transport, _ = sent(Settings(), 100)
    assert transport.take(SECOND) == [(number * MS, PACKET) for number in range(100)]


def test_nothing_is_delivered_before_its_time():
    transport, _ = sent(Settings(), 3)
    assert transport.due_ns == 0
    assert len(transport.take(MS)) == 2
    assert transport.due_ns == 2 * MS


def test_the_share_that_is_lost_is_as_asked():
    transport, fates = sent(Settings(loss=0.05, seed=3))
    assert fates.count(Fate.LOST) == transport.counts.lost == pytest.approx(200, abs=60)
    assert len(transport.take(10 * SECOND)) == 4000 - transport.counts.lost


def test_what_goes_by_cable_is_not_lost():
    assert sent(Settings(loss=1.0), 50, by_air=False)[1] == [Fate.SENT] * 50


def test_the_share_of_damaged_bytes_is_as_asked():
    transport, _ = sent(Settings(corrupt=0.01, seed=1))
    delivered = [delivery.data for delivery in transport.take(10 * SECOND)]
    wrong = sum(a != b for data in delivered for a, b in zip(data, PACKET, strict=True))
    assert wrong == transport.counts.damaged_bytes == pytest.approx(1000, abs=130)
    assert sum(data != PACKET for data in delivered) == transport.counts.damaged


def test_damage_is_spread_evenly_over_the_bytes():
    transport, _ = sent(Settings(corrupt=0.4, seed=1))
    delivered = [delivery.data for delivery in transport.take(10 * SECOND)]
    wrong = [sum(data[place] != PACKET[place] for data in delivered) for place in range(len(PACKET))]
    assert wrong == pytest.approx([1600] * len(PACKET), abs=160)  # five standard deviations


def test_a_line_that_damages_everything_leaves_no_byte_alone():
    transport, _ = sent(Settings(corrupt=1.0), 20)
    for _, data in transport.take(SECOND):
        assert all(a != b for a, b in zip(data, PACKET, strict=True))


def test_jitter_is_within_its_bound_and_keeps_the_order():
    transport, _ = sent(Settings(jitter_ms=5), every_ns=10 * MS)
    late = [at - number * 10 * MS for number, (at, _) in enumerate(transport.take(100 * SECOND))]
    assert 0 <= min(late) < MS / 2 and 4.5 * MS < max(late) <= 5 * MS
    assert sum(late) / len(late) == pytest.approx(2.5 * MS, rel=0.1)


def test_a_stall_holds_everything_back_and_then_lets_it_go_at_once():
    transport, _ = sent(Settings(burst=Burst(0.01, 100), seed=5), count=2000, every_ns=10 * MS)
    assert transport.counts.stalls == pytest.approx(20, abs=12)
    arrivals = [at for at, _ in transport.take(100 * SECOND)]
    assert arrivals == sorted(arrivals)
    assert max(at - number * 10 * MS for number, at in enumerate(arrivals)) == 100 * MS


def test_bytes_take_their_time_at_a_baud_rate():
    transport = Transport(Settings(baud=10_000))
    for _ in range(3):
        transport.send(0, PACKET, by_air=True)
    assert [at for at, _ in transport.take(SECOND)] == [25 * MS, 50 * MS, 75 * MS]


def test_a_line_that_is_too_slow_fills_the_buffer_and_refuses_the_rest():
    transport, fates = sent(Settings(baud=115_200), count=10_000)  # 25 kB/s on a line of 11.5 kB/s
    first = fates.index(Fate.REFUSED)
    assert first * 25 == pytest.approx(BUFFER_BYTES / (1 - 11.52 / 25), rel=0.02)
    assert fates.count(Fate.SENT) == pytest.approx((10 * 11_520 + BUFFER_BYTES) / 25, rel=0.01)
    assert transport.counts.refused == fates.count(Fate.REFUSED)


def test_a_host_that_does_not_read_fills_the_buffer():
    transport = Transport(Settings())
    transport.blocked_bytes = BUFFER_BYTES - 24
    assert transport.send(0, PACKET, by_air=True) is Fate.REFUSED
    transport.blocked_bytes = BUFFER_BYTES - 25
    assert transport.send(0, PACKET, by_air=True) is Fate.SENT


def test_what_is_on_its_way_is_gone_when_the_cable_is_pulled():
    transport, _ = sent(Settings(jitter_ms=50), 20)
    arrived = len(transport.take(10 * MS))
    transport.cut_off(10 * MS)
    assert transport.counts.cut_off == 20 - arrived and transport.take(SECOND) == []


def test_one_fault_leaves_the_draws_of_another_alone():
    alone, _ = sent(Settings(loss=0.1, seed=2), 500)
    both, _ = sent(Settings(loss=0.1, jitter_ms=5, corrupt=0.01, seed=2), 500)
    assert alone.counts.lost == both.counts.lost


faults = st.builds(
    Settings,
    seed=st.integers(0, 99),
    loss=st.sampled_from([0, 0.1, 1]),
    jitter_ms=st.sampled_from([0, 3]),
    corrupt=st.sampled_from([0, 0.02]),
    baud=st.sampled_from([None, 9600, 921_600]),
    burst=st.sampled_from([None, Burst(0.05, 40)]),
)


@given(faults, st.integers(1, 300), st.integers(0, 400))
def test_the_sums_close(settings, count, until_ms):
    transport, fates = sent(settings, count)
    taken = transport.take(until_ms * MS)
    transport.cut_off(until_ms * MS)
    counts = transport.counts
    assert counts.accepted + counts.refused == count == len(fates)
    assert counts.accepted == counts.lost + counts.cut_off + counts.delivered
    assert counts.delivered == len(taken)
    assert [at for at, _ in taken] == sorted(at for at, _ in taken)
