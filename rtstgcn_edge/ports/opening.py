"""Opening a serial port, with words for everything that stands in the way."""

from __future__ import annotations

import contextlib
import errno
import grp
import os
import stat
from pathlib import Path
from typing import Protocol

from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.ports.library import pyserial
from rtstgcn_edge.ports.listing import holders, list_ports

SYSTEM = Path("/sys/dev/char")


class Device(Protocol):
    """What the port uses of `serial.Serial`."""

    baudrate: int

    def fileno(self) -> int:
        """The file descriptor, not blocking."""
        ...

    def close(self) -> None:
        """Give it back."""
        ...


def open_device(path: str, baud: int) -> Device:
    """Open `path` raw, without waiting, locked against other programs. Raises SourceError.

    The lock is the advisory one (flock) that terminal programs take too. Opening restarts some boards (it raises DTR).
    """
    serial = pyserial()
    _check(path)
    try:
        device = serial.Serial(path, baud, timeout=0, exclusive=True)
    except OSError as error:  # SerialException is one
        raise SourceError(_problem(path, error)) from None
    except (ValueError, OverflowError):
        raise SourceError(f"{path}: {baud} baud is no rate that this port can do") from None
    os.set_blocking(device.fileno(), False)
    with contextlib.suppress(ValueError, OSError):  # 1 ms instead of 16 in FTDI's driver; others have no such mode
        device.set_low_latency_mode(True)
    opened: Device = device
    return opened


def check_free(path: str) -> None:
    """Refuse a port that another program reads without having locked it: each would get a part of the bytes.

    Raises SourceError, as for a path that is no port.
    """
    _check(path)
    if others := holders(path):
        raise SourceError(f"{path} is held by {_and(others)}; close it there")


def _check(path: str) -> None:
    try:
        facts = os.stat(path)  # noqa: PTH116
    except FileNotFoundError:
        ports = ", ".join(map(str, list_ports()))
        there = f"there are: {ports}" if ports else "no serial port is there at all; is the cable in?"
        raise SourceError(f"{path}: there is no such device; {there}") from None
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}") from None
    mode = facts.st_mode
    if not stat.S_ISCHR(mode):
        what = "a folder" if stat.S_ISDIR(mode) else "a file" if stat.S_ISREG(mode) else "something else"
        hint = "; recordings are played by replay:" if stat.S_ISREG(mode) else ""
        raise SourceError(f"{path} is {what}, no serial port{hint}")
    driver = SYSTEM / f"{os.major(facts.st_rdev)}:{os.minor(facts.st_rdev)}" / "subsystem"
    if driver.exists() and driver.resolve().name != "tty":  # a pseudo-terminal is not in there
        raise SourceError(f"{path} is no serial port")


def _problem(path: str, error: OSError) -> str:
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"{path}: permission denied; {_permission(path)}"
    if error.errno in (errno.EAGAIN, errno.EBUSY):
        return f"{path} is held by {_and(holders(path)) or 'another program'}; close it there"
    if error.errno is None or error.errno in (errno.ENOTTY, errno.EINVAL):
        return f"{path} is no serial port"
    return f"{path}: {os.strerror(error.errno)}"


def _permission(path: str) -> str:
    """What to do about a device file that this user may not open."""
    facts = os.stat(path)  # noqa: PTH116
    both = stat.S_IRGRP | stat.S_IWGRP
    rule = f"sudo chmod a+rw {path} (until it is plugged in anew; a udev rule does it for good)"
    if facts.st_mode & both != both:
        return f"its permissions are {stat.filemode(facts.st_mode)[1:]}: {rule}"
    if facts.st_gid == 0:
        return f"its group is {_group(0)}: {rule}"
    group = _group(facts.st_gid)
    with contextlib.suppress(KeyError):
        if os.environ.get("USER", "") in grp.getgrgid(facts.st_gid).gr_mem:
            return f"you are in its group '{group}', but not since you logged in: log out and in again"
    return f"join its group: sudo usermod -aG {group} $USER, then log out and in again"


def _group(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)


def _and(names: list[str]) -> str:
    return " and ".join(names)
