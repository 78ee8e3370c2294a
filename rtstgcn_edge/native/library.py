"""A built model: its functions and what it says of itself."""

from __future__ import annotations

import ctypes
import platform
from pathlib import Path

from rtstgcn_edge.errors import ModelError
from rtstgcn_edge.native.elf import check_library
from rtstgcn_edge.native.exports import FACTS

CPUINFO = Path("/proc/cpuinfo")


class Library:
    """A loaded library; the file may go once it is loaded.

    Attributes:
        size: bytes of the file.
        manifest: the text of the manifest.
        facts: `FACTS` by name; of `state_bytes` one state takes.
        kernel: the name of the kernels that it was compiled with.
        reset: (state); `infer`: (state, frame, logits); `advance`: (state), all addresses.

    Raises:
        ModelError: where the file is no library of a model, or not one for this processor.
    """

    def __init__(self, path: Path) -> None:
        self.size = check_library(path)
        try:
            library = ctypes.CDLL(str(path.resolve()))
        except OSError as error:
            reason = str(error).removeprefix(f"{path.resolve()}: ")
            raise ModelError(f"{path}: cannot be loaded ({reason})") from None
        try:
            self.facts = dict(
                zip(FACTS, (ctypes.c_uint * len(FACTS)).in_dll(library, "rtstgcn_library_facts"), strict=True)
            )
            needs, prefix = _text(library, "rtstgcn_library_needs").split(), _prefix(library)
            self.manifest = _text(library, f"{prefix}_manifest")
            self.reset, self.infer, self.advance, kernel = (
                library[f"{prefix}_{name}"] for name in ("reset", "infer", "advance", "kernel")
            )
        except (AttributeError, ValueError, UnicodeDecodeError) as error:
            reason = str(error).removeprefix(f"{path.resolve()}: ")
            raise ModelError(
                f"{path}: not a library of a model ({reason}); 'rtstgcn-edge models build NAME.c {path.name}' makes one"
            ) from None
        if lacking := _lacking(needs):
            raise ModelError(
                f"{path}: built for a processor with {' '.join(lacking)}, which this one is without; "
                "build it on this device, or with --flags that name it"
            )
        for function, arguments in ((self.reset, 1), (self.infer, 3), (self.advance, 1)):
            function.argtypes, function.restype = [ctypes.c_void_p] * arguments, None
        kernel.argtypes, kernel.restype = [], ctypes.c_char_p
        self.kernel = kernel().decode()


def _text(library: ctypes.CDLL, name: str) -> str:
    return ctypes.string_at(ctypes.addressof(ctypes.c_char.in_dll(library, name))).decode()


def _prefix(library: ctypes.CDLL) -> str:
    """What its functions begin with; libraries of before there was a choice do not tell."""
    try:
        return _text(library, "rtstgcn_library_prefix")
    except ValueError:
        return "rtstgcn"


def _lacking(needs: list[str]) -> list[str]:
    """Of the instruction sets that a library needs, those that this processor has not; none where it cannot be told."""
    key = "flags" if platform.machine() in ("x86_64", "i686") else "Features"
    lines = CPUINFO.read_text(encoding="utf-8", errors="replace").splitlines() if CPUINFO.exists() else []
    has = next((line.partition(":")[2].split() for line in lines if line.split(":")[0].strip() == key), None)
    return [name for name in needs if has is not None and name not in has]
