"""A pseudo-terminal that is opened, written and pulled out like a serial port."""

import os
import termios
import time
from pathlib import Path

import pytest
import serial
from cables import until
from refusals import refusal

from rtstgcn_edge.virtual_imu import PseudoTerminal


@pytest.fixture
def port():
    terminal = PseudoTerminal()
    yield terminal
    terminal.close()


def test_it_knows_whether_a_host_has_it_open(port):
    assert not port.is_open
    with serial.Serial(port.path, 115_200):
        assert port.is_open
    assert not port.is_open


def test_every_byte_passes_unchanged_in_both_directions(port):
    data = bytes(range(256))
    with serial.Serial(port.path, 115_200, timeout=20) as host:
        assert port.write(data) == 256 and host.read(256) == data
        host.write(data)
        port.wait(20)
        heard = bytearray(port.read())
        assert heard
        until(lambda: len(heard) == 256 or heard.extend(port.read()))
        assert heard == data


def test_nothing_comes_back_before_a_host_has_set_anything():
    terminal = PseudoTerminal()
    host = os.open(terminal.path, os.O_RDWR | os.O_NOCTTY)
    terminal.write(b"hello\n\x03\x04")
    time.sleep(0.05)
    assert terminal.read() == b""
    assert os.read(host, 99) == b"hello\n\x03\x04"
    os.close(host)
    terminal.close()


def test_a_host_that_does_not_read_stops_it_without_blocking(port):
    with serial.Serial(port.path, 115_200):
        written = 0
        while size := port.write(b"x" * 1000):
            written += size
        assert 1000 < written < 100_000


def test_reading_from_nobody_gives_nothing(port):
    assert port.read() == b""


def test_the_speed_that_the_host_set_is_known(port):
    for baud in (9600, 115_200, 921_600):
        with serial.Serial(port.path, baud):
            assert port.baud == baud


def test_pulling_the_cable_is_noticed_by_the_host():
    port = PseudoTerminal()
    with serial.Serial(port.path, 115_200, timeout=1) as host:
        port.close()
        with pytest.raises(serial.SerialException):
            host.read(1)
        assert not Path(port.path).exists()  # the name is nobody else's while the host has it


def test_what_waits_when_a_host_goes_is_not_heard_by_the_next(port):
    with serial.Serial(port.path, 115_200):
        port.write(b"old")
    assert not port.is_open
    with serial.Serial(port.path, 115_200, timeout=20) as host:
        port.write(b"new")
        assert host.read(3) == b"new"


def test_a_link_leads_to_it_and_follows(tmp_path):
    link = tmp_path / "imu"
    one = PseudoTerminal(link)
    assert str(link.readlink()) == one.path
    two = PseudoTerminal(link)
    assert str(link.readlink()) == two.path
    one.close()
    assert link.is_symlink()  # it is not the first one's any more
    two.close()
    assert not link.is_symlink() and list(tmp_path.iterdir()) == []


def test_a_link_is_gone_before_its_port_so_that_it_never_leads_to_another_one_of_that_name(tmp_path, monkeypatch):
    terminal, link_there, close = PseudoTerminal(tmp_path / "imu"), [], os.close
    monkeypatch.setattr(os, "close", lambda file: link_there.append((tmp_path / "imu").is_symlink()) or close(file))
    terminal.close()
    assert link_there == [False]


@pytest.mark.parametrize("name", ["file", "folder", "no/where"])
def test_a_link_that_cannot_be_made_is_refused(tmp_path, name):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    assert name in refusal(PseudoTerminal, tmp_path / name)
    assert (tmp_path / "file").read_text() == "mine"


def test_settings_of_a_host_do_not_outlive_it_as_echo(port):
    with serial.Serial(port.path, 115_200) as host:
        lflag = termios.tcgetattr(host.fileno())[3]
    assert not lflag & termios.ECHO and not lflag & termios.ICANON
