"""Which serial ports this machine has, and who holds one of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from rtstgcn_edge.ports.library import pyserial

PROCESSES = Path("/proc")
OTHER_END = "/dev/ptmx"


class PortInfo(NamedTuple):
    """A port as the system knows it; the USB facts are None or empty where it is none."""

    device: str
    name: str
    vendor: int | None
    product: int | None
    serial_number: str
    interface: str
    """Which function of a composite USB device, as '1.0'; empty where it is none."""

    def __str__(self) -> str:
        return f"{self.device} ({self.name})" if self.name else self.device


class UsbIdentity(NamedTuple):
    """What a USB device is known by when it comes back under another name."""

    vendor: int | None
    product: int | None
    serial_number: str
    interface: str


def list_ports() -> list[PortInfo]:
    """The serial ports that are there, by device name. Raises SourceError without pyserial."""
    pyserial()
    from serial.tools.list_ports import comports

    found = []
    for port in comports():
        name = " ".join(word for word in (port.manufacturer, port.product) if word)
        _, _, interface = (port.location or "").partition(":")
        found.append(PortInfo(port.device, name, port.vid, port.pid, port.serial_number or "", interface))
    return sorted(found)


def usb_identity(device: str) -> UsbIdentity | None:
    """Who the device behind a name is; None where it has no USB serial number."""
    real = os.path.realpath(device)
    for port in list_ports():
        if port.serial_number and os.path.realpath(port.device) == real:
            return UsbIdentity(*port[2:])
    return None


def find_usb(identity: UsbIdentity, device: str) -> str | None:
    """The name under which a USB device is there now, `device` if that is one of several; None while it is not.

    Cheap converters share a serial number, so a name that fits is believed before another one.
    """
    there = [port.device for port in list_ports() if UsbIdentity(*port[2:]) == identity]
    return device if device in there else next(iter(there), None)


def holders(device: str) -> list[str]:
    """Other programs that have a device open, as 'minicom (process 812)'; only those that /proc shows to this user.

    The other end of a pseudo-terminal is none: it may keep both ends open.
    """
    real, own = os.path.realpath(device), os.getpid()
    found = []
    for process in PROCESSES.iterdir():
        if not process.name.isdecimal() or int(process.name) == own:
            continue
        try:
            files = {os.readlink(file) for file in (process / "fd").iterdir()}  # noqa: PTH115
            if real in files and OTHER_END not in files:
                found.append(f"{(process / 'comm').read_text(encoding='utf-8').strip()} (process {process.name})")
        except OSError:  # it ended, or is another user's
            continue
    return sorted(found)
