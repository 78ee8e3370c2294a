"""Ports over pseudo-terminals: bytes, stamps, writing, and cables that are pulled."""

import termios
import threading
import time

import pytest
from cables import Cable, until
from refusals import refusal

from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.ports import PortCounts, open_port, shared
from rtstgcn_edge.ports import port as port_module
from rtstgcn_edge.ports.listing import PortInfo


@pytest.fixture
def cable(tmp_path):
    cable = Cable(tmp_path)
    yield cable
    cable.unplug()


@pytest.fixture
def port(cable):
    port = open_port(str(cable.link), 115200)
    yield port
    port.close()


def take(port, size):
    """Chunks until `size` bytes are there."""
    chunks, start = [], time.monotonic()
    while sum(len(chunk.data) for chunk in chunks) < size:
        assert time.monotonic() - start < 20
        chunks += port.take(0.05)
    return chunks


def test_bytes_come_in_order_each_read_stamped_when_it_was_made(cable, port):
    stamps = [time.monotonic_ns()]
    chunks = []
    for number in range(20):
        cable.write(bytes([number] * 300))
        chunks += take(port, 300)
        stamps.append(time.monotonic_ns())
    assert b"".join(chunk.data for chunk in chunks) == b"".join(bytes([number] * 300) for number in range(20))
    for chunk in chunks:
        number = chunk.data[0]
        assert stamps[number] < chunk.arrival_ns < stamps[number + 1]
    assert port.received == port.taken == 6000 and port.dropped == 0


def test_every_byte_value_passes_both_ways(cable, port):
    every = bytes(range(256))
    cable.write(every)
    assert b"".join(chunk.data for chunk in take(port, 256)) == every
    assert port.write(every)
    assert cable.read() == every


def test_taking_with_nothing_there_returns_after_its_timeout(port):
    start = time.monotonic()
    assert port.take(0.02) == []
    assert 0.02 <= time.monotonic() - start < 5


def test_writing_never_waits_and_what_is_taken_arrives_whole(cable, port):
    message, taken = bytes(100), 0
    start = time.monotonic()
    while port.write(message):
        taken += 1
    assert time.monotonic() - start < 5 and port.counts.refused == 1
    arrived = 0
    while arrived < 100 * taken:
        arrived += len(cable.read())
    until(lambda: port.counts.written == 100 * taken)
    assert arrived == 100 * taken and port.counts.unwritten == 100
    assert port.write(message)


def test_what_nobody_takes_is_given_up_from_the_oldest_on_and_counted(cable):
    port = open_port(str(cable.link), 115200, inbox_bytes=1000)
    for number in range(40):
        cable.write(bytes([number] * 100))
        until(lambda sent=100 * (number + 1): port.received == sent)
    kept = b"".join(chunk.data for chunk in port.take(0))
    assert kept == b"".join(bytes([number] * 100) for number in range(30, 40))
    assert (port.received, port.taken, port.dropped) == (4000, 1000, 3000)
    port.close()


def test_the_rate_is_set_and_changed_under_way(cable, port):
    assert cable.baud == termios.B115200
    port.set_baud(921600)
    assert cable.baud == termios.B921600 and port.baud == 921600
    cable.write(b"on")
    assert take(port, 2)
    assert "-5 baud is no rate" in refusal(port.set_baud, -5, error=SourceError)


def test_a_pulled_cable_is_told_and_the_port_is_back_by_itself(cable, port):
    cable.unplug()
    until(lambda: not port.connected)
    assert port.events[-1].text and not port.write(b"nobody hears it")
    assert port.counts == PortCounts(lost=1, unwritten=15, refused=1)
    cable.link.mkdir()
    until(lambda: port.trouble == f"{cable.link} is a folder, no serial port")
    cable.link.rmdir()
    cable.plug()
    assert until(lambda: port.connected) < 3
    assert [event.kind for event in port.events] == ["opened", "lost", "back"]
    assert port.events[-1].text == port.device == cable.host_name and port.trouble == ""
    cable.write(b"again")
    assert b"".join(chunk.data for chunk in take(port, 5)) == b"again"


def test_a_hundred_times_unplugged_it_is_always_back_within_a_second(tmp_path):
    worst = []
    cables = [Cable(tmp_path, f"imu{number}") for number in range(10)]
    ports = [open_port(str(cable.link), 115200) for cable in cables]

    def replug(number, cable, port):
        for turn in range(10):
            cable.unplug()
            until(lambda: not port.connected)
            time.sleep(0.01 * number * turn)
            cable.plug()
            worst.append(until(lambda: port.connected))
            cable.write(bytes([turn]))
            assert take(port, 1)[0].data == bytes([turn])
        assert (port.counts.lost, port.counts.back) == (10, 10)
        port.close()
        cable.unplug()

    everything = zip(range(10), cables, ports, strict=True)
    threads = [threading.Thread(target=replug, args=arguments) for arguments in everything]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(worst) == 100 and sorted(worst)[50] < 1 and max(worst) < 3


def test_a_usb_device_is_found_by_its_serial_number_under_another_name(tmp_path, monkeypatch):
    first, other = Cable(tmp_path, "ttyUSB0"), Cable(tmp_path, "ttyUSB1")
    there = {str(first.link): "A1", str(other.link): "B2"}

    def list_ports():
        return [PortInfo(name, "", 0x10C4, 0xEA60, number, "1.0") for name, number in there.items()]

    monkeypatch.setattr("rtstgcn_edge.ports.listing.list_ports", list_ports)
    port = open_port(str(first.link), 115200)
    assert port.identity == (0x10C4, 0xEA60, "A1", "1.0")
    there.clear()
    first.unplug()
    until(lambda: not port.connected)
    first.plug()  # the name is there again, but it is a stranger's
    there[str(first.link)] = "C3"
    time.sleep(0.3)
    assert not port.connected
    there[str(other.link)] = "A1"
    assert until(lambda: port.connected) < 3
    assert port.device == other.host_name
    other.write(b"a")
    assert take(port, 1)
    port.close()
    first.unplug()
    other.unplug()


def test_a_port_is_shared_under_every_name_until_it_is_closed(cable, port, tmp_path):
    alias = tmp_path / "alias"
    alias.symlink_to(cable.host_name)
    assert shared(str(cable.link)) is shared(cable.host_name) is shared(str(alias)) is port
    assert shared("/dev/null") is None
    assert "open in this program already" in refusal(open_port, str(alias), 9600, error=SourceError)
    port.close()
    port.close()
    assert shared(str(cable.link)) is None and not port.write(b"a")
    open_port(str(cable.link), 9600).close()


def test_closing_ends_the_thread_even_while_the_cable_is_out(cable, port, monkeypatch):
    monkeypatch.setattr(port_module, "BACK_OFF_S", (60.0, 60.0))
    cable.unplug()
    until(lambda: not port.connected)
    start = time.monotonic()
    port.close()
    assert time.monotonic() - start < 10
    assert not any(str(cable.link) in thread.name for thread in threading.enumerate())


def test_what_waits_while_the_cable_is_pulled_is_counted_as_not_sent(cable, port):
    while port.write(bytes(500)):
        pass
    offered = port.counts.unwritten
    cable.unplug()
    until(lambda: not port.connected)
    accepted = port.counts.written + port.counts.unwritten - offered
    assert accepted % 500 == 0 and accepted >= port_module.OUTBOX_BYTES - 500
