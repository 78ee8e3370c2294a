"""A device that does not say what it is: its first second tells nodes, channels and rate."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from statistics import median

from rtstgcn_firmware.messages import CHANNELS, Reading
from rtstgcn_firmware.protocols import SensorProtocol

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.manifest import ModelDescription
from rtstgcn_edge.sources.imu.check import Fit, check_rate, check_readings

LISTEN_NS = 1_000_000_000
MEASURED_WITHIN = 0.01
"""Share of a rate to which a second tells it."""
FEW = 4
"""Steps between samples of a node, from which their rate is told."""


class Listening:
    """Keeps the readings of the first second.

    Args:
        where: the source, for messages.
        protocol: what the device speaks.
        seen: nodes that gave readings before.
    """

    def __init__(self, where: str, protocol: SensorProtocol, seen: set[int]) -> None:
        self._where, self._protocol, self.seen = where, protocol, seen
        self.readings: list[tuple[Reading, int]] = []
        """With their arrivals."""

    def add(self, reading: Reading, arrival_ns: int) -> None:
        """One more."""
        self.seen.add(reading.node)
        self.readings.append((reading, arrival_ns))

    @property
    def until_ns(self) -> int | None:
        """When the second is over; None before it has begun."""
        return self.readings[0][1] + LISTEN_NS if self.readings else None

    @property
    def timed(self) -> bool:
        """Whether the device stamps its readings."""
        return any(reading.time is not None for reading, _ in self.readings)

    def fit(
        self,
        names: Mapping[int, str],
        model: ModelDescription,
        nodes: str | None,
        axes: str | None,
        rate_hz: float | None,
    ) -> Fit:
        """How it serves the model. Raises InputError."""
        channels, one_node = set(self.channels), self._protocol.nodes == 1
        mapping = check_readings(
            self._where, self.seen, names, channels, model, one_node=one_node, nodes=nodes, axes=axes
        )
        rate = rate_hz or self._protocol.default_rate_hz or _rounded(self._observed_hz(), model.rate_hz)
        check_rate(self._where, rate, model)
        return Fit(mapping, rate, node_clocks=False)

    @property
    def channels(self) -> list[str]:
        """Those of `CHANNELS` of which there were numbers."""
        heard = [reading.values for reading, _ in self.readings]
        return [name for i, name in enumerate(CHANNELS) if any(values[i] == values[i] for values in heard)]

    @property
    def measured_hz(self) -> float:
        """Samples of a node in a second, as it was probably meant. Raises InputError where they are too few."""
        return _rounded(self._observed_hz())

    def _observed_hz(self) -> float:
        """Samples of a node in a second, by the device's time where it tells it; losses are passed over."""
        steps_us = []
        for node in self.seen:
            times = [self._time_us(reading, arrival) for reading, arrival in self.readings if reading.node == node]
            steps = [later - earlier for earlier, later in pairwise(times)]
            if len(steps) >= FEW:
                usual = [step for step in steps if step < 1.5 * median(steps)] if self.timed else steps
                steps_us.append(sum(usual) / len(usual))
        if not steps_us or median(steps_us) <= 0:
            raise InputError(f"{self._where}: too few samples to tell their rate; give it, as in rate_hz=100")
        return 1e6 / median(steps_us)

    def _time_us(self, reading: Reading, arrival_ns: int) -> float:
        return arrival_ns / 1000 if reading.time is None else reading.time * self._protocol.tick_us


def _rounded(rate_hz: float, model_hz: float | None = None) -> float:
    """A rate that was measured for a second, as it was meant: the model's, a whole number, or to 0.1 Hz."""
    if model_hz is not None and abs(rate_hz / model_hz - 1) < MEASURED_WITHIN:
        return model_hz
    return float(round(rate_hz)) if abs(rate_hz / round(rate_hz) - 1) < MEASURED_WITHIN else round(rate_hz, 1)
