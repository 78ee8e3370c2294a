"""pyserial, imported when used: the base installation does without it."""

from __future__ import annotations

from typing import Any

from rtstgcn_edge.errors import SourceError


def pyserial() -> Any:
    """The module `serial`. Raises SourceError where it is not installed."""
    try:
        import serial
    except ModuleNotFoundError:
        raise SourceError(
            "serial ports need pyserial: in the checkout, pip install -c constraints.txt '.[imu]'"
        ) from None
    return serial
