"""`video:FILE`: a film, every frame that the model's clock wants, none dropped."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rtstgcn_edge.frames import Frame
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.sources.base import Recorded, SourceTrial, period_ns, rhythm
from rtstgcn_edge.sources.camera.film import Film, existing, nearest
from rtstgcn_edge.sources.camera.options import VIDEO
from rtstgcn_edge.sources.camera.posing import Posing
from rtstgcn_edge.uri import Uri

COMPLETE = 0.98
"""Share of the frames that a file says it has, from which it counts as whole: some formats only guess."""
LONGEST_WAIT_S = 0.05
"""After which a wait looks whether it shall stop."""


class VideoSource(Recorded):
    """The frames nearest to the ticks of the model's clock, with the bodies in them."""

    anonymous = True
    classes: tuple[str, ...] | None = None

    def __init__(self, uri: Uri, manifest: Manifest) -> None:
        options = uri.options(VIDEO)
        self._path = existing(uri)
        where = f"{uri.scheme}:{uri.target}"
        self._rate_hz = manifest.rate_hz
        self._speed = options.get("speed", 1.0)
        self._film = Film(where, self._path)
        try:
            self._posing = Posing(where, options, manifest)
        except BaseException:
            self._film.close()
            raise
        self.files: tuple[Path, ...] = (self._path,)
        self.period_ns = period_ns(min(self._rate_hz, self._film.fps or self._rate_hz), self._speed)
        self._skipped = self._used = 0
        self._stopping = self._closed = False
        self.description = (
            f"video:{self._path.name}: {self._film.description}, {rhythm(self._speed)}, {self._posing.description}"
        )

    def trials(self) -> Iterator[SourceTrial]:
        """The one trial."""
        yield SourceTrial(self._path.stem, self._frames())

    def stop(self) -> None:
        """End the frames within 50 ms."""
        self._stopping = True

    def close(self) -> None:
        """Give film and estimator back."""
        if not self._closed:
            self._closed = True
            self._film.close()
            self._posing.close()

    def facts(self) -> dict[str, Any]:
        """The film, what became of its frames (read = used + skipped + damaged), and the poses."""
        film = self._film
        return {
            "fps": film.fps,
            "size": list(film.size),
            "frames": {
                "said": film.said,
                "read": film.read,
                "used": self._used,
                "skipped": self._skipped,
                "damaged": film.damaged,
            },
            "pose": self._posing.facts(),
        }

    def remarks(self) -> list[str]:
        """A film that ends early, damaged frames, and the poses."""
        film, lines = self._film, []
        if film.ended and film.said and film.read < COMPLETE * film.said:
            lines.append(f"{self._path.name} ends after {film.read} of {film.said} frames: it is cut short or damaged")
        if film.damaged:
            lines.append(f"{film.damaged} frames of {self._path.name} are damaged")
        return lines + self._posing.remarks()

    def _frames(self) -> Iterator[Frame]:
        start = time.monotonic_ns()
        for number, at_s, image in nearest(self._film.frames(), self._rate_hz, self._skip):
            captured = time.monotonic_ns()
            if self._speed is not None:
                captured = start + round(number * 1e9 / (self._rate_hz * self._speed))
                self._wait(captured)
            if self._stopping:
                return
            arrived = time.monotonic_ns()
            self._used += 1
            bodies = self._posing.bodies(image, round(at_s * 1e9))
            yield Frame(number, captured, arrived, bodies, image=image, posed=time.monotonic_ns())

    def _skip(self) -> None:
        self._skipped += 1

    def _wait(self, until: int) -> None:
        while not self._stopping and (left := until - time.monotonic_ns()) > 0:
            time.sleep(min(left / 1e9, LONGEST_WAIT_S))
