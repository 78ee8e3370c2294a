"""The library of the Lab Streaming Layer: found or asked for in one line, quiet, its clock on ours."""

import builtins
import subprocess
import sys
import time

import lsl_loopback
import pytest
from refusals import refusal
from runs import environment

from rtstgcn_edge.lsl import clock_offset_ns, pylsl


def test_it_is_the_library():
    assert pylsl("lsl:x") is lsl_loopback.pylsl


@pytest.mark.parametrize(
    "error", [ModuleNotFoundError("no pylsl"), RuntimeError("liblsl library not found\nlong story")]
)
def test_without_it_one_line_says_what_to_install(monkeypatch, error):
    real = builtins.__import__

    def without(name, *rest):
        if name == "pylsl":
            raise error
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    assert "install" in refusal(pylsl, "lsl:x")


def test_the_clock_is_ours_to_a_tenth_of_a_millisecond():
    offset = clock_offset_ns(lsl_loopback.pylsl)
    there = round(lsl_loopback.pylsl.local_clock() * 1e9)
    assert abs(there + offset - time.monotonic_ns()) < 5e6
    assert abs(clock_offset_ns(lsl_loopback.pylsl) - offset) < 1e5


def test_it_is_quiet_on_standard_error():
    script = "from rtstgcn_edge.lsl import pylsl; pylsl('x').resolve_streams(0.1); pylsl('x')"
    command = [sys.executable, "-c", script]
    kept = {key: value for key, value in environment().items() if key != "LSLAPICFG"}
    process = subprocess.run(command, capture_output=True, text=True, env=kept, timeout=300, check=True)
    assert process.stderr == ""
