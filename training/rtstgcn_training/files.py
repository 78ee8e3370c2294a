"""Files that are either wholly written or as they were before."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from rtstgcn_edge.errors import InputError


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Write all files beside where they belong, then move them into place together.

    Raises:
        InputError: one cannot be written (disk full, no permission); then all are as they were.
    """
    partial = {path: path.with_name(f"{path.name}.partial") for path in files}
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with partial[path].open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for path in files:
            partial[path].replace(path)
    except OSError as error:
        names = " and ".join(str(path) for path in files)
        raise InputError(f"{names}: cannot be written ({error.strerror}); the former state is untouched") from None
    finally:
        for path in partial.values():
            with suppress(OSError):
                path.unlink(missing_ok=True)
