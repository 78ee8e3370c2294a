"""The machine under the program: its clock, its processor's speed, memory and disk."""

from __future__ import annotations

import os
import resource
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from rtstgcn_edge.cli.doctor.finding import Finding
from rtstgcn_edge.machine import cpu_name

GOVERNORS = Path("/sys/devices/system/cpu")
DRIVER = Path("/sys/devices/system/cpu/cpu0/cpufreq/scaling_driver")
THROTTLED = Path("/sys/devices/platform/soc/soc:firmware/get_throttled")
MEMINFO = Path("/proc/meminfo")
STEADY = ("performance", "schedutil")
OWN_WAY = ("intel_pstate", "amd-pstate", "amd-pstate-epp")
"""Drivers whose governor `powersave` is not slow."""
NAPS, NAP_S = 200, 0.002
LATE_MS = 2.0
"""Lateness of a wake-up (p99) that is worth a look."""
LEAST_MEMORY_MB = 200
LEAST_DISK_MB = 1000
RECORDED_MB_AN_HOUR = 110
"""Six nodes at 100 Hz, as `docs/recording.md` says."""


def machine() -> Iterator[Finding]:
    """Everything that is not software."""
    yield Finding("ok", "processor", f"{cpu_name()}, {len(os.sched_getaffinity(0))} cores for this program")
    yield frequency()
    if throttled := power():
        yield throttled
    yield clock()
    yield real_time()
    yield memory()
    yield disk(Path.cwd())


def clock(sleep: Callable[[float], None] = time.sleep) -> Finding:
    """Resolution of the monotonic clock, and how late this program is woken."""
    resolution = time.get_clock_info("monotonic").resolution
    late = []
    for _ in range(NAPS):
        start = time.monotonic_ns()
        sleep(NAP_S)
        late.append((time.monotonic_ns() - start) / 1e6 - 1e3 * NAP_S)
    p50, p99 = np.percentile(late, [50, 99])
    found = f"resolution {resolution * 1e9:.0f} ns; woken {p50:.2f} ms late (p50), {p99:.2f} ms (p99)"
    if p99 > LATE_MS:
        return Finding("look", "clock", found, "other programs or power saving hold it up: latency will show it")
    return Finding("ok", "clock", found)


def frequency() -> Finding:
    """Whether the processor's speed follows the load slowly."""
    files = sorted(GOVERNORS.glob("cpu[0-9]*/cpufreq/scaling_governor"))
    names = sorted({file.read_text(encoding="utf-8").strip() for file in files})
    if not names:
        return Finding("ok", "frequency", "the system shows no scaling")
    driver = DRIVER.read_text(encoding="utf-8").strip() if DRIVER.exists() else ""
    if set(names) <= set(STEADY) or driver in OWN_WAY:
        return Finding("ok", "frequency", f"governor {', '.join(names)}")
    remedy = "for steady latency: echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor"
    return Finding("look", "frequency", f"governor {', '.join(names)}", remedy)


def power() -> Finding | None:
    """What a Raspberry Pi says of its supply and heat; None on another machine."""
    if not THROTTLED.exists():
        return None
    bits = int(THROTTLED.read_text(encoding="utf-8").strip() or "0", 16)
    now = [
        name for bit, name in enumerate(("under-voltage", "frequency capped", "throttled", "hot")) if bits >> bit & 1
    ]
    before = [
        name for bit, name in enumerate(("under-voltage", "capping", "throttling", "heat")) if bits >> bit + 16 & 1
    ]
    if now:
        return Finding("bad", "power", ", ".join(now), "a better supply and cable; a heat sink")
    if before:
        return Finding(
            "look", "power", f"since it was switched on: {', '.join(before)}", "a better supply, a heat sink"
        )
    return Finding("ok", "power", "no under-voltage, no throttling")


def real_time() -> Finding:
    """Whether this user may ask for real-time priority."""
    allowed = os.geteuid() == 0 or resource.getrlimit(resource.RLIMIT_RTPRIO)[0] != 0
    if allowed:
        return Finding("ok", "real time", "allowed: 'chrt -f 10 rtstgcn-edge run ...' goes before other programs")
    return Finding("ok", "real time", "not allowed, and not needed on an idle machine")


def memory() -> Finding:
    """What is free for programs."""
    lines = MEMINFO.read_text(encoding="utf-8").splitlines()
    free = next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable")) / 1e3
    if free < LEAST_MEMORY_MB:
        return Finding("look", "memory", f"{free:.0f} MB free", "end other programs")
    return Finding("ok", "memory", f"{free:.0f} MB free")


def disk(folder: Path) -> Finding:
    """Room for recordings in `folder`."""
    free = shutil.disk_usage(folder).free / 1e6
    found = f"{free / 1e3:.1f} GB free here: {free / RECORDED_MB_AN_HOUR:.0f} h of 'record' of six nodes at 100 Hz"
    if free < LEAST_DISK_MB:
        return Finding("look", "disk", found, "make room before recording")
    return Finding("ok", "disk", found)
