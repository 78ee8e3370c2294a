"""A line of its own: who is there is asked, again after a restart, and the clock is that of the device."""

import itertools
import threading
import time

import pytest
from rtstgcn_firmware.codec import Decoder, encode
from rtstgcn_firmware.messages import DEVICE, Hello, HelloRequest, SyncReply, SyncRequest
from virtual_devices import device_of, movement_of

from rtstgcn_edge.sinks.device_line import open_line
from rtstgcn_edge.virtual_imu import Player, PseudoTerminal, Settings

HELLO = Hello(1, 0, 1, 63, 1, 1000, 0, 1.0, 0, 1.0, b"\0" * 8, "", "")


class Device:
    """The other end, by hand: its clock says (host time in us + `ahead`)."""

    def __init__(self, ahead=0):
        self.terminal, self.decoder, self.ahead = PseudoTerminal(), Decoder(), ahead

    def answer(self, hello=HELLO):
        """Answer what came; the requests that there were."""
        asked = self.decoder.feed(self.terminal.read())
        for message in asked:
            now = time.monotonic_ns() // 1000 + self.ahead & 0xFFFFFFFF
            if isinstance(message, HelloRequest):
                self.terminal.write(encode(hello))
            elif isinstance(message, SyncRequest):
                self.terminal.write(encode(SyncReply(DEVICE, message.echo, now, now)))
        return asked


@pytest.fixture
def device():
    other_end = Device()
    yield other_end
    other_end.terminal.close()


def talk(line, device, seconds, hello=HELLO):
    asked, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        line.look()
        asked += device.answer(hello)
        time.sleep(0.005)
    return asked


def learn_the_time(line, device):
    """Talk for some exchanges, and until the clock is known."""
    talk(line, device, 0.6)
    while line.device_us(0) is None:
        talk(line, device, 0.1)


def test_it_asks_once_a_second_until_a_hello_comes_and_then_for_the_time(device):
    heard = []
    line = open_line("serial:x", device.terminal.path, None, heard.append)
    assert not line.ready and line.port.baud == 115_200
    begun = time.monotonic()
    asked = talk(line, device, 0.9)
    while len(asked) < 4:
        asked += talk(line, device, 0.1)
    assert [type(one).__name__ for one in asked[:2]] == ["HelloRequest", "SyncRequest"]
    assert len(asked) <= 2 + (time.monotonic() - begun) / 0.25 and line.ready
    assert [type(one).__name__ for one in heard[:2]] == ["Hello", "SyncReply"]
    line.close()


def test_device_times_are_those_of_its_clock(device):
    device.ahead = 2**32 - time.monotonic_ns() // 1000 % 2**32 - 300_000  # it wraps around 0.3 s from now
    line = open_line("serial:x", device.terminal.path, None, lambda _: None)
    assert line.device_us(0) is None
    learn_the_time(line, device)
    now = time.monotonic_ns()
    assert line.device_us(now) == pytest.approx((now // 1000 + device.ahead) % 2**32, abs=50_000)
    line.close()


def test_a_restart_is_noticed_by_the_boot_number_and_the_clock_begins_anew(device):
    line = open_line("serial:x", device.terminal.path, None, lambda _: None)
    learn_the_time(line, device)
    device.ahead += 123_000_000
    device.terminal.write(encode(HELLO._replace(boot=2)))
    learn_the_time(line, device)
    now = time.monotonic_ns()
    assert line.device_us(now) == pytest.approx((now // 1000 + device.ahead) % 2**32, abs=50_000)
    line.close()


def test_another_version_of_the_wire_is_told_and_sent_nothing(device, capsys):
    line = open_line("serial:x", device.terminal.path, None, lambda _: None)
    asked = talk(line, device, 0.3, HELLO._replace(version=2))
    assert not line.ready and {type(one).__name__ for one in asked} == {"HelloRequest"}
    (said,) = capsys.readouterr().err.splitlines()
    assert said == "serial:x: the device speaks version 2 of the wire, this program version 1; nothing is sent to it"
    line.close()


def test_after_a_replug_it_is_asked_again(tmp_path):
    link, heard = tmp_path / "imu", []
    player = Player(device_of(Settings(unplug_every_s=0.5, unplug_for_s=0.1), movement_of(100, 1)), link=link)
    thread = threading.Thread(target=player.run)
    thread.start()
    line = open_line("serial:x", str(link), None, heard.append)
    ready, end = [], time.monotonic() + 60
    while time.monotonic() < end and len({m.boot for m in heard if isinstance(m, Hello)}) < 3:
        line.look()
        ready.append(line.ready)
        time.sleep(0.01)
    line.close()
    player.stop()
    thread.join(5)
    assert len({m.boot for m in heard if isinstance(m, Hello)}) == 3
    assert sum(a and not b for a, b in itertools.pairwise(ready)) >= 2
