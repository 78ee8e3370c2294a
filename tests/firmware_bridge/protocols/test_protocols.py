"""All protocols by name, and which one some bytes are of."""

import random

import pytest
import sensor_packets as made
from rtstgcn_firmware.codec import Decoder, encode
from rtstgcn_firmware.messages import Sample
from rtstgcn_firmware.protocols import PROTOCOLS, open_protocol, recognise


def wire(k):
    return encode(Sample(k % 6, k, 10_000 * k, (k, -k, 2048, 5, 6, 7)))


def text(k):
    return f"{k % 6},{10_000 * k},0.1,-9.8,0.{k},0,0,0\r\n".encode()


def witmotion(k):
    return made.witmotion_axes(0x51, (k, 0, 2048)) + made.witmotion_axes(0x52, (k, 0, 9))


def combined(k):
    return made.witmotion_combined((k, 0, 2048), (1, 2, 3))


def bno08x(k):
    return made.bno08x(k, (k, 0, 1000))


def xsens(k):
    return made.xbus(0x36, made.xbus_item(0x1020, bytes([0, k])) + made.xbus_item(0x4020, bytes(12)))


STREAMS = [
    ("wire", wire),
    ("lines", text),
    ("witmotion", witmotion),
    ("witmotion", combined),
    ("bno08x", bno08x),
    ("xsens", xsens),
]


@pytest.mark.parametrize("name", PROTOCOLS)
def test_every_protocol_says_what_it_is(name):
    protocol = open_protocol(name)
    assert protocol.feed(b"") == [] and protocol.counts.bytes == 0
    assert protocol.sequence_bits in (None, 8, 16) and protocol.time_bits in (None, 32)
    assert protocol.tick_us > 0 and protocol.default_baud == 115200
    assert protocol.hello == (name == "wire") and protocol.nodes in (None, 1)


def test_the_wire_is_the_codec():
    assert type(open_protocol("wire")) is Decoder


def test_units_are_for_lines():
    assert open_protocol("lines", "g").feed(b"\n0,1,1,0,0\n")[0].values[0] == 9.80665
    with pytest.raises(ValueError, match="leave it out"):
        open_protocol("witmotion", "g,deg/s")
    with pytest.raises(KeyError):
        open_protocol("wit")


@pytest.mark.parametrize(("name", "packet"), STREAMS)
def test_a_stream_is_recognised_from_any_byte_on_with_some_garbage(name, packet):
    draw = random.Random(7)
    stream = b"".join(packet(k) + (draw.randbytes(3) if k % 5 == 0 else b"") for k in range(30))
    for cut in range(60):
        assert recognise(stream[cut:]) == name


def test_noise_silence_and_text_are_nothing():
    draw = random.Random(11)
    assert recognise(b"") is None
    assert recognise(bytes(1000)) is None
    assert recognise(b"ets Jul 29 2019 12:21:46\r\nrst:0x1 (POWERON_RESET)\r\n" * 20) is None
    for _ in range(100):
        assert recognise(draw.randbytes(1000)) is None


def test_one_packet_is_not_enough():
    assert all(recognise(packet(1)) is None for _, packet in STREAMS[3:])
