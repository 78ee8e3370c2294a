"""LSL streams in the network."""

from __future__ import annotations

from collections.abc import Iterable

from rtstgcn_edge.cli.devices.found import Found
from rtstgcn_edge.errors import InputError
from rtstgcn_edge.lsl import pylsl

LSL_S = 1.0


def streams() -> Iterable[Found]:
    """LSL streams, where pylsl is installed and finds its library."""
    try:
        library = pylsl("lsl:")
    except InputError:
        return
    for stream in library.resolve_streams(LSL_S):
        rate = stream.nominal_srate()
        said = f"{stream.type() or 'no type'}, {stream.channel_count()} channels" + (f" at {rate:g} Hz" if rate else "")
        yield Found(f"LSL {stream.name()}", stream.hostname(), stream.source_id(), said, f"lsl:{stream.name()}")
