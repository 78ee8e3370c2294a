"""Backends of an 8-bit model on processors that are not here: ONNX Runtime and generated C under QEMU."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rtstgcn_export.gate.exactness import first_difference
from rtstgcn_export.program import Program

from benchmarks.emulators import build_aarch64, build_firmware, step_aarch64, step_firmware
from rtstgcn_edge.errors import InputError

Float32 = npt.NDArray[np.float32]
Replay = Callable[[Float32], Float32]
"""Logits (L, classes) of a trial (C, L, V), from empty FIFOs."""

WORKER = Path(__file__).with_name("onnx_replay.py")
X86 = {"AVX2, no VNNI": "Haswell", "AVX, no AVX2": "SandyBridge"}
"""Processors of QEMU whose 8-bit products ONNX Runtime adds in pairs that saturate."""
AARCH64 = {"no dot product": "cortex-a72", "dot product": "cortex-a76"}
BOARDS = ("cortex-m3", "cortex-m4", "cortex-m55")
BOARD_FRAMES = 200
"""A board under QEMU takes a second a frame of a large model."""


@dataclass(frozen=True)
class Row:
    """What became of one backend."""

    backend: str
    frames: int = 0
    seconds: float = 0.0
    difference: str = ""
    not_run: str = ""


@dataclass(frozen=True)
class Files:
    """One program in all its forms: NAME.onnx, NAME.c, NAME.h in a folder of its own."""

    program: Program
    onnx: Path
    source: Path


@dataclass(frozen=True)
class Emulated:
    """A backend on a processor that is not here. `prepare` builds what it needs; raises where it cannot run."""

    name: str
    prepare: Callable[[Files], Replay]
    frames: int = sys.maxsize


def emulated_backends(aarch64: Path | None) -> list[Emulated]:
    backends = [
        Emulated(f"ONNX Runtime{how}, x86-64 {cpu} ({what})", onnx_on(x86_python(cpu), flags))
        for what, cpu in X86.items()
        for how, flags in (("", ()), (" plain", ("--plain",)))
    ]
    if aarch64:
        backends += [
            Emulated(f"ONNX Runtime{how}, {cpu} ({what})", onnx_on(aarch64_python(aarch64, cpu), flags))
            for what, cpu in AARCH64.items()
            for how, flags in (("", ()), (" plain", ("--plain",)))
        ]
    backends += [Emulated(f"C, {cpu} ({what})", _c_aarch64(cpu)) for what, cpu in AARCH64.items()]
    return [*backends, *(Emulated(f"C, {cpu}", _c_board(cpu), BOARD_FRAMES) for cpu in BOARDS)]


@dataclass(frozen=True)
class Python:
    """A command that runs Python on an emulated processor, and where its packages are."""

    command: tuple[str, ...]
    packages: Path


def x86_python(cpu: str) -> Callable[[], Python]:
    """This Python on another x86-64 processor of QEMU."""

    def find() -> Python:
        if platform.machine() != "x86_64" or shutil.which("qemu-x86_64") is None:
            raise InputError("needs an x86-64 host with qemu-x86_64; on Debian: apt-get install qemu-user")
        interpreter = str(Path(sys.executable).resolve())
        return Python(("qemu-x86_64", "-cpu", cpu, interpreter), Path(sysconfig.get_paths()["purelib"]))

    return find


def aarch64_python(folder: Path, cpu: str) -> Callable[[], Python]:
    def find() -> Python:
        if shutil.which("qemu-aarch64") is None:
            raise InputError("needs qemu-aarch64; on Debian: apt-get install qemu-user")
        interpreter = sorted((folder / "root" / "usr" / "bin").glob("python3.*[0-9]"))[0]
        return Python(("qemu-aarch64", "-cpu", cpu, "-L", str(folder / "root"), str(interpreter)), folder / "site")

    return find


def onnx_on(find: Callable[[], Python], flags: Sequence[str]) -> Callable[[Files], Replay]:
    """ONNX Runtime of that Python; `flags` are the worker's."""

    def prepare(files: Files) -> Replay:
        python, folder = find(), files.onnx.parent

        def replay(x: Float32) -> Float32:
            frames, logits = folder / "frames.npy", folder / "logits.npy"
            logits.unlink(missing_ok=True)
            np.save(frames, x)
            words = [*python.command, str(WORKER), str(files.onnx), str(frames), str(logits), *flags]
            environment = {**os.environ, "PYTHONPATH": str(python.packages), "OMP_NUM_THREADS": "1"}
            done = subprocess.run(words, env=environment, capture_output=True, text=True)
            if done.returncode != 0:
                raise RuntimeError((done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1])
            found: Float32 = np.load(logits)
            return found

        return replay

    return prepare


def _c_aarch64(cpu: str) -> Callable[[Files], Replay]:
    def prepare(files: Files) -> Replay:
        program = build_aarch64(cpu, files.source)
        return lambda x: step_aarch64(cpu, program, x)[0]

    return prepare


def _c_board(cpu: str) -> Callable[[Files], Replay]:
    def prepare(files: Files) -> Replay:
        firmware = build_firmware(cpu, files.source)
        return lambda x: step_firmware(cpu, firmware, x).logits

    return prepare


def run_emulated(backend: Emulated, files: Files, x: Float32, expected: Float32) -> Row:
    """The first frames of x (C, L, V), as many as the backend takes."""
    begin, length = time.perf_counter(), min(x.shape[1], backend.frames)
    try:
        found = backend.prepare(files)(np.ascontiguousarray(x[:, :length]))
    except InputError as missing:
        return Row(backend.name, not_run=str(missing))
    except (RuntimeError, subprocess.CalledProcessError) as failed:
        return Row(backend.name, not_run=str(failed).splitlines()[0])
    frame = first_difference(found, expected[:length])
    difference = "" if frame is None else f"frame {frame}: {found[frame]} for {expected[frame]}"
    return Row(backend.name, length, time.perf_counter() - begin, difference)
