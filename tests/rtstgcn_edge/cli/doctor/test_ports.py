"""Ports as the doctor sees them; none that could be opened is."""

import os
import subprocess
import sys

import pytest

from rtstgcn_edge.cli.doctor import ports
from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.ports import PortInfo


@pytest.fixture
def terminal(monkeypatch):
    ours, theirs = os.openpty()
    name = os.ttyname(theirs)
    monkeypatch.setattr(ports, "list_ports", lambda: [PortInfo(name, "Maker Board", 1, 2, "A7", "")])
    yield name
    os.close(ours)
    os.close(theirs)


def test_a_port_that_may_be_opened_is_not(terminal, monkeypatch):
    monkeypatch.setattr(ports, "open_port", lambda *_: pytest.fail("opened"))
    assert list(ports.ports()) == [("ok", f"port {terminal}", "Maker Board", "")]


def test_a_port_that_another_program_holds(terminal):
    code = f"import sys; f = open({terminal!r}); print(flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        holder.stdout.readline()
        (found,) = ports.ports()
        holder.stdin.close()
    assert found.level == "look" and f"(process {holder.pid})" in found.found


def test_a_port_without_permission_says_what_to_do(terminal, monkeypatch):
    def refuse(path, baud):
        raise SourceError(
            f"{path}: permission denied; join its group: sudo usermod -aG dialout $USER, then log in again"
        )

    monkeypatch.setattr(ports, "open_port", refuse)
    monkeypatch.setattr(ports.os, "access", lambda *_: False)
    (found,) = ports.ports()
    assert found[:3] == ("bad", f"port {terminal}", "permission denied")
    assert found.remedy == "join its group: sudo usermod -aG dialout $USER, then log in again"


def test_without_ports_and_without_the_extra(monkeypatch):
    monkeypatch.setattr(ports, "list_ports", list)
    assert list(ports.ports()) == [("ok", "ports", "no serial port is there", "")]
    monkeypatch.setattr(ports, "find_spec", lambda name: None)
    (found,) = ports.ports()
    assert "[imu]" in found.remedy
