"""Load and memory of a process are those that it takes."""

import os
import subprocess
import sys
import time

import pytest
from cables import until

from benchmarks.process_load import Load, cpu_seconds, resident_mib

BUSY = """
block = bytearray(64 * 2**20)
block[::4096] = b"x" * len(block[::4096])
print("ready", flush=True)
import sys, time
if sys.argv[1] == "busy":
    while True:
        pass
time.sleep(60)
"""


@pytest.mark.parametrize("mood", ["busy", "idle"])
def test_the_load_of_another_process(mood):
    with subprocess.Popen([sys.executable, "-c", BUSY, mood], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        load, begun, before = Load(process.pid), time.monotonic(), cpu_seconds(process.pid)
        time.sleep(0.5)
        if mood == "busy":  # others want the core too
            until(lambda: cpu_seconds(process.pid) > before + 0.3, 60)
        load.look()
        seconds = time.monotonic() - begun
        process.kill()
    assert 64 < load.resident_mib[0] < 128
    assert load.share * seconds < 0.05 if mood == "idle" else load.share * seconds > 0.2


def test_what_came_before_the_beginning_does_not_count():
    load = Load(os.getpid())
    end = cpu_seconds() + 0.1
    while cpu_seconds() < end:
        pass
    load.begin()
    assert load.share == 0


def test_this_process_is_known_by_name():
    assert resident_mib() == pytest.approx(resident_mib(os.getpid()), rel=0.1)
