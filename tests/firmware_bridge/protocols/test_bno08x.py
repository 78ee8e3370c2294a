"""UART-RVC packets as the data sheet shows them."""

import sensor_packets as made
from pytest import approx
from rtstgcn_firmware.protocols.bno08x import Bno08x

DATASHEET = bytes.fromhex("AAAA DE 0100 92FF 2508 8DFE ECFF D103 000000 E7")
"""The example of the data sheet: index 222, accelerations -371, -20 and 977 mg."""


def test_the_example_of_the_data_sheet():
    (reading,) = Bno08x().feed(DATASHEET)
    assert (reading.node, reading.sequence, reading.time) == (0, 222, None)
    assert reading.values[:3] == approx((-3.638267, -0.196133, 9.581097), abs=1e-6)
    assert all(value != value for value in reading.values[3:])  # it has no angular velocity
    assert made.bno08x(222, (-371, -20, 977)) == DATASHEET


def test_a_wrong_checksum_is_one_packet_less():
    damaged = DATASHEET[:9] + b"\x00" + DATASHEET[10:]
    decoder = Bno08x()
    assert [reading.sequence for reading in decoder.feed(damaged + made.bno08x(223, (0, 0, 1000)))] == [223]
    assert (decoder.counts.packets, decoder.counts.corrupt, decoder.counts.discarded) == (1, 1, 19)


def test_the_text_at_its_start_is_passed_over():
    start = b"%Hillcrest Labs 10003608\r\n%SW Ver 3.2.x\r\n%(c) 2017 Hillcrest Laboratories, Inc.\r\n"
    decoder = Bno08x()
    assert len(decoder.feed(start + DATASHEET * 3)) == 3
    assert decoder.counts.discarded == len(start)


def test_a_mark_right_before_a_packet_hides_it_not():
    """AA AA AA DE ...: the packet begins with the second byte."""
    assert [reading.sequence for reading in Bno08x().feed(b"\xaa" + DATASHEET + bytes(20))] == [222]


def test_what_it_says_of_itself():
    assert (Bno08x.sequence_bits, Bno08x.time_bits, Bno08x.nodes, Bno08x.hello) == (8, None, 1, False)
    assert (Bno08x.default_baud, Bno08x.default_rate_hz) == (115200, 100.0)
