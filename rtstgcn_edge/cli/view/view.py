"""The view: the loop leaves each tick here, a thread shows them a few times a second."""

from __future__ import annotations

import importlib.util
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from typing import Any

from rtstgcn_edge.cli.view.recent import Glance, Recent, glance
from rtstgcn_edge.cli.view.spoken import Spoken
from rtstgcn_edge.errors import InputError
from rtstgcn_edge.frames import Tick
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.sinks.base import RunFacts, Uncounted

PERIOD_S = 0.25
FACTS_S = 1.0
MOST_TICKS = 4096
"""That wait to be shown; of more, as where a replay runs as fast as possible, the oldest are passed over."""


def check_view() -> None:
    """Raises InputError where there is nothing to show it on."""
    if importlib.util.find_spec("rich") is None:
        raise InputError("--view: needs rich: in the checkout, pip install -c constraints.txt '.[view]'")
    if not (sys.stderr and sys.stderr.isatty()):
        raise InputError("--view: standard error is not a terminal; leave --view out, or do not redirect it")
    from rich.console import Console

    if Console(stderr=True).is_dumb_terminal:
        raise InputError("--view: this terminal cannot move its cursor (TERM=dumb); leave --view out")


class View(Uncounted):
    """A live table on standard error, which it has for itself from `start` to `close`."""

    def __init__(self, manifest: Manifest) -> None:
        from rtstgcn_edge.cli.view.screen import Screen  # needs the extra

        self._screen = Screen(manifest)
        self._recent = Recent(manifest.rate_hz)
        self._ticks: deque[Glance] = deque(maxlen=MOST_TICKS)
        self._run: RunFacts | None = None
        self._counters: dict[str, Any] = {}
        self._counters_due = 0.0
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def follow_run(self, run: RunFacts) -> None:
        """Show what this run says of itself."""
        self._run = run

    def start(self) -> None:
        """Take the terminal."""
        from rtstgcn_edge.cli.view.terminal import Terminal  # needs the extra

        self._began = time.monotonic()
        self._error, self._spoken = sys.stderr, Spoken(sys.stderr)
        self._terminal = Terminal(sys.stderr)
        sys.stderr = self._spoken
        self._thread = threading.Thread(target=self._work, name="view", daemon=True)
        self._thread.start()

    def emit(self, tick: Tick) -> None:
        """Leave a tick to be shown."""
        self._ticks.append(glance(tick))

    def close(self) -> None:
        """Give the terminal back, and print the lines that were said meanwhile. Twice is once."""
        if self._thread is None:
            return
        self._ending.set()
        self._thread.join()
        self._thread = None
        sys.stderr = self._error
        self._spoken.pass_on()

    def _work(self) -> None:
        # a terminal that goes away ends the view and not the run
        with suppress(OSError, ValueError), self._terminal:
            while not self._ending.is_set():
                self._show()
                self._ending.wait(PERIOD_S)

    def _show(self) -> None:
        self._recent.take([self._ticks.popleft() for _ in range(len(self._ticks))])
        now = time.monotonic()
        if self._run and now >= self._counters_due:
            self._counters_due = now + FACTS_S
            with suppress(RuntimeError):  # the loop added a key while we read
                self._counters = self._run.counters()
        width, height = self._terminal.size
        said, running_s = list(self._spoken.lines), now - self._began
        self._terminal.show(self._screen.lines(width, height, self._recent, self._run, self._counters, said, running_s))
