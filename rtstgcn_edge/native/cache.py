"""Where built libraries are kept, and for how long."""

from __future__ import annotations

import os
import re
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from rtstgcn_edge.seal import SEALS, is_whole

DAYS = 90
"""A library that was not used for so long is removed when another one is kept."""

_OURS = re.compile(r"\.?.+-[0-9a-f]{32}\.so(\..+)?")
"""A library, or what a run that was killed left of one."""


def cache_folder() -> Path | None:
    """rtstgcn-edge in the XDG cache; None where a user has no home."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if named.is_absolute():
        return named / "rtstgcn-edge"
    with suppress(RuntimeError):
        return Path.home() / ".cache" / "rtstgcn-edge"
    return None


def found(kept: Path) -> bool:
    """Whether a library is there and whole; it counts as used from now on."""
    try:
        with suppress(OSError):  # it may be another user's, or on a disk that is not written to
            os.utime(kept)
        return is_whole(kept.read_bytes(), SEALS[".so"]) is True
    except OSError:
        return False


def keep(library: bytes, kept: Path) -> bool:
    """Put a library into the cache, and remove what was not used for `DAYS`; False where it cannot be written."""
    try:
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace(library, kept)
        _prune(kept.parent)
    except OSError:
        return False
    return True


def _prune(folder: Path) -> None:
    """Who has loaded a library keeps it, and who wants one that has gone builds it anew."""
    oldest = time.time() - DAYS * 24 * 3600
    for path in folder.iterdir():
        with suppress(OSError):
            if _OURS.fullmatch(path.name) and path.stat().st_mtime < oldest:
                path.unlink()


def replace(content: bytes, path: Path) -> None:
    """Write whole or not at all: who reads meanwhile finds the former file or the new one. Raises OSError."""
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
