"""`replay:PATH`: recorded trials. One form a file, picked by the ending of the path; without one of these, arrays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

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


def _form(uri: Uri) -> Any:
    return resolve_name(FORMS.get(Path(uri.target).suffix.lower(), ARRAYS))


class _Replay:
    @staticmethod
    def device_model(uri: Uri) -> str | None:
        """The model that a recording was made with, where it says so."""
        ask: Callable[[Uri], str | None] | None = getattr(_form(uri), "device_model", None)
        return ask(uri) if ask else None

    def __call__(self, uri: Uri, manifest: Manifest) -> Source:
        """Open recorded trials for a model. Raises InputError or SourceError before any frame is read."""
        if not uri.target:
            raise InputError(f"{uri.text}: no path; name a trial or a folder of trials")
        make: Callable[[Uri, Manifest], Source] = _form(uri)
        return make(uri, manifest)


open_replay = _Replay()
