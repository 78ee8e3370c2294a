"""The decoder over streams that are cut, damaged and strewn with garbage, beside a slow one."""

import random
import sys

import pytest
import slow_wire
import wire_messages
from hypothesis import given
from hypothesis import strategies as st
from rtstgcn_firmware.codec import Decoder, encode
from rtstgcn_firmware.layout import pack
from rtstgcn_firmware.messages import AccUnit, Ack, Combined, GyroUnit, Hello, Label, Node, Sample, Status

GARBAGE = st.binary(max_size=300) | st.lists(st.sampled_from([0, 1, 3, 255]), max_size=40).map(bytes)


def sample(number):
    return Sample(number % 6, number % 65536, number * 1000, tuple(number * k % 65536 - 32768 for k in range(6)))


def decoded(*pieces):
    decoder = Decoder()
    return [message for piece in pieces for message in decoder.feed(piece)], decoder


def subsequence(few, many):
    rest = iter(many)
    return all(any(one == other for other in rest) for one in few)


def cut(data, places):
    places = sorted(place % (len(data) + 1) for place in places)
    return [data[a:b] for a, b in zip([0, *places], [*places, len(data)], strict=True)]


@given(wire_messages.messages)
def test_a_message_costs_six_bytes_and_comes_back(message):
    frame = encode(message)
    body = pack(message)
    assert len(frame) == len(body) - 1 + 6
    assert (frame[0], frame[-1], frame.count(0)) == (0, 0, 2)
    assert frame == slow_wire.framed(body)
    assert decoded(frame)[0] == [message]


def test_a_sample_on_the_wire_is_25_bytes():
    assert {len(encode(sample(number))) for number in range(2000)} == {25}


def test_what_the_decoder_would_refuse_is_not_encoded():
    for message in (Sample(20, 0, 0, (0,) * 6), Node(255, ""), Status(20, 0, 0, 0), Label(3, 0, 0, 0, 0, 0)):
        with pytest.raises(ValueError, match=r"node|Kind"):
            encode(message)
    with pytest.raises(ValueError, match=r"acc_range 0\.0"):  # in float32
        encode(Hello(1, 0, 1, 63, 0, 1, AccUnit.G, 1e-60, GyroUnit.RAD_S, 1.0, bytes(8), "", ""))


@given(st.lists(wire_messages.messages, max_size=5), st.lists(st.integers(0, 2000), max_size=20))
def test_however_a_stream_is_cut_its_messages_are_the_same(messages, places):
    stream = b"".join(map(encode, messages))
    whole, at_once = decoded(stream)
    in_pieces, piecewise = decoded(*cut(stream, places))
    assert in_pieces == whole == messages
    assert piecewise.counts == at_once.counts
    assert decoded(*(bytes([byte]) for byte in stream))[0] == messages


@given(st.lists(st.tuples(GARBAGE, wire_messages.messages), max_size=5), GARBAGE, st.lists(st.integers(0, 3000)))
def test_every_intact_packet_among_garbage_is_decoded(strewn, last, places):
    stream = b"".join(garbage + encode(message) for garbage, message in strewn) + last
    messages, decoder = decoded(*cut(stream, places))
    assert subsequence([message for _, message in strewn], messages)
    assert messages == [fate for fate in slow_wire.fates(stream) if not isinstance(fate, str)]
    check_counts(decoder, stream)


def check_counts(decoder, stream):
    """The counts are those of the slow decoder, and every byte is a delimiter, of a message, discarded or waiting."""
    fates = slow_wire.fates(stream)
    counts = decoder.counts
    assert counts.bytes == len(stream)
    for name in (slow_wire.CORRUPT, slow_wire.MALFORMED, slow_wire.UNKNOWN):
        assert getattr(counts, name) == fates.count(name)
    assert counts.packets == len(fates) - counts.corrupt - counts.malformed - counts.unknown
    complete, _, tail = stream.rpartition(b"\0")
    lost = [frame for frame in complete.split(b"\0") if frame and isinstance(slow_wire.fate(frame), str)]
    assert counts.discarded == sum(map(len, lost)) + max(0, len(tail) - 254)


@pytest.mark.parametrize("message", [sample(1), Combined(0, 0, (0, 1, 2, 3, 4, 5)), Ack(0, 0), Node(3, "shin")])
def test_one_damaged_byte_costs_one_packet(message):
    before, after = sample(7), sample(8)
    start, middle = len(encode(before)), encode(message)
    intact = encode(before) + middle + encode(after)
    for place in range(start, start + len(middle)):
        for byte in range(256):
            damaged = bytearray(intact)
            damaged[place] = byte
            expected = [before, message, after] if damaged == intact else [before, after]
            assert decoded(bytes(damaged))[0] == expected, (place, byte)


