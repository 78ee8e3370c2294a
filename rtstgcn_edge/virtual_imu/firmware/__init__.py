"""What runs on a virtual sensor: one small interface, and who implements it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from rtstgcn_edge.errors import ModelError
from rtstgcn_edge.virtual_imu.firmware.base import Board, Firmware, Identity
from rtstgcn_edge.virtual_imu.firmware.c import CFirmware, wire_library
from rtstgcn_edge.virtual_imu.firmware.foreign import ENCODERS, ONE_NODE, ForeignFirmware
from rtstgcn_edge.virtual_imu.firmware.python import PythonFirmware

MakeFirmware = Callable[[Identity, Board], Firmware]
PROTOCOLS = ("wire", *ENCODERS)
CHOICES = ("auto", "c", "python")
"""Implementations of the wire: the C library where there is a compiler, the Python codec else; or one of them."""

__all__ = [
    "CHOICES",
    "ONE_NODE",
    "PROTOCOLS",
    "Board",
    "CFirmware",
    "Firmware",
    "Identity",
    "MakeFirmware",
    "PythonFirmware",
    "choose_firmware",
]


def choose_firmware(protocol: str, choice: str, say: Callable[[str], object]) -> tuple[str, MakeFirmware]:
    """What to run, and its name for people. Raises ModelError where C is asked for and cannot be built.

    Args:
        protocol: one of `PROTOCOLS`.
        choice: one of `CHOICES`, for the wire.
        say: told, in a line, that the C library is being built.
    """
    if protocol != "wire":
        return f"protocol {protocol}", partial(ForeignFirmware, ENCODERS[protocol])
    if choice != "python":
        try:
            wire_library(say)
            return "the C library", CFirmware
        except ModelError:
            if choice == "c":
                raise
    return "the Python codec", PythonFirmware
