"""What travels on the wire (firmware_bridge/WIRE.md), as named tuples.

Times are microseconds of the device's clock modulo 2^32, sequence numbers count modulo 2^16. Nodes are 0 to 19;
`DEVICE` in place of a node is the device itself. Names and texts are at most 31 bytes of UTF-8.
"""

from __future__ import annotations

from enum import IntEnum, IntFlag
from typing import NamedTuple

VERSION = 1
"""Of the protocol. HELLO and HELLO_REQUEST say it."""
MAX_NODES = 20
DEVICE = 255
"""The device itself, where a node is asked for."""
MAX_TEXT = 31
"""Bytes of a name."""
CHANNELS = ("acc_x", "acc_y", "acc_z", "gyro_x", "gyro_y", "gyro_z")
"""In the order of a sample; of the bits in `Hello.channels` too, the first one the lowest."""
ALL_CHANNELS = 0x3F
FULL_SCALE = 32768
"""The count that stands for the range."""
BATTERY_UNKNOWN = 255

Values = tuple[int, int, int, int, int, int]


class MessageType(IntEnum):
    """The first byte of a message; below 0x40 from the device, above to it."""

    HELLO = 0x01
    NODE = 0x02
    SAMPLE = 0x03
    COMBINED = 0x04
    STATUS = 0x05
    SYNC_REPLY = 0x06
    ACK = 0x07
    ERROR = 0x08
    HELLO_REQUEST = 0x41
    SYNC_REQUEST = 0x42
    LABEL = 0x43
    CLASS = 0x44


class Flags(IntFlag):
    """Of a HELLO; other bits belong to later versions."""

    NODE_CLOCKS = 1
    """Every node stamps its samples with a clock of its own."""


class AccUnit(IntEnum):
    """Unit of `Hello.acc_range`."""

    M_S2 = 0
    G = 1
    MG = 2


class GyroUnit(IntEnum):
    """Unit of `Hello.gyro_range`."""

    RAD_S = 0
    DEG_S = 1


class Kind(IntEnum):
    """What a LABEL is: of one frame, an event that the decision made, or a cue for the device to act upon."""

    LABEL = 0
    EVENT = 1
    CUE = 2


ACC_SI = {AccUnit.M_S2: 1.0, AccUnit.G: 9.80665, AccUnit.MG: 9.80665e-3}
"""m/s^2 in one of each unit."""
GYRO_SI = {GyroUnit.RAD_S: 1.0, GyroUnit.DEG_S: 0.017453292519943295}
"""rad/s in one of each unit."""


class Hello(NamedTuple):
    """Who a device is and what its samples mean. Of one of another `version`, only that is known."""

    version: int
    flags: int
    nodes: int
    channels: int
    """Bits: which of `CHANNELS` are really measured."""
    boot: int
    """Another number at every start."""
    rate: int
    """Nominal samples of each node in 1000 s (mHz)."""
    acc_unit: AccUnit
    acc_range: float
    """What `FULL_SCALE` stands for, in `acc_unit`; float32."""
    gyro_unit: GyroUnit
    gyro_range: float
    serial: bytes
    """8 bytes; zeros: unknown."""
    firmware: str
    model: str
    """Name of the model that it is for; empty: none."""

    @property
    def rate_hz(self) -> float:
        """Nominal samples of each node in a second."""
        return self.rate / 1000

    @property
    def acc_scale(self) -> float:
        """m/s^2 of one count."""
        return self.acc_range * ACC_SI[self.acc_unit] / FULL_SCALE

    @property
    def gyro_scale(self) -> float:
        """rad/s of one count."""
        return self.gyro_range * GYRO_SI[self.gyro_unit] / FULL_SCALE


class Node(NamedTuple):
    """Name of a node."""

    node: int
    name: str


class Sample(NamedTuple):
    """One node at one instant, in counts, in the order of `CHANNELS`."""

    node: int
    sequence: int
    time: int
    values: Values


class Combined(NamedTuple):
    """All V nodes at one instant: 6 V counts, node by node, each in the order of `CHANNELS`."""

    sequence: int
    time: int
    values: tuple[int, ...]


class Status(NamedTuple):
    """Battery (percent) and, since the start, samples that the node took and those that it could not send."""

    node: int
    battery: int
    taken: int
    dropped: int


class SyncReply(NamedTuple):
    """When the device received the request that said `echo`, and when this reply left."""

    node: int
    echo: int
    received: int
    sent: int


class Ack(NamedTuple):
    """When the device acted upon the cue of that number."""

    number: int
    time: int


class Error(NamedTuple):
    """Something is wrong on the device; its firmware gives codes their meaning."""

    code: int
    text: str


class HelloRequest(NamedTuple):
    """Asks for HELLO and NODEs."""

    version: int = VERSION


class SyncRequest(NamedTuple):
    """Asks a node for its time; `echo` is any number, to know the reply by."""

    node: int
    echo: int


class Label(NamedTuple):
    """What the model says of a frame."""

    kind: Kind
    number: int
    """Counts the messages of one kind, modulo 2^16."""
    label: int
    """Index of the class."""
    confidence: int
    """0 to 255, which is 1."""
    skeleton: int
    time: int
    """Device time at which that frame was sampled."""


class Class(NamedTuple):
    """Name of the class that `Label.label` numbers; there are `classes` of them."""

    label: int
    classes: int
    name: str


Message = (
    Hello | Node | Sample | Combined | Status | SyncReply | Ack | Error | HelloRequest | SyncRequest | Label | Class
)


class Reading(NamedTuple):
    """One node at one instant as a foreign protocol gives it; never on the wire.

    `values` are m/s^2 and rad/s in the order of `CHANNELS`, NaN for a channel that the sensor has not.
    """

    node: int
    sequence: int | None
    time: int | None
    values: tuple[float, float, float, float, float, float]


def shortened(text: str) -> str:
    """As much of a text as a message takes: 31 bytes of UTF-8, no character cut in half."""
    return text.encode("utf-8", "replace")[:MAX_TEXT].decode("utf-8", "ignore")
