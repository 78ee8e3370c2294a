"""COBS: bytes without any zero, so that a zero can stand between packets (Cheshire and Baker, 1999).

Every zero, and one put before the data, becomes the distance to the next. Packets of the wire are so short that one
block holds them: exactly one byte of overhead.
"""

from __future__ import annotations

LARGEST = 254
"""Bytes of data that one block holds."""

_CODES = [bytes([code]) for code in range(256)]


def encode(data: bytes) -> bytes:
    """Data in a form without zeros, one byte longer. Raises ValueError for more than 254 bytes."""
    if len(data) > LARGEST:
        raise ValueError(f"{len(data)} bytes: COBS of one block takes at most {LARGEST}")
    return b"".join([_CODES[len(piece) + 1] + piece for piece in data.split(b"\0")])


def decode(data: bytes) -> bytes | None:
    """What `encode` was given; None for what it never gives."""
    size = len(data)
    if not 0 < size <= LARGEST + 1 or 0 in data:
        return None
    plain = bytearray(data)
    at = 0
    while at < size:
        plain[at] = 0
        at += data[at]
    return bytes(plain[1:]) if at == size else None
