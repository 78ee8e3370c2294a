"""WitMotion packets by the vendor's tables: units, pairing of acceleration and angular velocity, time."""

from itertools import pairwise
from math import isnan, pi

import pytest
import sensor_packets as made
from pytest import approx
from rtstgcn_firmware.protocols.witmotion import WITHOUT_GYRO, Witmotion

ACC, GYRO, ANGLE, MAGNETIC = 0x51, 0x52, 0x53, 0x54
G = 9.80665


def burst(k, *, time=None, gyro=True):
    packets = [made.witmotion_time(*time)] if time else []
    packets.append(made.witmotion_axes(ACC, (k, 0, 2048), 1234))
    packets += [made.witmotion_axes(GYRO, (0, -k, 16384))] if gyro else []
    return b"".join([*packets, made.witmotion_axes(ANGLE, (1, 2, 3)), made.witmotion_axes(MAGNETIC, (4, 5, 6))])


def test_bytes_by_hand():
    """0x4000 = half of the range: 8 g and 1000 deg/s; sums 55+51+40 = E6, 55+52+40 = E7."""
    acc = bytes.fromhex("55 51 00 40 00 00 00 00 00 00 E6")
    gyro = bytes.fromhex("55 52 00 00 00 40 00 00 00 00 E7")
    (reading,) = Witmotion().feed(acc + gyro)
    assert reading.values == approx((8 * G, 0, 0, 0, 1000 * pi / 180, 0))
    assert reading.values[0] == approx(78.4532) and reading.values[4] == approx(17.4533, abs=1e-4)
    assert (reading.node, reading.sequence, reading.time) == (0, None, None)


def test_a_sample_is_an_acceleration_and_the_angular_velocity_after_it():
    decoder = Witmotion()
    readings = decoder.feed(burst(100) + burst(200))
    assert [reading.values[:3] for reading in readings] == [approx((k * 16 * G / 32768, 0, G)) for k in (100, 200)]
    assert [reading.values[4] for reading in readings] == [approx(-k * 2000 / 32768 * pi / 180) for k in (100, 200)]
    assert decoder.counts.packets == 8


def test_the_sample_is_there_with_its_angular_velocity_and_not_later():
    decoder = Witmotion()
    assert decoder.feed(made.witmotion_axes(ACC, (1, 2, 3))) == []
    assert len(decoder.feed(made.witmotion_axes(GYRO, (1, 2, 3)))) == 1


def test_times_are_milliseconds_and_pass_midnight():
    stamps = [(23, 59, 59, 990), (23, 59, 59, 999)], [(0, 0, 0, 10)]
    days = (24, 2, 29), (24, 3, 1)
    data = b""
    for moments, day in zip(stamps, days, strict=True):
        for moment in moments:
            data += made.witmotion_time(*moment, date=day) + burst(1)
    times = [reading.time for reading in Witmotion().feed(data)]
    assert [later - earlier for earlier, later in pairwise(times)] == [9, 11]
    assert Witmotion.tick_us == 1000 and Witmotion.time_bits == 32 and all(0 <= time < 2**32 for time in times)


def test_a_calendar_that_was_never_set_still_counts_the_day():
    data = b"".join(made.witmotion_time(0, 0, 1, ms, date=(0, 0, 0)) + burst(1) for ms in (0, 10))
    assert [reading.time for reading in Witmotion().feed(data)] == [1000, 1010]


def test_a_time_is_of_one_sample():
    data = burst(1, time=(1, 2, 3, 4)) + burst(2)
    assert [reading.time is None for reading in Witmotion().feed(data)] == [False, True]


def test_a_lost_angular_velocity_leaves_an_acceleration_without_and_no_mixture():
    data = burst(1) + burst(2, gyro=False) + burst(3)
    first, second, third = Witmotion().feed(data)
    assert [reading.values[0] for reading in (first, second, third)] == approx([k * 16 * G / 32768 for k in (1, 2, 3)])
    assert all(map(isnan, second.values[3:])) and not any(map(isnan, first.values + third.values))


def test_a_lost_acceleration_leaves_no_sample():
    data = burst(1) + made.witmotion_axes(GYRO, (7, 7, 7)) + burst(3)
    assert [reading.values[0] for reading in Witmotion().feed(data)] == approx([k * 16 * G / 32768 for k in (1, 3)])


def test_a_module_without_angular_velocity_is_waited_for_only_at_the_start():
    decoder = Witmotion()
    came = [len(decoder.feed(made.witmotion_axes(ACC, (k, 0, 0)))) for k in range(8)]
    assert came == [0] + [1] * (WITHOUT_GYRO - 1) + [2] + [1] * (7 - WITHOUT_GYRO)
    assert sum(came) == 8


def test_combined_packets_by_hand():
    """55 61, then 9 numbers: 0x0800 = 1 g; 0x0400 = 62.5 deg/s; angles are left aside."""
    packet = bytes.fromhex("5561 0000 0000 0008 0004 0000 0000 1111 2222 3333")
    decoder = Witmotion()
    readings = decoder.feed(packet * 3 + packet[:2])
    assert [reading.values for reading in readings] == [approx((0, 0, G, 62.5 * pi / 180, 0, 0))] * 3
    assert made.witmotion_combined((0, 0, 2048), (1024, 0, 0), (0x1111, 0x2222, 0x3333)) == packet


def test_a_combined_packet_in_step_waits_for_nothing():
    packet = made.witmotion_combined((1, 2, 3), (4, 5, 6))
    decoder = Witmotion()
    assert len(decoder.feed(packet + packet[:2])) == 1
    assert len(decoder.feed(packet[2:])) == 1
    assert len(decoder.feed(packet)) == 1


def test_combined_packets_are_found_again_after_lost_bytes():
    packet = made.witmotion_combined((1, 2, 3), (4, 5, 6))
    decoder = Witmotion()
    readings = decoder.feed(packet * 2 + packet[5:] + packet * 3)
    assert len(readings) >= 5
    assert all(reading == readings[0] for reading in readings[-2:])


@pytest.mark.parametrize("answer", [made.witmotion(0x5F, bytes(8)), b"\x55\x71" + bytes(18)])
def test_a_register_is_a_packet_and_no_sample(answer):
    packet = made.witmotion_combined((1, 2, 3), (4, 5, 6))
    decoder = Witmotion()
    assert len(decoder.feed(packet * 2 + answer + packet * 2)) == 4
    assert decoder.counts.packets == 5
