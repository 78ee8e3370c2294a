"""Configuration files: bundled ones by name, one's own by path, those written for Realtime-ST-GCN."""

from __future__ import annotations

import json
import reprlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import near_miss
from rtstgcn_edge.sections import first_problem

from .overrides import override
from .reference import OF_THEIRS, is_reference, translate
from .sections import Configuration


def bundled_configurations() -> dict[str, Path]:
    """Name -> path of the configurations that come with the package: inside it, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "configs"
    folder = inside if inside.is_dir() else package.parent / "configs"
    return {path.stem: path for path in sorted(folder.glob("[!.]*.json"), key=lambda path: path.stem)}


def find_configuration(name_or_path: str) -> Path:
    """Path of a bundled configuration or of a file. Raises InputError that lists what there is."""
    bundled = bundled_configurations()
    if name_or_path in bundled:
        return bundled[name_or_path]
    path = Path(name_or_path)
    if path.exists():
        return path
    if path.suffix or len(path.parts) > 1:
        raise InputError(f"{path}: no such configuration file")
    hint = near_miss(name_or_path, bundled) or f"bundled: {', '.join(bundled) or 'none'}; or give a .json file"
    raise InputError(f"no configuration named '{name_or_path}'; {hint}")


def load_configuration(path: Path, settings: Iterable[str] = ()) -> Configuration:
    """Configuration at `path`, or of a file written for Realtime-ST-GCN, with `--set` overrides.

    Args:
        path: of the JSON file.
        settings: each `section.key=value`; keys of Realtime-ST-GCN in a file of theirs, else ours.

    Raises:
        InputError: naming the key and what would be right.
    """
    try:
        values: Any = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_once)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: not JSON ({error})") from None
    if not isinstance(values, dict):
        raise InputError(f"{path}: {reprlib.repr(values)}; a configuration is an object of sections, as processor")
    settings = list(settings)
    if is_reference(values):
        try:
            override(values, [one for one in settings if one.startswith(OF_THEIRS)])
            settings = [one for one in settings if not one.startswith(OF_THEIRS)]
            values, said = translate(values, path.stem)
        except InputError as error:
            raise InputError(f"{path}: {error}") from None
        print(f"{path}: {said}", file=sys.stderr)
    override(values, settings)
    try:
        return Configuration.model_validate(values)
    except ValidationError as error:
        raise InputError(f"{path}: {first_problem(error)}") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON, each of whose keys is there once. Of two, JSON itself forgets the first."""
    values = dict(pairs)
    if len(values) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"'{next(key for key in keys if keys.count(key) > 1)}' is there twice in one object")
    return values
