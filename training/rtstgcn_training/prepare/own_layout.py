"""The description of one's own recordings: `dataset.json` beside them. `docs/data.md` lists its keys."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import CERTAIN, near_miss
from rtstgcn_edge.manifest import ModelDescription
from rtstgcn_edge.skeletons import Skeleton, load_skeleton

from .recording import Description

REQUIRED = ("rate_hz", "channels", "units", "classes")
OPTIONAL = (
    "name",
    "skeleton",
    "nodes",
    "edges",
    "center",
    "background",
    "subjects",
    "validate",
    "intervals_in",
    "source",
)


@dataclass(frozen=True)
class Layout:
    """What it says of every recording; `columns` of a table, in the order of the skeleton and of its channels."""

    description: Description
    columns: Sequence[str]
    in_seconds: bool
    subjects: Mapping[str, str]
    validate: frozenset[str]


def read_layout(path: Path, folder: str, recorded: ModelDescription | None = None) -> Layout:
    """The description at `path`; rate, channels, units and skeleton that it leaves out are those `recorded`.

    Raises InputError.
    """
    try:
        said = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; it describes the recordings") from None
    except ValueError as error:
        raise InputError(f"{path}: not JSON ({error})") from None
    if not isinstance(said, dict):
        raise InputError(f"{path}: a JSON object is expected, not {type(said).__name__}")
    if recorded:
        said = {"rate_hz": recorded.rate_hz, "channels": recorded.channels, "units": recorded.units} | said
    _check_keys(path, said)
    of_recorded = recorded is not None and not any(key in said for key in ("skeleton", "nodes", "edges", "center"))
    skeleton = Skeleton.from_dict(recorded.skeleton) if recorded and of_recorded else _skeleton(path, said)
    classes, background = _strings(path, said, "classes"), said.get("background")
    if background is not None and background not in classes:
        hint = near_miss(str(background), classes) or f"the classes are {', '.join(classes)}"
        raise InputError(f"{path}: background {background!r} is no class; {hint}, or null")
    if isinstance(said["rate_hz"], bool) or not isinstance(said["rate_hz"], (int, float)):
        raise InputError(f"{path}: rate_hz {said['rate_hz']!r}; give frames a second")
    if said.get("intervals_in", "seconds") not in ("seconds", "frames"):
        raise InputError(f'{path}: intervals_in {said["intervals_in"]!r}; give "seconds" or "frames"')
    description = Description(
        name=str(said.get("name", folder)),
        rate_hz=said["rate_hz"],
        channels=_strings(path, said, "channels"),
        units=_strings(path, said, "units"),
        skeleton=skeleton,
        classes=classes,
        background=None if background is None else classes.index(background),
        source=str(said.get("source", "")),
    )
    subjects = said.get("subjects", {})
    if not isinstance(subjects, dict) or not all(isinstance(subject, str) for subject in subjects.values()):
        raise InputError(f'{path}: subjects; give {{"RECORDING": "SUBJECT"}}')
    columns = [f"{node}_{channel}" for node in skeleton.joints for channel in description.channels]
    twice = [name for name in columns if columns.count(name) > 1]
    if twice:
        raise InputError(f"{path}: two pairs of node and channel give the column {twice[0]!r}; rename one")
    return Layout(
        description,
        columns,
        said.get("intervals_in", "seconds") == "seconds",
        subjects,
        frozenset(_strings(path, said, "validate")),
    )


def _check_keys(path: Path, said: Mapping[str, Any]) -> None:
    known = REQUIRED + OPTIONAL
    for key in said:
        if key not in known and (hint := near_miss(key, known, CERTAIN)):
            raise InputError(f"{path}: key {key!r} is not known; {hint}")
    for key in REQUIRED:
        if key not in said:
            raise InputError(f"{path}: no {key!r}; it needs {', '.join(REQUIRED)} and a skeleton")


def _strings(path: Path, said: Mapping[str, Any], key: str) -> list[str]:
    value = said.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InputError(f"{path}: {key} {value!r}; give a list of names")
    return value


def _skeleton(path: Path, said: Mapping[str, Any]) -> Skeleton:
    own = [key for key in ("nodes", "edges", "center") if key in said]
    if "skeleton" in said:
        if own:
            raise InputError(f"{path}: 'skeleton' and '{own[0]}' both say the joints; give one")
        return load_skeleton(str(said["skeleton"]))
    if len(own) < 3:
        raise InputError(f'{path}: give "skeleton" (a bundled one\'s name) or "nodes", "edges" and "center"')
    joints = {"name": str(path), "joints": said["nodes"], "edges": said["edges"], "center": said["center"]}
    return Skeleton.from_dict(joints)
