"""What the C library promises, one promise at a time, with the bytes that WIRE.md shows."""

import re
from itertools import pairwise

import pytest
from device_scripts import Script, Settings, played
from rtstgcn_firmware.c_library import c_library
from rtstgcn_firmware.codec import Decoder, encode
from rtstgcn_firmware.messages import (
    DEVICE,
    Ack,
    Class,
    Error,
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

ZEROS = (0, 0, 0, 0, 0, 0)
CUE = Label(Kind.CUE, 7, 1, 255, 0, 1000)


@pytest.fixture
def play(scripted):
    """Function (script) -> (messages, Played)."""

    def run(script):
        found = played(scripted("gcc-sanitized").play(script))
        decoder = Decoder()
        messages = decoder.feed(bytes(found.wire))
        assert decoder.counts.discarded == 0
        return messages, found

    return run


@pytest.fixture(scope="module")
def page():
    """Name of a message -> its bytes on the page."""
    wire = (c_library().parents[1] / "WIRE.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([A-Z_]+) [^|]*\| `([0-9a-f ]+)` \|$", wire, re.MULTILINE)
    return {name: bytes.fromhex(words) for name, words in rows}


def test_its_bytes_are_those_of_the_page(play, page):
    serial = bytes.fromhex("a1b2c3d4e5f60718")
    names = {"serial": serial, "firmware": "gait 1.2", "model": "demo", "node_names": ["shin_l", "shin_r"]}
    script = Script(Settings(nodes=2, boot=7, acc_range=4.0, gyro_range=500.0, **names))
    script.hello()
    for _ in range(258):
        script.sample(1, 0, ZEROS)
    script.sample(1, 1_000_000, (16, -8192, 0, -1, 0, 32767))
    for _ in range(3):
        script.combined(0, ZEROS + ZEROS)
    script.combined(4_000_000_000, (1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6))
    script.error(3, "no IMU")
    script.clock(5_198_991)
    script.receive(page["CLASS"])
    script.receive(page["LABEL"])
    script.label(2, 0, 0, 0, 0)
    script.label(2, 0, 0, 0, 0)
    script.label(2, 1, 230, 0, 5_100_000)
    _, found = play(script)
    for name in ("HELLO", "NODE", "SAMPLE", "COMBINED", "ACK", "ERROR", "LABEL"):
        assert page[name] in found.wire, name
    assert found.labels == [(2, 2, 1, 230, 0, 5_100_000, "freeze")]


def test_what_the_page_asks_is_answered(play, page):
    script = Script(Settings(node_names=["pelvis"]))
    script.clock(2**32 - 5)
    script.receive(page["HELLO_REQUEST"] + page["SYNC_REQUEST"])
    messages, found = play(script)
    assert found.returned == [2]
    assert [type(message) for message in messages] == [Hello, Node, SyncReply]
    assert messages[2] == SyncReply(DEVICE, 305419896, 2**32 - 2, 1)


def test_sequence_and_status_count_what_was_taken_and_what_was_dropped(play):
    script = Script(Settings(nodes=2))
    for number in range(70_000):
        if number % 100 == 0:
            script.takes(0)
        script.sample(0, number, ZEROS)
    script.sample(1, 0, ZEROS)
    script.sample(2, 0, ZEROS)
    script.combined(0, ZEROS + ZEROS)
    for node in (0, 1, DEVICE, 2):
        script.status(node, 101)
    messages, found = play(script)
    samples = [message for message in messages if isinstance(message, Sample) and message.node == 0]
    assert len(samples) == 69_300
    assert all(sample.sequence == sample.time % 2**16 for sample in samples)
    statuses = [message for message in messages if isinstance(message, Status)]
    assert statuses == [Status(0, 255, 70_001, 700), Status(1, 255, 2, 0), Status(DEVICE, 255, 70_003, 700)]
    assert found.returned[-6:] == [0, 1, 1, 1, 1, 0]  # there is no node 2
    assert sum(found.returned[:70_000]) == 69_300


def test_a_message_that_was_taken_in_part_is_finished_before_the_next(play):
    script = Script(Settings())
    script.takes(10, 5)
    for number in range(3):  # the first is cut twice, the second finds no room, the third does
        script.sample(0, number, (1, 2, 3, 4, 5, 6))
    messages, found = play(script)
    assert [message.sequence for message in messages] == [0, 2]
    assert found.returned == [1, 0, 1]


def test_a_hello_waits_for_room_and_nothing_of_it_is_lost(play):
    names = [f"node {k}" for k in range(6)]
    script = Script(Settings(nodes=6, node_names=names, classes=["walk", "freeze"]))
    script.takes(0)
    script.hello()
    for number in range(12):
        script.takes(60, 20, 0)
        script.sample(0, number, ZEROS)
        script.poll()
    messages, _ = play(script)
    assert [type(message) for message in messages if not isinstance(message, Sample)] == [
        Hello,
        *[Node] * 6,
        *[Class] * 2,
    ]
    assert [message.name for message in messages if isinstance(message, Node)] == names
    assert messages.index(Class(1, 2, "freeze")) > messages.index(Class(0, 2, "walk"))
    sequences = [message.sequence for message in messages if isinstance(message, Sample)]
    assert all(a < b for a, b in pairwise(sequences))
    assert len(sequences) > 3


def test_a_cue_is_acknowledged_when_it_was_acted_upon(play):
    script = Script(Settings())
    script.clock(100)
    script.receive(encode(CUE))
    script.receive(encode(CUE._replace(number=8, confidence=0)))  # the scripted device leaves this one
    script.receive(encode(CUE._replace(kind=Kind.LABEL)) + encode(CUE._replace(kind=Kind.EVENT)))
    messages, found = play(script)
    assert messages == [Ack(7, 100 + 3 + 1000 + 3)]
    assert len(found.labels) == 4


def test_who_does_not_listen_does_not_acknowledge(play):
    script = Script(Settings(listens=False))
    script.receive(encode(CUE))
    assert play(script)[0] == []


def test_an_acknowledgement_waits_for_room_and_gives_way_to_the_next(play):
    script = Script(Settings())
    script.takes(*[0] * 8)
    script.receive(encode(CUE))
    script.receive(encode(CUE._replace(number=8)))
    script.takes()
    script.poll()
    messages, found = play(script)
    assert [message.number for message in messages] == [8]
    assert found.counts[4] == 1


def test_each_node_answers_with_its_own_clock_where_it_has_one(play):
    replies = []
    for flags in (0, 1):
        script = Script(Settings(nodes=3, flags=flags))
        script.clock(1000, node_offset=5_000_000)
        for node in (2, DEVICE, 3):
            script.receive(encode(SyncRequest(node, 1)))
        replies.append(play(script)[0])
    (shared, device, *none), (own, same, *nobody) = replies
    assert none == nobody == []
    assert (shared.node, device.node) == (2, DEVICE) == (own.node, same.node)
    assert shared.received == 1003 < shared.sent == 1006
    assert own.received - 15_000_000 in range(1000, 1010)
    assert own.sent - 15_000_000 in range(1000, 1020)
    assert same.sent < 1100


def test_names_are_cut_between_characters(play):
    script = Script(Settings(firmware="x" * 30 + "é", model="中" * 11, node_names=["a" * 40]))
    script.hello()
    (hello, node), _ = play(script)
    assert (hello.firmware, hello.model, node.name) == ("x" * 30, "中" * 10, "a" * 31)


def test_more_nodes_than_there_is_room_for_are_told(scripted):
    script = Script(Settings(nodes=3))
    script.hello()
    messages = Decoder().feed(played(scripted("gcc-sanitized", "-DRTSTGCN_MAX_NODES=2").play(script)).wire)
    assert messages[0] == Error(0, "more nodes: RTSTGCN_MAX_NODES")
    assert messages[1].nodes == 2


@pytest.mark.parametrize("most", [1, 6, 7, 8])
def test_fewer_nodes_take_less_room_and_send_the_same(scripted, most):
    script = Script(Settings(nodes=most, firmware="f" * 31, model="m" * 31, node_names=["n" * 31] * most))
    script.receive(encode(HelloRequest(2)))
    script.combined(1, tuple(range(1, 6 * most + 1)))
    scripted("gcc-sanitized", f"-DRTSTGCN_MAX_NODES={most}").assert_as_expected(script)
