"""What a device gives, as if a model took just that: to record it where there is no model yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rtstgcn_firmware.messages import CHANNELS, Hello, Message, Node, Reading
from rtstgcn_firmware.protocols import SensorProtocol

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.manifest import ModelDescription
from rtstgcn_edge.skeletons import list_skeletons, load_skeleton
from rtstgcn_edge.sources.imu.listening import Listening

UNLABELLED = "unlabelled"
"""Name of the model that is none, and of its one class."""
UNITS = {"acc": "m/s^2", "gyro": "rad/s"}


def describe(
    where: str,
    greeting: Iterable[tuple[int, Sequence[Message | Reading]]],
    protocol: SensorProtocol,
    rate_hz: float | None = None,
) -> ModelDescription:
    """All nodes of a device, all channels that it measures, at its own rate.

    Args:
        where: the source, for messages.
        greeting: when what came of it, until it was known.
        protocol: what it speaks.
        rate_hz: what the person says of its rate.

    Raises InputError where it does not tell.
    """
    hello: Hello | None = None
    names: dict[int, str] = {}
    listening = Listening(where, protocol, set())
    for arrival, messages in greeting:
        for message in messages:
            if isinstance(message, Hello):
                hello = message
            elif isinstance(message, Node):
                names[message.node] = message.name
            elif isinstance(message, Reading):
                listening.add(message, arrival)
    if hello is not None:
        nodes = list(range(hello.nodes))
        channels = [channel for bit, channel in enumerate(CHANNELS) if hello.channels >> bit & 1]
    else:
        nodes, channels = sorted(listening.seen | set(names)), listening.channels
    if not (nodes and channels):
        raise InputError(f"{where}: no {'channel' if nodes else 'node'} of it gives anything to record")
    rate = rate_hz or (hello.rate_hz if hello else protocol.default_rate_hz or listening.measured_hz)
    return ModelDescription(
        name=UNLABELLED,
        classes=[UNLABELLED],
        skeleton=_skeleton([names.get(node) or f"node_{node}" for node in nodes]),
        channels=channels,
        units=[UNITS[channel.partition("_")[0]] for channel in channels],
        rate_hz=rate,
    )


def _skeleton(joints: list[str]) -> dict[str, Any]:
    """The bundled one of these joints; else all joined to the first: who trains on it says better."""
    for name in list_skeletons():
        skeleton = load_skeleton(name)
        if list(skeleton.joints) == joints:
            return skeleton.to_dict()
    twice = next((joint for joint in joints if joints.count(joint) > 1), None)
    if twice is not None:
        raise InputError(f"two nodes of the device are named '{twice}'; give each a name of its own")
    edges = [[0, joint] for joint in range(1, len(joints))]
    return {"name": "device", "joints": joints, "edges": edges, "center": 0}
