"""WitMotion modules (WT61, WT901, BWT901, ... ; WT901BLE and WT9011 by their serial receivers).

Cabled and Bluetooth 2 modules send 11 bytes for each quantity, one after the other, at the set rate:

    55 | type | 8 bytes | sum        type 50 time, 51 acceleration, 52 angular velocity, 53 angle, ... 5A; 5F a register
                                     sum: of all bytes before it, modulo 256

    50: year (20..), month, day, hour, minute, second, u16 ms      51: i16 x y z (32768 = 16 g), temperature
    52: i16 x y z (32768 = 2000 deg/s), voltage                     little-endian

Bluetooth 5 modules send 20 bytes without a checksum:

    55 61 | i16 acceleration x y z, angular velocity x y z, angle x y z        scaled as above; 55 71 is a register

Source: WIT Standard Communication Protocol (wit-motion.gitbook.io/witmotion-sdk) and the specification sheets of
BWT61CL (v20-0630) and WT901BLECL (v20-0707), section 6.1. Nothing tells two samples apart but the time, which must be
switched on ("time" of the content); where it is off, readings have none.
"""

from __future__ import annotations

from datetime import date
from math import nan, radians
from struct import Struct

from rtstgcn_firmware.messages import ACC_SI, FULL_SCALE, AccUnit, Message, Reading
from rtstgcn_firmware.protocols.packets import NO_PACKET, Packets

ACC_SCALE = 16 * ACC_SI[AccUnit.G] / FULL_SCALE
GYRO_SCALE = radians(2000) / FULL_SCALE
TIME, ACC, GYRO, LAST, REGISTER, COMBINED, COMBINED_REGISTER = 0x50, 0x51, 0x52, 0x5A, 0x5F, 0x61, 0x71
SHORT, LONG = 11, 20
WITHOUT_GYRO = 3
"""Accelerations in a row with no angular velocity after them, from which on none is waited for."""

_AXES = Struct("<3h")
_TIME = Struct("<6BH")
Triple = tuple[float, float, float]
_NONE: Triple = (nan, nan, nan)


class Witmotion(Packets):
    """Readings of one module: an acceleration with the angular velocity that follows it."""

    mark = b"\x55"
    time_bits = 32
    tick_us = 1000.0

    def __init__(self) -> None:
        super().__init__()
        self._time: int | None = None
        self._acc: Triple | None = None
        self._lone = 0

    def _length(self, data: bytes, at: int, in_step: bool) -> int | None:
        there = len(data) - at
        if there < 2:
            return None
        kind = data[at + 1]
        if TIME <= kind <= LAST or kind == REGISTER:
            return SHORT if there >= SHORT else None
        if kind not in (COMBINED, COMBINED_REGISTER):
            return NO_PACKET
        if in_step:
            return LONG if there >= LONG else None
        if there < LONG + 2:  # without a checksum: what follows must be a packet too
            return None
        follows = data[at + LONG] == 0x55 and data[at + LONG + 1] in (COMBINED, COMBINED_REGISTER)
        return LONG if follows else NO_PACKET

    def _is_intact(self, packet: bytes) -> bool:
        return len(packet) == LONG or sum(packet[:10]) & 0xFF == packet[10]

    def _understand(self, packet: bytes) -> list[Message | Reading]:
        kind = packet[1]
        if kind == TIME:
            return self._begin(packet)
        self.counts.packets += 1
        if kind == COMBINED:
            return [Reading(0, None, None, (*_scaled(packet, 2, ACC_SCALE), *_scaled(packet, 8, GYRO_SCALE)))]
        if kind == ACC:
            lone = self._lone_acceleration()
            self._acc = _scaled(packet, 2, ACC_SCALE)
            return lone + (self._lone_acceleration() if self._lone >= WITHOUT_GYRO else [])
        if kind == GYRO:
            return self._with_gyro(_scaled(packet, 2, GYRO_SCALE))
        return []

    def _begin(self, packet: bytes) -> list[Message | Reading]:
        """The time comes first, so what is there of the sample before it is all of it."""
        self.counts.packets += 1
        lone = self._lone_acceleration()
        year, month, day, hour, minute, second, ms = _TIME.unpack_from(packet, 2)
        try:
            days = date(2000 + year, month, day).toordinal()
        except ValueError:  # a calendar that was never set
            days = 0
        self._time = (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + ms & 0xFFFFFFFF
        return lone

    def _with_gyro(self, gyro: Triple) -> list[Message | Reading]:
        """An angular velocity whose acceleration was lost makes no sample."""
        acc, self._acc, self._lone = self._acc, None, 0
        return [Reading(0, None, self._take_time(), (*acc, *gyro))] if acc else []

    def _lone_acceleration(self) -> list[Message | Reading]:
        acc, self._acc = self._acc, None
        if acc is None:
            return []
        self._lone += 1
        return [Reading(0, None, self._take_time(), (*acc, *_NONE))]

    def _take_time(self) -> int | None:
        """Each time is of one sample."""
        time, self._time = self._time, None
        return time


def _scaled(packet: bytes, at: int, scale: float) -> Triple:
    x, y, z = _AXES.unpack_from(packet, at)
    return x * scale, y * scale, z * scale
