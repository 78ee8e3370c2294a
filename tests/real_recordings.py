"""Real recordings for tests: found through RTSTGCN_DATA, unpacked once where they come packed."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
UNPACKED = ROOT / "build" / "data"


def find(name: str) -> Path:
    """Folder of the data set `name`; skips the test where there is none."""
    for folder in (UNPACKED / name, _data() / name):
        if (folder / "val" / "features").is_dir():
            return folder
    if not (_data() / f"{name}.npz.xz").is_file():
        pytest.skip(f"no recordings of {name}: set RTSTGCN_DATA to a folder that holds {name}/ or {name}.npz.xz")
    return _unpack(name)


def pose_model(name: str) -> Path:
    """The file of MediaPipe's pose model `name` (lite or full); skips the test where there is none."""
    return _beside("models", f"pose_landmarker_{name}.task")


def clip(name: str) -> Path:
    """A film of people; skips the test where it is not there."""
    return _beside("videos", name)


def _beside(folder: str, name: str) -> Path:
    path = _data().parent / folder / name
    if not path.is_file():
        pytest.skip(f"no {name} in {path.parent}: set RTSTGCN_DATA to a folder with {folder}/ beside it")
    return path


def _data() -> Path:
    return Path(os.environ.get("RTSTGCN_DATA") or ROOT.parent / "shared" / "data")


def _unpack(name: str) -> Path:
    """Unpack beside and move into place, so that test processes side by side cannot see half a data set."""
    UNPACKED.mkdir(parents=True, exist_ok=True)
    partial = UNPACKED / f".{name}.{os.getpid()}"
    subprocess.run([sys.executable, str(_data() / "unpack.py"), name, str(partial)], check=True, capture_output=True)
    with suppress(OSError):  # another process was faster
        (partial / name).rename(UNPACKED / name)
    shutil.rmtree(partial)
    return UNPACKED / name
