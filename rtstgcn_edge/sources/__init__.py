"""Where frames come from. One source a file; `open_source` picks by scheme."""

from __future__ import annotations

from collections.abc import Callable
from pkgutil import resolve_name

from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.sources.base import Source, SourceTrial
from rtstgcn_edge.uri import Uri, parse_uri

SOURCES = {
    "replay": "rtstgcn_edge.sources.replay:ReplaySource",
    "sim": "rtstgcn_edge.sources.sim:SimSource",
}
"""Scheme -> the class, loaded when used: a source may need a library that this device lacks."""

__all__ = ["SOURCES", "Source", "SourceTrial", "open_source"]


def open_source(text: str, manifest: Manifest) -> Source:
    """Open a source for a model. Raises InputError or SourceError before any frame is read."""
    uri = parse_uri(text, SOURCES)
    make: Callable[[Uri, Manifest], Source] = resolve_name(SOURCES[uri.scheme])
    return make(uri, manifest)
