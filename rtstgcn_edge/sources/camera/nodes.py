"""Device files of cameras on Linux: which there are, their lasting names, and why one does not open."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rtstgcn_edge.errors import SourceError

DEVICES = Path("/dev")
BY_ID = Path("/dev/v4l/by-id")


def nodes() -> list[Path]:
    """/dev/video0, /dev/video1, …, those that are there."""
    found = [path for path in DEVICES.glob("video*") if path.name.removeprefix("video").isdecimal()]
    return sorted(found, key=lambda path: int(path.name.removeprefix("video")))


def node(target: str) -> Path:
    """The device file of a camera's number, or of a path."""
    return DEVICES / f"video{target.lstrip('0') or '0'}" if target.isdecimal() else Path(target)


def is_node(path: str) -> bool:
    """Whether a path leads to what is, or would be, a device file of a camera."""
    real = Path(path).resolve()
    is_numbered = real.parent == DEVICES.resolve() and real.name.removeprefix("video").isdecimal()
    return is_numbered or Path(path).parent.parent == BY_ID.parent


def lasting_name(target: str) -> str:
    """A device's name that stays the same when it is plugged in again; `target` itself where there is none."""
    path = node(target).resolve()
    links = sorted(BY_ID.iterdir()) if BY_ID.is_dir() else []
    return next((str(link) for link in links if link.resolve() == path), target)


@contextmanager
def opened(path: Path) -> Iterator[int]:
    """The descriptor of a device file; nothing is streamed. Raises SourceError in words that say what to do."""
    try:
        file = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    except OSError as error:
        raise SourceError(_problem(path, error)) from None
    try:
        yield file
    finally:
        os.close(file)


def _problem(path: Path, error: OSError) -> str:
    if error.errno == errno.ENOENT:
        there = ", ".join(map(str, nodes()))
        return f"there is no {path}; " + (f"there are {there}" if there else "no camera is connected")
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"no permission to open {path}; {_permission(path)}"
    if error.errno == errno.EISDIR:
        return f"{path} is a folder"
    if error.errno == errno.EBUSY:
        return f"{path} is in use by another program"
    if error.errno in (errno.ENODEV, errno.ENXIO) and is_node(str(path)):
        return f"the camera of {path} is gone; plug it in anew"
    return f"{path}: {error.strerror}"


def _permission(path: Path) -> str:
    import grp  # of Unix alone

    number, name = path.stat().st_gid, ""
    with suppress(KeyError):
        name = grp.getgrgid(number).gr_name
    if not number or not name:
        return f"sudo chmod a+rw {path} (until it is plugged in anew; a udev rule does it for good)"
    return f"join its group: sudo usermod -aG {name} $USER, then log out and in again"
