"""What every sink takes, and the text file that most of them write."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True)
class RunFacts:
    """What a run says of itself beyond its ticks, told once to a sink that has `follow_run(RunFacts)`.

    `counters` gives JSON-able counts of frames and ticks and the source's facts as they stand. It may be called from
    another thread, also while the source is silent, about once a second; a RuntimeError means: not now.
    """

    source: str
    live: bool
    classes: tuple[str, ...] | None
    deadline_ms: float | None
    inherent_delay_ms: dict[str, float]
    counters: Callable[[], dict[str, Any]]

    def to_dict(self) -> dict[str, Any]:
        """Everything, JSON-able, with the counters of this moment."""
        said = {
            "source": self.source,
            "live": self.live,
            "deadline_ms": self.deadline_ms,
            "inherent_delay_ms": self.inherent_delay_ms,
        }
        return said | self.counters()


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
    if uri.target != "-":
        check_path(uri, "give a file name, or - for standard output")


def check_path(uri: Uri, right: str = "give a file name") -> None:
    """Refuse a target that cannot become a file; `right` is what would."""
    path = Path(uri.target).expanduser()
    if not uri.target or path.is_dir():
        raise InputError(f"{uri.text}: names no file; {right}")
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
        self._on_terminal = self._file is sys.stdout and self._file.isatty()

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
        if self._on_terminal and error.errno == errno.EIO:  # it has gone, as with a connection of ssh
            raise BrokenPipeError(error.errno, error.strerror) from None
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
