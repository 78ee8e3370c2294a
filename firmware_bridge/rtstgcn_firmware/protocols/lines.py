"""Text lines, as any board with a serial monitor prints them: `node,t_us,ax,ay,az,gx,gy,gz`, a line for each node.

    0,1000250,0.12,-9.79,0.31,0.01,0.00,-0.02
    shin_r,1000250,0.12,-9.79,0.31                    acceleration alone: two fields from the third on stay away

`node` is a number from 0 or a name (names are numbered as they come), `t_us` the board's time in whole microseconds
(`micros()`; it may wrap at 2^32), empty where there is none. Values are m/s^2 and rad/s, or what `units` says. Fields
are separated by commas, semicolons, tabs or spaces; empty lines, lines that begin with # and a header are passed over.
A header may name the columns in another order, with units of its own, where each value has one:

    t_ms;node;gx[deg/s];gy[deg/s];gz[deg/s];ax[g];ay[g];az[g]

The first line is taken only where it is a header, or known to be `whole`: who starts to listen may hear the end of one.
Text has no checksum: a digit that is lost on the way is not noticed.
"""

from __future__ import annotations

import re
from math import nan
from typing import NamedTuple, cast

from rtstgcn_firmware.codec import WireCounts
from rtstgcn_firmware.messages import ACC_SI, CHANNELS, GYRO_SI, MAX_NODES, AccUnit, GyroUnit, Message, Node, Reading

SixValues = tuple[float, float, float, float, float, float]

LONGEST = 400
"""Bytes of a line; a longer one is no line of numbers."""
ACC_UNITS = {"m/s^2": 1.0, "m/s2": 1.0, "g": ACC_SI[AccUnit.G], "mg": ACC_SI[AccUnit.MG]}
GYRO_UNITS = {"rad/s": 1.0, "deg/s": GYRO_SI[GyroUnit.DEG_S], "dps": GYRO_SI[GyroUnit.DEG_S]}
TIME_UNITS = {"t_us": 1.0, "time_us": 1.0, "t_ms": 1e3, "time_ms": 1e3, "t_s": 1e6, "time_s": 1e6, "time": 1e6}
SHORT_NAMES = dict(zip(("ax", "ay", "az", "gx", "gy", "gz"), CHANNELS, strict=True))
_COLUMN = re.compile(r"([A-Za-z_]+)\s*(?:[\[(]\s*([^\])]*?)\s*[\])])?")


class Columns(NamedTuple):
    """Where the fields of a line are."""

    node: int | None
    time: int | None
    time_us: float
    """Microseconds of one unit of the time."""
    channels: tuple[tuple[int, float] | None, ...]
    """Of each channel its field and factor to SI."""
    fields: int


def read_units(units: str) -> tuple[float, float]:
    """Factors to SI of `ACC,GYRO`, as in `g,deg/s`. Raises ValueError."""
    acc, comma, gyro = (part.strip() for part in units.partition(","))
    if acc not in ACC_UNITS or (comma and gyro not in GYRO_UNITS):
        raise ValueError(f"one of {', '.join(ACC_UNITS)}, a comma and one of {', '.join(GYRO_UNITS)} are expected")
    return ACC_UNITS[acc], GYRO_UNITS[gyro] if comma else 1.0


