"""What a data set's description says of its frames."""

from __future__ import annotations

import math
from collections.abc import Sequence as Row
from pathlib import Path
from typing import Any

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import near_miss
from rtstgcn_edge.recordings import Dataset
from rtstgcn_edge.resample import Resampler
from rtstgcn_edge.skeletons import Skeleton, load_skeleton


def describe(
    dataset: Dataset, graph: str | None, channels: Row[str] | None = None, rate_hz: float | None = None
) -> tuple[Skeleton, list[str], list[str], float]:
    """Skeleton, channel names, units and rate (Hz) of what a model is trained on. Raises InputError naming the key.

    Args:
        dataset: its description says all of it.
        graph: skeleton by name or file in place of the described one.
        channels: names of those to take, in this order; None for all.
        rate_hz: rate to resample to; None for that of the recordings.
    """
    info = dataset.description
    path = dataset.root / "dataset.json"
    for key in ("rate_hz", "channels", "units"):
        if info.get(key) is None:
            raise InputError(f"{path}: no '{key}'; it is needed for the model's description")
    names, units = _names(path, info, "channels"), _names(path, info, "units")
    if len(units) != len(names):
        raise InputError(f"{path}: {len(units)} units for {len(names)} channels; give one unit a channel")
    recorded_hz = recorded_rate(dataset)
    assert recorded_hz is not None
    _check_reach(f"{path}: rate_hz", recorded_hz, recorded_hz)
    _check_reach("processor.rate_hz", recorded_hz, rate_hz or recorded_hz)
    try:
        taken = channel_indices(dataset, channels) or range(len(names))
    except InputError as error:
        raise InputError(f"processor.channels: {error}") from None
    return (
        _skeleton(dataset, graph),
        [names[index] for index in taken],
        [units[index] for index in taken],
        float(rate_hz or recorded_hz),
    )


def _check_reach(where: str, recorded_hz: float, rate_hz: float) -> None:
    try:
        Resampler(recorded_hz, rate_hz)
    except InputError as error:
        raise InputError(f"{where}: {error}") from None


def recorded_rate(dataset: Dataset) -> float | None:
    """Frames per second of the recordings, None where the description does not say. Raises InputError."""
    rate_hz = dataset.description.get("rate_hz")
    if rate_hz is not None and (type(rate_hz) not in (int, float) or not 0 < rate_hz < math.inf):
        raise InputError(
            f"{dataset.root / 'dataset.json'}: rate_hz {rate_hz!r}; give the frames per second, a number above 0"
        )
    return rate_hz if rate_hz is None else float(rate_hz)


def channel_indices(dataset: Dataset, channels: Row[str] | None) -> list[int] | None:
    """Where the `channels` stand in a frame of the data set; None for all as they are. Raises InputError.

    A data set that does not name its channels is taken to have them in this order.
    """
    path = dataset.root / "dataset.json"
    if channels is None or "channels" not in dataset.description:
        return None
    names = _names(path, dataset.description, "channels")
    for channel in channels:
        if channel not in names:
            hint = near_miss(channel, names) or f"there are {', '.join(names)}"
            raise InputError(f"channel '{channel}' is not in {path}; {hint}")
    indices = [names.index(channel) for channel in channels]
    if len(set(indices)) < len(indices):
        twice = next(channel for channel in channels if channels.count(channel) > 1)
        raise InputError(f"channel '{twice}' is there twice; name each channel once")
    return None if indices == list(range(len(names))) else indices


def describe_taken(dataset: Dataset, channels: Row[str]) -> tuple[list[int] | None, dict[str, Any]]:
    """`channel_indices`, and what the description says once these channels alone are taken. Raises InputError."""
    indices, described = channel_indices(dataset, channels), dict(dataset.description)
    for key in ("channels", "units") if indices is not None else ():
        if indices is not None and len(described.get(key, ())) > max(indices):
            described[key] = [described[key][index] for index in indices]
    return indices, described


def described_nodes(dataset: Dataset) -> list[str] | None:
    """Names of the joints, None where the description has none. Raises InputError."""
    if "nodes" not in dataset.description:
        return None
    return _names(dataset.root / "dataset.json", dataset.description, "nodes", "a joint")


def _skeleton(dataset: Dataset, graph: str | None) -> Skeleton:
    info, path = dataset.description, dataset.root / "dataset.json"
    if graph is not None:
        skeleton, nodes = load_skeleton(graph), described_nodes(dataset)
        if nodes is not None and nodes != list(skeleton.joints):
            raise InputError(f"{path}: nodes {', '.join(nodes)}; graph '{graph}' has {', '.join(skeleton.joints)}")
        return skeleton
    if {"nodes", "edges", "center"} <= info.keys():
        return Skeleton.from_dict(
            {"name": dataset.root.name, "joints": info["nodes"], "edges": info["edges"], "center": info["center"]}
        )
    raise InputError(f"{path}: no skeleton (nodes, edges, center); add it or name one as processor.graph")


def _names(path: Path, info: dict[str, Any], key: str, of: str = "a channel") -> list[str]:
    names = info[key]
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        raise InputError(f"{path}: {key} is not a list of names; give one {of}")
    return names
