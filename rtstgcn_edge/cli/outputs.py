"""JSON that a verb writes where it is asked to: checked before any work, written at the end."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from rtstgcn_edge.errors import InputError


def check_json(option: str, path: Path | None) -> None:
    """Raises InputError where `path`, if one is given, cannot become a file."""
    if path is None:
        return
    if path.is_dir() or not path.parent.is_dir():
        raise InputError(f"{option} {path}: names no file in an existing folder")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise InputError(f"{option} {path}: no permission to write there")


def write_json(option: str, path: Path | None, facts: dict[str, Any]) -> None:
    """Write `facts` if a path is given. Raises InputError."""
    if path is None:
        return
    try:
        path.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"{option} {path}: cannot be written ({error.strerror})") from None
