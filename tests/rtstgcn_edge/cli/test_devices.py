"""`devices`: what answers at a port, and the line to type."""

import json
import os
import threading
import tty

import pytest
from rtstgcn_firmware.codec import encode
from rtstgcn_firmware.messages import Hello

from rtstgcn_edge.cli import devices
from rtstgcn_edge.cli.main import main
from rtstgcn_edge.ports import PortInfo
from rtstgcn_edge.virtual_imu import Player, PythonFirmware, Settings, VirtualImu, load_movement, measure


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(devices, "DWELL_S", 0.15)


@pytest.fixture
def no_streams(monkeypatch):
    monkeypatch.setattr(devices, "_streams", list)


@pytest.fixture
def sensor(tmp_path):
    """A virtual sensor on a pseudo-terminal."""
    movement = load_movement("sim:gait", rate_hz=100)
    player = Player(VirtualImu(movement, measure(movement.readings), Settings(seconds=60), PythonFirmware))
    threading.Thread(target=player.run, daemon=True).start()
    yield player.path
    player.stop()


@pytest.fixture
def terminal():
    """A pseudo-terminal: (our end, name of the other)."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    name = os.ttyname(theirs)
    os.close(theirs)
    yield ours, name
    os.close(ours)


def speaking(ours, data):
    """Write `data` again and again while a test goes on; stops when the returned event is set."""
    done = threading.Event()

    def speak():
        while not done.wait(0.01):
            os.write(ours, data)

    thread = threading.Thread(target=speak, daemon=True)
    thread.start()
    return done, thread


def test_a_sensor_says_who_it_is_and_what_to_type(sensor, capsys):
    assert main(["devices", sensor]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[0] == sensor
    assert "6 nodes at 100 Hz, for model demo, 921600 baud" in said.out
    assert said.out.splitlines()[-1].strip() == f"rtstgcn-edge run --source 'imu:{sensor}?baud=921600'"
    assert "this restarts some boards" in said.err


def test_nothing_is_opened_where_that_is_asked(sensor, capsys, monkeypatch):
    monkeypatch.setattr(devices, "open_port", lambda *_: pytest.fail("opened"))
    assert main(["devices", "--no-open", sensor]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == [sensor, "    not opened"] and not said.err


def test_another_protocol_is_recognised(quick, terminal, capsys):
    ours, name = terminal
    done, thread = speaking(ours, b"".join(b"%d,1000,0.1,0.2,9.8,0.01,0.02,0.03\n" % node for node in (0, 1)))
    assert main(["devices", "--json", name]) == 0
    done.set()
    thread.join()
    (found,) = json.loads(capsys.readouterr().out)
    assert found["uri"] == f"imu:{name}?baud=921600&protocol=lines"
    assert found["command"].endswith(" --model MODEL")


def test_garbage_silence_and_no_port(quick, terminal, capsys):
    ours, name = terminal
    assert main(["devices", name]) == 3
    assert "nothing comes, nobody answers" in capsys.readouterr().out
    done, thread = speaking(ours, bytes([0x37, 0x91, 0xE4] * 30))
    assert main(["devices", name, "/dev/nothing"]) == 3
    done.set()
    thread.join()
    out = capsys.readouterr().out
    assert "bytes came, in no protocol that is known" in out
    assert "/dev/nothing\n    there is no such device" in out and "rtstgcn-edge run" not in out


def test_a_device_of_another_version_is_told():
    assert "speaks version 7 of the wire (this program speaks 1)" in devices._greeting(
        Hello(7, 0, 0, 0, 0, 0, 0, 0.0, 0, 0.0, bytes(8), "", "")
    )


def test_a_model_that_is_not_bundled_must_be_named(quick, terminal, capsys):
    ours, name = terminal
    hello = Hello(1, 0, 2, 63, 5, 100_000, 0, 16.0, 0, 4.0, bytes(8), "mine", "my-model")
    done, thread = speaking(ours, encode(hello))
    assert main(["devices", name]) == 0
    done.set()
    thread.join()
    out = capsys.readouterr().out
    assert "mine: 2 nodes at 100 Hz, for model my-model" in out and out.rstrip().endswith(" --model MODEL")


def test_all_ports_are_asked_where_none_is_named(sensor, capsys, monkeypatch, no_streams):
    there = [PortInfo(sensor, "Maker Board", 1, 2, "A7", "1.0")]
    monkeypatch.setattr(devices, "list_ports", lambda: there)
    assert main(["devices"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == f"{sensor}  (Maker Board, serial number A7)"


def test_streams_of_lsl_are_listed_too(capsys, monkeypatch):
    class Stream:
        def __init__(self, rate):
            self.nominal_srate = lambda: rate

        name, type, channel_count = (lambda self: "legs"), (lambda self: "IMU"), (lambda self: 36)
        hostname, source_id = (lambda self: "lab"), (lambda self: "")

    class Library:
        def resolve_streams(self, seconds):
            return [Stream(100.0), Stream(0.0)]

    monkeypatch.setattr(devices, "list_ports", list)
    monkeypatch.setattr(devices, "pylsl", lambda where: Library())
    assert main(["devices"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "LSL legs  (lab)",
        "    IMU, 36 channels at 100 Hz",
        "    rtstgcn-edge run --source 'lsl:legs' --model MODEL",
    ]
    assert lines[4] == "    IMU, 36 channels"


def test_nothing_there_says_what_to_check(capsys, monkeypatch, no_streams):
    monkeypatch.setattr(devices, "list_ports", list)
    assert main(["devices"]) == 0
    said = capsys.readouterr()
    assert not said.out and "no serial port is there: is the cable in" in said.err and "simulate imu" in said.err
    assert main(["devices", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
