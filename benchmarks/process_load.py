"""Processor time and memory of a process, as Linux tells them."""

from __future__ import annotations

import os
import time
from pathlib import Path


def resident_mib(process: int | str = "self") -> float:
    """Resident memory of a process."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return float(pages * os.sysconf("SC_PAGE_SIZE") / 2**20)


def cpu_seconds(process: int | str = "self") -> float:
    """Time that a process has had a core, its children left out."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Load:
    """What another process takes from `begin` to the last `look`."""

    def __init__(self, process: int) -> None:
        self._process = process
        self.resident_mib: list[float] = []
        """At every look."""
        self.begin()

    def begin(self) -> None:
        """What came before this does not count."""
        self._first = self._last = self._times()

    def look(self) -> None:
        """Measure. Raises OSError where the process is gone."""
        self.resident_mib.append(resident_mib(self._process))
        self._last = self._times()

    @property
    def share(self) -> float:
        """Of one core."""
        wall, cpu = (late - early for late, early in zip(self._last, self._first, strict=True))
        return cpu / wall if wall else 0.0

    def _times(self) -> tuple[float, float]:
        return time.monotonic(), cpu_seconds(self._process)
