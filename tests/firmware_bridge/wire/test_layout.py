"""Fields, byte for byte, and what content is refused: by the slow parser, and by name."""

import random
from collections import Counter

import pytest
import slow_wire
import wire_messages
from hypothesis import given
from rtstgcn_firmware.layout import pack, parse
from rtstgcn_firmware.messages import (
    AccUnit,
    Class,
    Combined,
    Error,
    GyroUnit,
    Hello,
    HelloRequest,
    Kind,
    Label,
    Node,
    Sample,
    Status,
    SyncReply,
    SyncRequest,
)

HELLO = Hello(1, 0, 6, 63, 7, 100_000, AccUnit.G, 4.0, GyroUnit.DEG_S, 500.0, b"a serial", "firmware", "demo")
SAMPLE = Sample(5, 65535, 2**32 - 1, (-32768, 32767, 0, 1, 2, 3))
EXAMPLES = [
    HELLO,
    Node(19, "shin"),
    SAMPLE,
    Combined(1, 2, tuple(range(120))),
    Status(255, 255, 3, 4),
    SyncReply(0, 1, 2, 3),
    Error(1, "text"),
    HelloRequest(),
    SyncRequest(255, 1),
    Label(Kind.CUE, 1, 2, 3, 4, 5),
    Class(1, 2, "wälk"),
]


@given(wire_messages.messages)
def test_every_message_is_read_back(message):
    body = pack(message)
    assert len(body) <= 250
    assert parse(body) == slow_wire.parsed(body) == message
    assert type(parse(body)) is type(message)


def test_enumerations_are_read_as_such():
    hello, label = parse(pack(HELLO)), parse(pack(Label(Kind.EVENT, 0, 0, 0, 0, 0)))
    assert [type(hello.acc_unit), type(hello.gyro_unit), type(label.kind)] == [AccUnit, GyroUnit, Kind]


def outcome(body):
    try:
        return parse(body)
    except ValueError:
        return None


def test_damaged_content_is_refused_as_the_slow_parser_does():
    rng = random.Random(5)
    seen = Counter()
    for _ in range(20_000):
        body = bytearray(pack(rng.choice(EXAMPLES)))
        for _ in range(rng.randint(0, 2)):
            body[rng.randrange(1, len(body))] = rng.choice([0, 1, 2, 3, 19, 20, 31, 32, 127, 128, 255])
        if rng.random() < 0.3:
            del body[rng.randrange(1, len(body)) :]
        if rng.random() < 0.2:
            body += rng.randbytes(rng.randint(1, 13))
        said, expected = outcome(bytes(body)), slow_wire.parsed(bytes(body))
        assert said == expected, body.hex()
        seen[type(said).__name__] += 1
    assert len(seen) == len(EXAMPLES) + 1  # all of them, and None
    assert min(seen.values()) > 100


def body_of(message, at, new):
    body = bytearray(pack(message))
    body[at : at + len(new)] = new
    return bytes(body)


