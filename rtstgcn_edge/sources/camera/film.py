"""A film read frame by frame with the times of its frames, and which of them the model's clock wants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.opencv import opencv
from rtstgcn_edge.sources.camera.mailbox import Image
from rtstgcn_edge.uri import Uri

PLAUSIBLE_FPS = 1000.0
TEXT = "ansi"
"""The codec by which FFmpeg draws the letters of a text file."""
Picture = TypeVar("Picture")


class Film:
    """An open film. Raises InputError where it is none that this OpenCV can decode."""

    def __init__(self, where: str, path: Path) -> None:
        self._cv2 = cv2 = opencv(where)
        self._capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
        text = self._capture.get(cv2.CAP_PROP_FOURCC) == cv2.VideoWriter_fourcc(*TEXT)
        if text or not self._capture.isOpened() or not self._capture.grab():
            self._capture.release()
            raise InputError(
                f"{where}: does not open as a video: it is none, or is cut short, or has a codec that this "
                "OpenCV lacks; one that plays elsewhere becomes readable by 'ffmpeg -i FILE -c:v libx264 out.mp4'"
            )
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        self.fps = fps if 0 < fps < PLAUSIBLE_FPS else None
        self.said = max(0, round(self._capture.get(cv2.CAP_PROP_FRAME_COUNT)))
        """Frames that the file says it has; 0 where it says nothing."""
        self.size = tuple(round(self._capture.get(p)) for p in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
        """Width and height in pixels."""
        self.read = self.damaged = 0
        self.ended = False

    @property
    def description(self) -> str:
        """Length, size and rate for people."""
        rate = f" at {self.fps:.4g} frames/s" if self.fps else ""
        length = f"{self.said / self.fps:.1f} s, " if self.said and self.fps else ""
        return f"{length}{self.size[0]} x {self.size[1]}{rate}"

    def frames(self) -> Iterator[tuple[float, Image]]:
        """Time (s, from 0) and image of each frame."""
        before = -1.0
        first: float | None = None
        more = True  # the first was grabbed to see whether there is one
        while more:
            self.read += 1
            said = self._capture.get(self._cv2.CAP_PROP_POS_MSEC) / 1e3
            first = said if first is None else first
            at_s = said - first
            if at_s <= before:  # a file without times, or with wrong ones
                at_s = before + 1 / (self.fps or 25.0)
            before = at_s
            fine, image = self._capture.retrieve()
            if fine:
                yield at_s, image
            else:
                self.damaged += 1
            more = self._capture.grab()
        self.ended = True

    def close(self) -> None:
        """Close the file."""
        self._capture.release()


def nearest(
    frames: Iterable[tuple[float, Picture]], rate_hz: float, skip: Callable[[], None]
) -> Iterator[tuple[int, float, Picture]]:
    """For each tick of a clock of `rate_hz` the frame nearest to it: its number, time (s) and picture.

    A frame is that of its nearest tick alone, so that a film which is slower than the clock leaves ticks out. `skip`
    is called for each frame that another one is nearer than.
    """
    best: tuple[int, float, Picture] | None = None
    for at_s, picture in frames:
        number = round(at_s * rate_hz)
        if best is not None and best[0] == number:
            skip()
            if abs(at_s - number / rate_hz) >= abs(best[1] - number / rate_hz):
                continue
        elif best is not None:
            yield best
        best = number, at_s, picture
    if best is not None:
        yield best


def existing(uri: Uri) -> Path:
    """The file that a film is to be read from. Raises InputError."""
    path, where = Path(uri.target).expanduser(), f"{uri.scheme}:{uri.target}"
    if not uri.target:
        raise InputError(f"{uri.text}: names no file; as in video:clip.mp4")
    if path.is_dir():
        raise InputError(f"{where}: is a folder; name a file in it")
    if not path.is_file():
        if "://" in uri.target or uri.target.isdecimal() or uri.target.startswith("/dev/video"):
            raise InputError(f"{where}: no such file; a camera is named camera:{uri.target}")
        raise InputError(f"{where}: " + ("is a device or a pipe; name a file" if path.exists() else "no such file"))
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except OSError as error:
        raise InputError(f"{where}: {error.strerror}") from None
    if empty:
        raise InputError(f"{where}: the file is empty")
    return path
