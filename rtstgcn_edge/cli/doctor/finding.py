"""What a check found."""

from __future__ import annotations

from typing import Literal, NamedTuple

Level = Literal["ok", "look", "bad"]


class Finding(NamedTuple):
    """One line: `ok`, worth a `look`, or `bad` (a run would fail or fall behind); `remedy` says what to do."""

    level: Level
    what: str
    found: str
    remedy: str = ""
