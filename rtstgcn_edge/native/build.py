"""Libraries of generated source: built once, kept in the user's cache, found there the next time."""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from rtstgcn_edge.errors import InputError, ModelError
from rtstgcn_edge.native.compiler import REQUIRED, Compiler, find_compiler
from rtstgcn_edge.native.exports import EXPORTS
from rtstgcn_edge.native.library import Library
from rtstgcn_edge.native.seal import is_whole, sealed

Say = Callable[[str], object]
Loaded = TypeVar("Loaded")


def library_of(source: Path, say: Say) -> Library:
    """The library of generated source, built by the local compiler unless it was before. Raises ModelError.

    Args:
        source: NAME.c; what it includes lies beside it.
        say: told, in a line, that a build begins: it may take seconds.
    """
    return _built(source, _model_pieces(source), EXPORTS, say, Library)


def plain_library(source: Path, say: Say) -> ctypes.CDLL:
    """The same of source that is of no model. Raises ModelError."""
    return _built(source, _pieces(source), "", say, _plainly)


def _plainly(path: Path) -> ctypes.CDLL:
    try:
        return ctypes.CDLL(str(path.resolve()))
    except OSError as error:
        raise ModelError(f"{path}: cannot be loaded ({error})") from None


def _built(source: Path, pieces: list[bytes], exports: str, say: Say, load: Callable[[Path], Loaded]) -> Loaded:
    """What `load` makes of the library; built unless the cache has it."""
    compiler = find_compiler()
    folder = cache_folder()
    kept = folder / f"{source.stem}-{_key(pieces, compiler, exports)}.so" if folder else None
    if kept and _is_whole(kept):
        return load(kept)
    say(f"building {source.name} for this processor: {compiler.name}")
    try:
        with tempfile.TemporaryDirectory(prefix="rtstgcn-edge-") as scratch:
            fresh = Path(scratch) / "library.so"
            compiler.compile(source, fresh, exports)
            fresh.write_bytes(sealed(fresh.read_bytes()))
            return load(kept if kept and _keep(fresh, kept) else fresh)
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
    _model_pieces(source)
    found = find_compiler(compiler, flags)
    try:
        with tempfile.TemporaryDirectory(prefix="rtstgcn-edge-") as scratch:
            fresh = Path(scratch) / "model.so"
            found.compile(source, fresh)
            _replace(sealed(fresh.read_bytes()), out)
    except OSError as error:
        raise InputError(f"{out}: cannot be written ({error.strerror})") from None
    return found.name


def cache_folder() -> Path | None:
    """Where built libraries are kept: rtstgcn-edge in the XDG cache; None where a user has no home."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if named.is_absolute():
        return named / "rtstgcn-edge"
    with suppress(RuntimeError):
        return Path.home() / ".cache" / "rtstgcn-edge"
    return None


def _model_pieces(source: Path) -> list[bytes]:
    """The source of a model, and what it includes. Raises ModelError."""
    pieces = _pieces(source)
    if b"rtstgcn_manifest" not in pieces[0]:
        raise ModelError(f"{source}: not C source of a model; 'rtstgcn-edge export --target c' makes it")
    return pieces


def _pieces(source: Path) -> list[bytes]:
    """The source and what it includes from its own folder. Raises ModelError where it cannot be read."""
    try:
        text = source.read_bytes()
        names = re.findall(rb'^\s*#\s*include\s*"([^"]+)"', text, re.MULTILINE)
        included = [source.parent / os.fsdecode(name) for name in names]
        return [text, *(path.read_bytes() for path in included if path.is_file())]
    except OSError as error:
        raise ModelError(f"{source}: cannot be read ({error.strerror})") from None


def _key(pieces: list[bytes], compiler: Compiler, exports: str) -> str:
    """Tells builds apart: 32 hex digits over source, our own lines, flags and compiler."""
    words = "\0".join((*compiler.command, *compiler.flags, *REQUIRED, exports)).encode()
    parts = [*pieces, words, compiler.predefined]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:32]


def _is_whole(path: Path) -> bool:
    try:
        return is_whole(path.read_bytes()) is True
    except OSError:
        return False


def _keep(fresh: Path, kept: Path) -> bool:
    """A copy in the cache; False where it cannot be written."""
    try:
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(fresh.read_bytes(), kept)
    except OSError:
        return False
    return True


def _replace(content: bytes, path: Path) -> None:
    """Write whole or not at all: who reads meanwhile finds the former file or the new one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o755)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
