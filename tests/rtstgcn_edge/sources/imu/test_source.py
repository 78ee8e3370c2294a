"""The source over a pseudo-terminal, and its life with cables: each mishap has a behaviour, a counter and a line."""

import re
import threading
import time

import numpy as np
import pytest
from boards import HELLO, Board
from cables import Cable, until
from refusals import refusal
from rtstgcn_firmware.codec import encode
from rtstgcn_firmware.messages import ACC_SI, AccUnit, Ack, Error, Sample, Status
from runs import tiny_manifest

from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.ports import Port, shared
from rtstgcn_edge.simulator import CHANNELS, CLASSES, UNITS
from rtstgcn_edge.skeletons import load_skeleton
from rtstgcn_edge.sources import device_model, open_source
from rtstgcn_edge.sources.imu import source as source_module
from rtstgcn_edge.sources.imu.source import ImuSource
from rtstgcn_edge.uri import parse_uri

NODES = tuple(load_skeleton("imu6").joints)
GAIT = {
    "classes": list(CLASSES),
    "channels": list(CHANNELS),
    "units": list(UNITS),
    "skeleton": load_skeleton("imu6").to_dict(),
    "rate_hz": 50.0,
}
DEVICE = HELLO._replace(nodes=6, rate=50_000)


class Scene:
    """A cable, a board and the source that reads it; `frames` grows while the source runs."""

    def __init__(self, folder, notices):
        self.cable, self.source, self.board, self.thread = Cable(folder), None, None, None
        self.name = f"imu:{self.cable.link}"
        self.frames, self._notices, self._said = [], notices, ""

    def open(self, *, options="", **board):
        self.board = Board(self.cable, board.pop("hello", DEVICE), names=NODES, rate_hz=50, **board)
        self.source = open_source(self.name + options, tiny_manifest(**GAIT))
        return self.source

    def start(self):
        (trial,) = self.source.trials()
        assert trial.name == "live"
        self.thread = threading.Thread(target=lambda: self.frames.extend(trial.frames))
        self.thread.start()

    def run(self, seconds, **options):
        """Open and start, if that is not done, and let time pass."""
        if self.source is None:
            self.open(**options)
        if self.thread is None:
            self.start()
        time.sleep(seconds)
        return self.source

    def stop(self):
        """The frames, and how long it took to end."""
        begun = time.monotonic()
        self.source.stop()
        if self.thread:
            self.thread.join()
        return time.monotonic() - begun

    @property
    def whole(self):
        """Frames in which the skeleton is seen."""
        return [frame for frame in self.frames if frame.bodies]

    @property
    def said(self):
        """Lines on standard error so far, without the name of the source."""
        self._said += self._notices.readouterr().err
        return [line.removeprefix(f"{self.name}: ") for line in self._said.splitlines()]

    def end(self):
        if self.source:
            self.stop()
            self.source.close()
        if self.board:
            self.board.stop()
        self.cable.unplug()
        assert shared(str(self.cable.link)) is None


@pytest.fixture
def scene(tmp_path, capfd):
    scene = Scene(tmp_path, capfd)
    yield scene
    scene.end()


def assert_identities(scene):
    """Every byte, packet, sample and frame that came is accounted for."""
    scene.stop()
    facts = scene.source.facts()
    port, samples = facts["port"]["bytes"], facts["samples"]
    assert port["waiting"] >= 0 and port["dropped"] == 0
    assert port["taken"] == facts["wire"]["bytes"] + facts["searched_bytes"] and facts["unread_bytes"] == 0
    assert facts["wire"]["packets"] == samples["received"] + facts["wire"]["other_messages"]
    assert samples["received"] == sum(samples[key] for key in ("joined", "ignored", "kept_out", "unfit"))
    assert samples["joined"] == sum(counts["received"] for counts in facts["nodes"].values())
    for counts in facts["nodes"].values():
        accounted = ("used", "late", "duplicate", "refused", "dropped", "waiting")
        assert counts["received"] == sum(counts[key] for key in accounted)
    numbers = [frame.number for frame in scene.frames]
    assert numbers == sorted(set(numbers))
    return facts


