"""Where frames come from. One source a file; `open_source` picks by scheme."""

from __future__ import annotations

from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.sources.base import Source, SourceTrial
from rtstgcn_edge.sources.replay import ReplaySource
from rtstgcn_edge.sources.sim import SimSource
from rtstgcn_edge.uri import parse_uri

SOURCES: dict[str, type[ReplaySource] | type[SimSource]] = {"replay": ReplaySource, "sim": SimSource}

__all__ = ["SOURCES", "Source", "SourceTrial", "open_source"]


def open_source(text: str, manifest: Manifest) -> Source:
    """Open a source for a model. Raises InputError or SourceError before any frame is read."""
    uri = parse_uri(text, SOURCES)
    return SOURCES[uri.scheme](uri, manifest)
