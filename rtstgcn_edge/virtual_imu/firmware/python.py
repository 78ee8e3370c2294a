"""The firmware in Python, by the codec that the host uses."""

from __future__ import annotations

from collections.abc import Sequence

from rtstgcn_firmware.codec import Decoder, encode
from rtstgcn_firmware.messages import (
    DEVICE,
    VERSION,
    AccUnit,
    Ack,
    Class,
    Combined,
    Flags,
    GyroUnit,
    Hello,
    HelloRequest,
    Kind,
    Label,
    Message,
    Node,
    Sample,
    Status,
    SyncReply,
    SyncRequest,
)

from rtstgcn_edge.virtual_imu.firmware.base import Board, Identity

_WRAP16 = 0xFFFF
_WRAP32 = 0xFFFF_FFFF


class PythonFirmware:
    """One device."""

    def __init__(self, identity: Identity, board: Board) -> None:
        self._identity, self._board = identity, board
        self.start_counters()

    def start_counters(self) -> None:
        """Everything as after power on."""
        nodes = len(self._identity.nodes)
        self._boot = 0
        self._taken, self._dropped = [0] * nodes, [0] * nodes
        self._combined = 0
        self._classes: dict[int, str] = {}
        self._decoder = Decoder()

    def start(self, boot: int) -> None:
        """Power on."""
        self.start_counters()
        self._boot = boot
        self._hello()

    def sample(self, node: int, time_us: int, values: Sequence[int]) -> None:
        """One node's six counts."""
        sequence = self._taken[node] & _WRAP16
        self._taken[node] += 1
        a, b, c, d, e, f = values
        if not self._send(Sample(node, sequence, time_us, (a, b, c, d, e, f))):
            self._dropped[node] += 1

    def combined(self, time_us: int, values: Sequence[int]) -> None:
        """All nodes' counts."""
        sequence = self._combined & _WRAP16
        self._combined += 1
        sent = self._send(Combined(sequence, time_us, tuple(values)))
        for node in range(len(self._taken)):
            self._taken[node] += 1
            self._dropped[node] += not sent

    def status(self, node: int, battery: int) -> None:
        """Report a node, or the device: all nodes together."""
        taken, dropped = (sum(counts) if node == DEVICE else counts[node] for counts in (self._taken, self._dropped))
        self._send(Status(node, battery, taken & _WRAP32, dropped & _WRAP32))

    def receive(self, data: bytes) -> None:
        """Answer what these bytes complete."""
        for message in self._decoder.feed(data):
            self._answer(message)

    def _answer(self, message: object) -> None:
        match message:
            case HelloRequest():
                self._hello()
            case SyncRequest(node, echo) if node == DEVICE or node < len(self._taken):
                received = self._board.clock_us(node)
                self._send(SyncReply(node, echo, received, self._board.clock_us(node)))
            case Class(label, _, name):
                self._classes[label] = name
            case Label(kind, number, label):
                self._board.labelled(message, self._classes.get(label, ""))
                if kind == Kind.CUE:
                    self._send(Ack(number, self._board.clock_us(DEVICE)))

    def _hello(self) -> None:
        it = self._identity
        flags = Flags.NODE_CLOCKS if it.node_clocks else 0
        acc, gyro = (AccUnit.G, it.acc_range_g), (GyroUnit.DEG_S, it.gyro_range_deg_s)
        self._send(
            Hello(VERSION, flags, len(it.nodes), it.channels, self._boot, it.rate_mhz, *acc, *gyro, it.serial,
                  it.firmware, it.model)
        )  # fmt: skip
        for node, name in enumerate(it.nodes if any(it.nodes) else ()):
            self._send(Node(node, name))

    def _send(self, message: Message) -> bool:
        return self._board.write(encode(message))
