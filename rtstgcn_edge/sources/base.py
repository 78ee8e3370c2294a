"""What every source gives: trials of frames."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.frames import Frame
from rtstgcn_edge.manifest import Manifest


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

    def trials(self) -> Iterator[SourceTrial]:
        """The trials, one after the other."""
        ...


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


def period_ns(rate_hz: float, speed: float | None) -> float | None:
    """Time between two paced frames; None for a speed of None."""
    return None if speed is None else 1e9 / (rate_hz * speed)


def check_rate(where: str, rate_hz: float, manifest: Manifest) -> None:
    """Refuse a source whose clock is not the model's (0.5 % apart at most)."""
    if abs(rate_hz / manifest.rate_hz - 1) > 0.005:
        raise InputError(
            f"{where}: {rate_hz:g} Hz, but model '{manifest.name}' runs at {manifest.rate_hz:g} Hz; "
            "resample the recording, or take a model of its rate"
        )


def check_shape(where: str, channels: int, joints: int, manifest: Manifest) -> None:
    """Refuse frames that are not channels x joints of the model."""
    if (channels, joints) != (len(manifest.channels), manifest.joints):
        raise InputError(
            f"{where}: {channels} channels x {joints} joints, but model '{manifest.name}' takes "
            f"{len(manifest.channels)} x {manifest.joints}"
        )


def check_names(where: str, said: Mapping[str, object], manifest: Manifest) -> None:
    """Refuse a source that says (`said`) other channels, units or nodes than the model's; what it leaves out passes."""
    expected = {"channels": manifest.channels, "units": manifest.units, "nodes": manifest.skeleton["joints"]}
    for key, names in expected.items():
        found = said.get(key, names)
        if found != list(names):
            shown = ", ".join(map(str, found)) if isinstance(found, list) else repr(found)
            raise InputError(f"{where}: {key} {shown}; model '{manifest.name}' takes {', '.join(names)}")
