"""How much memory there is, how much this process has, and an allocator that keeps what it has."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

import torch

MIB, GIB = 2**20, 2**30


def available(device: torch.device) -> int:
    """Bytes that this process may still take: of the GPU, or of main memory within the limits of its control groups."""
    if device.type == "cuda":
        free: int = torch.cuda.mem_get_info(device)[0]
        return free + torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
    return min([_free_main_memory(), *_left_in_control_groups()])


def held(device: torch.device) -> int:
    """Bytes that this process has taken; files that it maps into memory do not count."""
    if device.type == "cuda":
        return torch.cuda.memory_allocated(device)
    status = Path("/proc/self/status")
    return _line(status, "RssAnon") if status.exists() else most_held()


def most_held() -> int:
    """Most bytes of main memory that this process has had at once, mapped files included."""
    status = Path("/proc/self/status")
    if status.exists():
        return _line(status, "VmHWM")  # getrusage counts what the parent had before the program was loaded
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def keep_freed_memory() -> None:
    """Make the C library keep freed tensors for the next ones, for as long as the process lives.

    glibc gives large blocks back at once, and every new tensor then waits for zeroed pages: 5 to 25 % of a step, more
    on a virtual machine. Another C library is left as it is.
    """
    trim_threshold, mmap_max = -1, -4  # mallopt(3)
    if "CS_GNU_LIBC_VERSION" in os.confstr_names:
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(mmap_max, 0)
        mallopt(trim_threshold, 2**31 - 1)


def _free_main_memory() -> int:
    meminfo = Path("/proc/meminfo")
    if meminfo.exists():
        return _line(meminfo, "MemAvailable")
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2


def _left_in_control_groups(root: Path = Path("/sys/fs/cgroup"), of: Path = Path("/proc/self/cgroup")) -> list[int]:
    """What each control group (version 2) that the process is in still allows; cached files count as free."""
    try:
        lines = of.read_text(encoding="ascii").splitlines()
    except OSError:
        return []
    inside = next((root / line.removeprefix("0::/") for line in lines if line.startswith("0::/")), root)
    left = []
    for folder in [inside, *inside.parents]:
        try:
            limit = (folder / "memory.max").read_text(encoding="ascii").strip()
            taken = int((folder / "memory.current").read_text(encoding="ascii"))
            stat = dict(line.split() for line in (folder / "memory.stat").read_text(encoding="ascii").splitlines())
        except OSError:
            continue
        if limit != "max":
            left.append(max(int(limit) - taken + int(stat.get("inactive_file", 0)), 0))
    return left


def _line(path: Path, key: str) -> int:
    """Bytes of the line 'KEY:  123 kB'."""
    lines = (line.split() for line in path.read_text(encoding="ascii").splitlines())
    return next(int(words[1]) for words in lines if words[0] == f"{key}:") * 1024
