"""`replay:FILE.xdf`: streams of sensors as LabRecorder writes them.

Option `stream` names those that hold the nodes, separated by commas; needed where there is more than one. Clocks are
synchronised and stamps of regular streams smoothed as pyxdf does it. Labels and units are read as of a live stream.
"""

from __future__ import annotations

import gzip
import logging
from pathlib import Path
from typing import Any

import numpy as np

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import near_miss
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.sources.replay.joined import COMMON, JoinedReplay
from rtstgcn_edge.sources.replay.samples import NodeSamples, Samples
from rtstgcn_edge.sources.streams import Stream, find_nodes, units_said
from rtstgcn_edge.uri import Uri


class XdfReplay(JoinedReplay):
    """The one trial in an XDF file."""

    options = COMMON | {"stream": str}

    def read(self, uri: Uri, path: Path, manifest: Manifest, given: dict[str, object]) -> Samples:
        """The samples in the file. Raises InputError."""
        found = _chosen(uri, path, _load(uri, path), given.get("stream"), manifest)
        streams = [_described(one) for one in found]
        nodes = find_nodes(str(path), streams, manifest)
        zero = min(float(one["time_stamps"][0]) for one in found)
        instants = [np.round((np.asarray(one["time_stamps"]) - zero) * 1e9).astype(np.int64) for one in found]
        samples = {}
        for number, node in enumerate(nodes):
            rows = np.asarray(found[node.stream]["time_series"], np.float64)
            order = np.argsort(instants[node.stream], kind="stable")
            samples[number] = NodeSamples(node.given, instants[node.stream][order], rows[order][:, list(node.columns)])
        notes = [f"stream {', '.join(stream.name for stream in streams)}"]
        if not units_said(streams):
            notes.append("units not said: taken as the model's")
        return Samples(samples, None, notes)


def _load(uri: Uri, path: Path) -> list[Any]:
    """All streams of numbers that hold samples."""
    try:
        import pyxdf
    except ModuleNotFoundError:
        raise InputError(f"{uri.text}: needs pyxdf: in the checkout, pip install -c constraints.txt '.[lsl]'") from None
    logging.getLogger("pyxdf").setLevel(logging.CRITICAL)
    try:
        with gzip.open(path) if path.suffix.lower() == ".xdfz" else path.open("rb") as file:
            streams, _ = pyxdf.load_xdf(file)
    except Exception as error:  # pyxdf lets pass whatever a damaged file makes its parsers raise
        reason = (str(error) or type(error).__name__).splitlines()[0]
        said = "" if "BufferedReader" in reason else f" ({reason})"  # which only says again what the path is
        raise InputError(f"{path}: not a readable XDF file{said}") from None
    return [one for one in streams if one["info"]["channel_format"][0] != "string" and len(one["time_stamps"]) > 1]


def _chosen(uri: Uri, path: Path, streams: list[Any], wanted: object, manifest: Manifest) -> list[Any]:
    names = [_name(one) for one in streams]
    known = ", ".join(names) or "none"
    if not streams:
        raise InputError(f"{path}: no stream of numbers with samples in it")
    if isinstance(wanted, str):
        chosen = []
        for name in (item.strip() for item in wanted.split(",")):
            if name not in names:
                raise InputError(f"{uri.text}: no stream '{name}'; {near_miss(name, names) or f'there are {known}'}")
            if names.count(name) > 1:
                raise InputError(f"{path}: {names.count(name)} streams are called '{name}'; record them apart")
            chosen.append(streams[names.index(name)])
        return chosen
    if len(streams) == 1:
        return streams
    fitting = [one for one in streams if _fits(one, manifest)]
    if len(fitting) != 1:
        raise InputError(f"{uri.text}: {len(streams)} streams of numbers ({known}); say which, as in stream={names[0]}")
    return fitting


def _fits(stream: Any, manifest: Manifest) -> bool:
    try:
        nodes = find_nodes("", [_described(stream)], manifest)
    except InputError:
        return False
    return len(nodes) >= len(manifest.skeleton["joints"])


def _name(stream: Any) -> str:
    return str(stream["info"]["name"][0])


def _described(stream: Any) -> Stream:
    """Labels and units of the channels, empty where the header does not say them."""
    count = int(stream["info"]["channel_count"][0])
    said: list[Any] = [{}] * count
    try:
        channels = stream["info"]["desc"][0]["channels"][0]["channel"]
    except (KeyError, TypeError, IndexError):
        channels = []
    if len(channels) == count:
        said = channels
    return Stream(
        _name(stream),
        [str((one.get("label") or [""])[0] or "") for one in said],
        [str((one.get("unit") or [""])[0] or "") for one in said],
    )
