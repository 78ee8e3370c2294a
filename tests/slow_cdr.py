"""CDR messages read by their ROS 2 definition, field by field: the slow obvious way."""

from __future__ import annotations

import struct
from typing import Any

FORMATS = {"uint8": "B", "bool": "?", "int32": "i", "uint32": "I", "float32": "f"}


def decode(definition: str, message: bytes) -> dict[str, Any]:
    """Fields by name; arrays as lists. Fails unless the message ends where its last field does."""
    main, *others = definition.split("=" * 80)
    types = {"": _fields(main)}
    for other in others:
        title, _, body = other.strip().partition("\n")
        types[title.removeprefix("MSG: ").rpartition("/")[2]] = _fields(body)
    assert message[:4] == bytes([0, 1, 0, 0])  # plain CDR, little-endian
    reader = _Reader(message[4:], types)
    found = reader.structure("")
    assert reader.at == len(reader.data)
    return found


def _fields(text: str) -> list[tuple[str, str]]:
    lines = [line.partition("#")[0].split() for line in text.splitlines()]
    return [(kind, name) for kind, name in filter(None, lines)]


class _Reader:
    def __init__(self, data: bytes, types: dict[str, list[tuple[str, str]]]) -> None:
        self.data, self.types, self.at = data, types, 0

    def structure(self, name: str) -> dict[str, Any]:
        return {field: self.value(kind) for kind, field in self.types[name]}

    def value(self, kind: str) -> Any:
        if kind.endswith("[]"):
            return [self.value(kind[:-2]) for _ in range(self.plain("uint32"))]
        if kind == "string":
            size = self.plain("uint32")
            text, self.at = self.data[self.at : self.at + size], self.at + size
            assert text[-1:] == b"\0"
            return text[:-1].decode()
        return self.plain(kind) if kind in FORMATS else self.structure(kind)

    def plain(self, kind: str) -> Any:
        size = struct.calcsize(FORMATS[kind])
        self.at += -self.at % size
        (found,) = struct.unpack_from("<" + FORMATS[kind], self.data, self.at)
        self.at += size
        return found