INFINITE, NOT_A_NUMBER = bytes.fromhex("00 00 80 7f"), bytes.fromhex("00 00 c0 7f")
REFUSED = [
    (body_of(HELLO, 3, b"\0"), "HELLO: 0 nodes; there are 1 to 20"),
    (body_of(HELLO, 3, b"\x15"), "HELLO: 21 nodes; there are 1 to 20"),
    (body_of(HELLO, 7, bytes(4)), "HELLO: rate 0"),
    (body_of(HELLO, 11, b"\x03"), "HELLO: 3 is not a valid AccUnit"),
    (body_of(HELLO, 12, INFINITE), "HELLO: acc_range inf; a range is finite and above 0"),
    (body_of(HELLO, 12, bytes(4)), "HELLO: acc_range 0.0; a range is finite and above 0"),
    (body_of(HELLO, 16, b"\x02"), "HELLO: 2 is not a valid GyroUnit"),
    (body_of(HELLO, 17, NOT_A_NUMBER), "HELLO: gyro_range nan; a range is finite and above 0"),
    (body_of(HELLO, 29, b"\x20"), "HELLO: a text of more than 31 bytes, or cut off"),
    (pack(HELLO)[:-1], "HELLO: a text of more than 31 bytes, or cut off"),
    (pack(HELLO)[:38], "HELLO: a text of more than 31 bytes, or cut off"),
    (pack(HELLO) + b"x", "HELLO: 44 bytes are 1 too many"),
    (b"\x01", "HELLO: 1 bytes are not its length"),
    (b"\x01\x01", "HELLO: 2 bytes are not its length"),
    (b"\x02\0\x20" + b"x" * 32, "NODE: a text of more than 31 bytes, or cut off"),
    (body_of(Node(0, "ab"), 1, b"\x14"), "NODE: node 20; nodes are 0 to 19"),
    (
        body_of(Node(0, "ab"), 3, b"\xff"),
        "NODE: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
    ),
    (body_of(SAMPLE, 1, b"\xff"), "SAMPLE: node 255; nodes are 0 to 19"),
    (pack(SAMPLE)[:-1], "SAMPLE: 19 bytes are not its length"),
    (pack(SAMPLE) + b"\0", "SAMPLE: 21 bytes are not its length"),
    (bytes.fromhex("04 0000 00000000"), "COMBINED: 7 bytes are not 7, and 12 for each of 1 to 20 nodes"),
    (b"\x04" + bytes(17), "COMBINED: 18 bytes are not 7, and 12 for each of 1 to 20 nodes"),
    (b"\x04" + bytes(6 + 21 * 12), "COMBINED: 259 bytes are not 7, and 12 for each of 1 to 20 nodes"),
    (b"\x04", "COMBINED: 1 bytes are not 7, and 12 for each of 1 to 20 nodes"),
    (body_of(SyncRequest(0, 0), 1, b"\xfe"), "SYNC_REQUEST: node 254; nodes are 0 to 19, or 255"),
    (body_of(Label(Kind.CUE, 0, 0, 0, 0, 0), 1, b"\x03"), "LABEL: 3 is not a valid Kind"),
    (body_of(Class(1, 2, "b"), 2, b"\x01"), "CLASS: class 1 of 1; they are counted from 0"),
]


@pytest.mark.parametrize(("body", "complaint"), REFUSED)
def test_what_is_wrong_is_said(body, complaint):
    with pytest.raises(ValueError) as refused:
        parse(body)
    assert str(refused.value) == complaint
    assert slow_wire.parsed(body) is None


@pytest.mark.parametrize("body", [b"\x00abc", b"\x09", b"\x40", b"\x45", b"\xff"])
def test_an_unknown_type_is_none(body):
    assert parse(body) is None


@pytest.mark.parametrize("body", [pack(HELLO._replace(version=2)), b"\x01\x02", b"\x01\x00" + bytes(200)])
def test_of_a_hello_of_another_version_only_that_is_known(body):
    nothing = Hello(body[1], 0, 0, 0, 0, 0, AccUnit.M_S2, 0.0, GyroUnit.RAD_S, 0.0, bytes(8), "", "")
    assert parse(body) == nothing


UNFIT = [
    (SAMPLE._replace(sequence=65536), "sequence=65536.*65535"),
    (SAMPLE._replace(time=-1), "time=-1.*"),
    (SAMPLE._replace(values=(0, 0, 0, 0, 0, 32768)), "32768.*32767"),
    (SAMPLE._replace(values=(0,) * 5), "expected 10 items"),
    (Combined(0, 0, (0,) * 7), "COMBINED: 7 values are not 6 for each of 1 to 20 nodes"),
    (Combined(0, 0, ()), "COMBINED: 0 values"),
    (Combined(0, 0, (0,) * 126), "COMBINED: 126 values"),
    (Node(0, "ä" * 16), "'ä{16}': 32 bytes of UTF-8; a text has at most 31"),
    (Node(0, "\ud800"), "surrogates"),
    (HELLO._replace(serial=b"short"), "serial b'short': 5 bytes; it has 8"),
    (HELLO._replace(acc_range=1e39), "too large"),
]


@pytest.mark.parametrize(("message", "complaint"), UNFIT)
def test_what_does_not_fit_its_field_is_not_packed(message, complaint):
    with pytest.raises(ValueError, match=complaint):
        pack(message)
