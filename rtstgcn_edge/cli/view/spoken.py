"""Lines that are written to standard error while the view has the terminal."""

from __future__ import annotations

import io
from collections import deque
from typing import TextIO

KEPT = 500


class Spoken(io.TextIOBase):
    """Stands in for standard error: gathers lines, to be shown at once and written when the terminal is free."""

    def __init__(self, behind: TextIO) -> None:
        self._behind = behind
        self._begun = ""
        self.lines: deque[str] = deque(maxlen=KEPT)

    def write(self, text: str) -> int:
        """Gather the lines of `text`."""
        *whole, self._begun = (self._begun + text).split("\n")
        self.lines.extend(line for line in whole if line.strip())
        return len(text)

    def isatty(self) -> bool:
        """As what is behind it."""
        return self._behind.isatty()

    def fileno(self) -> int:
        """As what is behind it."""
        return self._behind.fileno()

    def pass_on(self) -> None:
        """Write what was gathered to where it belongs."""
        self.lines.extend([self._begun] if self._begun else [])
        for line in self.lines:
            print(line, file=self._behind)
        self._behind.flush()
        self.lines.clear()
        self._begun = ""
