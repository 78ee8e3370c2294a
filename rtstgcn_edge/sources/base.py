"""What every source gives: trials of frames."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from rtstgcn_edge.frames import Frame


@dataclass(frozen=True)
class SourceTrial:
    """A stretch of frames that starts from empty FIFOs; a live source has one, endless."""

    name: str
    frames: Iterator[Frame]


class Source(Protocol):
    """A source that is open."""

    description: str
    """One line for people."""
    period_ns: float | None
    """Time between two frames as they come; None where nothing waits, so that deadlines mean nothing."""
    classes: tuple[str, ...] | None
    """Class names of the ground truth that the frames carry, if they do."""

    files: tuple[Path, ...]
    """What the source reads, so that no output lands on it."""
    live: bool
    """Whether frames come from a device, at a time of its own, without an end."""

    def trials(self) -> Iterator[SourceTrial]:
        """The trials, one after the other."""
        ...

    def stop(self) -> None:
        """End the frames soon, within 50 ms even where none come; safe in a signal handler."""
        ...

    def close(self) -> None:
        """Give back what is open."""
        ...

    def facts(self) -> dict[str, Any]:
        """What the source counted, JSON-able, for the summary."""
        ...

    def remarks(self) -> list[str]:
        """The same in lines for people: what is worth knowing at the end of a run."""
        ...


class LiveSource(Source, Protocol):
    """A source that is a device."""

    on_received: Callable[[int, bytes], None] | None
    """Called with the arrival (monotonic ns) and the bytes of whatever came, as it came, before it is understood."""


class Recorded:
    """What a source without a device is spared."""

    live = False

    def stop(self) -> None:
        """The run stops after the present frame."""

    def close(self) -> None:
        """Nothing is open."""

    def facts(self) -> dict[str, Any]:
        """Nothing beyond what the ledger counts."""
        return {}

    def remarks(self) -> list[str]:
        """None."""
        return []


def pace(frames: int, rate_hz: float, speed: float | None) -> Iterator[tuple[int, int, int]]:
    """(number, captured, arrived) of each frame, in monotonic ns, waiting for each frame's instant.

    With `speed` None nothing waits, and a frame counts as captured when it is asked for.
    """
    start = time.monotonic_ns()
    for number in range(frames):
        now = time.monotonic_ns()
        if speed is None:
            yield number, now, now
            continue
        due = start + round(number * 1e9 / (rate_hz * speed))
        if due > now:
            time.sleep((due - now) / 1e9)
        yield number, due, time.monotonic_ns()


def rhythm(speed: float | None) -> str:
    """A speed for people."""
    if speed is None:
        return "as fast as possible"
    return "in real time" if speed == 1 else f"{speed:g} x real time"


def period_ns(rate_hz: float, speed: float | None) -> float | None:
    """Time between two paced frames; None for a speed of None."""
    return None if speed is None else 1e9 / (rate_hz * speed)
