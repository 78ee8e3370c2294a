"""Every way in which a port refuses, and the line that says what to do."""

import grp
import os
import subprocess
import sys
from pathlib import Path

import pytest
import serial
from cables import Cable
from refusals import refusal

from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.ports import open_port, opening
from rtstgcn_edge.ports.listing import PortInfo

CHMOD = "sudo chmod a+rw {} (until it is plugged in anew; a udev rule does it for good)"
HOLD = """
import fcntl, os, sys
file = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
if sys.argv[2] == "locked":
    fcntl.flock(file, fcntl.LOCK_EX)
print("holding", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def cable(tmp_path):
    cable = Cable(tmp_path)
    yield cable
    cable.unplug()


def refused(path, baud=115200):
    return refusal(open_port, str(path), baud, error=SourceError)


def test_what_is_no_serial_port_is_told_apart(tmp_path):
    assert "is a folder, no serial port" in refused(tmp_path)
    file = tmp_path / "trial.npy"
    file.write_bytes(b"")
    assert "is a file, no serial port; recordings are played by replay:" in refused(file)
    assert refused("/dev/null") == "/dev/null is no serial port"
    os.mkfifo(tmp_path / "pipe")
    assert "no serial port" in refused(tmp_path / "pipe")
    assert "Not a directory" in refused(file / "ttyUSB0")


def test_a_port_that_is_not_there_is_told_with_those_that_are(monkeypatch):
    ports = [
        PortInfo("/dev/ttyACM0", "Arduino Nano 33 BLE", 1, 2, "A", ""),
        PortInfo("/dev/ttyS0", "", None, None, "", ""),
    ]
    monkeypatch.setattr("rtstgcn_edge.ports.opening.list_ports", lambda: ports)
    line = "/dev/ttyUSB9: there is no such device; there are: /dev/ttyACM0 (Arduino Nano 33 BLE), /dev/ttyS0"
    assert refused("/dev/ttyUSB9") == line
    ports.clear()
    assert refused("/dev/ttyUSB9").endswith("no serial port is there at all; is the cable in?")


@pytest.mark.parametrize("how", ["locked", "read"])
def test_a_port_that_another_program_holds_is_refused_with_its_name(cable, how):
    with subprocess.Popen([sys.executable, "-c", HOLD, cable.link, how], stdin=-1, stdout=-1) as other:
        assert other.stdout.readline() == b"holding\n"
        line = refused(cable.link)
        other.stdin.close()
    assert line.startswith(f"{cable.link} is held by ") and f"(process {other.pid}); close it there" in line
    open_port(str(cable.link), 115200).close()


def test_the_lock_keeps_other_programs_that_ask_out(cable):
    port = open_port(str(cable.link), 115200)
    with pytest.raises(serial.SerialException, match="lock"):
        serial.Serial(cable.host_name, exclusive=True)
    port.close()


AS_NOBODY = """
import os, sys
import serial, serial.tools.list_ports
from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.ports import open_port, opening
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
try:
    open_port(sys.argv[1], 115200)
except SourceError as error:
    print(error)
"""


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize(
    ("group", "mode", "advice"),
    [
        ("tty", 0o660, "join its group: sudo usermod -aG tty $USER, then log out and in again"),
        (
            "tty",
            0o600,
            "its permissions are rw-------: " + CHMOD,
        ),
        (
            "root",
            0o660,
            "its group is root: " + CHMOD,
        ),
    ],
)
def test_permission_denied_says_the_group_to_join(cable, group, mode, advice):
    os.chown(cable.host_name, 0, grp.getgrnam(group).gr_gid)
    Path(cable.host_name).chmod(mode)
    name = cable.host_name
    done = subprocess.run([sys.executable, "-c", AS_NOBODY, name], capture_output=True, text=True, check=True)
    assert done.stdout == f"{name}: permission denied; {advice.format(name)}\n"


def test_a_member_of_the_group_is_told_to_log_in_again(monkeypatch, cable):
    class Group:
        gr_name, gr_mem = "dialout", ("ada",)

    monkeypatch.setattr(opening.grp, "getgrgid", lambda _: Group)
    monkeypatch.setenv("USER", "ada")
    os.chown(cable.host_name, 0, 5)
    Path(cable.host_name).chmod(0o660)
    line = opening._problem(cable.host_name, PermissionError(13, "Permission denied"))
    assert line.endswith("you are in its group 'dialout', but not since you logged in: log out and in again")


def test_a_rate_that_is_none_is_refused(cable):
    assert refused(cable.link, -1) == f"{cable.link}: -1 baud is no rate that this port can do"


def test_without_pyserial_the_line_says_what_to_install(cable, monkeypatch):
    monkeypatch.setitem(sys.modules, "serial", None)
    assert "pip install -c constraints.txt '.[imu]'" in refused(cable.link)
