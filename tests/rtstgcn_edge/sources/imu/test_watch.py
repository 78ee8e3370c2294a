"""What is said and counted of a cable, on an injected clock."""

from collections import deque
from types import SimpleNamespace

import pytest
from rtstgcn_firmware.codec import WireCounts
from rtstgcn_firmware.messages import BATTERY_UNKNOWN, DEVICE, Ack, Error, Node, Status

from rtstgcn_edge.notices import Notices
from rtstgcn_edge.ports import PortCounts, PortEvent
from rtstgcn_edge.sources.imu.watch import Watch

SECOND = 10**9


class Scene:
    """A port and a decoder that are only numbers, and the lines that come of them."""

    def __init__(self):
        self.now, self.samples, self.lines = 0, 0, []
        self.port = SimpleNamespace(
            path="/dev/ttyUSB0", device="/dev/ttyUSB0", baud=115200, connected=True, trouble="", events=deque(),
            received=0, taken=0, dropped=0, counts=PortCounts(),
        )  # fmt: skip
        self.counts = WireCounts()
        notices = Notices(self.lines.append, now=lambda: self.now)
        self.watch = Watch(self.port, SimpleNamespace(counts=self.counts), lambda: self.samples, "imu:x", notices, 0)

    def go(self, seconds, *, sizes=0, packets=0, corrupt=0, samples=None):
        """Time passes in steps of 50 ms, in each of which so much comes."""
        for _ in range(round(seconds / 0.05)):
            self.now += SECOND // 20
            self.port.received += sizes
            self.counts.packets += packets
            self.samples += packets if samples is None else samples
            self.counts.corrupt += corrupt
            self.watch.look(self.now)

    def happens(self, kind, text):
        self.port.events.append(PortEvent(self.now, kind, text))


@pytest.fixture
def scene():
    return Scene()


def test_while_all_is_well_nothing_is_said(scene):
    scene.go(60, sizes=100, packets=4)
    assert scene.lines == [] and scene.watch.remarks() == []


def test_silence_with_the_cable_in_is_said_after_a_second_and_so_is_its_end(scene):
    scene.go(1, sizes=100, packets=4)
    scene.go(0.9)
    assert scene.lines == []
    scene.go(2.6)
    assert scene.lines == ["imu:x: silent for 1.0 s with the cable in; is the sensor on?"]
    scene.go(1, sizes=100, packets=4)
    assert scene.lines[1] == "imu:x: data again after 3.5 s"
    assert scene.watch.stalls == 1 and scene.watch.stalled_ns == pytest.approx(3.5 * SECOND, abs=0.1 * SECOND)
    scene.go(1.5)
    assert scene.watch.facts()["stalls"] == 2
    assert scene.watch.facts()["stalled_s"] == pytest.approx(5.0, abs=0.15), "the one that lasts counts too"
    assert "no samples with the cable in: twice, for 4.9 s in all" in scene.watch.remarks()


def test_a_device_that_answers_and_gives_no_samples_is_told_apart(scene):
    scene.go(1, sizes=100, packets=4)
    scene.go(1.2, sizes=20, packets=1, samples=0)
    assert scene.lines == [
        "imu:x: the device answers, but gives no samples for 1.0 s with the cable in; is the sensor on?"
    ]
    assert scene.watch.stalls == 1 and scene.watch.garbled == 0


def test_bytes_without_packets_are_said_after_two_seconds(scene):
    scene.go(1, sizes=100, packets=4)
    scene.go(1.9, sizes=100)
    assert scene.lines == []
    scene.go(5, sizes=100)
    assert scene.lines == ["imu:x: bytes come, but no packet for 2 s; has the device changed its baud rate (115200)?"]
    scene.go(1, sizes=100, packets=1)
    scene.go(2.2, sizes=100)
    assert scene.watch.garbled == 2


def test_a_silent_device_is_not_taken_for_a_garbled_one(scene):
    scene.go(1, sizes=100, packets=4)
    scene.go(9)
    scene.go(1.5, sizes=100)
    assert scene.watch.garbled == 0 and scene.watch.stalls == 1


def test_a_pulled_cable_and_its_return_are_said_with_the_time_between(scene):
    scene.go(1, sizes=100, packets=4)
    scene.happens("lost", "Input/output error")
    scene.port.counts.lost, scene.port.connected = 1, False
    scene.go(1.9)
    assert scene.lines == ["imu:x: lost (Input/output error); waiting for it to come back"]
    scene.port.trouble = "/dev/ttyUSB0: permission denied; join its group"
    scene.go(1.1)
    assert scene.lines[1] == "imu:x: not back yet: /dev/ttyUSB0: permission denied; join its group"
    assert scene.watch.facts()["away_s"] == pytest.approx(3.0, abs=0.1)
    assert scene.watch.remarks() == ["port lost once, for 3.0 s in all, and still away"]
    scene.happens("back", "/dev/ttyUSB1")
    scene.port.counts.back, scene.port.connected, scene.port.trouble = 1, True, ""
    scene.go(0.5, sizes=100, packets=4)
    assert scene.lines[2:] == ["imu:x: back as /dev/ttyUSB1 after 3.0 s"]
    assert scene.watch.stalls == scene.watch.garbled == 0
    assert scene.watch.remarks() == ["port lost once, for 3.0 s in all"]


def test_damage_and_bytes_given_up_are_summed_up_every_ten_seconds(scene):
    scene.go(1, sizes=100, packets=4)
    scene.go(20.2, sizes=100, packets=4, corrupt=1)
    scene.port.dropped = 500
    scene.go(10, sizes=100, packets=4)
    damage = [int(line.split()[1]) for line in scene.lines if "damaged packets" in line]
    assert damage == [3, 200, 200]
    assert scene.lines[-1] == "imu:x: 500 bytes given up, because this computer falls behind"
    assert any(line.startswith("404 of ") for line in scene.watch.remarks())
    assert any("fell behind" in line for line in scene.watch.remarks())


def test_the_one_packet_that_a_reconnect_cuts_is_counted_and_not_worth_a_line(scene):
    scene.go(1, sizes=100, packets=4)
    scene.go(0.05, sizes=100, packets=4, corrupt=1)
    scene.go(30, sizes=100, packets=4)
    assert scene.lines == [] and scene.watch.remarks()


def test_a_low_battery_and_the_errors_of_the_device_are_said(scene):
    scene.watch.told(Node(0, "foot_r"))
    scene.watch.told(Status(0, 80, 1, 0))
    scene.watch.told(Status(1, BATTERY_UNKNOWN, 1, 0))
    scene.watch.told(Ack(1, 2))
    assert scene.lines == []
    scene.watch.told(Status(0, 15, 1, 0))
    scene.watch.told(Status(DEVICE, 4, 1, 0))
    scene.watch.told(Error(3, "sensor 2 does not answer"))
    assert scene.lines == [
        "imu:x: battery of foot_r at 15 %",
        "imu:x: battery of the device at 4 %",
        "imu:x: the device reports error 3: sensor 2 does not answer",
    ]
    assert scene.watch.battery == {0: 15, DEVICE: 4}
    assert scene.watch.remarks() == ["battery low: foot_r at 15 %, the device at 4 %"]
    assert (
        scene.watch.facts()["battery"] == {"foot_r": 15, "the device": 4} and scene.watch.facts()["device_errors"] == 1
    )
