"""Libraries of generated source: built once, kept in the user's cache, found there the next time."""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from rtstgcn_edge.errors import InputError, ModelError
from rtstgcn_edge.native import cache
from rtstgcn_edge.native.compiler import REQUIRED, Compiler, find_compiler
from rtstgcn_edge.native.exports import exports, prefix_of
from rtstgcn_edge.native.library import Library
from rtstgcn_edge.seal import SEALS, check_seal, sealed

Say = Callable[[str], object]
Loaded = TypeVar("Loaded")


def library_of(source: Path, say: Say) -> Library:
    """The library of generated source, built by the local compiler unless it was before. Raises ModelError.

    Args:
        source: NAME.c; what it includes lies beside it.
        say: told, in a line, that a build begins: it may take seconds.
    """
    pieces, lines = _model(source)
    return _built(source, pieces, lines, say, Library)


def plain_library(source: Path, say: Say) -> ctypes.CDLL:
    """The same of source that is of no model. Raises ModelError."""
    return _built(source, _pieces(source), "", say, _plainly)


def _plainly(path: Path) -> ctypes.CDLL:
    try:
        return ctypes.CDLL(str(path.resolve()))
    except OSError as error:
        raise ModelError(f"{path}: cannot be loaded ({error})") from None


def _built(source: Path, pieces: list[bytes], lines: str, say: Say, load: Callable[[Path], Loaded]) -> Loaded:
    """What `load` makes of the library; built, with `lines` behind it, unless the cache has it."""
    compiler = find_compiler()
    folder = cache.cache_folder()
    kept = folder / f"{source.stem}-{_key(pieces, compiler, lines)}.so" if folder else None
    if kept and cache.found(kept):
        try:
            return load(kept)
        except ModelError:
            if kept.exists():  # it may have been removed meanwhile
                raise
    say(f"building {source.name} for this processor: {compiler.name}")
    try:
        with tempfile.TemporaryDirectory(prefix="rtstgcn-edge-") as scratch:
            fresh = Path(scratch) / "library.so"
            compiler.compile(source, fresh, lines)
            whole = sealed(fresh.read_bytes(), SEALS[".so"])
            fresh.write_bytes(whole)
            return load(kept if kept and cache.keep(whole, kept) else fresh)
    except OSError as error:
        raise ModelError(f"{source}: cannot be built ({error.strerror or error})") from None


def build_library(source: Path, out: Path, compiler: str | None = None, flags: str | None = None) -> str:
    """Write the library `out` of generated source; the command that made it. Raises ModelError or InputError.

    Args:
        source: NAME.c; what it includes lies beside it.
        out: NAME.so, replaced where it exists.
        compiler: as `find_compiler` takes it, and so are the flags.
        flags: may be those of another processor; then what was built cannot be loaded here.
    """
    if source.suffix != ".c":
        raise InputError(f"{source}: a library is built of NAME.c, which 'rtstgcn-edge export --target c' makes")
    if out.suffix != ".so":
        raise InputError(f"{out}: a built library is named NAME.so")
    _, lines = _model(source)
    found = find_compiler(compiler, flags)
    try:
        with tempfile.TemporaryDirectory(prefix="rtstgcn-edge-") as scratch:
            fresh = Path(scratch) / "model.so"
            found.compile(source, fresh, lines)
            cache.replace(sealed(fresh.read_bytes(), SEALS[".so"]), out)
    except OSError as error:
        raise InputError(f"{out}: cannot be written ({error.strerror})") from None
    return found.name


def _model(source: Path) -> tuple[list[bytes], str]:
    """The source of a model with what it includes, and our own lines to compile behind it. Raises ModelError."""
    pieces = _pieces(source)
    prefix = prefix_of(pieces[0])
    if prefix is None:
        raise ModelError(f"{source}: not C source of a model; 'rtstgcn-edge export --target c' makes it")
    check_seal(pieces[0], source)
    return pieces, exports(prefix)


def _pieces(source: Path) -> list[bytes]:
    """The source and what it includes from its own folder. Raises ModelError where it cannot be read."""
    try:
        text = source.read_bytes()
        names = re.findall(rb'^\s*#\s*include\s*"([^"]+)"', text, re.MULTILINE)
        included = [source.parent / os.fsdecode(name) for name in names]
        return [text, *(path.read_bytes() for path in included if path.is_file())]
    except OSError as error:
        raise ModelError(f"{source}: cannot be read ({error.strerror})") from None


def _key(pieces: list[bytes], compiler: Compiler, lines: str) -> str:
    """Tells builds apart: 32 hex digits over source, our own lines, flags and compiler."""
    words = "\0".join((*compiler.command, *compiler.flags, *REQUIRED, lines)).encode()
    parts = [*pieces, words, compiler.predefined]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:32]
