"""Emitted C built by cross compilers and run by QEMU: on bare Cortex-M boards, and as aarch64 programs of Linux."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.errors import InputError

Float32 = npt.NDArray[np.float32]

EXAMPLES = Path(__file__).parents[1] / "firmware_bridge" / "c" / "examples"
BARE, LINUX = EXAMPLES / "cortex-m", EXAMPLES / "linux"
PACKAGES = {
    "qemu-system-arm": "qemu-system-arm",
    "arm-none-eabi-gcc": "gcc-arm-none-eabi libnewlib-arm-none-eabi",
    "arm-none-eabi-size": "binutils-arm-none-eabi",
    "qemu-aarch64": "qemu-user",
    "aarch64-linux-gnu-gcc": "gcc-aarch64-linux-gnu libc6-dev-arm64-cross",
    "clang": "clang",
}
"""Programs, and the Debian packages that bring them."""

AARCH64_GCC, AARCH64_CLANG = ("aarch64-linux-gnu-gcc",), ("clang", "--target=aarch64-linux-gnu")
WARNINGS = ("-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Wundef", "-Wcast-align", "-pedantic", "-Werror")
OPTIONS = ("-O2", "-ffp-contract=off", "-ffunction-sections", "-fdata-sections")


@dataclass(frozen=True)
class Board:
    """A board of QEMU.

    Attributes:
        machine: QEMU's name of it.
        flags: what the compiler needs to know of its processor.
        clock_mhz: of SysTick; under `-icount shift=0` an instruction takes 1 ns.
    """

    machine: str
    flags: tuple[str, ...]
    clock_mhz: int

    def instructions(self, ticks: int) -> int:
        return round(ticks * 1000 / self.clock_mhz)


BOARDS = {
    "cortex-m3": Board("mps2-an385", ("-mcpu=cortex-m3",), 25),
    "cortex-m4": Board("mps2-an386", ("-mcpu=cortex-m4", "-mfpu=fpv4-sp-d16", "-mfloat-abi=hard"), 25),
    "cortex-m7": Board("mps2-an500", ("-mcpu=cortex-m7", "-mfpu=fpv5-d16", "-mfloat-abi=hard"), 25),
    "cortex-m55": Board("mps3-an547", ("-mcpu=cortex-m55", "-mfloat-abi=hard"), 32),
}


@dataclass(frozen=True)
class Memory:
    """Bytes of a firmware: in flash (code, constants, initial values) and in RAM (data, state, stack)."""

    flash: int
    ram: int


@dataclass(frozen=True)
class Steps:
    """What the bare example printed and wrote.

    Attributes:
        logits: (L, classes).
        labels: class names, a frame each.
        kernel: the one that was compiled in.
        to_label: instructions until the label is known, the most of all frames.
        last: instructions of the last step with its housekeeping.
    """

    logits: Float32
    labels: list[str]
    kernel: str
    to_label: int
    last: int


def require(*programs: str) -> None:
    """Raises InputError that names the Debian packages of those of `programs` that are not installed."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        packages = " ".join(PACKAGES[program] for program in missing)
        raise InputError(
            f"{', '.join(missing)} not found; on Debian: apt-get install --no-install-recommends {packages}"
        )


def build_firmware(cpu: str, source: Path, flags: Sequence[str] = (), flash: str = "4M", ram: str = "4M") -> Path:
    """The bare example with the model in `source` (NAME.c, NAME.h beside it): an .elf beside it.

    Args:
        cpu: a key of BOARDS.
        source: what `emit_c` gave, written to a folder.
        flags: further ones of the compiler.
        flash: size of the part's flash, as the linker reads it; what does not fit is not linked.
        ram: size of its RAM.

    Raises:
        RuntimeError: the compiler or the linker refuses; with what it said.
    """
    require("arm-none-eabi-gcc")
    folder, stem = source.parent, f"{source.stem}-{cpu}"
    processor = [*BOARDS[cpu].flags, "-mthumb", *OPTIONS, *WARNINGS]
    model, firmware = folder / f"{stem}.o", folder / f"{stem}.elf"
    checked("arm-none-eabi-gcc", *processor, "-std=c99", *flags, "-c", source, "-o", model)
    sources = [*sorted(BARE.glob("*.c")), model]
    header = f'-DRTSTGCN_HEADER="{source.stem}.h"'
    link = ["-nostartfiles", "-Wl,--gc-sections", f"-T{BARE / 'cortex-m.ld'}"]
    sizes = [f"-Wl,--defsym=FLASH_SIZE={flash}", f"-Wl,--defsym=RAM_SIZE={ram}"]
    compiler = ["arm-none-eabi-gcc", *processor, "-std=gnu99", header, f"-I{folder}"]
    checked(*compiler, *sources, *link, *sizes, "-lm", "-o", firmware)
    return firmware


