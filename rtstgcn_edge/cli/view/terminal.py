"""The terminal while the view has it: a screen of its own, drawn over in place."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TextIO

from rich.console import Console
from rich.text import Text

HOME, REST_OF_LINE, REST_OF_SCREEN = "\x1b[H", "\x1b[K", "\x1b[J"
BREATH_S = 0.0001
"""After each line: the loop gets the interpreter at once where it waits for it."""


class Terminal:
    """A screen beside the one that scrolls, which comes back at the end."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._console = Console(file=file)
        self._shown = ""

    @property
    def size(self) -> tuple[int, int]:
        """Columns and lines, as they are now."""
        return self._console.size

    def __enter__(self) -> Terminal:
        self._console.set_alt_screen(True)
        self._console.show_cursor(False)
        return self

    def __exit__(self, *_: object) -> None:
        self._console.show_cursor(True)
        self._console.set_alt_screen(False)

    def show(self, lines: Sequence[Text]) -> None:
        """Draw these lines, and nothing else; one write, and none where nothing has changed."""
        drawn = []
        for line in lines:
            with self._console.capture() as captured:
                self._console.print(line, end="", no_wrap=True, overflow="crop")
            drawn.append(captured.get() + REST_OF_LINE)
            time.sleep(BREATH_S)
        screen = HOME + "\r\n".join(drawn) + REST_OF_SCREEN
        if screen != self._shown:
            self._shown = screen
            self._file.write(screen)
            self._file.flush()
