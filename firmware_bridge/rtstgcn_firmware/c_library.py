"""Where the C library for devices lies: its two files are copied into a firmware, or compiled for this machine."""

from __future__ import annotations

from pathlib import Path


def c_library() -> Path:
    """Folder with rtstgcn_wire.c and rtstgcn_wire.h: in the installed package, or in a checkout."""
    packed = Path(__file__).parent / "c"
    return packed if packed.is_dir() else Path(__file__).parents[1] / "c" / "wire"
