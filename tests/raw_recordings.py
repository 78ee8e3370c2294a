"""A few files of each published set in its publisher's own layout, for readers of the originals."""

from pathlib import Path

import pytest
import real_recordings


def find_raw(name: str) -> Path:
    """Folder of the publisher's files of set `name`; skips the test where there is none."""
    folder = real_recordings._data() / "raw" / name
    if not folder.is_dir():
        pytest.skip(f"no files of {name} as published: set RTSTGCN_DATA to a folder that holds raw/{name}")
    return folder
