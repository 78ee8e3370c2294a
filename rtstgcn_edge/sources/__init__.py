"""Where frames come from. One source a file; `open_source` picks by scheme."""

from __future__ import annotations

from collections.abc import Callable
from pkgutil import resolve_name

from rtstgcn_edge.manifest import Manifest, ModelDescription
from rtstgcn_edge.sources.base import LiveSource, Source, SourceTrial
from rtstgcn_edge.uri import Uri, parse_uri

SOURCES = {
    "replay": "rtstgcn_edge.sources.replay:open_replay",
    "sim": "rtstgcn_edge.sources.sim:SimSource",
    "imu": "rtstgcn_edge.sources.imu.source:ImuSource",
    "lsl": "rtstgcn_edge.sources.lsl.source:LslSource",
    "camera": "rtstgcn_edge.sources.camera.source:CameraSource",
    "video": "rtstgcn_edge.sources.camera.video:VideoSource",
}
"""Scheme -> the class, loaded when used: a source may need a library that this device lacks."""

__all__ = ["SOURCES", "LiveSource", "Source", "SourceTrial", "device_description", "device_model", "open_source"]


def device_model(text: str) -> str | None:
    """Name of the model that a live device asks for; None where it asks for none, or the source is no such device.

    Raises InputError or SourceError. What is opened for it stays open for `open_source`.
    """
    uri = parse_uri(text, SOURCES)
    source = resolve_name(SOURCES[uri.scheme])
    ask: Callable[[Uri], str | None] | None = getattr(source, "device_model", None)
    return ask(uri) if ask else None


def device_description(text: str) -> ModelDescription | None:
    """All that a live device gives, as if a model took just that; None of a source that cannot tell.

    Raises InputError or SourceError. What is opened for it stays open for `open_source`.
    """
    uri = parse_uri(text, SOURCES)
    ask: Callable[[Uri], ModelDescription] | None = getattr(
        resolve_name(SOURCES[uri.scheme]), "device_description", None
    )
    return ask(uri) if ask else None


def open_source(text: str, manifest: Manifest) -> Source:
    """Open a source for a model. Raises InputError or SourceError before any frame is read."""
    uri = parse_uri(text, SOURCES)
    make: Callable[[Uri, Manifest], Source] = resolve_name(SOURCES[uri.scheme])
    return make(uri, manifest)
