"""Does what a device says of itself fit the model? Asked at the start, and whenever it says it again."""

from __future__ import annotations

from collections.abc import Mapping as AbstractMapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from rtstgcn_firmware.messages import ACC_SI, CHANNELS, GYRO_SI, VERSION, AccUnit, Flags, GyroUnit, Hello

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.manifest import ModelDescription
from rtstgcn_edge.resample import same_rate
from rtstgcn_edge.sources.live.mapping import Given, Mapping, make_mapping
from rtstgcn_edge.sources.live.rate import Rate

UNIT_IN = {"m/s^2": 1.0, "g": 1 / ACC_SI[AccUnit.G], "rad/s": 1.0, "deg/s": 1 / GYRO_SI[GyroUnit.DEG_S]}
"""What one m/s^2 or rad/s is in units that a model may take."""


@dataclass(frozen=True)
class Fit:
    """How a device serves a model."""

    mapping: Mapping
    rate_hz: float
    node_clocks: bool


def check_hello(
    where: str,
    hello: Hello,
    names: AbstractMapping[int, str],
    model: ModelDescription,
    *,
    nodes: str | None = None,
    axes: str | None = None,
    rate_hz: float | None = None,
) -> Fit:
    """How a device that says HELLO serves the model. Raises InputError with what stands in the way and what to type."""
    if hello.version != VERSION:
        raise InputError(
            f"{where}: the device speaks version {hello.version} of the wire, this program version {VERSION}; "
            f"update {'the firmware' if hello.version < VERSION else 'this program'}"
        )
    channels = [channel for bit, channel in enumerate(CHANNELS) if hello.channels >> bit & 1]
    scales = {"acc": hello.acc_scale, "gyro": hello.gyro_scale}
    measured = {channel: scales[channel.partition("_")[0]] for channel in channels}
    given = {node: _given(measured, model, names.get(node)) for node in range(hello.nodes)}
    rate = rate_hz or hello.rate_hz
    mapping = make_mapping(where, given, model, nodes=nodes, axes=axes)
    check_rate(where, rate, model)
    return Fit(mapping, rate, bool(hello.flags & Flags.NODE_CLOCKS))


def check_readings(
    where: str,
    seen: AbstractSet[int],
    names: AbstractMapping[int, str],
    channels: AbstractSet[str],
    model: ModelDescription,
    *,
    one_node: bool,
    nodes: str | None = None,
    axes: str | None = None,
) -> Mapping:
    """How a device that does not say HELLO serves the model: by what came of it.

    Nodes that have given no reading yet (`seen`) are waited for, unless they have names or the protocol has `one_node`
    only. `channels` are those of `CHANNELS` that are measured. Raises InputError.
    """
    measured = {channel: 1.0 for channel in CHANNELS if channel in channels}
    numbers = set(seen) | set(names)
    if not one_node and not names:  # nodes that are late are waited for
        wanted = [item.rpartition(":")[2].strip() for item in nodes.split(",")] if nodes else []
        numbers |= {int(item) for item in wanted if item.isdecimal() and int(item) < 256}
        joints = len(model.skeleton["joints"])
        if not nodes and all(number < joints for number in seen):
            numbers |= set(range(joints))
    given = {node: _given(measured, model, names.get(node)) for node in numbers}
    return make_mapping(where, given, model, nodes=nodes, axes=axes)


def check_rate(where: str, rate_hz: float, model: ModelDescription) -> None:
    """Refuse a rate that cannot be resampled to the model's. Raises InputError."""
    try:
        Rate(rate_hz, model.rate_hz)
    except InputError as error:
        raise InputError(f"{where}: {error}; set the sensor to about {model.rate_hz:g} Hz") from None


def rate_in_words(rate_hz: float, model: ModelDescription) -> str:
    """The rate of a device, and what becomes of it, for people."""
    if same_rate(rate_hz, model.rate_hz):
        return f"{rate_hz:g} Hz"
    delay_ms = Rate(rate_hz, model.rate_hz).delay_s * 1000
    words = f"{rate_hz:g} Hz, resampled to {model.rate_hz:g} Hz (adds {delay_ms:.0f} ms)"
    if rate_hz < 0.75 * model.rate_hz:
        words += f", which shows the model no movement above {rate_hz / 2:g} Hz; set the sensor to {model.rate_hz:g} Hz"
    return words


def _given(measured: AbstractMapping[str, float], model: ModelDescription, name: str | None) -> Given:
    """One node: where its values stand in a sample, and what makes the model's units of them."""
    units = {channel.rpartition("_")[0]: unit for channel, unit in zip(model.channels, model.units, strict=True)}
    # every sample holds all six; a channel that is not measured has no name to be asked for by
    channels = [channel if channel in measured else "" for channel in CHANNELS]
    factors = [measured.get(channel, 0.0) * UNIT_IN.get(units.get(channel[:-2], ""), 1.0) for channel in CHANNELS]
    return Given(channels, factors, name)
