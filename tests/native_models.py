"""Emitted C on this machine: written, compiled, run through ctypes."""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from random_programs import manifest_of
from rtstgcn_export.c import emit_c

WARNINGS = (
    *("-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Wundef", "-Wcast-align", "-Wstrict-prototypes"),
    *("-pedantic", "-Werror"),
)
FLAGS = {"portable": (), "avx2": ("-mavx2",), "avx512vnni": ("-mavx512vnni", "-mavx512bw", "-mavx512vl")}
NEEDED = {"portable": set(), "avx2": {"avx2"}, "avx512vnni": {"avx512_vnni", "avx512bw", "avx512vl"}}
NEEDED["avx_vnni"] = {"avx_vnni"}
"""Flags of /proc/cpuinfo that a kernel needs."""


def cpu_flags() -> set[str]:
    found = re.search(r"^flags\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return set(found[1].split()) if found else set()


def need(*compilers: str, kernel: str = "portable") -> None:
    """Skip where a compiler is not installed, or the processor cannot run a kernel."""
    for compiler in compilers:
        if shutil.which(compiler) is None:
            pytest.skip(f"{compiler} is not installed")
    if missing := NEEDED[kernel] - cpu_flags():
        pytest.skip(f"this processor has no {', '.join(sorted(missing))}")


def write(program, folder: Path, name: str = "net", manifest=None, **options) -> Path:
    """NAME.c and NAME.h in a folder; the path of the source."""
    header, source = emit_c(program, manifest or manifest_of(program), name, **options)
    (folder / f"{name}.h").write_text(header, encoding="utf-8")
    path = folder / f"{name}.c"
    path.write_text(source, encoding="utf-8")
    return path


def compile_c(compiler: str, *arguments: object) -> str:
    """What the compiler says where it succeeds; CalledProcessError shows what it says where it does not."""
    done = subprocess.run([compiler, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stderr


class Library:
    """A compiled model, and one state of it."""

    def __init__(self, source: Path, *flags: str, compiler: str = "gcc", kernel: str = "", prefix: str = "rtstgcn"):
        library = source.with_name(f"{source.stem}-{compiler}-{kernel}.so")
        chosen = [f"-DRTSTGCN_KERNEL={kernel}"] if kernel else []
        standard = () if any(flag.startswith("-std") for flag in flags) else ("-std=c99",)
        chosen += FLAGS[kernel] if kernel else ()
        compile_c(compiler, *WARNINGS, *standard, *chosen, *flags, "-shared", "-fPIC", source, "-o", library, "-lm")
        self._library, self._prefix = ctypes.CDLL(str(library)), prefix
        header = source.with_suffix(".h").read_text(encoding="utf-8")
        self.macros = dict(re.findall(rf"#define {prefix.upper()}_(\w+) ([\d.]+)", header))
        self._function("kernel").restype = self._function("class_name").restype = ctypes.c_char_p
        self.reset()

    def _function(self, name: str):
        return getattr(self._library, f"{self._prefix}_{name}")

    @property
    def kernel(self) -> str:
        return self._function("kernel")().decode()

    def class_name(self, label: int) -> str | None:
        name = self._function("class_name")(label)
        return name if name is None else name.decode()

    def manifest(self) -> str:
        return ctypes.string_at(
            ctypes.addressof(ctypes.c_char.in_dll(self._library, f"{self._prefix}_manifest"))
        ).decode()

    def place(self, offset: int) -> np.ndarray:
        """Fresh memory for a state, filled with what was there before, `offset` bytes behind a multiple of 64."""
        size = int(self.macros["STATE_BYTES"])
        room = np.full(size + 192, 0xA5, np.uint8)
        begin = -room.ctypes.data % 64 + offset
        return room[begin : begin + size]

    def reset(self, offset: int = 0) -> None:
        self.state = self.place(offset)
        self.call("reset")

    def call(self, name: str, *arrays: np.ndarray) -> None:
        self._function(name)(*(ctypes.c_void_p(array.ctypes.data) for array in (self.state, *arrays)))

    def infer(self, frame: np.ndarray) -> np.ndarray:
        """Logits (classes,) of a frame (C, V)."""
        logits = np.empty(int(self.macros["CLASSES"]), np.float32)
        self.call("infer", np.ascontiguousarray(frame), logits)
        return logits

    def run(self, frames: np.ndarray) -> np.ndarray:
        """Logits (L, classes) of a trial (C, L, V)."""
        logits = np.empty((frames.shape[1], int(self.macros["CLASSES"])), np.float32)
        for t in range(len(logits)):
            self.call("step", np.ascontiguousarray(frames[:, t]), logits[t])
        return logits


def assert_same_bits(found: np.ndarray, expected: np.ndarray) -> None:
    """Bit for bit: 0.0 and -0.0 are told apart."""
    assert found.dtype == expected.dtype
    assert found.shape == expected.shape
    different = np.flatnonzero((found.view("i4") != expected.view("i4")).any(1))
    assert len(different) == 0, f"frames {different} differ"