def test_samples_become_frames_in_order_and_in_si_units(scene):
    begun = time.monotonic()
    source = scene.run(0.3, options="?wait_ms=1000&hold_ms=10000")
    until(lambda: len(scene.frames) >= 40)
    assert_identities(scene)
    assert [frame.number for frame in scene.frames] == list(range(len(scene.frames)))
    assert len(scene.frames) <= 50 * (time.monotonic() - begun) + 10
    expected = np.zeros((6, 6), np.float32)
    expected[0] = np.arange(6) * 8 * ACC_SI[AccUnit.G] / 32768
    expected[2] = 4096 * 8 * ACC_SI[AccUnit.G] / 32768
    for frame in scene.frames:
        np.testing.assert_allclose(frame.bodies[0].joints[[0, 1, 2, 4, 5]], expected[[0, 1, 2, 4, 5]], rtol=1e-6)
        assert frame.bodies[0].joints.dtype == np.float32
        assert 0 <= frame.arrived - frame.captured < 1e9
    assert source.live and source.classes is None and source.period_ns == 2e7
    assert "115200 baud" in source.description and "6 nodes at 50 Hz" in source.description
    assert scene.said == []


def test_what_came_before_the_run_begins_is_left_out_and_counted(scene):
    source = scene.open()
    time.sleep(0.5)
    begun = time.monotonic_ns()
    scene.run(0.3)
    until(lambda: scene.frames)
    assert scene.frames[0].number == 0 and scene.frames[0].arrived >= begun - 50e6
    assert source.facts()["early"] >= 15
    assert_identities(scene)


def test_waits_end_within_50_ms_with_data_and_without(scene, monkeypatch):
    take, waits = Port.take, []
    monkeypatch.setattr(Port, "take", lambda port, timeout_s: waits.append(timeout_s) or take(port, timeout_s))
    scene.run(0.3)
    scene.board.paused = True
    time.sleep(1.5)
    assert max(waits) <= 0.05
    assert scene.stop() < 1


def test_a_pulled_cable_ends_nothing_and_frames_go_on_within_a_second(scene):
    source, away_s = scene.run(0.3), 0.0
    for _ in range(2):
        until(lambda: scene.whole)
        begun = time.monotonic()
        scene.cable.unplug()
        until(lambda: not source._port.connected)
        time.sleep(0.7)
        before = len(scene.whole)
        scene.cable.plug()
        assert until(lambda seen=before: len(scene.whole) > seen) < 2
        away_s += time.monotonic() - begun
        time.sleep(0.3)
    facts = assert_identities(scene)
    assert (facts["port"]["lost"], facts["port"]["back"]) == (2, 2) and 1.4 < facts["port"]["away_s"] < away_s
    assert scene.said[0].startswith("lost (") and scene.said[1].startswith("back as /dev/pts/")
    assert any(line.startswith("port lost twice, for ") for line in source.remarks())
    first, last = scene.whole[0], scene.whole[-1]
    assert (last.captured - first.captured) / (last.number - first.number) == pytest.approx(2e7, rel=0.05)


def test_a_board_that_restarts_is_told_and_goes_on(scene):
    scene.run(0.5)
    until(lambda: scene.whole)
    scene.board.restart(boot=8)
    before = len(scene.whole)
    until(lambda: len(scene.whole) > before + 10)
    facts = assert_identities(scene)
    assert facts["restarts"] == 1 and "the device has restarted" in scene.said


def test_a_board_that_restarted_while_its_cable_was_out_is_asked_who_it_is_at_once(scene, monkeypatch):
    monkeypatch.setattr(source_module, "ASK_NS", 60_000_000_000)  # it is asked once
    source = scene.run(0.3)
    until(lambda: scene.whole)
    scene.board.restart(boot=8)
    until(lambda: source.facts()["restarts"] == 1)
    time.sleep(2.0)
    scene.cable.unplug()
    scene.board.restart(boot=9)  # nobody hears it, and when it is heard its counters are near the former ones
    time.sleep(1.1)
    scene.cable.plug()
    until(lambda: source._port.connected)
    until(lambda: source.facts()["restarts"] == 2)
    before = len(scene.whole)
    assert until(lambda: len(scene.whole) > before + 5) < 1.5
    assert_identities(scene)


