"""How a person ends what would go on for ever: Ctrl-C, SIGTERM, or a terminal that goes away, as that of ssh does."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

HANG_UP: int | None = getattr(signal, "SIGHUP", None)
"""None where the system has none."""


@contextmanager
def stopped_by_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Inside, SIGINT, SIGTERM and SIGHUP call `stop`. Under `nohup` SIGHUP stays ignored.

    What is said after the terminal has gone away goes nowhere, instead of failing.
    """
    terminals = [file for file in (1, 2) if _is_terminal(file)]
    gone = False

    def handle(number: int, _: FrameType | None) -> None:
        nonlocal gone
        if number == HANG_UP:
            gone = True
            _silence(terminals)
        stop()

    numbers: list[int] = [signal.SIGINT, signal.SIGTERM]
    if HANG_UP is not None and signal.getsignal(HANG_UP) != signal.SIG_IGN:
        numbers.append(HANG_UP)
    former = {number: signal.signal(number, handle) for number in numbers}
    try:
        yield
    finally:
        for number, handler in former.items():
            # system and shell both tell of it, the second perhaps while the last lines are written
            signal.signal(number, signal.SIG_IGN if gone and number == HANG_UP else handler)


def _is_terminal(file: int) -> bool:
    try:
        return os.isatty(file)
    except OSError:
        return False


def _silence(files: list[int]) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for file in files:
        os.dup2(nowhere, file)
    os.close(nowhere)
