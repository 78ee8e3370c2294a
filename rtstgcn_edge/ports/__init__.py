"""Serial ports: opened with clear words, read in a thread of their own, back after a cable was pulled."""

from __future__ import annotations

import os
from typing import Any

from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.ports.inbox import Chunk
from rtstgcn_edge.ports.listing import PortInfo, holders, list_ports
from rtstgcn_edge.ports.opening import check_free
from rtstgcn_edge.ports.port import Port, PortCounts, PortEvent

__all__ = ["Chunk", "Port", "PortCounts", "PortEvent", "PortInfo", "holders", "list_ports", "open_port", "shared"]

_OPEN: list[Port] = []


def open_port(path: str, baud: int, **options: Any) -> Port:
    """Open a serial port for this program alone. Raises SourceError in words that say what to do."""
    if shared(path):
        raise SourceError(f"{path} is open in this program already")
    check_free(path)
    port = Port(path, baud, **options)
    _OPEN.append(port)
    return port


def shared(path: str) -> Port | None:
    """The port that this program has open already under this name, or another name of the same device."""
    _OPEN[:] = [port for port in _OPEN if not port.closed]
    return next((port for port in _OPEN if path == port.path or os.path.realpath(path) in _names(port)), None)


def _names(port: Port) -> set[str]:
    """Where a port is; while it is lost, its former name may be another device's."""
    return {os.path.realpath(port.path), *([port.device] if port.connected else [])}
