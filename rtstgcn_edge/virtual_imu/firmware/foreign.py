"""Firmware of others: the packets that sensors people own send, by their published layouts. They hear nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from struct import pack

import numpy as np
from rtstgcn_firmware.messages import ACC_SI, FULL_SCALE, GYRO_SI, AccUnit, GyroUnit

from rtstgcn_edge.virtual_imu.clocks import MASK, since
from rtstgcn_edge.virtual_imu.firmware.base import Board, Identity

Reading = Sequence[float]
"""Six values in m/s^2 and rad/s."""
Encode = Callable[[str, int, int, Reading], bytes]
"""Name of the node, number of the sample, time (us; neither wraps), reading."""

_G, _DEG = ACC_SI[AccUnit.G], GYRO_SI[GyroUnit.DEG_S]


def lines(node: str, number: int, time_us: int, reading: Reading) -> bytes:
    """`node,t_us,ax,ay,az,gx,gy,gz`, m/s^2 and rad/s."""
    values = ",".join(f"{value:.5f}" for value in reading)
    return f"{node},{time_us & MASK},{values}\r\n".encode()


def witmotion(node: str, number: int, time_us: int, reading: Reading) -> bytes:
    """0x55 packets of time (50), acceleration (51; 16 g) and angular velocity (52; 2000 deg/s), each with its sum.

    WitMotion, WT901 datasheet: 55, kind, 8 bytes of content, sum of all of them.
    """
    ms = time_us // 1000
    clock = pack(
        "<6BH", 26, 1, 1 + ms // 86_400_000 % 28, ms // 3_600_000 % 24, ms // 60_000 % 60, ms // 1000 % 60, ms % 1000
    )
    acc = _counts(reading[:3], 16 * _G)
    gyro = _counts(reading[3:], 2000 * _DEG)
    bodies = (b"\x55\x50" + clock, b"\x55\x51" + pack("<3hH", *acc, 0), b"\x55\x52" + pack("<3hH", *gyro, 0))
    return b"".join(body + bytes([sum(body) & 0xFF]) for body in bodies)


def bno08x(node: str, number: int, time_us: int, reading: Reading) -> bytes:
    """UART-RVC: AA AA, index, angles, acceleration in mg, three reserved bytes, sum (BNO080 datasheet, 1.3.5.2)."""
    acc = [max(-FULL_SCALE, min(FULL_SCALE - 1, round(value / ACC_SI[AccUnit.MG]))) for value in reading[:3]]
    body = pack("<B6h3x", number & 0xFF, 0, 0, 0, *acc)
    return b"\xaa\xaa" + body + bytes([sum(body) & 0xFF])


def xsens(node: str, number: int, time_us: int, reading: Reading) -> bytes:
    """MTData2 with PacketCounter, SampleTimeFine (0.1 ms), Acceleration and RateOfTurn as float32 (Xsens MT0101P)."""
    data = pack(">HBH", 0x1020, 2, number & 0xFFFF) + pack(">HBI", 0x1060, 4, time_us // 100 & MASK)
    data += pack(">HB3f", 0x4020, 12, *reading[:3]) + pack(">HB3f", 0x8020, 12, *reading[3:])
    body = bytes([0xFF, 0x36, len(data)]) + data
    return b"\xfa" + body + bytes([-sum(body) & 0xFF])


ENCODERS: dict[str, Encode] = {"lines": lines, "witmotion": witmotion, "bno08x": bno08x, "xsens": xsens}
ONE_NODE = ("witmotion", "bno08x", "xsens")
"""Protocols of a sensor that is alone on its line."""


class ForeignFirmware:
    """A device that sends readings and neither says who it is nor listens."""

    def __init__(self, encode: Encode, identity: Identity, board: Board) -> None:
        self._encode, self._board = encode, board
        self._names = [name or str(node) for node, name in enumerate(identity.nodes)]
        self._numbers: list[int] = []
        self._times: list[int | None] = []
        acc, gyro = identity.acc_range_g * _G / FULL_SCALE, identity.gyro_range_deg_s * _DEG / FULL_SCALE
        self._scales = [acc] * 3 + [gyro] * 3

    def start(self, boot: int) -> None:
        """Power on."""
        self._numbers, self._times = [0] * len(self._names), [None] * len(self._names)

    def sample(self, node: int, time_us: int, values: Sequence[int]) -> None:
        """One node's six counts."""
        reading = [count * scale for count, scale in zip(values, self._scales, strict=True)]
        before = self._times[node]
        # each protocol wraps its time in its own way
        time = time_us if before is None else before + since(before & MASK, time_us)
        self._board.write(self._encode(self._names[node], self._numbers[node], time, reading))
        self._numbers[node] += 1
        self._times[node] = time

    def combined(self, time_us: int, values: Sequence[int]) -> None:
        """All nodes' counts, one after the other."""
        for node in range(len(self._names)):
            self.sample(node, time_us, values[6 * node : 6 * node + 6])

    def status(self, node: int, battery: int) -> None:
        """These say nothing of themselves."""

    def receive(self, data: bytes) -> None:
        """Nor do they listen."""


def _counts(values: Reading, full_scale: float) -> list[int]:
    counts = np.rint(np.asarray(values) * (FULL_SCALE / full_scale))
    clipped: list[int] = np.clip(counts, -FULL_SCALE, FULL_SCALE - 1).astype(int).tolist()
    return clipped
