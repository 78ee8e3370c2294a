"""Where labels go. One sink a file; `open_sink` picks by scheme."""

from __future__ import annotations

from collections.abc import Callable
from pkgutil import resolve_name

from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.sinks.base import Sink
from rtstgcn_edge.uri import Uri, parse_uri

SINKS = {
    "text": "rtstgcn_edge.sinks.text:TextSink",
    "jsonl": "rtstgcn_edge.sinks.jsonl:JsonlSink",
    "csv": "rtstgcn_edge.sinks.csv:CsvSink",
    "lsl": "rtstgcn_edge.sinks.lsl:LslSink",
    "live": "rtstgcn_edge.sinks.live:LiveSink",
    "video": "rtstgcn_edge.sinks.video:VideoSink",
    "serial": "rtstgcn_edge.sinks.serial:SerialSink",
    "mqtt": "rtstgcn_edge.sinks.mqtt:MqttSink",
    "mqtts": "rtstgcn_edge.sinks.mqtt:MqttSink",
}
"""Scheme -> the class, loaded when used: a sink may need a library that this device lacks."""

__all__ = ["SINKS", "Sink", "check_sink", "open_sink"]


def check_sink(text: str) -> Uri:
    """A sink's name, checked without touching anything. Raises InputError."""
    uri = parse_uri(text, SINKS)
    check: Callable[[Uri], None] = resolve_name(f"{SINKS[uri.scheme]}.check")
    check(uri)
    return uri


def open_sink(uri: Uri, manifest: Manifest) -> Sink:
    """Open a checked sink for the labels of a model. Raises InputError if it cannot be written."""
    make: Callable[[Uri, Manifest], Sink] = resolve_name(SINKS[uri.scheme])
    return make(uri, manifest)
