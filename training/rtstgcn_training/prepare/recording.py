"""What a reader gives: the set's description, and its recordings file by file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.skeletons import Skeleton

FloatArray = npt.NDArray[np.floating[Any]]
IntArray = npt.NDArray[np.int64]
Part = Literal["train", "val"]

IMU_CHANNELS = ("acc_x", "acc_y", "acc_z", "gyro_x", "gyro_y", "gyro_z")
IMU_UNITS = ("m/s^2",) * 3 + ("rad/s",) * 3
G = 9.80665
"""Standard gravity, m/s^2."""


@dataclass(frozen=True)
class Description:
    """What `dataset.json` and `actions.txt` say of a set.

    Attributes:
        name: of the set.
        rate_hz: frames a second.
        channels: what is measured at a joint, C names.
        units: of the channels, SI.
        skeleton: joints (V), edges and centre.
        classes: class names; the position is the class index.
        source: citation and terms of use.
        background: index of the class that stands for "none of the others", if there is one.

    Raises:
        InputError: a rate that is not above zero, another number of units than of channels, a class twice, or a
            background that is no class.
    """

    name: str
    rate_hz: float
    channels: Sequence[str]
    units: Sequence[str]
    skeleton: Skeleton
    classes: Sequence[str]
    source: str
    background: int | None = None

    def __post_init__(self) -> None:
        if not 0 < self.rate_hz < float("inf"):
            raise InputError(f"{self.name}: rate_hz {self.rate_hz!r}; give frames a second, above 0")
        if not self.channels or len(self.units) != len(self.channels):
            raise InputError(
                f"{self.name}: {len(self.units)} units for {len(self.channels)} channels; give each channel its unit"
            )
        for what, names in (("class", self.classes), ("channel", self.channels)):
            twice = [name for name in names if list(names).count(name) > 1]
            if twice:
                raise InputError(f"{self.name}: {what} {twice[0]!r} is there twice; give each {what} a name of its own")
        bad = [name for name in self.classes if not name.strip() or len(name.splitlines()) > 1]
        if not self.classes or bad:
            raise InputError(f"{self.name}: classes {list(self.classes)}; give at least one name, each in one line")
        if self.background is not None and not 0 <= self.background < len(self.classes):
            raise InputError(
                f"{self.name}: background {self.background}; give a class index, 0 to {len(self.classes) - 1}, or None"
            )

    def to_dict(self) -> dict[str, Any]:
        """Keys of `dataset.json`; edges and centre as joint indices."""
        return {
            "name": self.name,
            "rate_hz": self.rate_hz,
            "channels": list(self.channels),
            "units": list(self.units),
            "nodes": list(self.skeleton.joints),
            "edges": [list(edge) for edge in self.skeleton.edges],
            "center": self.skeleton.center,
            "classes": list(self.classes),
            "background": self.background,
            "source": self.source,
        }


@dataclass(frozen=True)
class Recording:
    """One trial.

    Attributes:
        name: of its files, unique within the set.
        features: (C, L, V, M), SI units; (C, L, V) for one skeleton. A skeleton of several that is not there is zero.
        labels: (L,) class indices.
        subject: who was recorded, where that is known.
        part: `train` or `val` where the reader's own rule says it; None leaves it to `validate` of `write_dataset`.
    """

    name: str
    features: FloatArray
    labels: npt.NDArray[np.integer[Any]]
    subject: str | None = None
    part: Part | None = None


@dataclass(frozen=True)
class Source:
    """A file, whom it shows where that is known, and how its recordings are read. `read` may raise InputError."""

    path: Path
    subject: str | None
    read: Callable[[], Iterable[Recording]]


@dataclass(frozen=True)
class RecordingSet:
    """A set in its publisher's layout, opened but not read.

    Attributes:
        split: the reader's own rule for `Recording.part`, in words.
        treatment: what else was done to the recordings, in words.
        subjects_apart: False where the publisher's split has the same people in both parts; then `dataset.json` names
            no subjects.
    """

    description: Description
    sources: Sequence[Source]
    split: str
    treatment: str = ""
    subjects_apart: bool = True


@dataclass(frozen=True)
class Options:
    """What a person may choose; None where nothing was chosen.

    Attributes:
        validate: subjects whose trials are for validation, in place of the reader's rule.
        split: `cross-view` or `cross-subject`.
        rate_hz: rate of the recordings, where the layout does not tell it.
        activities: `various` or `all`.
    """

    validate: tuple[str, ...] | None = None
    split: str | None = None
    rate_hz: float | None = None
    activities: str | None = None


def nodes_by_channels(rows: FloatArray, nodes: int, channels: int) -> npt.NDArray[np.float32]:
    """(L, nodes * channels) -> (C, L, V, 1)."""
    return np.ascontiguousarray(rows.reshape(len(rows), nodes, channels).transpose(2, 0, 1)[..., None], np.float32)
