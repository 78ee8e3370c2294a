"""A data set: its description, its classes and its parts, in either form."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import near_miss
from rtstgcn_edge.recordings.arrays import read_text, reason
from rtstgcn_edge.recordings.single_file import SUFFIX, is_single_file, single_file_trials
from rtstgcn_edge.recordings.trial import Trial


@dataclass(frozen=True)
class Dataset:
    """A data set folder: its description and its parts."""

    root: Path
    description: dict[str, Any]
    classes: tuple[str, ...]
    background: int | None

    def parts(self) -> tuple[str, ...]:
        """Names of the parts that there are (`train`, `val`, ...), sorted."""
        folders = {path.name for path in self.root.iterdir() if any((path / "features").glob("*.npy"))}
        files = {path.name.removesuffix(SUFFIX) for path in self.root.glob(f"*{SUFFIX}") if path.is_file()}
        return tuple(sorted(folders | files))

    def trials(self, part: str) -> list[Trial]:
        """Trials of `train` or `val`: by name, or in the order of the file. Raises InputError if there are none."""
        folder, file = self.root / part, self.root / f"{part}{SUFFIX}"
        if folder.is_dir() and file.is_file():
            raise InputError(f"{self.root}: both {part}/ and {file.name} are there; keep the one that is meant")
        return find_trials(folder)


def load_dataset(root: Path) -> Dataset:
    """The data set at `root`. Raises InputError for a folder that is none."""
    if not root.is_dir():
        raise InputError(f"{root}: no such folder; a data set is a folder with actions.txt, train/ and val/")
    description = _read_description(root / "dataset.json")
    actions = root / "actions.txt"
    if not actions.is_file():
        raise InputError(f"{root}: no actions.txt; it names one class a line")
    classes = read_classes(actions)
    return Dataset(root, description, classes, background_index(root / "dataset.json", description, classes))


def find_dataset(path: Path) -> Dataset | None:
    """The data set that holds a trial file or a part, if any; without an actions.txt it has no classes."""
    for folder in (path, *path.resolve().parents[:3]):
        if (folder / "actions.txt").is_file():
            return load_dataset(folder)
        if (folder / "dataset.json").is_file():
            return Dataset(folder, _read_description(folder / "dataset.json"), (), None)
    return None


def find_trials(path: Path) -> list[Trial]:
    """The trial at `path`, or all trials of a part. Raises InputError.

    A part is a folder (`features/*.npy`, or `*.npy`; its trials are sorted by name), a file `PART_data.npy`, or the
    name of one without its ending.
    """
    single_file = path.parent / f"{path.name}{SUFFIX}"
    if is_single_file(path):
        return list(single_file_trials(path))
    if path.is_file():
        return [_trial(path)]
    if not path.is_dir():
        if single_file.is_file():
            return list(single_file_trials(single_file))
        raise InputError(f"{path}: no such trial or folder")
    folder = path / "features" if (path / "features").is_dir() else path
    files = sorted(folder.glob("*.npy"))
    parts = [file.name for file in files if is_single_file(file)]
    if not files:
        parts = [p.name for p in sorted(path.iterdir()) if any((p / "features").glob("*.npy"))]
    if not files or parts:
        hint = f"; did you mean {path / parts[0]}?" if parts else "; a trial is NAME.npy of shape (C, L, V, M)"
        raise InputError(f"{path}: no trials{hint}")
    return [_trial(file) for file in files]


def _trial(features: Path) -> Trial:
    labels = features.parent.parent / "labels" / f"{features.stem}.csv"
    inside = features.parent.name == "features" and labels.is_file()
    return Trial(features.stem, features, labels if inside else None)


def read_classes(path: Path) -> tuple[str, ...]:
    """The class names of a file, one a line. Raises InputError."""
    try:
        lines = read_text(path).splitlines()
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not a text file ({reason(error)})") from None
    classes = tuple(line.strip() for line in lines if line.strip())
    if not classes:
        raise InputError(f"{path}: empty; name one class a line")
    twice = [name for name in classes if classes.count(name) > 1]
    if twice:
        raise InputError(f"{path}: class {twice[0]!r} is there twice; give each class a name of its own")
    return classes


def background_index(path: Path, description: dict[str, Any], classes: tuple[str, ...]) -> int | None:
    """The background class, which the description `path` gives by name or by index. Raises InputError."""
    background = description.get("background")
    if background in classes:
        return classes.index(background)
    if background is not None and (type(background) is not int or not 0 <= background < len(classes)):
        hint = near_miss(background, classes) if isinstance(background, str) else ""
        raise InputError(
            f"{path}: background {background!r}; "
            + (hint or f"give the name of a class or its index, 0 to {len(classes) - 1}, or null")
        )
    return background


def _read_description(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        description = json.loads(read_text(path))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not JSON ({reason(error)})") from None
    if not isinstance(description, dict):
        raise InputError(f"{path}: a JSON object is expected, not {type(description).__name__}")
    return description
