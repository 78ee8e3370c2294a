"""Serial ports, and who may open them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec

from rtstgcn_edge.cli.doctor.finding import Finding
from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.ports import PortInfo, holders, list_ports, open_port


def ports() -> Iterator[Finding]:
    """A line for each port that is there; none is opened."""
    if find_spec("serial") is None:
        yield Finding("ok", "ports", "not looked at", "sensors on a cable need the extra [imu]")
        return
    found = list_ports()
    if not found:
        yield Finding("ok", "ports", "no serial port is there")
    for port in found:
        yield _looked_at(port)


def _looked_at(port: PortInfo) -> Finding:
    what = f"port {port.device}"
    if not os.access(port.device, os.R_OK | os.W_OK):
        return Finding("bad", what, *_refused(port.device))
    if others := holders(port.device):
        return Finding("look", what, f"held by {' and '.join(others)}", "close it there")
    return Finding("ok", what, port.name or "may be opened")


def _refused(device: str) -> tuple[str, str]:
    """What opening says, and what to do; it cannot succeed, so nothing restarts."""
    try:
        open_port(device, 115200).close()
    except SourceError as error:
        found, _, remedy = str(error).removeprefix(f"{device}: ").partition("; ")
        return found, remedy
    return "permission denied", "join the group of the device file"
