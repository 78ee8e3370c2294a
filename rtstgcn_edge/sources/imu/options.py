"""The options of `imu:`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rtstgcn_firmware.protocols import PROTOCOLS, SensorProtocol, open_protocol

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import near_miss
from rtstgcn_edge.uri import Uri, number, whole

DEFAULT_PROTOCOL = "wire"


def _protocol(text: str) -> str:
    if text not in PROTOCOLS:
        raise ValueError(f"no such protocol; {near_miss(text, PROTOCOLS) or 'known: ' + ', '.join(PROTOCOLS)}")
    return text


def _baud(text: str) -> int | None:
    if text == "auto":
        return None
    try:
        return whole(300)(text)
    except ValueError:
        raise ValueError("bits a second (at least 300), or 'auto', are expected") from None


def _given(text: str) -> str:
    if not text.strip():
        raise ValueError("nothing stands behind it; leave it out")
    return text


_PARSERS: dict[str, Callable[[str], Any]] = {
    "baud": _baud,
    "protocol": _protocol,
    "units": str,
    "nodes": _given,
    "axes": _given,
    "rate_hz": number(1, 10_000),
    "wait_ms": number(0, 1000),
    "hold_ms": number(0, 10_000),
}


def read_options(uri: Uri) -> tuple[dict[str, Any], Callable[[], SensorProtocol]]:
    """The options that were given, and what makes a decoder. Raises InputError."""
    options = uri.options(_PARSERS)
    if not uri.target:
        raise InputError(f"{uri.text}: no port; it is named as in imu:/dev/ttyUSB0 (`rtstgcn-edge devices` lists them)")
    name, units = options.get("protocol", DEFAULT_PROTOCOL), options.get("units")

    def make() -> SensorProtocol:
        return open_protocol(name, units)

    try:
        make()
    except ValueError as error:
        raise InputError(f"{uri.text}: units={units}: {error}") from None
    return options, make