def test_garbage_and_half_packets_are_passed_over_and_counted(scene):
    source = scene.run(0.3)
    until(lambda: scene.whole)
    half = encode(Sample(0, 1, 2, (1, 2, 3, 4, 5, 6)))[:-7]
    noise = np.random.default_rng(0).integers(0, 256, 400, np.uint8).tobytes()
    for part in (half, noise, b"\0" * 50, half):
        scene.board.inject(part)
        time.sleep(0.1)
    before = len(scene.whole)
    until(lambda: len(scene.whole) > before + 10)
    facts = assert_identities(scene)
    assert facts["wire"]["corrupt"] >= 3
    assert any("damaged packets passed over" in line for line in scene.said)
    assert any("packets damaged" in line for line in source.remarks())


def test_a_device_that_falls_silent_is_told_after_a_second(scene):
    source = scene.run(0.3)
    until(lambda: scene.whole)
    begun = time.monotonic()
    scene.board.paused = True
    until(lambda: scene.said)
    silent_s = time.monotonic() - begun
    said = r"the device answers, but gives no samples for (\d\.\d) s with the cable in; is the sensor on\?"
    (line,) = scene.said
    assert 1 <= float(re.fullmatch(said, line)[1]) <= silent_s + 0.5
    time.sleep(0.5)
    before = len(scene.whole)
    scene.board.paused = False
    assert until(lambda: len(scene.whole) > before) < 1.5
    until(lambda: len(scene.said) > 1)
    silent_s = time.monotonic() - begun
    facts = assert_identities(scene)
    again = float(re.fullmatch(r"data again after (\d+\.\d) s", scene.said[1])[1])
    assert facts["port"]["stalls"] == 1 and 1.4 <= again <= silent_s + 0.5
    assert any(line.startswith(f"no samples with the cable in: once, for {again} s") for line in source.remarks())


def test_a_rate_that_changes_under_way_is_told_after_two_seconds(scene):
    scene.run(0.3)
    until(lambda: scene.whole)
    scene.board.baud = 57600
    changed = re.compile(r"bytes come, but no packet for [23] s; has the device changed its baud rate \(115200\)\?")
    assert 1.9 < until(lambda: scene.said and changed.fullmatch(scene.said[-1])) < 5
    scene.board.baud = None
    before = len(scene.whole)
    assert until(lambda: len(scene.whole) > before) < 1.5
    assert assert_identities(scene)["port"]["garbled"] == 1


def test_a_node_that_stops_leaves_no_skeleton_and_returns(scene):
    scene.run(0.5)
    scene.board.mute = {2}
    time.sleep(1.4)
    until(lambda: scene.frames[-1].number >= 60 and not scene.frames[-1].bodies)
    scene.board.mute = set()
    before = len(scene.whole)
    assert until(lambda: len(scene.whole) > before) < 1.5
    facts = assert_identities(scene)
    assert facts["nodes"][NODES[2]]["lost"] >= 20 and facts["nodes"][NODES[1]]["lost"] == 0
    assert any(NODES[2] in line and "no sample" in line for line in scene.said)


def test_a_run_that_falls_behind_gives_no_sample_up_that_has_come(scene):
    source = scene.open(options="?wait_ms=1000&hold_ms=5000")
    (trial,) = source.trials()
    for number, frame in enumerate(trial.frames):
        scene.frames.append(frame)
        if number == 60:
            break
        time.sleep(2.0 if number == 5 else 0.015)
    assert all(counts["late"] == 0 for counts in source.facts()["nodes"].values())


def test_a_node_that_is_late_is_waited_for(scene):
    scene.open(mute={5})
    scene.run(0.7)
    assert scene.whole == []
    scene.board.mute = set()
    assert until(lambda: scene.whole) < 1
    assert_identities(scene)


def test_a_clock_that_is_set_is_told_and_frames_go_on(scene):
    scene.run(0.5)
    until(lambda: scene.whole)
    scene.board.shift_us = 5_000_000
    before = len(scene.whole)
    until(lambda: len(scene.whole) > before + 20)
    facts = assert_identities(scene)
    (said,) = [line for line in scene.said if "was set by" in line]
    assert facts["time_jumps"] == 1 and abs(float(said.split()[-2]) - 5) < 0.5
    assert max(abs(frame.arrived - frame.captured) for frame in scene.whole) < 1e9


