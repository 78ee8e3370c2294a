"""What goes wrong while a run goes on: one line for people, once per kind and interval."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress

INTERVAL_S = 10.0
listeners: list[Callable[[str], None]] = []
"""Who else is told each line that goes to standard error; called by whichever thread says it."""


class Notices:
    """Lines about a device that go to standard error, and not a thousand of the same kind.

    Args:
        say: takes a line; standard error by default.
        interval_s: a kind that was said is not said again before this has passed; what was left out is then counted.
        now: monotonic nanoseconds.
    """

    def __init__(
        self,
        say: Callable[[str], None] | None = None,
        *,
        interval_s: float = INTERVAL_S,
        now: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._say = say or _standard_error
        self._interval_ns = round(interval_s * 1e9)
        self._now = now
        self._said: dict[str, int] = {}
        self._left_out: dict[str, int] = {}

    def say(self, kind: str, text: str) -> None:
        """A line about something of this kind."""
        now = self._now()
        if kind in self._said and now - self._said[kind] < self._interval_ns:
            self._left_out[kind] = self._left_out.get(kind, 0) + 1
            return
        self._said[kind] = now
        more = self._left_out.pop(kind, 0)
        self._say(f"{text} (and {more} more like it)" if more else text)


def tell(line: str) -> None:
    """A line to standard error; nowhere, where that has gone away as with a connection of ssh."""
    try:
        print(line, file=sys.stderr, flush=True)
    except OSError as error:
        if error.errno in (errno.EPIPE, errno.EIO):
            _give_up()


def _give_up() -> None:
    """Nobody reads standard error any more; the interpreter would try once more at its end, and complain."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stderr.fileno())
        os.close(nowhere)


def _standard_error(line: str) -> None:
    tell(line)
    for listener in listeners.copy():
        listener(line)
