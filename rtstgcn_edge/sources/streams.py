"""Which nodes the channels of a stream are: by their labels, or in the model's order where there are none.

A label is a channel of the model, or of an IMU, behind the name of its node: `shin_r_acc_x`, `shin_r AccX`,
`Shin_R.gyr.y [deg/s]`. Without a node it is of the stream's only one. Channels that are neither are left aside. Streams
without labels hold all channels of the first node, then those of the next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rtstgcn_firmware.messages import ACC_SI, GYRO_SI, AccUnit, GyroUnit

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.manifest import ModelDescription
from rtstgcn_edge.sources.live.mapping import Given

G, DEG = ACC_SI[AccUnit.G], GYRO_SI[GyroUnit.DEG_S]
UNITS = {
    "m/s^2": ("m/s^2", 1.0), "m/s2": ("m/s^2", 1.0), "m/s²": ("m/s^2", 1.0), "m/s/s": ("m/s^2", 1.0),
    "g": ("m/s^2", G), "mg": ("m/s^2", G / 1000),
    "rad/s": ("rad/s", 1.0), "deg/s": ("rad/s", DEG), "dps": ("rad/s", DEG), "°/s": ("rad/s", DEG),
    "m": ("m", 1.0), "meters": ("m", 1.0), "cm": ("m", 0.01), "mm": ("m", 0.001), "millimeters": ("m", 0.001),
}  # fmt: skip
"""Unit -> the SI unit, and how many of it."""
IMU_UNITS = {"acc": "m/s^2", "gyro": "rad/s"}
_BETWEEN = r"[ _.:/-]"
_IMU = re.compile(
    rf"(?:(?P<node>.*?){_BETWEEN}+)?(?P<kind>acc(?:el(?:erometer|eration)?)?|a|gyro?(?:scope)?|g|angular_velocity)"
    rf"{_BETWEEN}?(?P<axis>[xyz])",
    re.IGNORECASE,
)
_ENUMERATED = re.compile(r"(?:ch(?:an(?:nel)?)?)?[ _.-]?\d*", re.IGNORECASE)
_UNIT = re.compile(r"(.*?)\s*[\[(]([^\])]*)[\])]")


@dataclass(frozen=True)
class Stream:
    """What is known of a stream: its name, and the label and the unit of each channel (empty where not said)."""

    name: str
    labels: Sequence[str]
    units: Sequence[str]


@dataclass(frozen=True)
class StreamNode:
    """One node in a stream: the columns that are its channels, and what they give."""

    stream: int
    columns: tuple[int, ...]
    given: Given


def find_nodes(where: str, streams: Sequence[Stream], model: ModelDescription) -> list[StreamNode]:
    """The nodes in all streams, in their order. Raises InputError for what cannot be told apart or converted."""
    nodes = []
    for index, stream in enumerate(streams):
        alone = None if len(streams) == 1 else stream.name
        nodes += _labelled(where, index, stream, alone, model) or _unlabelled(where, index, stream, alone, model)
    return nodes


def units_said(streams: Sequence[Stream]) -> bool:
    """Whether every stream says units of its own."""
    return all(any(_split_unit(*pair)[1] for pair in _channels(stream)) for stream in streams)


def _channels(stream: Stream) -> list[tuple[str, str]]:
    return list(zip(stream.labels, stream.units, strict=True))


def _labelled(where: str, index: int, stream: Stream, alone: str | None, model: ModelDescription) -> list[StreamNode]:
    """Nodes by the labels; none where no label tells anything."""
    found: dict[str | None, dict[str, tuple[int, float]]] = {}
    for column, (label, unit) in enumerate(_channels(stream)):
        label, unit = _split_unit(label, unit)
        node, channel = _understand(label, model)
        if channel is None:
            continue
        places = found.setdefault(node or alone, {})
        if channel in places:
            if node is None and len(set(stream.labels)) < len(stream.labels):
                return []  # the same labels for every node
            raise InputError(f"{where}: two channels are {channel} of node {node or stream.name}; label them apart")
        places[channel] = (column, _factor(where, label, channel, unit, model))
    return [
        StreamNode(
            index,
            tuple(c for c, _ in places.values()),
            Given(tuple(places), tuple(f for _, f in places.values()), name),
        )
        for name, places in found.items()
    ]


def _unlabelled(where: str, index: int, stream: Stream, alone: str | None, model: ModelDescription) -> list[StreamNode]:
    """Nodes one after the other, each with all channels of the model."""
    each, count = len(model.channels), len(stream.labels)
    joints = len(model.skeleton["joints"])
    say_nothing = len(set(stream.labels)) < count or all(map(_ENUMERATED.fullmatch, stream.labels))
    if not count or count % each or count // each > joints or not say_nothing:
        labels = ", ".join(filter(None, stream.labels[:8])) or "none"
        raise InputError(
            f"{where}: stream {stream.name} has {count} channels (labels: {labels}); model '{model.name}' takes "
            f"{joints} nodes x {', '.join(model.channels)}: label them NODE_{model.channels[0]} and so on"
        )
    nodes = []
    for node in range(count // each):
        columns = tuple(range(node * each, (node + 1) * each))
        factors = tuple(
            _factor(where, f"number {column}", channel, _split_unit(*_channels(stream)[column])[1], model)
            for column, channel in zip(columns, model.channels, strict=True)
        )
        nodes.append(
            StreamNode(index, columns, Given(tuple(model.channels), factors, alone if count == each else None))
        )
    return nodes


def _split_unit(label: str, unit: str) -> tuple[str, str]:
    """A label that says its unit in brackets."""
    match = _UNIT.fullmatch(label.strip())
    return (match[1], unit or match[2]) if match else (label.strip(), unit)


def _understand(label: str, model: ModelDescription) -> tuple[str | None, str | None]:
    """Node and channel of a label; None, None where it is none of the model's and none of an IMU's."""
    for channel in model.channels:
        match = re.fullmatch(rf"(?:(.*){_BETWEEN})?{re.escape(channel)}", label, re.IGNORECASE)
        if match:
            return match[1] or None, channel
    match = _IMU.fullmatch(label)
    if match is None:
        return None, None
    kind = "acc" if match["kind"][:2].lower() in ("a", "ac") else "gyro"
    return match["node"] or None, f"{kind}_{match['axis'].lower()}"


def _factor(where: str, label: str, channel: str, unit: str, model: ModelDescription) -> float:
    if channel in model.channels:
        wanted = model.units[model.channels.index(channel)]
    else:
        wanted = IMU_UNITS[channel.partition("_")[0]]
    if not unit or unit == wanted:
        return 1.0
    si, factor = UNITS.get(unit.strip().lower(), (None, 1.0))
    if si != wanted:
        known = ", ".join(name for name, (of, _) in UNITS.items() if of == wanted) or wanted
        raise InputError(f"{where}: channel {label} is in '{unit}'; {channel} is taken in {known}")
    return factor


def describe(nodes: Sequence[StreamNode]) -> str:
    """The nodes for people."""
    counts = Counter(len(node.columns) for node in nodes)
    names = [node.given.name for node in nodes]
    said = f" ({', '.join(str(name) for name in names)})" if all(names) else ""
    return f"{len(nodes)} node{'s' * (len(nodes) > 1)} x {'/'.join(map(str, counts))} channels{said}"
