"""What finds poses in an image: one small interface, and the backends behind it."""

from __future__ import annotations

import contextlib
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from pkgutil import resolve_name
from typing import Protocol

from rtstgcn_edge import machine
from rtstgcn_edge.errors import InputError
from rtstgcn_edge.poses import Pose
from rtstgcn_edge.sources.camera.mailbox import Image

BACKENDS = {
    "mediapipe": "rtstgcn_edge.sources.camera.mediapipe_backend:MediaPipeEstimator",
    "litert": "rtstgcn_edge.sources.camera.litert_backend:LiteRtEstimator",
}
"""Name -> the class, loaded when used. The first that this device can run is the default."""
EXTRAS = {"mediapipe": "camera", "litert": "camera-lite"}
_LIBRARIES = {"mediapipe": "mediapipe", "litert": "ai_edge_litert"}


@dataclass(frozen=True)
class PoseSettings:
    """What is looked for: the most people at once, and confidences (0 to 1) from which one counts.

    `detection` of a person in the image, `presence` of one where a person was expected, `tracking` is how much the
    regions of two must overlap to be one.
    """

    people: int = 4
    detection: float = 0.15
    presence: float = 0.3
    tracking: float = 0.5


class PoseEstimator(Protocol):
    """A backend. Made of (where, task file, PoseSettings); raises InputError where it cannot run."""

    name: str

    def estimate(self, image: Image, timestamp_ms: int) -> list[Pose]:
        """The poses in an image (H, W, 3; blue, green, red), in no particular order; time only ever grows."""
        ...

    def close(self) -> None:
        """Give back what it holds."""
        ...


def choose_backend(where: str, backend: str | None) -> str:
    """The name, or the first that is installed and runs here where it is None. Raises InputError."""
    reasons = {name: why for name in BACKENDS if (why := unusable(name))}
    usable = [name for name in BACKENDS if name not in reasons]
    if backend is None and not usable:
        raise InputError(f"{where}: {'; '.join(reasons.values())}")
    name = backend or usable[0]
    if name in reasons:
        raise InputError(f"{where}: backend={name}: {reasons[name]}")
    return name


def open_estimator(where: str, backend: str | None, task: Path, settings: PoseSettings) -> PoseEstimator:
    """The backend that `choose_backend` chooses. Raises InputError."""
    name = choose_backend(where, backend)
    estimator: PoseEstimator = resolve_name(BACKENDS[name])(where, task, settings)
    return estimator


def unusable(backend: str) -> str:
    """Why a backend cannot run on this device; empty where it can."""
    if find_spec(_LIBRARIES[backend]) is None:
        return f"{backend} is not installed: in the checkout, pip install -c constraints.txt '.[{EXTRAS[backend]}]'"
    if backend == "mediapipe" and not _has_atomics():
        return "mediapipe needs a processor with atomic instructions (ARMv8.1: a Pi 5, not a Pi 4); take backend=litert"
    return ""


def _has_atomics() -> bool:
    """Whether an ARM processor has the instructions (LSE) without which MediaPipe 1 ends the whole process."""
    if platform.machine() != "aarch64" or not machine.CPUINFO.exists():
        return True
    lines = machine.CPUINFO.read_text(encoding="utf-8", errors="replace").splitlines()
    features = [line.partition(":")[2].split() for line in lines if line.startswith("Features")]
    return not features or all("atomics" in words for words in features)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep what a library in C prints to standard error from the person."""
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with open(os.devnull, "w") as nothing:  # noqa: PTH123
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
