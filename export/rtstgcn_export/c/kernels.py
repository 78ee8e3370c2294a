"""The kernel sources that are pasted into each emitted file; they live beside the firmware."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FIRST, LAST = ("prologue.h", "interface.h"), ("operations.c", "portable.c")


def kernel_folder() -> Path:
    """`firmware_bridge/c/kernels` of a checkout, or the copy in the installed package."""
    package = Path(__file__).parent
    inside = package / "kernels"
    return inside if inside.is_dir() else package.parents[2] / "firmware_bridge" / "c" / "kernels"


@cache
def kernel_sources() -> str:
    """All kernels as one text: how to choose, what they compute, one section an instruction set, portable C last."""
    folder = kernel_folder()
    sets = sorted(path.name for path in folder.glob("*.c") if path.name not in LAST)
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in (*FIRST, *sets, *LAST))


@cache
def taken_names() -> frozenset[str]:
    """Words that the kernels use, and so may not name a value."""
    return frozenset(re.findall(r"[A-Za-z_]\w*", kernel_sources()))