class Lines:
    """Readings out of lines of text cut anywhere.

    Args:
        units: of acceleration and angular velocity, `g,deg/s`; SI where it is left out. Raises ValueError.
        whole: the first byte is the first one of a line.
    """

    sequence_bits: int | None = None
    time_bits: int | None = 32
    tick_us: float = 1.0
    nodes: int | None = None
    hello: bool = False
    default_baud: int = 115200
    default_rate_hz: float | None = None

    def __init__(self, units: str = "m/s^2,rad/s", *, whole: bool = False) -> None:
        self.counts = WireCounts()
        self.complaint: str | None = None
        """What was wrong with the latest malformed line."""
        self.names: dict[str, int] = {}
        """Number of each node that has a name."""
        self._si = read_units(units)
        self._without_header = {5: _usual(3, *self._si), 8: _usual(6, *self._si)}
        self._columns: Columns | None = None
        self._begun = b""
        self._overlong = False
        self._whole = whole

    def feed(self, data: bytes) -> list[Message | Reading]:
        """What these bytes complete, in their order."""
        self.counts.bytes += len(data)
        lines = (self._begun + data).split(b"\n")
        self._begun = lines.pop()
        readings: list[Message | Reading] = []
        for line in lines:
            if self._overlong or len(line) > LONGEST:
                self.counts.corrupt += 1
                self.counts.discarded += len(line) + 1
                self._overlong = False
            else:
                readings += self._line(line)
        if len(self._begun) > LONGEST:
            self._overlong = True
            self.counts.discarded += len(self._begun)
            self._begun = b""
        return readings

    def _line(self, line: bytes) -> list[Message | Reading]:
        text = line.decode("utf-8", "replace").strip("\r \t\ufeff\0")
        whole, self._whole = self._whole, True
        if not text or text.startswith("#"):
            return []
        fields = split_line(text)
        columns = read_header(fields, self._si)
        if columns is not None:
            self._columns = columns
            return []
        if whole:
            try:
                return self._reading(fields)
            except (ValueError, OverflowError) as error:
                self.counts.malformed += 1
                self.complaint = f"{text[:60]!r}: {error}"
        self.counts.discarded += len(line) + 1
        return []

    def _reading(self, fields: list[str]) -> list[Message | Reading]:
        columns = self._columns or self._without_header.get(len(fields))
        if columns is None or len(fields) != columns.fields:
            known = [columns.fields] if columns else sorted(self._without_header)
            raise ValueError(f"{len(fields)} fields; {' or '.join(map(str, known))} are expected")
        values = tuple(nan if place is None else float(fields[place[0]]) * place[1] for place in columns.channels)
        time = None
        if columns.time is not None and fields[columns.time]:
            time = round(float(fields[columns.time]) * columns.time_us) & 0xFFFFFFFF
        node, named = self._node(fields[columns.node] if columns.node is not None else "0")
        if self._columns is None and len(fields) == 8:
            self._without_header.pop(5, None)  # from now on a line of five fields is one that lost three
        self.counts.packets += 1
        return [*named, Reading(node, None, time, cast("SixValues", values))]

    def _node(self, text: str) -> tuple[int, list[Message]]:
        """Number of a node, and what tells its name where that is new."""
        if text.isdecimal():
            if self.names or int(text) >= MAX_NODES:
                what = f"nodes are names here ({', '.join(self.names)})" if self.names else f"at most {MAX_NODES} nodes"
                raise ValueError(f"node {text}; {what}")
            return int(text), []
        if text in self.names:
            return self.names[text], []
        if not re.fullmatch(r"[A-Za-z]\w{0,30}", text) or len(self.names) >= MAX_NODES:
            raise ValueError(f"node {text!r}; a number below {MAX_NODES} or a name of up to 31 letters is expected")
        self.names[text] = len(self.names)
        return self.names[text], [Node(self.names[text], text)]


def split_line(text: str) -> list[str]:
    """Fields of a line, by the first of comma, semicolon, tab and space that is in it."""
    separator = next((mark for mark in ",;\t" if mark in text), None)
    return [field.strip() for field in text.split(separator)]


def _usual(channels: int, acc: float, gyro: float) -> Columns:
    places = [(2 + k, acc if k < 3 else gyro) if k < channels else None for k in range(len(CHANNELS))]
    return Columns(0, 1, 1.0, tuple(places), 2 + channels)


def read_header(fields: list[str], si: tuple[float, float] = (1.0, 1.0)) -> Columns | None:
    """The columns that a header names; None where it is none: it must name a channel, and nothing twice.

    `si`: factors to SI of acceleration and angular velocity where a column says no unit.
    """
    node = time = None
    time_us = 1.0
    places: dict[str, tuple[int, float]] = {}
    for index, field in enumerate(fields):
        match = _COLUMN.fullmatch(field)
        if match is None:
            return None
        name, unit = match[1].lower(), match[2]
        channel = SHORT_NAMES.get(name, name)
        if name == "node" and node is None:
            node = index
        elif name in TIME_UNITS and time is None:
            time, time_us = index, TIME_UNITS[name]
        elif channel in CHANNELS and channel not in places:
            is_acc = channel.startswith("acc")
            units = ACC_UNITS if is_acc else GYRO_UNITS
            if unit and unit not in units:
                return None
            places[channel] = (index, units[unit] if unit else si[0 if is_acc else 1])
        else:
            return None
    return Columns(node, time, time_us, tuple(map(places.get, CHANNELS)), len(fields)) if places else None
