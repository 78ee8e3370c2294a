"""A pseudo-terminal that a host can open as it would open a serial port."""

from __future__ import annotations

import errno
import os
import select
import termios
import tty
from contextlib import suppress
from pathlib import Path

from rtstgcn_edge.errors import InputError

_SPEEDS = {getattr(termios, name): int(name[1:]) for name in dir(termios) if name[0] == "B" and name[1:].isdecimal()}


class PseudoTerminal:
    """The device's end.

    Args:
        link: a symbolic link to it, replaced where it is one already.

    Attributes:
        path: of the host's end, /dev/pts/N.
    """

    def __init__(self, link: Path | None = None) -> None:
        self._master, slave = os.openpty()
        try:
            tty.setraw(slave)  # as it comes, it would send back what we write
            self.path = os.ttyname(slave)
            self._link = link
            if link:
                _point(link, self.path)
        except BaseException:
            os.close(self._master)
            raise
        finally:
            os.close(slave)
        os.set_blocking(self._master, False)

    @property
    def is_open(self) -> bool:
        """Whether a host has it open."""
        poll = select.poll()
        poll.register(self._master, select.POLLIN)
        return not any(flags & select.POLLHUP for _, flags in poll.poll(0))

    @property
    def baud(self) -> int | None:
        """What the host set; None where it is none of the usual speeds."""
        return _SPEEDS.get(termios.tcgetattr(self._master)[5])

    def wait(self, timeout_s: float) -> None:
        """Until the host has written, or the time is over."""
        select.select([self._master], [], [], timeout_s)

    def read(self) -> bytes:
        """What the host wrote; nothing where it wrote nothing, or is away."""
        try:
            return os.read(self._master, 4096)
        except OSError as error:
            if error.errno in (errno.EIO, errno.EAGAIN):
                return b""
            raise

    def write(self, data: bytes) -> int:
        """How many of the bytes went into the line: not all, where the host reads none."""
        with suppress(BlockingIOError):
            return os.write(self._master, data)
        return 0

    def close(self) -> None:
        """Pull the cable. Its link goes first, where it still leads here: the name may be another one's at once."""
        if self._link and self._link.is_symlink() and str(self._link.readlink()) == self.path:
            self._link.unlink()
        os.close(self._master)


def _point(link: Path, path: str) -> None:
    """Make `link` lead to `path`, at one stroke. Raises InputError where something else is there."""
    if link.exists() and not link.is_symlink():
        raise InputError(f"--link {link}: is there already, and is no link; name another one")
    fresh = link.with_name(f".{link.name}.{os.getpid()}")
    try:
        fresh.symlink_to(path)
        fresh.replace(link)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise InputError(f"--link {link}: cannot be made ({error.strerror})") from None
