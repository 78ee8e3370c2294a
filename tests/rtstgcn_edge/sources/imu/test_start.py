"""Who answers at a port: rates, protocols, silence, and the line for each."""

import threading
import time

import pytest
from boards import HELLO, Board
from cables import Cable
from refusals import refusal
from rtstgcn_firmware.codec import encode
from rtstgcn_firmware.messages import Node
from rtstgcn_firmware.protocols import open_protocol

from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.ports import open_port
from rtstgcn_edge.sources.imu import start
from rtstgcn_edge.sources.imu.start import find_device

TEXT = b"".join(
    b"%d,%d,0.12,-9.79,0.31,0.01,0.00,-0.02\n" % (node, 1000 * tick) for tick in range(2) for node in (0, 1)
)


@pytest.fixture
def listen(tmp_path, monkeypatch):
    """Make a board and listen to it: `listen(baud, search=..., name=...)(board options)`.

    An answer is waited for; where none can come, `patience` is for what ends the wait: ANSWER_S, SEARCH_S, DWELL_S.
    """
    for name, shorter in (("ASK_S", 0.08), ("NAMES_S", 0.3), ("SETTLE_S", 0.3)):
        monkeypatch.setattr(start, name, shorter)
    cable = Cable(tmp_path)
    boards, ports = [], []

    def at(baud=115200, *, search=True, protocol="wire", board=True, speaks=None, patience=(20, 40, 0.3), **options):
        for name, seconds in zip(("ANSWER_S", "SEARCH_S", "DWELL_S"), patience, strict=True):
            monkeypatch.setattr(start, name, seconds)
        if board:
            boards.append(Board(cable, baud=speaks, **options))
        ports.append(open_port(str(cable.link), baud))
        return find_device(ports[0], protocol, lambda: open_protocol(protocol), search=search), ports[0]

    at.cable = cable
    yield at
    for part in boards:
        part.stop()
    for port in ports:
        port.close()
    cable.unplug()


def refused(listen, **options):
    return refusal(lambda: listen(**options), error=SourceError).removeprefix(str(listen.cable.link))


def test_the_hello_and_the_names_of_all_nodes_are_waited_for(listen):
    heard, port = listen(search=False)
    assert heard.hello == HELLO and heard.names == {0, 1} and heard.data.startswith(b"\0") and port.connected


def test_a_name_that_was_damaged_on_its_way_is_asked_for_again(listen, monkeypatch):
    told = []

    def tell(board):
        told.append(board)  # before it can be heard
        board.inject(encode(HELLO) + encode(Node(1, "b")) + (encode(Node(0, "a")) if len(told) > 2 else b"\0\x05\0"))

    monkeypatch.setattr(Board, "_tell", tell)
    monkeypatch.setattr(start, "NAMES_ASKED", 50)
    heard, _ = listen(search=False)
    assert heard.names == {0, 1} and len(told) >= 3


@pytest.mark.parametrize("names", [("a",), ()])
def test_nodes_that_have_no_name_are_not_waited_for_long(listen, names):
    begun = time.monotonic()
    heard, _ = listen(search=False, names=names)
    assert heard.names == set(range(len(names))) and heard.hello == HELLO and time.monotonic() - begun < 10


def test_the_chunks_are_all_that_came_at_this_rate_so_that_nothing_of_it_is_lost(listen):
    heard, port = listen()
    again = open_protocol("wire").feed(heard.data)
    assert HELLO in again and heard.protocol.counts.packets == len(again)
    assert port.taken == len(heard.data)


@pytest.mark.parametrize("rate", [rate for rate in start.RATES if rate != 250000])  # termios names no 250000
def test_every_rate_is_found(listen, rate):
    heard, port = listen(115200, speaks=rate)
    assert heard.hello == HELLO and port.baud == rate


def test_a_board_that_restarts_when_it_is_opened_is_waited_for(listen):
    begun = time.monotonic()
    heard, _ = listen(silent_s=0.5, deaf_s=0.5, search=False)
    assert heard.hello == HELLO and 0.4 < time.monotonic() - begun < 10


def test_a_board_that_begins_late_is_found_at_its_rate_all_the_same(listen):
    heard, port = listen(115200, silent_s=0.7, deaf_s=0.7, speaks=57600)
    assert heard.hello == HELLO and port.baud == 57600


def test_a_protocol_without_hello_answers_by_its_packets(listen):
    heard, port = listen(115200, protocol="lines", sends=TEXT, hello=None, speaks=9600)
    assert heard.hello is None and heard.protocol.counts.packets >= start.PACKETS and port.baud == 9600


def test_silence_is_said_with_the_rates_that_were_tried(listen):
    line = ": nothing comes from it at 115200 baud; is the sensor on, and is it this port?"
    assert refused(listen, search=False, board=False, patience=(0.7, 0, 0)) == line


def test_silence_at_every_rate(listen):
    line = refused(listen, board=False, patience=(0, 2, 0.12))
    assert (
        "at 115200, 921600, 500000, 1000000, 460800, 230400, 250000, 57600, 38400 or 9600 baud; is the sensor on"
        in line
    )


def test_a_wrong_rate_is_said_with_the_right_one(listen):
    line = refused(listen, search=False, speaks=460800, patience=(0.7, 0, 1))
    assert "bytes came, but no packet of protocol wire at 115200 baud; it speaks at 460800: baud=460800" in line


def test_another_protocol_is_recognised_at_any_rate(listen):
    assert refused(listen, sends=TEXT, hello=None) == ": what comes looks like lines, not wire: protocol=lines"


def test_another_protocol_is_recognised_at_another_rate(listen):
    line = refused(listen, sends=TEXT, hello=None, speaks=38400)
    assert line == ": what comes looks like lines, not wire: baud=38400&protocol=lines"


def test_bytes_that_no_protocol_knows(listen):
    line = refused(listen, sends=bytes(range(1, 200)), hello=None, patience=(0, 2, 0.12))
    assert "bytes came, but no packet of protocol wire at 921600, 500000" in line
    assert "is it another protocol= (bno08x, lines, witmotion, xsens)?" in line


def test_samples_without_a_hello(listen):
    line = refused(listen, hello=None, patience=(0.7, 40, 1))
    assert line.startswith(": samples come at 115200 baud, but no HELLO, and none when asked: connect the line")


def test_another_version_of_the_wire_is_refused(listen):
    line = refused(listen, hello=HELLO._replace(version=2))
    assert line == ": the device speaks version 2 of the wire, this program 1; update this program"


def test_a_cable_that_is_pulled_meanwhile(listen):
    threading.Timer(0.3, listen.cable.unplug).start()
    said = refused(listen, search=False, board=False, patience=(3, 0, 0))
    assert ": lost while it was asked who it is" in said
