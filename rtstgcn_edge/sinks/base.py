"""What every sink takes, and the text file that most of them write."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn, Protocol, TextIO

from rtstgcn_edge.errors import InputError, SinkError
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

    def facts(self) -> dict[str, Any]:
        """What the sink counted, JSON-able, for the summary."""
        ...

    def remarks(self) -> list[str]:
        """The same in lines for people: what is worth knowing at the end of a run."""
        ...


class Uncounted:
    """What a sink that counts nothing is spared."""

    def facts(self) -> dict[str, Any]:
        """Nothing."""
        return {}

    def remarks(self) -> list[str]:
        """None."""
        return []


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
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise InputError(f"{uri.text}: no permission to write there")


class LineFile:
    """The file of a checked target, replaced if it exists; standard output for `-`.

    What cannot be written raises SinkError that names the sink, and BrokenPipeError where the reader went away.
    """

    def __init__(self, uri: Uri) -> None:
        self._name = uri.text
        self._file = _open(uri)

    def write(self, text: str) -> None:
        """Write whole lines."""
        try:
            self._file.write(text)
        except OSError as error:
            self._fail(error)

    def close(self) -> None:
        """Flush standard output, close anything else."""
        try:
            if self._file is sys.stdout:
                self._file.flush()
            else:
                self._file.close()
        except OSError as error:
            self._fail(error)

    def _fail(self, error: OSError) -> NoReturn:
        if self._file is sys.stdout:
            sys.stdout = None  # the interpreter would try once more at its end, and complain
        if isinstance(error, BrokenPipeError):
            raise error
        raise SinkError(f"{self._name}: cannot be written any more ({error.strerror})") from None


def _open(uri: Uri) -> TextIO:
    """Each line leaves at once: who reads the labels waits for none.

    A name that the encoding cannot say is written with escapes: it never ends a run.
    """
    if uri.target == "-":
        if sys.stdout is None:
            raise InputError(f"{uri.text}: standard output is closed; name a file")
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace", line_buffering=True)
        return sys.stdout
    path = Path(uri.target).expanduser()
    try:
        return path.open("w", buffering=1, encoding="utf-8", errors="backslashreplace", newline="")
    except OSError as error:
        raise InputError(f"{uri.text}: cannot be written ({error.strerror})") from None
