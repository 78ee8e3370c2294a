"""Files of a publisher's layout, wherever below the folder they lie."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rtstgcn_edge.errors import InputError

from .report import Report


def matching(raw: Path, pattern: str) -> Iterator[tuple[Path, re.Match[str]]]:
    """Files below `raw` whose whole name matches, sorted by path. Raises InputError where `raw` is no folder."""
    if not raw.is_dir():
        raise InputError(f"{raw}: no such folder; give the one with the publisher's files")
    for path in sorted(raw.rglob("*")):
        match = re.fullmatch(pattern, path.name)
        if match and path.is_file():
            yield path, match


def some(raw: Path, pattern: str, expected: str) -> list[tuple[Path, re.Match[str]]]:
    """`matching`, at least one. Raises InputError that says what was `expected`."""
    found = list(matching(raw, pattern))
    if not found:
        raise InputError(f"{raw}: no recording of the set; {expected} are expected, here or in folders below")
    return found


def first_of_each_name(found: list[tuple[Path, re.Match[str]]], report: Report) -> Iterator[tuple[Path, re.Match[str]]]:
    """The same without files whose name was there before, which are in the report."""
    seen: set[str] = set()
    for path, match in found:
        if path.name in seen:
            report.skip(str(path), "a file of this name was read before")
        else:
            seen.add(path.name)
            yield path, match