def test_one_byte_too_many_or_too_few_costs_one_packet_at_most():
    before, message, after = sample(7), sample(1), sample(8)
    stream = b"".join(map(encode, (before, message, after)))
    for place in range(25, 51):
        for inserted in (0, 1, 255):
            messages = decoded(stream[:place] + bytes([inserted]) + stream[place:])[0]
            assert messages in ([before, after], [before, message, after])
    for place in range(25, 50):
        messages = decoded(stream[:place] + stream[place + 1 :])[0]
        assert messages == ([before, message, after] if stream[place] == 0 else [before, after])


def mutated(rng, stream):
    """A few edits: bits flipped, bytes changed, removed, doubled, swapped; zeros and runs inserted."""
    data = bytearray(stream)
    for _ in range(rng.randint(1, 6)):
        place, end = sorted((rng.randrange(len(data)), min(len(data), rng.randrange(len(data)) + 1)))
        edit = rng.randrange(7)
        if edit == 0:
            data[place] ^= 1 << rng.randrange(8)
        elif edit == 1:
            data[place] = rng.choice([0, 1, 2, 254, 255, rng.randrange(256)])
        elif edit == 2:
            del data[place : place + rng.randint(1, 4)]
        elif edit == 3:
            data[place:place] = data[place:end]
        elif edit == 4:
            data[place:place] = bytes(rng.randint(1, 3))
        elif edit == 5:
            data[place:place] = rng.randbytes(rng.choice([1, 20, 300]))
        else:
            data[place:end] = data[place:end][::-1]
        if not data:
            data = bytearray(1)
    return bytes(data)


def test_mutated_streams_give_what_the_slow_decoder_gives():
    rng = random.Random(11)
    messages = [sample(1), Combined(9, 9, tuple(range(36))), Node(2, "shin"), Ack(1, 0), Status(255, 3, 0, 0)]
    corrupt = survivors = 0
    for _ in range(3000):
        stream = mutated(rng, b"".join(encode(message) for message in rng.choices(messages, k=5)))
        places = [rng.randrange(len(stream) + 1) for _ in range(rng.randint(0, 5))]
        got, decoder = decoded(*cut(stream, places))
        assert got == [fate for fate in slow_wire.fates(stream) if not isinstance(fate, str)]
        check_counts(decoder, stream)
        corrupt += decoder.counts.corrupt
        survivors += len(got)
    assert corrupt > 1500
    assert survivors > 3000


def test_malformed_and_unknown_are_told_apart_from_corrupt():
    no_rate = Hello(1, 0, 1, 63, 0, 1, AccUnit.G, 1.0, GyroUnit.RAD_S, 1.0, bytes(8), "", "")._replace(rate=0)
    frames = [slow_wire.framed(pack(no_rate)), slow_wire.framed(b"\x09new"), b"\0\x03ab\0", encode(Ack(1, 2))]
    messages, decoder = decoded(*frames)
    counts = decoder.counts
    assert messages == [Ack(1, 2)]
    assert (counts.packets, counts.malformed, counts.unknown, counts.corrupt) == (1, 1, 1, 1)
    assert counts.discarded == sum(len(frame) - 2 for frame in frames[:3])
    assert decoder.complaint == "HELLO: rate 0"


def test_nothing_is_complained_of_before_there_is_anything():
    _, decoder = decoded(encode(Ack(1, 2)), b"\0garbage\0")
    assert decoder.complaint is None


def test_garbage_without_end_takes_no_memory():
    decoder = Decoder()
    for _ in range(1000):
        assert decoder.feed(b"\x55" * 10_000) == []
        assert sum(sys.getsizeof(value) for value in vars(decoder).values()) < 1000
    assert decoder.feed(encode(sample(3))) == [sample(3)]
    assert (decoder.counts.corrupt, decoder.counts.discarded) == (1, 10_000_000)


def test_the_longest_message_fits_and_a_byte_more_between_zeros_does_not():
    longest = Combined(1, 2, tuple(range(1, 121)))
    frame = encode(longest)
    assert len(frame) == 247 + 5
    for size, fate in ((250, slow_wire.UNKNOWN), (251, slow_wire.CORRUPT)):
        _, decoder = decoded(slow_wire.framed(b"\x70" + b"x" * (size - 1)))
        assert getattr(decoder.counts, fate) == 1


def test_the_check_value_of_the_crc():
    assert slow_wire.crc16(b"123456789") == 0x29B1
