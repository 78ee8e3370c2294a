"""`replay:FILE.csv`: a table with a column for each channel of each node, or lines as boards print them.

A table has a header: `time` (seconds; or `t_ms`, `t_us`) and NODE_CHANNEL, as `prepare own` takes it; units may stand
behind a name in brackets. Without a time its rows come at `rate_hz`. Lines are those of `protocol=lines` with a time in
each: what a terminal has logged. In both, fields are separated by commas, semicolons or tabs; in a table, an empty one
is a value that is not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import nan
from pathlib import Path

import numpy as np
from rtstgcn_firmware.clock import Unwrap
from rtstgcn_firmware.messages import CHANNELS, Node, Reading
from rtstgcn_firmware.protocols.lines import TIME_UNITS, Lines, read_header, read_units, split_line

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.sources.live.mapping import Given
from rtstgcn_edge.sources.replay.joined import COMMON, JoinedReplay
from rtstgcn_edge.sources.replay.samples import NodeSamples, Samples
from rtstgcn_edge.sources.streams import Stream, find_nodes
from rtstgcn_edge.uri import Uri

BACK_US = 1_000_000
"""By so much the time of a line may be before the one of its node before it; then it has come late, and no more."""


def units(text: str) -> str:
    """Parser of `ACC,GYRO`."""
    read_units(text)
    return text


class CsvReplay(JoinedReplay):
    """The one trial in a text file."""

    options = COMMON | {"units": units}

    def read(self, uri: Uri, path: Path, manifest: Manifest, given: dict[str, object]) -> Samples:
        """The samples in the file. Raises InputError."""
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, ValueError) as error:
            raise InputError(f"{path}: not a text file ({str(error).splitlines()[0]})") from None
        lines = text.splitlines()
        first = next((line for line in lines if line.strip() and not line.startswith("#")), None)
        if first is None:
            raise InputError(f"{path}: empty")
        fields = split_line(first.strip())
        if read_header(fields) is not None or _is_number(fields[-1]):
            return _read_lines(path, lines, str(given.get("units", "m/s^2,rad/s")))
        if "units" in given:
            raise InputError(
                f"{uri.text}: units= is for lines; in a table they stand behind the names, as in shin_acc_x[g]"
            )
        return _read_table(path, lines, fields, manifest, given.get("rate_hz"))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _read_table(path: Path, lines: list[str], header: list[str], manifest: Manifest, rate_hz: object) -> Samples:
    times = [index for index, field in enumerate(header) if field.lower() in TIME_UNITS]
    if len(times) > 1:
        raise InputError(f"{path}: two columns of time, {header[times[0]]} and {header[times[1]]}; leave one")
    columns = [index for index in range(len(header)) if index not in times]
    nodes = find_nodes(str(path), [Stream(path.stem, [header[i] for i in columns], [""] * len(columns))], manifest)
    rows = np.array(list(_rows(path, lines, len(header))), np.float64).reshape(-1, len(header))
    if not len(rows):
        raise InputError(f"{path}: no row of numbers under the header")
    rate = None
    if times:
        instants = _instants(path, rows[:, times[0]], TIME_UNITS[header[times[0]].lower()])
    else:
        rate = float(rate_hz) if isinstance(rate_hz, float) else manifest.rate_hz
        instants = np.round(np.arange(len(rows)) * 1e9 / rate).astype(np.int64)
    notes = [] if rate is None or rate_hz else [f"no rate described: taken as {rate:g} Hz"]
    found = {
        number: NodeSamples(node.given, instants, rows[:, [columns[c] for c in node.columns]])
        for number, node in enumerate(nodes)
    }
    return Samples(found, rate, notes)


def _rows(path: Path, lines: list[str], count: int) -> Iterator[list[float]]:
    """The numbers under the header, NaN for an empty field."""
    headed = False
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        if not headed:
            headed = True
            continue
        fields = split_line(line.rstrip("\r\n"))
        if len(fields) != count:
            raise InputError(f"{path}: line {number} has {len(fields)} fields; the header has {count}")
        try:
            yield [float(field) if field else nan for field in fields]
        except ValueError:
            wrong = next(field for field in fields if field and not _is_number(field))
            raise InputError(f"{path}: line {number}: '{wrong}' is no number (write 0.5, not 0,5)") from None


def _instants(path: Path, times: np.ndarray, unit_us: float) -> np.ndarray:
    if not np.isfinite(times).all():
        raise InputError(f"{path}: row {int(np.flatnonzero(~np.isfinite(times))[0]) + 1} has no time")
    back = np.flatnonzero(np.diff(times) <= 0)
    if len(back):
        raise InputError(
            f"{path}: time does not go on at row {int(back[0]) + 2} ({times[back[0] + 1]:g}); cut it there"
        )
    instants: np.ndarray = np.round((times - times[0]) * unit_us * 1000).astype(np.int64)
    return instants


def _read_lines(path: Path, lines: list[str], units_text: str) -> Samples:
    decoder, clock = Lines(units_text, whole=True), Unwrap(32)
    names: dict[int, str] = {}
    times: dict[int, list[int]] = {}
    values: dict[int, list[tuple[float, ...]]] = {}
    for number, line in enumerate(lines, 1):
        for message in decoder.feed(line.encode() + b"\n"):
            if isinstance(message, Node):
                names[message.node] = message.name
            elif isinstance(message, Reading):
                if message.time is None:
                    raise InputError(f"{path}: line {number} has no time; a recording needs one in each line")
                times.setdefault(message.node, []).append(clock.add(message.time))
                values.setdefault(message.node, []).append(message.values)
    if not times:
        raise InputError(f"{path}: {decoder.complaint or 'no line of samples'}; a line is node,t_us,ax,ay,az,gx,gy,gz")
    zero = min(map(min, times.values()))
    nodes = {}
    for node, instants in sorted(times.items()):
        for before, after in pairwise(instants):
            if after < before - BACK_US:
                at = (before - instants[0]) / 1e6
                raise InputError(
                    f"{path}: the time of node {names.get(node, node)} goes back after {at:.1f} s; cut it there"
                )
        nodes[node] = _node(names.get(node), [1000 * (t - zero) for t in instants], values[node])
    passed_over = decoder.counts.malformed + decoder.counts.corrupt
    return Samples(nodes, None, [f"{passed_over} lines passed over"] if passed_over else [])


def _node(name: str | None, instants: list[int], rows: list[tuple[float, ...]]) -> NodeSamples:
    """A node with the channels that it has."""
    table = np.array(rows, np.float64)
    there = np.flatnonzero(~np.isnan(table).all(axis=0))
    given = Given(tuple(CHANNELS[i] for i in there), (1.0,) * len(there), name)
    return NodeSamples(given, np.array(instants, np.int64), table[:, there])
