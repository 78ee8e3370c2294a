"""What a device has, as what the model wants: which node is which joint, which axis is which, in SI units."""

from __future__ import annotations

from collections.abc import Mapping as AbstractMapping
from collections.abc import Sequence
from dataclasses import dataclass

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import near_miss
from rtstgcn_edge.manifest import ModelDescription
from rtstgcn_edge.sources.live.axes import Turn, parse_axes

FINITE = 3.4e38
"""What float32 holds."""


@dataclass(frozen=True)
class Given:
    """What one node of a device gives: the names of its channels, and the factor of each to the model's unit (SI)."""

    channels: Sequence[str]
    factors: Sequence[float]
    name: str | None = None


@dataclass(frozen=True)
class Mapping:
    """From values of device nodes to values of the model's joints."""

    joint_of: dict[int, int]
    """Joint of each device node that the model wants."""
    node_of: tuple[int, ...]
    """Device node of each joint."""
    plans: tuple[tuple[tuple[int, float], ...], ...]
    """Of each joint, for each channel of the model: which of the node's values, times what."""

    def convert(self, joint: int, values: Sequence[float]) -> tuple[float, ...] | None:
        """The model's channels (C) of one sample; None where not all of them are finite."""
        converted = tuple([values[i] * factor for i, factor in self.plans[joint]])
        for value in converted:
            if not -FINITE < value < FINITE:
                return None
        return converted


def make_mapping(
    where: str,
    given: AbstractMapping[int, Given],
    model: ModelDescription,
    *,
    nodes: str | None = None,
    axes: str | None = None,
) -> Mapping:
    """The mapping of a device's nodes (by number) onto a model.

    Args:
        where: the source, for messages.
        given: what each node gives.
        model: what is wanted.
        nodes: a node, by number or name, for each joint in the model's order; or `joint:node,...`.
        axes: the model's axes as the device's, `y,-x,z`; or `joint:y,-x,z;...`.

    Raises:
        InputError: a node or channel that the model wants is not there, or nobody says which it is.
    """
    joints = [str(joint) for joint in model.skeleton["joints"]]
    node_of = _named(where, nodes, given, joints) if nodes else _guessed(where, given, joints, model.name)
    turns = parse_axes(where, axes, joints) if axes else {}
    plans = tuple(
        _plan(where, given[node], model, turns.get(joint)) for joint, node in zip(joints, node_of, strict=True)
    )
    return Mapping({node: joint for joint, node in enumerate(node_of)}, node_of, plans)


def _guessed(where: str, given: AbstractMapping[int, Given], joints: list[str], model: str) -> tuple[int, ...]:
    """By name where the names are the model's, by number where there are no names and the count fits."""
    numbers = {node.name: number for number, node in given.items() if node.name}
    for joint in joints:
        if sum(node.name == joint for node in given.values()) > 1:
            raise InputError(
                f"{where}: two nodes are named '{joint}'; say which node is which by number, as in nodes=0,1"
            )
    if all(joint in numbers for joint in joints):
        return tuple(numbers[joint] for joint in joints)
    if not numbers and len(given) == len(joints):
        return tuple(sorted(given))
    wants = f"model '{model}' takes {len(joints)}: {', '.join(joints)}"
    has = f"{len(given)} node{'s' * (len(given) != 1)}"
    if numbers:
        has += f" ({', '.join(str(given[number].name or number) for number in sorted(given))})"
    if len(given) < len(joints):
        raise InputError(f"{where}: {has}, but {wants}; take a model of so many nodes")
    line = ",".join(str(number) for number in sorted(given)[: len(joints)])
    raise InputError(f"{where}: {has}; {wants}; say which node is which, in this order, as in nodes={line}")


def _named(where: str, text: str, given: AbstractMapping[int, Given], joints: list[str]) -> tuple[int, ...]:
    """As the person says."""
    items = [item.strip() for item in text.split(",")]
    if any(":" in item for item in items):
        by_joint: dict[str, str] = {}
        for item in items:
            joint, colon, node = (part.strip() for part in item.partition(":"))
            if not colon:
                raise InputError(f"{where}: nodes={text}: '{item}' is for no joint; write joint:node for all of them")
            if joint not in joints:
                hint = near_miss(joint, joints) or f"known: {', '.join(joints)}"
                raise InputError(f"{where}: nodes={text}: the model has no joint '{joint}'; {hint}")
            if joint in by_joint:
                raise InputError(f"{where}: nodes={text}: joint '{joint}' is given twice")
            by_joint[joint] = node
        missing = [joint for joint in joints if joint not in by_joint]
        if missing:
            raise InputError(f"{where}: nodes={text}: no node for {', '.join(missing)}")
        items = [by_joint[joint] for joint in joints]
    if len(items) != len(joints):
        raise InputError(
            f"{where}: nodes={text}: {len(items)} nodes, but the model takes {len(joints)}: {', '.join(joints)}"
        )
    found = tuple(_number(f"{where}: nodes={text}", item, given) for item in items)
    for number in found:
        if found.count(number) > 1:
            raise InputError(f"{where}: nodes={text}: node {number} is given to two joints")
    return found


def _number(where: str, item: str, given: AbstractMapping[int, Given]) -> int:
    names = {node.name: number for number, node in given.items() if node.name}
    if item in names:
        return names[item]
    if item.isdecimal():
        if int(item) in given:
            return int(item)
        raise InputError(f"{where}: the device has no node {int(item)}; it has {', '.join(map(str, sorted(given)))}")
    hint = near_miss(item, names) or f"known: {', '.join([*names, *map(str, sorted(given))])}"
    raise InputError(f"{where}: the device has no node '{item}'; {hint}")


def _plan(where: str, node: Given, model: ModelDescription, turn: Turn | None) -> tuple[tuple[int, float], ...]:
    """Of each channel of the model: index and factor of the node's channel."""
    places = {channel: i for i, channel in enumerate(node.channels)}
    directions = list(dict.fromkeys(channel.rpartition("_")[2] for channel in model.channels))
    plan = []
    for channel in model.channels:
        kind, _, direction = channel.rpartition("_")
        wanted, sign = channel, 1.0
        if turn:
            axis, sign = turn.of(where, direction, directions)
            wanted = f"{kind}_{axis}" if kind else axis
        if wanted not in places:
            raise InputError(_no_channel(where, channel, wanted, node, model, directions))
        plan.append((places[wanted], sign * node.factors[places[wanted]]))
    return tuple(plan)


def _no_channel(
    where: str, channel: str, wanted: str, node: Given, model: ModelDescription, directions: list[str]
) -> str:
    kind = channel.rpartition("_")[0]
    has = ", ".join(filter(None, node.channels)) or "none"
    takes = f"model '{model.name}' takes {', '.join(model.channels)}"
    same_kind = [name for name in node.channels if name.rpartition("_")[0] == kind]
    if wanted == channel and len(same_kind) == 3 and not set(directions) <= set("xyz"):
        return (
            f"{where}: {takes}; say which axis of the device (x, y, z) each of {', '.join(directions)} is, "
            "as in axes=x,z,-y (a minus where it points the other way)"
        )
    return f"{where}: the device does not measure {wanted} (it has {has}); {takes}; take a model without it"