def test_a_battery_that_ends_and_errors_of_the_device_are_told(scene):
    source = scene.run(0.2)
    scene.board.inject(encode(Status(3, 9, 100, 2)) + encode(Error(7, "sensor 3 is hot")))
    until(lambda: len(scene.said) >= 2)
    assert scene.said == [f"battery of {NODES[3]} at 9 %", "the device reports error 7: sensor 3 is hot"]
    facts = assert_identities(scene)
    assert facts["port"]["battery"] == {NODES[3]: 9} and facts["nodes"][NODES[3]]["dropped_by_node"] == 2
    assert f"battery low: {NODES[3]} at 9 %" in source.remarks()


def test_the_device_is_asked_for_its_model_and_stays_open_for_the_source(scene):
    scene.board = Board(scene.cable, DEVICE._replace(model="gait"), names=NODES, rate_hz=50)
    assert device_model(scene.name) == "gait"
    port = shared(str(scene.cable.link))
    scene.source = open_source(scene.name, tiny_manifest(**GAIT))
    assert shared(str(scene.cable.link)) is port and port.counts.lost == 0
    scene.run(0.3)
    until(lambda: len(scene.whole) > 5)
    assert device_model("sim:gait") is None


def test_a_device_that_asks_for_no_model(scene):
    scene.board = Board(scene.cable, DEVICE._replace(model=""), names=NODES, rate_hz=50)
    assert device_model(scene.name) is None
    scene.source = open_source(scene.name, tiny_manifest(**GAIT))


def test_a_device_that_does_not_fit_is_refused_and_the_port_given_back(scene):
    board = DEVICE._replace(nodes=3)
    scene.board = Board(scene.cable, board, names=NODES[:3], rate_hz=50)
    assert "3 nodes" in refusal(open_source, scene.name, tiny_manifest(**GAIT))
    assert shared(str(scene.cable.link)) is None


def test_a_second_source_on_the_same_port_is_refused(scene):
    scene.run(0.2)
    message = refusal(open_source, scene.name, tiny_manifest(**GAIT), error=SourceError)
    assert message == f"{scene.cable.link} is open in this program already"


def test_listeners_on_the_port_hear_all_messages_but_samples(scene):
    source = scene.open()
    port = shared(str(scene.cable.link))
    assert port.clock is not None
    heard = []
    port.listeners.append(lambda arrival, message: heard.append((arrival, message)))
    scene.run(0.2)
    sent = time.monotonic_ns()
    scene.board.inject(encode(Ack(4, 1234)))
    until(lambda: any(message == Ack(4, 1234) for _, message in heard))
    (arrival,) = [arrival for arrival, message in heard if message == Ack(4, 1234)]
    assert sent < arrival < time.monotonic_ns()
    assert not any(isinstance(message, Sample) for _, message in heard)
    assert len(heard) == source.facts()["wire"]["other_messages"]


def test_the_same_steps_give_the_same_frames_without_a_port(scene):
    source, steps = scene.open(), []
    source.on_received = lambda moment, data: steps.append((moment, data))
    scene.run(0.4)
    scene.board.mute = {1}
    time.sleep(0.3)
    scene.board.mute = set()
    scene.board.restart(boot=9)
    scene.cable.unplug()
    time.sleep(0.2)
    scene.cable.plug()
    time.sleep(0.5)
    scene.stop()
    again = list(ImuSource.joined(parse_uri(scene.name, ["imu"]), tiny_manifest(**GAIT), steps))
    assert len(again) == len(scene.frames) > 30
    for one, two in zip(again, scene.frames, strict=True):
        assert (one.number, one.captured, one.arrived) == (two.number, two.captured, two.arrived)
        assert len(one.bodies) == len(two.bodies)
        for left, right in zip(one.bodies, two.bodies, strict=True):
            np.testing.assert_array_equal(left.joints, right.joints)


def test_what_a_device_is_told_is_counted(scene):
    source = scene.run(0.6)
    until(lambda: source.facts()["clocks"]["device"]["synchronised"])
    assert source.facts()["port"]["bytes"]["written"] > 0
    scene.cable.unplug()
    scene.run(0.5)
    assert source.facts()["port"]["bytes"]["unwritten"] > 0 or source.facts()["clocks"]["device"]["exchanges"] > 8
