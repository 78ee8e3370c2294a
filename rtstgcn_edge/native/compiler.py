"""The local C compiler, and what it makes of generated source."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rtstgcn_edge.errors import ModelError

NAMES = ("cc", "gcc", "clang")
"""Compilers that are looked for, in this order, where $CC names none."""
REQUIRED = ("-O2", "-std=c99", "-fPIC", "-shared", "-ffp-contract=off")
"""Flags of every build, last on the command line: exactness hangs on the last one. (With -O3 gcc makes the portable
kernel 1.6 times as slow, and no other one faster by more than a few per cent.)"""
TUNED = (("-march=native",), ("-mcpu=native",), ())
"""Flags for this very processor, of which the first that the compiler knows is taken."""


@dataclass(frozen=True)
class Compiler:
    """A compiler that runs here, the flags it takes, and the macros that it predefines with them.

    The macros tell its version and every instruction set that it will use, so they tell two builds apart.
    """

    command: tuple[str, ...]
    flags: tuple[str, ...]
    predefined: bytes

    @property
    def name(self) -> str:
        return " ".join((*self.command, *self.flags))

    def compile(self, source: Path, out: Path, lines: str) -> None:
        """Build the shared library `out` of `source`, with `lines` of C behind it.

        Raises ModelError with the compiler's first complaint.
        """
        words = (*self.command, *self.flags, *REQUIRED, "-include", str(source.resolve()), "-x", "c", "-")
        done = _run((*words, "-o", str(out), "-lm"), lines)
        if done.returncode:
            raise ModelError(f"{source}: {self.name} failed: {_complaint(done)}")


def find_compiler(named: str | None = None, flags: str | None = None) -> Compiler:
    """The compiler to use. Raises ModelError where there is none, or none that takes the flags.

    Args:
        named: its command; None for $CC, or else the first of `NAMES` on the PATH.
        flags: what to compile for, as "-mcpu=cortex-a72"; None for this processor.
    """
    command = _command(named)
    choices = TUNED if flags is None else (tuple(_words(flags, "--flags")),)
    for chosen in choices:
        done = _run((*command, *chosen, *REQUIRED, "-dM", "-E", "-x", "c", os.devnull))
        if done.returncode == 0:
            return Compiler(tuple(command), chosen, done.stdout)
    raise ModelError(f"{' '.join((*command, *chosen))}: does not compile: {_complaint(done)}")


def _command(named: str | None) -> list[str]:
    where = "--compiler" if named is not None else "$CC"
    words = _words(os.environ.get("CC", "") if named is None else named, where)
    if words:
        if shutil.which(words[0]) is None:
            raise ModelError(f"{where} {words[0]}: no such program; name a C compiler that is installed")
        return words
    for name in NAMES:
        if shutil.which(name):
            return [name]
    raise ModelError(
        f"no C compiler ({', '.join(NAMES)}) is on the PATH and $CC names none: install one (on Debian, "
        "apt-get install gcc), or give a library NAME.so that 'rtstgcn-edge models build' made elsewhere"
    )


def _words(text: str, where: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError as error:
        raise ModelError(f"{where} {text!r}: not the words of a command ({error})") from None


def _run(words: Sequence[str], text: str = "") -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"LC_ALL": "C"}  # messages in English, in ASCII
    try:
        return subprocess.run(words, input=text.encode(), capture_output=True, env=environment, check=False)
    except OSError as error:
        raise ModelError(f"{words[0]}: cannot be run ({error.strerror})") from None


def _complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """The line that says what is wrong: the first error, or else the last line."""
    lines = [line.strip() for line in done.stderr.decode(errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines[-1:] or [f"exit code {done.returncode}"])[0][:300]
