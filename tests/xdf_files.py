"""XDF files of a few chunks (the format: github.com/sccn/xdf/wiki/Specifications)."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SAMPLES_A_CHUNK = 10
FORMATS = {"float32": "f", "double64": "d", "int16": "h"}


def chunk(tag: int, content: bytes) -> bytes:
    return b"\x04" + struct.pack("<IH", len(content) + 2, tag) + content


def header(
    stream: int, name: str, labels: Sequence[str], units: Sequence[str], rate: float, form: str, count: int
) -> bytes:
    said = "".join(
        f"<channel><label>{label}</label><unit>{unit}</unit></channel>"
        for label, unit in zip(labels, units, strict=True)
    )
    xml = (
        f"<?xml version='1.0'?><info><name>{name}</name><type>IMU</type><channel_count>{count}</channel_count>"
        f"<nominal_srate>{rate}</nominal_srate><channel_format>{form}</channel_format><created_at>1</created_at>"
        f"<desc>{f'<channels>{said}</channels>' if said else ''}</desc></info>"
    )
    return chunk(2, struct.pack("<I", stream) + xml.encode())


def samples(stream: int, stamps: Sequence[float], rows: Any, form: str) -> bytes:
    content = struct.pack("<IBI", stream, 4, len(stamps))
    for stamp, row in zip(stamps, rows, strict=True):
        content += struct.pack("<Bd", 8, stamp)
        if form == "string":
            text = row.encode()
            content += struct.pack("<BB", 1, len(text)) + text
        else:
            content += struct.pack(f"<{len(row)}{FORMATS[form]}", *row)
    return chunk(3, content)


def write_xdf(path: Path, *streams: dict[str, Any]) -> Path:
    """Streams of `name`, `rate`, `stamps` (s), `rows`, and perhaps `labels`, `units`, `form`, `offsets` [(s, s)]."""
    data = b"XDF:" + chunk(1, b"<?xml version='1.0'?><info><version>1.0</version></info>")
    for number, one in enumerate(streams, 1):
        form, labels = one.get("form", "float32"), one.get("labels", ())
        count = 1 if form == "string" else len(one["rows"][0])
        data += header(number, one["name"], labels, one.get("units", [""] * len(labels)), one["rate"], form, count)
        for when, offset in one.get("offsets", ()):
            data += chunk(4, struct.pack("<Idd", number, when, offset))
        for begin in range(0, len(one["rows"]), SAMPLES_A_CHUNK):
            part = slice(begin, begin + SAMPLES_A_CHUNK)
            data += samples(number, one["stamps"][part], one["rows"][part], form)
    for number, one in enumerate(streams, 1):
        stamps = one["stamps"]
        xml = f"<?xml version='1.0'?><info><first_timestamp>{stamps[0]}</first_timestamp></info>"
        data += chunk(6, struct.pack("<I", number) + xml.encode())
    path.write_bytes(data)
    return path
