"""What answers at a port, and the line to type."""

import json
import os
import threading
import tty

import pytest
from rtstgcn_firmware.codec import encode
from rtstgcn_firmware.messages import Hello

from rtstgcn_edge.cli.devices import ports, streams
from rtstgcn_edge.cli.main import main
from rtstgcn_edge.ports import PortInfo
from rtstgcn_edge.virtual_imu import Player, PythonFirmware, Settings, VirtualImu, load_movement, measure


@pytest.fixture
def quick(monkeypatch):
    """No longer than nobody must be waited for."""
    monkeypatch.setattr(ports, "DWELL_S", 0.15)


@pytest.fixture
def patient(monkeypatch):
    """What answers does so at the first rate, also on a busy machine."""
    monkeypatch.setattr(ports, "DWELL_S", 20.0)


@pytest.fixture
def no_streams(monkeypatch):
    monkeypatch.setattr(streams, "streams", list)


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


def test_a_sensor_says_who_it_is_and_what_to_type(patient, sensor, capsys):
    assert main(["devices", sensor]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[0] == sensor
    assert "6 nodes at 100 Hz, for model demo, 921600 baud" in said.out
    assert said.out.splitlines()[-1].strip() == f"rtstgcn-edge run --source 'imu:{sensor}?baud=921600'"
    assert "this restarts some boards" in said.err


def test_nothing_is_opened_where_that_is_asked(sensor, capsys, monkeypatch):
    monkeypatch.setattr(ports, "open_port", lambda *_: pytest.fail("opened"))
    assert main(["devices", "--no-open", sensor]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == [sensor, "    not opened"] and not said.err


def test_another_protocol_is_recognised(terminal, capsys, monkeypatch):
    monkeypatch.setattr(ports, "DWELL_S", 1.0)  # it is listened to for all of this
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
    assert "speaks version 7 of the wire (this program speaks 1)" in ports._greeting(
        Hello(7, 0, 0, 0, 0, 0, 0, 0.0, 0, 0.0, bytes(8), "", "")
    )


def test_a_model_that_is_not_bundled_must_be_named(patient, terminal, capsys):
    ours, name = terminal
    hello = Hello(1, 0, 2, 63, 5, 100_000, 0, 16.0, 0, 4.0, bytes(8), "mine", "my-model")
    done, thread = speaking(ours, encode(hello))
    assert main(["devices", name]) == 0
    done.set()
    thread.join()
    out = capsys.readouterr().out
    assert "mine: 2 nodes at 100 Hz, for model my-model" in out and out.rstrip().endswith(" --model MODEL")


def test_all_ports_are_asked_where_none_is_named(patient, sensor, capsys, monkeypatch, no_streams):
    there = [PortInfo(sensor, "Maker Board", 1, 2, "A7", "1.0")]
    monkeypatch.setattr(ports, "list_ports", lambda: there)
    assert main(["devices"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == f"{sensor}  (Maker Board, serial number A7)"
