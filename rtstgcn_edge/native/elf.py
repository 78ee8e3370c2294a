"""Is a file a shared library that can be mapped here? Asked before, because the loader crashes where it is cut off."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import NamedTuple

from rtstgcn_edge.errors import ModelError
from rtstgcn_edge.seal import check_seal

MACHINES = {3: "x86", 40: "32-bit ARM", 62: "x86-64", 183: "64-bit ARM", 243: "RISC-V"}
OURS = Path("/proc/self/exe")
SHARED, LOADED = 3, 1


class Header(NamedTuple):
    """What the first bytes of an ELF file say; `parts` are (type, offset, bytes) of what a loader maps."""

    bits: int
    kind: int
    machine: int
    parts: list[tuple[int, int, int]]


def check_library(path: Path) -> int:
    """Size in bytes. Raises ModelError unless `path` is a whole shared library for the processor that runs us."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror})") from None
    header = read_header(content)
    if header is None or header.kind != SHARED:
        raise ModelError(f"{path}: not a shared library; 'rtstgcn-edge models build NAME.c {path.name}' makes one")
    ours = read_header(OURS.read_bytes()) if OURS.exists() else None
    if ours and (ours.bits, ours.machine) != (header.bits, header.machine):
        raise ModelError(f"{path}: built for {_machine(header)}, but this device is {_machine(ours)}")
    if any(offset + size > len(content) for kind, offset, size in header.parts if kind == LOADED):
        raise ModelError(f"{path}: a shared library that is cut off; build or copy it again")
    check_seal(content, path)
    return len(content)


def read_header(content: bytes) -> Header | None:
    """The header of an ELF file, little-endian as all of `MACHINES`; None of anything else, or where it is cut off."""
    if content[:4] != b"\x7fELF" or content[4:5] not in b"\1\2" or content[5:6] != b"\1":
        return None
    wide = content[4] == 2
    try:
        kind, machine = struct.unpack_from("<HH", content, 16)
        table, size, count = struct.unpack_from("<32xQ14xHH" if wide else "<28xI10xHH", content)
        parts = []
        for place in range(table, table + size * count, size or 1):
            if wide:
                parts.append(struct.unpack_from("<I4xQ16xQ", content, place))
            else:
                parts.append(struct.unpack_from("<II8xI", content, place))
    except struct.error:
        return None
    return Header(64 if wide else 32, kind, machine, parts)


def _machine(header: Header) -> str:
    return MACHINES.get(header.machine, f"machine {header.machine} of the ELF standard")
