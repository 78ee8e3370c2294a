"""A film that is written picture by picture, at a steady rate."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from rtstgcn_edge.errors import InputError, SinkError
from rtstgcn_edge.sinks.video.drawing import Picture

CODECS = {
    "mp4v": {".mp4": "mp4v", ".mkv": "mp4v", ".avi": "XVID"},
    "avc1": {".mp4": "avc1"},
    "vp09": {".mp4": "vp09", ".mkv": "VP90"},
}
"""Codec -> ending of the file -> what OpenCV calls it there."""
FRAIL = ".mp4"
"""Its index is written last, and nothing can be played without it; OpenCV cannot be asked for one in fragments."""
WHOLE = 0.98
"""Share of the pictures that a file says it has, from which it is whole; some only tell it by their length."""
PROBE = (64, 64)
LEAST_FREE = 16 << 20
"""Bytes that are left on the disk: the end of a film, without which it cannot be played, needs some."""
LOOK_EVERY = 32
"""Pictures."""


class Film:
    """A file of pictures.

    Args:
        cv2: OpenCV.
        name: for messages.
        path: replaced if it is there; its ending is one of the codec's.
        codec: a key of CODECS.
        rate_hz: pictures in a second.
    """

    def __init__(self, cv2: Any, name: str, path: Path, codec: str, rate_hz: float) -> None:
        """Raises InputError where such a file cannot be written here."""
        self._cv2, self._name, self.path, self._rate_hz = cv2, name, path, rate_hz
        ending = path.suffix.lower()
        self._code = CODECS[codec][ending]
        self.sturdier = [other for other in CODECS[codec] if other != FRAIL] if ending == FRAIL else []
        """Endings of files that can be played though the writer was killed, where this one cannot."""
        self.size = (0, 0)
        self.pictures = 0
        if path.exists() and not path.is_file():
            raise InputError(f"{name}: is a device or a pipe; name a file")
        try:
            path.touch()
        except OSError as error:
            raise InputError(f"{name}: cannot be written ({error.strerror})") from None
        probe = self._open(PROBE)
        opened = probe.isOpened()
        probe.release()
        path.unlink(missing_ok=True)
        if not opened:
            others = " or ".join(other for other in CODECS if other != codec)
            raise InputError(f"{name}: this OpenCV cannot write {codec} at {rate_hz:g} Hz; another codec: {others}")
        self._writer: Any = None

    def add(self, picture: Picture, times: int = 1) -> None:
        """Write a picture (H, W, 3); the first one decides the size. Raises SinkError."""
        height, width = picture.shape[:2]
        if self._writer is None:
            self._look()
            self.size = (width, height)
            self._writer = self._open(self.size)
            if not self._writer.isOpened():
                raise SinkError(f"{self._name}: pictures of {width} x {height} cannot be written")
        for _ in range(times):
            if self.pictures % LOOK_EVERY == 0:
                self._look()
            self._writer.write(picture)
            self.pictures += 1

    def _look(self) -> None:
        """Whether there is room: OpenCV does not say what it could not write."""
        try:
            free = shutil.disk_usage(self.path.parent).free
        except OSError as error:
            raise SinkError(f"{self._name}: cannot be written any more ({error.strerror})") from None
        if free < LEAST_FREE:
            raise SinkError(f"{self._name}: cannot be written any more (no space left on the disk)")

    def close(self) -> None:
        """Finish the file, and look whether all of it can be played. Raises SinkError."""
        if self._writer is None:
            return
        self._writer.release()
        self._writer = None
        if not self.path.exists():
            raise SinkError(f"{self._name}: somebody has removed the film while it was written")
        film = self._cv2.VideoCapture(str(self.path), self._cv2.CAP_FFMPEG)
        playable = film.isOpened() and film.read()[0]
        said = film.get(self._cv2.CAP_PROP_FRAME_COUNT)
        film.release()
        if not playable or said < WHOLE * self.pictures:
            part = "not all of it" if playable else "nothing of it"
            raise SinkError(f"{self._name}: could not be written to its end, {part} can be played; is the disk full?")

    def _open(self, size: tuple[int, int]) -> Any:
        code = self._cv2.VideoWriter_fourcc(*self._code)
        return self._cv2.VideoWriter(str(self.path), self._cv2.CAP_FFMPEG, code, self._rate_hz, size)
