"""The file of a pose model: a `.task` of MediaPipe, named, or one of three that are downloaded once."""

from __future__ import annotations

import hashlib
import os
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import near_miss
from rtstgcn_edge.native.cache import cache_folder

PAGE = "https://storage.googleapis.com/mediapipe-models/pose_landmarker"
DETECTOR, LANDMARKS = "pose_detector.tflite", "pose_landmarks_detector.tflite"
TIMEOUT_S = 30.0
_CHUNK = 1 << 16


@dataclass(frozen=True)
class Published:
    """A model of MediaPipe's page: its size (bytes), and the SHA-256 of its file, as float16/1 and as latest."""

    name: str
    size: int
    checksums: tuple[str, ...]

    @property
    def file(self) -> str:
        """Name of the file."""
        return f"pose_landmarker_{self.name}.task"

    @property
    def url(self) -> str:
        """Where it is downloaded."""
        return f"{PAGE}/pose_landmarker_{self.name}/float16/1/{self.file}"


MODELS = {
    model.name: model
    for model in (
        Published("lite", 5_777_746, ("59929e1d1ee95287735ddd833b19cf4ac46d29bc7afddbbf6753c459690d574a",)),
        Published(
            "full",
            9_398_198,
            (
                "5134a3aad27a58b93da0088d431f366da362b44e3ccfbe3462b3827a839011b1",
                "4eaa5eb7a98365221087693fcc286334cf0858e2eb6e15b506aa4a7ecdcec4ad",
            ),
        ),
        Published("heavy", 30_664_242, ("64437af838a65d18e5ba7a0d39b465540069bc8aae8308de3e318aad31fcbc7b",)),
    )
}

Say = Callable[[str], None]


def find_task_file(where: str, pose: str, say: Say) -> Path:
    """The file of a pose model: `lite`, `full` or `heavy`, or a path. Raises InputError.

    A published one is looked for in the cache, and else downloaded into it, which is `say`n.
    """
    if pose not in MODELS:
        return _named(where, pose)
    model, path = MODELS[pose], _place(where, pose)
    if not _is_whole(where, model, path):
        say(f"downloading {model.file} ({model.size / 1e6:.0f} MB) from {model.url}")
        _download(where, model, path)
    return path


def cached(pose: str) -> Path | None:
    """The file of a published pose model, where it was downloaded; None where it was not. Raises InputError."""
    where = "pose models"
    path = _place(where, pose)
    return path if _is_whole(where, MODELS[pose], path) else None


def _place(where: str, pose: str) -> Path:
    folder = cache_folder()
    if folder is None:
        raise InputError(f"{where}: pose={pose} is kept in a cache folder, and there is none: set XDG_CACHE_HOME")
    return folder / "pose" / MODELS[pose].file


def _is_whole(where: str, model: Published, path: Path) -> bool:
    """Whether the file is there. Raises InputError where it is another one."""
    if not path.is_file():
        return False
    if _checksum(path) not in model.checksums:
        raise InputError(f"{where}: {path} is not what MediaPipe publishes (cut short?); delete it, then try again")
    return True


def _named(where: str, pose: str) -> Path:
    path = Path(pose).expanduser()
    if not path.is_file():
        hint = near_miss(pose, MODELS) or f"{', '.join(MODELS)}, or a file .task, is expected"
        what = "names nothing" if not pose else "is a folder" if path.is_dir() else "no such file"
        raise InputError(f"{where}: pose={pose}: {what}; {hint}")
    try:
        with zipfile.ZipFile(path) as task:
            missing = {DETECTOR, LANDMARKS} - set(task.namelist())
            damaged = None if missing else task.testzip()
    except (zipfile.BadZipFile, OSError):
        raise InputError(f"{where}: pose={pose} is no .task file (a zip), or is cut short; download it anew") from None
    if missing:
        raise InputError(f"{where}: pose={pose} is no pose landmarker: it holds no {' and no '.join(sorted(missing))}")
    if damaged:
        raise InputError(f"{where}: pose={pose} is damaged ({damaged}); download it anew")
    return path


def _download(where: str, model: Published, path: Path) -> None:
    """Fetch, check, and move into place. Raises InputError."""
    by_hand = f"fetch {model.url} on another machine and put it at {path}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as part:
            partial = Path(part.name)
            try:
                with urllib.request.urlopen(model.url, timeout=TIMEOUT_S) as answer:
                    while chunk := answer.read(_CHUNK):
                        part.write(chunk)
                part.flush()
                if _checksum(partial) not in model.checksums:
                    raise InputError(
                        f"{where}: {model.url} gave another file than expected (a login page? cut short?); {by_hand}"
                    )
                os.replace(partial, path)  # noqa: PTH105
            except BaseException:
                partial.unlink(missing_ok=True)
                raise
    except urllib.error.HTTPError as error:
        error.close()
        raise InputError(
            f"{where}: the pose model is not there ({model.url}: {error.code}); name a file: pose=PATH"
        ) from None
    except urllib.error.URLError as error:
        raise InputError(f"{where}: the pose model cannot be downloaded ({_reason(error.reason)}); {by_hand}") from None
    except OSError as error:
        raise InputError(f"{where}: the pose model cannot be downloaded ({_reason(error)}); {by_hand}") from None


def _reason(error: object) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error).splitlines()[0]


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.sha256()
        while chunk := file.read(1 << 20):
            digest.update(chunk)
        return digest.hexdigest()
