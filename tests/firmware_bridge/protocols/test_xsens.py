"""MTData2 by the vendor's tables: items, formats, checksums, extended lengths."""

import math
import struct

import pytest
import sensor_packets as made
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx
from rtstgcn_firmware.protocols.xsens import Xsens

ACC, GYRO = (0.125, -9.75, 3.5), (-0.5, 0.25, 30.0)
"""Exact in every format."""
FORMATS = {
    "float32": (0, lambda v: struct.pack(">f", v)),
    "fixed 12.20": (1, lambda v: struct.pack(">i", round(v * 2**20))),
    "fixed 16.32": (2, made.fp1632),
    "float64": (3, lambda v: struct.pack(">d", v)),
}
COUNTER = made.xbus_item(0x1020, b"\x12\x34")
TIME = made.xbus_item(0x1060, b"\x00\x01\xe2\x40")


def triple(identifier, values, form="float32", more=0):
    code, number = FORMATS[form]
    return made.xbus_item(identifier | code | more, b"".join(map(number, values)))


def test_bytes_by_hand():
    """Counter 2, time 10 ms, acceleration (0, 0, 9.81) and rate of turn (1, 0, 0) in float32."""
    packet = bytes.fromhex(
        "FAFF 36 2A1020 02 00021060 04 000000644020 0C 00000000 00000000 411CF5C38020 0C 3F800000 00000000 00000000A9"
    )
    (reading,) = Xsens().feed(packet)
    assert reading[:3] == (0, 2, 100)
    assert reading.values == approx((0, 0, 9.81, 1, 0, 0))
    assert Xsens.tick_us == 100 and (Xsens.sequence_bits, Xsens.time_bits) == (16, 32)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("system", [0, 4, 8], ids=["ENU", "NED", "NWU"])
def test_every_format_gives_the_same_numbers(form, system):
    data = COUNTER + TIME + triple(0x4020, ACC, form, system) + triple(0x8020, GYRO, form, system)
    (reading,) = Xsens().feed(made.xbus(0x36, data))
    assert reading == (0, 0x1234, 123456, ACC + GYRO)


@given(st.integers(-(2**47), 2**47 - 1))
def test_fixed_point_by_its_definition(bits):
    """16.32 is a signed number of 48 bits in units of 2^-32."""
    content = made.fp1632(bits / 2**32) * 3
    (reading,) = Xsens().feed(made.xbus(0x36, made.xbus_item(0x4022, content)))
    assert reading.values[0] == bits / 2**32


def test_items_may_come_in_any_order_among_others():
    others = made.xbus_item(0x2010, bytes(16)) + made.xbus_item(0x4030, bytes(12)) + made.xbus_item(0xE020, bytes(4))
    data = triple(0x8020, GYRO) + others + triple(0x4020, ACC) + TIME
    (reading,) = Xsens().feed(made.xbus(0x36, data))
    assert reading == (0, None, 123456, ACC + GYRO)


def test_what_is_not_sent_is_nan():
    (reading,) = Xsens().feed(made.xbus(0x36, COUNTER + triple(0x4020, ACC)))
    assert reading.values[:3] == ACC and all(map(math.isnan, reading.values[3:]))
    (reading,) = Xsens().feed(made.xbus(0x36, COUNTER + triple(0x8020, GYRO)))
    assert reading.values[3:] == GYRO and all(map(math.isnan, reading.values[:3]))


def test_a_message_without_either_is_no_sample():
    decoder = Xsens()
    assert decoder.feed(made.xbus(0x36, COUNTER + TIME)) == []
    assert decoder.counts.packets == 1


def test_an_extended_length():
    data = made.xbus_item(0x2010, bytes(200)) + made.xbus_item(0x2020, bytes(90)) + triple(0x4020, ACC)
    assert len(data) > 254
    (reading,) = Xsens().feed(made.xbus(0x36, data))
    assert reading.values[:3] == ACC


def test_other_messages_are_unknown():
    decoder = Xsens()
    assert decoder.feed(made.xbus(0x31, b"") + made.xbus(0x42, b"\x03")) == []
    assert (decoder.counts.unknown, decoder.counts.packets, decoder.counts.discarded) == (2, 0, 0)


@pytest.mark.parametrize(
    "data",
    [
        b"\x40",
        b"\x40\x20",
        b"\x40\x20\x0c" + bytes(11),
        made.xbus_item(0x4020, bytes(11)),
        made.xbus_item(0x4021, bytes(24)),
        made.xbus_item(0x8022, bytes(12)),
        made.xbus_item(0x1020, bytes(4)),
        made.xbus_item(0x1060, bytes(2)),
    ],
)
def test_sizes_that_cannot_be_are_malformed(data):
    decoder = Xsens()
    assert decoder.feed(made.xbus(0x36, data)) == []
    assert (decoder.counts.malformed, decoder.counts.packets) == (1, 0)


def test_a_length_that_no_message_has_hides_nothing():
    data = b"\xfa\xff\x36\xff\xff\xff" + made.xbus(0x36, COUNTER + triple(0x4020, ACC))
    assert len(Xsens().feed(data)) == 1
