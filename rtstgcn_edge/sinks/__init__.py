"""Where labels go. One sink a file; `open_sink` picks by scheme."""

from __future__ import annotations

from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.sinks.base import Sink
from rtstgcn_edge.sinks.csv import CsvSink
from rtstgcn_edge.sinks.jsonl import JsonlSink
from rtstgcn_edge.sinks.text import TextSink
from rtstgcn_edge.uri import Uri, parse_uri

SINKS: dict[str, type[TextSink] | type[JsonlSink] | type[CsvSink]] = {
    "text": TextSink,
    "jsonl": JsonlSink,
    "csv": CsvSink,
}

__all__ = ["SINKS", "Sink", "check_sink", "open_sink"]


def check_sink(text: str) -> Uri:
    """A sink's name, checked without touching anything. Raises InputError."""
    uri = parse_uri(text, SINKS)
    SINKS[uri.scheme].check(uri)
    return uri


def open_sink(uri: Uri, manifest: Manifest) -> Sink:
    """Open a checked sink for the labels of a model. Raises InputError if it cannot be written."""
    return SINKS[uri.scheme](uri, manifest)