def run_firmware(cpu: str, firmware: Path) -> str:
    """What a firmware prints through semihosting on the board of `cpu`, in whose folder it finds its files.

    Raises:
        RuntimeError: it ended with a status other than 0.
    """
    require("qemu-system-arm")
    return checked(
        *("qemu-system-arm", "-M", BOARDS[cpu].machine, "-nographic", "-monitor", "none", "-serial", "none"),
        *("-chardev", "stdio,id=out", "-semihosting-config", "enable=on,target=native,chardev=out"),
        *("-icount", "shift=0", "-kernel", firmware),
        folder=firmware.parent,
    )


def step_firmware(cpu: str, firmware: Path, frames: Float32) -> Steps:
    """Run `firmware` on frames (C, L, V), from empty FIFOs."""
    folder = firmware.parent
    frames.swapaxes(0, 1).astype("<f4").tofile(folder / "frames.bin")
    printed = run_firmware(cpu, firmware)
    report = dict(re.findall(r"^(kernel|frames|ticks [^:]*): (.*)$", printed, re.MULTILINE))
    board, length = BOARDS[cpu], int(report["frames"])
    to_label, last = (report[f"ticks {what}"] for what in ("to the label, at most", "of the last step"))
    return Steps(
        logits=np.fromfile(folder / "logits.bin", "<f4").reshape(length, -1),
        labels=printed.splitlines()[:length],
        kernel=report["kernel"],
        to_label=board.instructions(int(to_label)),
        last=board.instructions(int(last)),
    )


def memory(firmware: Path) -> Memory:
    """What arm-none-eabi-size counts."""
    require("arm-none-eabi-size")
    counts = checked("arm-none-eabi-size", firmware).splitlines()[1]
    text, data, bss = (int(number) for number in counts.split()[:3])
    return Memory(flash=text + data, ram=data + bss)


def build_aarch64(cpu: str, source: Path, flags: Sequence[str] = (), compiler: Sequence[str] = AARCH64_GCC) -> Path:
    """The Linux example with the model in `source`, static, for an aarch64 processor by its name at the compiler."""
    require(compiler[0])
    folder, stem = source.parent, f"{source.stem}-{cpu}"
    options = [*compiler, f"-mcpu={cpu}", *OPTIONS, *WARNINGS]
    model, program = folder / f"{stem}.o", folder / stem
    checked(*options, "-std=c99", *flags, "-c", source, "-o", model)
    header, sources = f'-DRTSTGCN_HEADER="{source.stem}.h"', [LINUX / "main.c", model]
    checked(*options, "-std=gnu99", header, f"-I{folder}", *sources, "-static", "-lm", "-o", program)
    return program


def step_aarch64(cpu: str, program: Path, frames: Float32) -> tuple[Float32, str]:
    """Logits (L, classes) of frames (C, L, V) from empty FIFOs, and the kernel."""
    require("qemu-aarch64")
    raw = frames.swapaxes(0, 1).astype("<f4").tobytes()
    done = subprocess.run(["qemu-aarch64", "-cpu", cpu, str(program)], input=raw, capture_output=True, check=True)
    logits = np.frombuffer(done.stdout, "<f4").reshape(frames.shape[1], -1)
    return logits, done.stderr.decode().removeprefix("kernel: ").strip()


def checked(*command: str | Path, folder: Path | None = None) -> str:
    """Standard output of a command that has to end with 0; else RuntimeError with what it printed."""
    words = [str(word) for word in command]
    environment = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(
        words, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600
    )
    if done.returncode != 0:
        printed = (done.stdout + done.stderr)[-4000:]
        raise RuntimeError(f"{' '.join(words)}: exit code {done.returncode}\n{printed}")
    return done.stdout
