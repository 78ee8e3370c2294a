"""Lab Streaming Layer, imported when used, and its clock on ours."""

from __future__ import annotations

import os
import time
from functools import cache
from pathlib import Path
from typing import Any

from rtstgcn_edge.errors import InputError

TRIES = 20


def pylsl(where: str) -> Any:
    """The library. Raises InputError, which names `where` it was wanted, if it is not there."""
    try:
        import pylsl as library
    except ModuleNotFoundError:
        raise InputError(f"{where}: needs pylsl: in the checkout, pip install -c constraints.txt '.[lsl]'") from None
    except (RuntimeError, OSError) as error:  # the wheel of this platform has no liblsl in it
        raise InputError(f"{where}: pylsl finds no liblsl ({str(error).splitlines()[0]}); install liblsl") from None
    _quieten(library)
    return library


@cache
def _quieten(library: Any) -> None:
    """Warnings and errors alone on standard error, unless somebody has configured LSL."""
    places = (Path("lsl_api.cfg"), Path("~/lsl_api/lsl_api.cfg").expanduser(), Path("/etc/lsl_api/lsl_api.cfg"))
    configured = "LSLAPICFG" in os.environ or any(place.exists() for place in places)
    if not configured and hasattr(library, "set_config_content"):
        library.set_config_content("[log]\nlevel = -1\n")


def clock_offset_ns(library: Any) -> int:
    """Monotonic time less LSL's local_clock(), as read closest to each other.

    On Linux both are CLOCK_MONOTONIC; elsewhere only their rate is the same.
    """
    reads: list[tuple[int, int]] = []
    for _ in range(TRIES):
        before = time.monotonic_ns()
        there = round(library.local_clock() * 1e9)
        after = time.monotonic_ns()
        reads.append((after - before, (before + after) // 2 - there))
    return min(reads)[1]
