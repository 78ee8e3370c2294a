"""What measured numbers depend on besides the code."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

CPUINFO = Path("/proc/cpuinfo")
BOARD = Path("/proc/device-tree/model")


def machine_facts(packages: Iterable[str] = ("rtstgcn-edge", "numpy", "onnxruntime")) -> dict[str, Any]:
    """`cpu`, `cores` that this process may use, `system`, and `versions` of Python and of installed packages."""
    versions = {"python": platform.python_version()}
    for name in packages:
        with suppress(PackageNotFoundError):
            versions[name] = version(name)
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return {"cpu": cpu_name(), "cores": len(os.sched_getaffinity(0)), "system": system, "versions": versions}


def cpu_name() -> str:
    """Name of the processor; of a board that has none for it, the board's."""
    lines = CPUINFO.read_text(encoding="utf-8", errors="replace").splitlines() if CPUINFO.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith(("model name", "Model"))]
    if BOARD.exists():
        names.append(BOARD.read_text(encoding="utf-8", errors="replace").strip("\0 \n"))
    return next(filter(None, names), platform.machine())


def machine_lines(facts: dict[str, Any]) -> str:
    """The facts for people, in two lines."""
    versions = ", ".join(f"{name} {number}" for name, number in facts["versions"].items())
    return f"{facts['cpu']}, {facts['cores']} core{'s' * (facts['cores'] != 1)}; {facts['system']}\n{versions}"
