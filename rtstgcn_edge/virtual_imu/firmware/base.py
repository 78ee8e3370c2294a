"""The interface of a firmware, and of the board that it runs on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from rtstgcn_firmware.messages import Label


class Identity(NamedTuple):
    """What a HELLO says. `nodes` are names, empty ones where a node has none."""

    nodes: tuple[str, ...]
    node_clocks: bool
    channels: int
    rate_mhz: int
    acc_range_g: float
    gyro_range_deg_s: float
    serial: bytes
    model: str
    firmware: str = "virtual-imu"


class Board(Protocol):
    """What the firmware has around it."""

    def write(self, packet: bytes) -> bool:
        """Whether the transmit buffer took a whole packet."""
        ...

    def clock_us(self, node: int) -> int:
        """Present time of a node's clock, or of the device's own (255), modulo 2^32."""
        ...

    def labelled(self, label: Label, name: str) -> None:
        """The host sent a label, an event or a cue; `name` of the class, where the host has told it."""
        ...


class Firmware(Protocol):
    """Sends what nodes sampled, and answers the host. Counts samples taken and dropped, per node."""

    def start(self, boot: int) -> None:
        """Power on: counters at zero, then HELLO."""
        ...

    def sample(self, node: int, time_us: int, values: Sequence[int]) -> None:
        """One node's six counts."""
        ...

    def combined(self, time_us: int, values: Sequence[int]) -> None:
        """All nodes' counts, 6 V."""
        ...

    def status(self, node: int, battery: int) -> None:
        """Report a node, or the device."""
        ...

    def receive(self, data: bytes) -> None:
        """Bytes from the host."""
        ...
