"""The Arduino example, compiled for this machine as an Arduino compiles it, with an emulated sensor and UART."""

import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from rtstgcn_firmware.c_library import c_library
from rtstgcn_firmware.codec import Decoder, encode
from rtstgcn_firmware.messages import (
    DEVICE,
    Ack,
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

from benchmarks.emulators import EXAMPLES, checked

SKETCH = EXAMPLES / "arduino" / "rtstgcn_imu"
BOARD = Path(__file__).parent / "arduino"
WARNINGS = ["-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-Werror"]
SANITIZED = ["-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
SETTINGS = {
    "mpu": {"6B": "01", "1A": "03", "1B": "18", "1C": "18", "75": "68"},
    "lsm": {"12": "44", "10": "64", "11": "6C", "0F": "69"},
}
"""Registers that the example has to set, and WHO_AM_I."""
LEGS = ["foot_r", "shin_r", "thigh_r", "foot_l", "shin_l", "thigh_l"]


@pytest.fixture(scope="module")
def sketch(need, tmp_path_factory):
    """Function (sensor ..., milliseconds=, sent= by the host, baud=) -> (messages, lines of standard error)."""
    need("g++", "gcc")
    built = {}

    def build(nodes):
        folder = tmp_path_factory.mktemp("sketch") / SKETCH.name
        shutil.copytree(SKETCH, folder)
        for name in ("rtstgcn_wire.c", "rtstgcn_wire.h"):
            shutil.copy(c_library() / name, folder)
        ino, program, wire = folder / "rtstgcn_imu.ino", folder / "board", folder / "wire.o"
        text = ino.read_text(encoding="utf-8")
        names = ", ".join(f'"{name}"' for name in LEGS)
        ino.write_text(text if nodes == 1 else text.replace('{"shin_l"}', f"{{{names}}}"), encoding="utf-8")
        checked("gcc", "-std=c99", *SANITIZED, *WARNINGS, "-c", folder / "rtstgcn_wire.c", "-o", wire)
        sources = ["-xc++", "-include", BOARD / "Arduino.h", ino, BOARD / "board.cpp", "-xnone", wire]
        checked("g++", "-std=gnu++11", *SANITIZED, *WARNINGS, "-DLED_BUILTIN=13", f"-I{BOARD}", *sources, "-o", program)
        return program

    def run(*sensors, milliseconds=3000, sent=b"", baud=115200):
        nodes = len([sensor for sensor in sensors if sensor not in ("direct", "blind")])
        built.setdefault(nodes, None)
        built[nodes] = built[nodes] or build(nodes)
        words = [built[nodes], str(baud), str(milliseconds), *sensors]
        done = subprocess.run(words, input=sent, capture_output=True, timeout=300, check=True)
        decoder = Decoder()
        messages = decoder.feed(done.stdout)
        assert decoder.counts.packets > 0 == decoder.counts.discarded
        return messages, done.stderr.decode().splitlines()

    return run


def of(kind, messages):
    return [message for message in messages if isinstance(message, kind)]


def assert_whole(samples, milliseconds):
    """Every sample of one node is there, sampled at its time, at 100 Hz."""
    assert [sample.sequence for sample in samples] == list(range(len(samples)))
    assert milliseconds / 10 - 3 <= len(samples) <= milliseconds / 10
    for sample in samples:
        late = (sample.values[0] - 4 * (sample.time // 1000)) % 2**16 // 4
        assert late in (0, 1)
        assert sample.values == tuple(sample.values[0] + channel for channel in range(6))


@pytest.mark.parametrize(("sensor", "acc_range", "gyro_range"), [("mpu", 16.0, 1998.0488), ("lsm", 15.990784, 2293.76)])
def test_every_sample_of_the_sensor_arrives(sketch, sensor, acc_range, gyro_range):
    messages, lines = sketch(sensor)
    assert dict(pair.split("=") for pair in lines[-1].split()[1:]) == SETTINGS[sensor]
    hello, node, *_ = messages
    assert isinstance(hello, Hello)
    assert (hello.nodes, hello.rate_hz, hello.firmware) == (1, 100, "arduino 1")
    assert (hello.acc_range, hello.gyro_range) == pytest.approx((acc_range, gyro_range), rel=1e-6)
    assert node == Node(0, "shin_l")
    samples = of(Sample, messages)
    assert_whole(samples, 3000)
    last = of(Status, messages)[-1]
    assert (last.battery, last.dropped) == (255, 0)
    assert 190 < last.taken <= len(samples)


def test_six_sensors_behind_a_switch(sketch):
    messages, lines = sketch(*["mpu"] * 6, baud=500_000)
    assert [dict(pair.split("=") for pair in line.split()[1:]) for line in lines] == [SETTINGS["mpu"]] * 6
    assert {node.name for node in of(Node, messages)} == set(LEGS)
    for node in range(6):
        assert_whole([sample for sample in of(Sample, messages) if sample.node == node], 3000)
    assert {status.dropped for status in of(Status, messages)} == {0}


def test_a_line_that_is_too_slow_drops_whole_samples_and_counts_them(sketch):
    messages, _ = sketch(*["mpu"] * 6, milliseconds=5000, baud=115_200)
    statuses = {status.node: status for status in of(Status, messages)}
    for node, status in statuses.items():
        heard = [sample for sample in of(Sample, messages) if sample.node == node]
        before = [sample.sequence for sample in heard if sample.sequence < status.taken]
        assert len(before) == status.taken - status.dropped
    assert sum(status.dropped for status in statuses.values()) > 100


def test_a_sensor_that_goes_and_one_of_another_kind_are_told(sketch):
    messages, _ = sketch("mpu", "loose", "lsm", "none", "mpu", "mpu", baud=500_000)
    sampled = {sample.node: sample.time for sample in of(Sample, messages)}
    assert sampled.keys() == {0, 1, 4, 5}
    assert sampled[1] <= 2_000_000 < 2_980_000 < sampled[0]
    said = [error.text for error in of(Error, messages)]
    assert {"no IMU: foot_l", "another kind of IMU: thigh_r", "no IMU: shin_r"} == set(said)


def test_without_the_switch_no_sensor_stands_for_another(sketch):
    messages, _ = sketch(*["mpu"] * 6, "direct", baud=500_000)
    assert not of(Sample, messages)
    assert {error.text for error in of(Error, messages)} == {f"no IMU: {name}" for name in LEGS}


def test_a_sensor_that_holds_the_bus_down_does_not_stop_it(sketch):
    messages, _ = sketch("holding", *["mpu"] * 5, milliseconds=4500, baud=500_000)
    for node in range(6):
        samples = [sample for sample in of(Sample, messages) if sample.node == node]
        times = [sample.time for sample in samples]
        steps = [after - before for before, after in pairwise(times)]
        assert [step > 20_000 for step in steps].count(True) == 1
        assert 500_000 < max(steps) < 1_600_000
        assert min(steps) > 5_000  # what was missed is not made up for
        assert times[-1] > 4_480_000


def test_on_a_core_that_never_tells_of_room_it_writes_all(sketch):
    messages, _ = sketch("mpu", "blind")
    assert_whole(of(Sample, messages), 3000)


def test_it_answers_the_host_and_acts_on_a_cue(sketch):
    asked = [
        HelloRequest(1),
        SyncRequest(DEVICE, 77),
        Label(Kind.LABEL, 0, 1, 255, 0, 0),
        Label(Kind.CUE, 5, 1, 255, 0, 0),
    ]
    messages, lines = sketch("mpu", sent=b"".join(map(encode, asked)))
    assert len(of(Hello, messages)) == len(of(Node, messages)) == 2
    (reply,) = of(SyncReply, messages)
    assert reply.echo == 77
    assert 500_000 < reply.received <= reply.sent < 520_000
    (ack,) = of(Ack, messages)
    assert ack.number == 5
    on, off = ([int(word) for word in line.split()] for line in lines[:-1])
    assert on[1:] == [13, 1]
    assert off[1:] == [13, 0]
    assert 0 <= ack.time // 1000 - on[0] <= 1
    assert off[0] - on[0] in (500, 501)


def test_without_a_sensor_it_says_so_every_second(sketch):
    messages, _ = sketch("none", milliseconds=4500, sent=encode(HelloRequest()))
    errors = of(Error, messages)
    assert set(errors) == {Error(1, "no IMU: shin_l")}
    assert len(errors) == 5
    assert not of(Hello, messages)
