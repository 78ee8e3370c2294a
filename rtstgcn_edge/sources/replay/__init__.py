"""`replay:PATH`: recorded trials. One form a file, picked by the ending of the path; without one of these, arrays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from pkgutil import resolve_name

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.sources.base import Source
from rtstgcn_edge.uri import Uri

ARRAYS = "rtstgcn_edge.sources.replay.npy:ArrayReplay"
FORMS: dict[str, str] = {
    ".csv": "rtstgcn_edge.sources.replay.csv:CsvReplay",
    ".xdf": "rtstgcn_edge.sources.replay.xdf:XdfReplay",
    ".xdfz": "rtstgcn_edge.sources.replay.xdf:XdfReplay",
    ".mcap": "rtstgcn_edge.sources.replay.mcap:McapReplay",
}
"""Ending -> the class, loaded when used: a form may need a library that this device lacks."""

__all__ = ["FORMS", "open_replay"]


def open_replay(uri: Uri, manifest: Manifest) -> Source:
    """Open recorded trials for a model. Raises InputError or SourceError before any frame is read."""
    if not uri.target:
        raise InputError(f"{uri.text}: no path; name a trial or a folder of trials")
    make: Callable[[Uri, Manifest], Source] = resolve_name(FORMS.get(Path(uri.target).suffix.lower(), ARRAYS))
    return make(uri, manifest)
