"""What every sink takes, and the text file that most of them write."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol, TextIO

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.frames import Tick
from rtstgcn_edge.uri import Uri


class Sink(Protocol):
    """A sink that is open."""

    def emit(self, tick: Tick) -> None:
        """Take what one tick produced."""
        ...

    def close(self) -> None:
        """Write what is still held."""
        ...


def check_file(uri: Uri) -> None:
    """Refuse a target that cannot become a file, before anything is opened. `-` is standard output."""
    uri.options({})
    if uri.target == "-":
        return
    path = Path(uri.target).expanduser()
    if not uri.target or path.is_dir():
        raise InputError(f"{uri.text}: names no file; give a file name, or - for standard output")
    if not path.parent.is_dir():
        raise InputError(f"{uri.text}: no folder {path.parent}")


def open_text(uri: Uri) -> TextIO:
    """The file of a checked target, replaced if it exists; standard output for `-`."""
    if uri.target == "-":
        return sys.stdout
    try:
        return Path(uri.target).expanduser().open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise InputError(f"{uri.text}: cannot be written ({error.strerror})") from None


def close_text(file: TextIO) -> None:
    """Flush standard output, close anything else."""
    if file is sys.stdout:
        file.flush()
    else:
        file.close()
