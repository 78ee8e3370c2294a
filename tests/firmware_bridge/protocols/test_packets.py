"""Packets in a stream cut anywhere, with garbage: the same as the slow way, and every byte accounted for."""

import random
import time

import pytest
import sensor_packets as made
from hypothesis import given, settings
from hypothesis import strategies as st
from rtstgcn_firmware.protocols.bno08x import Bno08x
from rtstgcn_firmware.protocols.witmotion import Witmotion
from rtstgcn_firmware.protocols.xsens import Xsens


def some_bno08x(draw):
    return made.bno08x(draw(0, 255), [draw(-32768, 32767) for _ in range(3)])


def some_witmotion(draw):
    counts = [draw(-32768, 32767) for _ in range(3)]
    if draw(0, 3) == 0:
        return made.witmotion_combined(counts, counts)
    return made.witmotion_axes(draw(0x50, 0x5A), counts, draw(-9, 9))


def some_xbus(draw):
    items = made.xbus_item(0x1020, bytes([draw(0, 255), draw(0, 255)])) + made.xbus_item(0x4020, bytes(12))
    filling = made.xbus_item(0x0810, bytes(draw(0, 255)))
    return made.xbus(draw(0x35, 0x37), items + (filling if draw(0, 1) else b""))


PROTOCOLS = {
    Bno08x: (some_bno08x, made.begins_bno08x),
    Witmotion: (some_witmotion, made.begins_witmotion),
    Xsens: (some_xbus, made.begins_xbus),
}
ALL = pytest.mark.parametrize("protocol", PROTOCOLS, ids=lambda protocol: protocol.__name__)


def keeping(protocol):
    """A protocol that keeps the packets that it found."""

    class Keeping(protocol):
        def __init__(self):
            super().__init__()
            self.packets = []

        def _understand(self, packet):
            self.packets.append(packet)
            return super()._understand(packet)

    return Keeping()


def found(protocol, data, cuts):
    decoder, at, readings = keeping(protocol), 0, []
    for cut in [*sorted(cuts), len(data)]:
        readings += decoder.feed(data[at:cut])
        at = max(at, cut)
    return decoder, readings


@st.composite
def streams(draw, protocol):
    some, _ = PROTOCOLS[protocol]
    mark = protocol.mark
    pieces = []
    for _ in range(draw(st.integers(0, 6))):
        kind = draw(st.integers(0, 4))
        packet = some(lambda low, high: draw(st.integers(low, high)))
        if kind == 0:
            pieces.append(draw(st.binary(max_size=30)))
        elif kind == 1:
            pieces.append(mark * draw(st.integers(1, 3)) + mark[:1])
        elif kind == 2:
            pieces.append(packet[: draw(st.integers(0, len(packet)))])
        else:
            pieces.append(packet)
    data = bytearray(b"".join(pieces))
    for _ in range(draw(st.integers(0, 2))):
        if data:
            data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    cuts = draw(st.lists(st.integers(0, len(data)), max_size=8))
    return bytes(data), cuts


@ALL
def test_any_stream_in_any_pieces_gives_what_the_slow_way_finds(protocol):
    _, begins = PROTOCOLS[protocol]

    @settings(max_examples=300, deadline=None)
    @given(streams(protocol))
    def check(stream):
        data, cuts = stream
        decoder, readings = found(protocol, data, cuts)
        assert decoder.packets == made.slow_packets(data, begins)
        assert repr(readings) == repr(found(protocol, data, range(len(data)))[1])  # repr: NaN equals itself
        counts = decoder.counts
        kept = len(decoder._begun)
        assert counts.bytes == len(data) == sum(map(len, decoder.packets)) + counts.discarded + kept
        assert len(decoder.packets) == counts.packets + counts.malformed + counts.unknown

    check()


@ALL
def test_every_packet_after_garbage_is_found(protocol):
    """Where the garbage looks like the beginning of a packet, what follows is found once its length has come."""
    some, _ = PROTOCOLS[protocol]
    draw = random.Random(3)
    for _ in range(300):
        packets = [some(draw.randint) for _ in range(4)]
        garbage = draw.randbytes(draw.randint(0, 60)).replace(b"\x55", b"\x54") + b"\x00" * 300
        decoder = keeping(protocol)
        decoder.feed(garbage + b"".join(packets) + bytes(2500))
        long = protocol is Witmotion  # a lone packet without a checksum is not believed
        assert [p for p in decoder.packets if not (long and len(p) == 20)] == [
            p for p in packets if not (long and len(p) == 20)
        ]


@ALL
def test_mutated_streams_never_raise_and_lose_no_byte_uncounted(protocol):
    some, _ = PROTOCOLS[protocol]
    draw, end = random.Random(1), time.monotonic() + 1
    decoder, understood = keeping(protocol), 0
    while time.monotonic() < end:
        data = bytearray(b"".join(some(draw.randint) for _ in range(20)))
        for _ in range(draw.randint(0, 40)):
            at = draw.randrange(len(data))
            match draw.randint(0, 2):
                case 0:
                    data[at] = draw.randrange(256)
                case 1:
                    del data[at : at + draw.randint(1, 5)]
                case 2:
                    data[at:at] = draw.randbytes(draw.randint(1, 5))
        decoder.feed(bytes(data))
        understood += sum(map(len, decoder.packets))
        decoder.packets.clear()
        assert len(decoder._begun) <= 2048 + 7
    assert decoder.counts.bytes == understood + decoder.counts.discarded + len(decoder._begun)
    assert decoder.counts.packets > 100 and decoder.counts.corrupt > 100
