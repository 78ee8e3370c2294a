"""The readers by name. A new one is a module with `open_set` and a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import near_miss

from . import daphnet, hugadb, imu_fog_it, own, pku_mmd, shrec21, stanford_fog, utkinect
from .recording import Options, RecordingSet
from .report import Report

OpenSet = Callable[[Path, Options, Report], RecordingSet]


@dataclass(frozen=True)
class Reader:
    """What reads a layout, what it is in a few words, and the options that are its own."""

    open_set: OpenSet
    about: str
    options: frozenset[str] = frozenset()


READERS = {
    "hugadb": Reader(hugadb.open_set, "daily activities, six leg IMUs", frozenset({"activities"})),
    "daphnet": Reader(daphnet.open_set, "freezing of gait, three accelerometers"),
    "stanford-fog": Reader(stanford_fog.open_set, "freezing of gait, six IMUs"),
    "imu-fog-it": Reader(imu_fog_it.open_set, "freezing of gait, seven IMUs", frozenset({"rate_hz"})),
    "utkinect": Reader(utkinect.open_set, "ten actions in a row, Kinect v1"),
    "pku-mmd": Reader(pku_mmd.open_set, "PKU-MMD v1 or v2, Kinect v2, two people", frozenset({"split"})),
    "shrec21": Reader(shrec21.open_set, "hand gestures in a stream"),
    "own": Reader(own.open_set, "your recordings as CSV or of 'record', docs/data.md"),
}
FLAGS = {"validate": "--validate", "split": "--split", "rate_hz": "--rate", "activities": "--activities"}


def find_reader(name: str, options: Options) -> Reader:
    """The reader. Raises InputError for a name that is none, or an option that is not that reader's."""
    if name not in READERS:
        raise InputError(f"no layout {name!r}; {near_miss(name, READERS) or 'layouts: ' + ', '.join(READERS)}")
    reader = READERS[name]
    for key, flag in FLAGS.items():
        if key != "validate" and getattr(options, key) is not None and key not in reader.options:
            theirs = ", ".join(other for other, one in READERS.items() if key in one.options)
            raise InputError(f"{flag} is not for {name} but for {theirs}")
    return reader
