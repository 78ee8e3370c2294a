"""Emitted C built by cross compilers and run by QEMU: bare Cortex-M boards, and aarch64 programs of Linux."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Float32 = npt.NDArray[np.float32]

EXAMPLE = Path(__file__).parents[1] / "firmware_bridge" / "c" / "examples" / "cortex-m"
PACKAGES = (
    "qemu-system-arm",
    "gcc-arm-none-eabi",
    "libnewlib-arm-none-eabi",
    "qemu-user",
    "gcc-aarch64-linux-gnu",
    "libc6-dev-arm64-cross",
)
TOOLS = ("qemu-system-arm", "arm-none-eabi-gcc", "arm-none-eabi-size", "qemu-aarch64", "aarch64-linux-gnu-gcc")
WARNINGS = ("-Wall", "-Wextra", "-Wconversion", "-pedantic", "-Werror")
OPTIONS = ("-O3", "-ffp-contract=off", "-ffunction-sections", "-fdata-sections")


@dataclass(frozen=True)
class Board:
    """A board of QEMU.

    Attributes:
        machine: QEMU's name of it.
        flags: what the compiler needs to know of the processor.
        instructions_per_tick: under `-icount shift=0` an instruction takes 1 ns, and SysTick runs at the board's clock.
    """

    machine: str
    flags: tuple[str, ...]
    instructions_per_tick: float


BOARDS = {
    "cortex-m3": Board("mps2-an385", ("-mcpu=cortex-m3", "-mthumb"), 1000 / 25),
    "cortex-m4": Board("mps2-an386", ("-mcpu=cortex-m4", "-mthumb", "-mfpu=fpv4-sp-d16", "-mfloat-abi=hard"), 1000 / 25),
    "cortex-m55": Board("mps3-an547", ("-mcpu=cortex-m55", "-mthumb", "-mfloat-abi=hard"), 1000 / 32),
}


@dataclass(frozen=True)
class Memory:
    """Bytes of a firmware: in flash (code, constants, initial values) and in RAM (data, state, stack)."""

    flash: int
    ram: int


@dataclass(frozen=True)
class Stepped:
    """What the example printed and wrote.

    Attributes:
        logits: (L, classes).
        labels: class names, a frame each.
        kernel: the one that was compiled in.
        instructions_to_label: until the logits are there, at most of all frames.
        instructions: of the last step with its housekeeping.
    """

    logits: Float32
    labels: list[str]
    kernel: str
    instructions_to_label: int
    instructions: int


def build_firmware(cpu: str, source: Path, flags: Sequence[str] = (), flash: str = "4M", ram: str = "4M") -> Path:
    """The bare example with the model in `source` (NAME.c, NAME.h beside it): an .elf beside it.

    Args:
        cpu: a key of BOARDS.
        source: what `emit_c` gave, written to a folder.
        flags: further ones of the compiler.
        flash: size of the part's flash, as the linker reads it; what does not fit is not linked.
        ram: size of its RAM.
    """
    target = source.with_name(f"{source.stem}-{cpu}.elf")
    common = [*BOARDS[cpu].flags, "-std=gnu99", *OPTIONS, f"-I{source.parent}", f"-I{EXAMPLE}"]
    model = source.with_name(f"{source.stem}-{cpu}.o")
    # The model alone is strict C99; the startup code needs the compiler's assembler statements.
    strict = [*BOARDS[cpu].flags, "-std=c99", *OPTIONS, *WARNINGS, *flags, "-c", str(source), "-o", str(model)]
    checked("arm-none-eabi-gcc", *strict)
    sources = [str(path) for path in sorted(EXAMPLE.glob("*.c"))]
    link = [
        "-nostartfiles",
        "-Wl,--gc-sections",
        f"-Wl,--defsym=FLASH_SIZE={flash}",
        f"-Wl,--defsym=RAM_SIZE={ram}",
        f"-T{EXAMPLE / 'cortex-m.ld'}",
    ]
    header = f'-DRTSTGCN_HEADER="{source.stem}.h"'
    checked("arm-none-eabi-gcc", *common, *WARNINGS, header, *sources, str(model), *link, "-lm", "-o", str(target))
    return target


def step_firmware(cpu: str, firmware: Path, frames: Float32, timeout: float = 300) -> Stepped:
    """Run `firmware` on the board of `cpu`, from empty FIFOs, on frames (C, L, V)."""
    board, folder = BOARDS[cpu], firmware.parent
    frames.swapaxes(0, 1).astype("<f4").tofile(folder / "frames.bin")
    printed = checked(
        "qemu-system-arm",
        *("-M", board.machine, "-nographic", "-monitor", "none", "-serial", "none"),
        *("-chardev", "stdio,id=out", "-semihosting-config", "enable=on,target=native,chardev=out"),
        *("-icount", "shift=0", "-kernel", str(firmware)),
        folder=folder,
        timeout=timeout,
    )
    lines = printed.splitlines()
    report = dict(re.findall(r"^(kernel|frames|ticks [^:]*): (.*)$", printed, re.MULTILINE))
    length = int(report["frames"])
    ticks = (int(report[f"ticks {what}"]) for what in ("to the label, at most", "of the last step"))
    to_label, last = (round(count * board.instructions_per_tick) for count in ticks)
    logits = np.fromfile(folder / "logits.bin", "<f4").reshape(length, -1)
    return Stepped(logits, lines[:length], report["kernel"], to_label, last)


def memory(firmware: Path) -> Memory:
    """What arm-none-eabi-size counts."""
    line = checked("arm-none-eabi-size", str(firmware)).splitlines()[1]
    text, data, bss = (int(number) for number in line.split()[:3])
    return Memory(flash=text + data, ram=data + bss)


def checked(*command: str, folder: Path | None = None, timeout: float = 300, **options: Any) -> str:
    """Standard output of a command; RuntimeError with what it wrote to standard error where it fails."""
    environment = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=timeout, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done.stdout
