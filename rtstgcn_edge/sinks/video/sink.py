"""The sink: the loop leaves each tick here, a thread draws and writes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import Full, Queue
from typing import Any

from rtstgcn_edge.errors import InputError, SinkError
from rtstgcn_edge.frames import Tick
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.notices import Notices
from rtstgcn_edge.opencv import opencv
from rtstgcn_edge.sinks.base import RunFacts, check_path
from rtstgcn_edge.sinks.facing import UP, facing
from rtstgcn_edge.sinks.video.drawing import Picture
from rtstgcn_edge.sinks.video.film import CODECS, Film
from rtstgcn_edge.sinks.video.scene import Scene, drawable
from rtstgcn_edge.uri import Uri, choice, whole

CODEC = "mp4v"
WIDTHS = (64, 7680)
MOST_WAITING = 16
"""Ticks, each of which may hold an image."""
LONGEST_STILL_S = 2.0
"""For which the last picture stands where there is none; what goes beyond it is cut."""
WAIT_S = 0.1


def _width(text: str) -> int:
    low, high = WIDTHS
    try:
        width = whole(low)(text)
    except ValueError:
        width = 1
    if width % 2 or width > high:
        raise ValueError(f"an even number from {low} to {high} is expected")
    return width


OPTIONS: dict[str, Callable[[str], Any]] = {"codec": choice(*CODECS), "width": _width, "up": choice(*UP)}


class VideoSink:
    """A film of the run at the model's rate, a picture for each tick.

    A live source never waits for it: what it has no time to draw is left out and counted, and the last picture stands.
    Any other source does wait.
    """

    @staticmethod
    def check(uri: Uri) -> None:
        """Refuse what can be told to be wrong before anything is opened."""
        options = uri.options(OPTIONS)
        codec = options.get("codec", CODEC)
        endings = " or ".join(CODECS[codec])
        if Path(uri.target).suffix.lower() not in CODECS[codec]:
            raise InputError(f"{uri.text}: a film in {codec} is named NAME{endings.replace(' or ', ' or NAME')}")
        check_path(uri)
        opencv(uri.text)

    def __init__(self, uri: Uri, manifest: Manifest) -> None:
        """Raises InputError for a model whose joints have no places, and where the film cannot be written."""
        options = uri.options(OPTIONS)
        if not drawable(manifest):
            raise InputError(
                f"{uri.text}: model '{manifest.name}' takes {', '.join(manifest.channels)}: no places to draw; "
                "a film needs a model of x, y or x, y, z"
            )
        cv2 = opencv(uri.text)
        self._name, self._rate_hz = f"{uri.scheme}:{uri.target}", manifest.rate_hz
        path = Path(uri.target).expanduser()
        self._film = Film(cv2, uri.text, path, options.get("codec", CODEC), manifest.rate_hz)
        self._scene = Scene(cv2, manifest, facing(manifest, options.get("up")), options.get("width"))
        self._ticks: Queue[Tick | None] = Queue(MOST_WAITING)
        self._live = False
        self._left_out = self._stills = self._cut = 0
        self._trial, self._next = "", 0
        self._last: Picture | None = None
        self._bytes = 0
        self._problem: SinkError | None = None
        self._thread = threading.Thread(target=self._work, name="video", daemon=True)
        self._thread.start()

    def follow_run(self, run: RunFacts) -> None:
        """A live source never waits; and nobody knows how its run will end."""
        self._live = run.live
        if run.live and self._film.sturdier:
            others = " or ".join(f"NAME{ending}" for ending in self._film.sturdier)
            Notices().say("frail", f"{self._name}: not playable if the run is killed or the power fails; {others} is")

    def emit(self, tick: Tick) -> None:
        """Leave a tick to be drawn. Raises SinkError where the film cannot be written any more."""
        if self._problem:
            raise self._problem
        if tick.frame.number < 0:  # steps after the end
            return
        if not self._live:
            self._put(tick)
            return
        try:
            self._ticks.put_nowait(tick)
        except Full:
            self._left_out += 1

    def close(self) -> None:
        """Draw what waits, and finish the file. Raises SinkError."""
        self._put(None)
        self._thread.join()
        try:
            self._film.close()
        except SinkError as error:
            self._problem = self._problem or error
        if self._film.pictures:
            self._bytes = self._film.path.stat().st_size if self._film.path.exists() else 0
        if self._problem:
            raise self._problem

    def facts(self) -> dict[str, Any]:
        """What was written: pictures = ticks + stills; and what was not."""
        film = self._film
        return {
            "sink": self._name,
            "pictures": film.pictures,
            "size": list(film.size),
            "seconds": round(film.pictures / self._rate_hz, 3),
            "bytes": self._bytes,
            "left_out": self._left_out,
            "stills": self._stills,
            "cut": self._cut,
        }

    def remarks(self) -> list[str]:
        """What of it matters."""
        film = self._film
        if not film.pictures:
            return [] if self._problem else [f"{self._name}: nothing was seen, no film was written"]
        width, height = film.size
        seconds = film.pictures / self._rate_hz
        lines = [f"{self._name}: {seconds:.1f} s of {width} x {height}, {self._bytes / 1e6:.2f} MB"]
        if self._left_out:
            lines.append(f"{self._name}: {self._left_out} pictures left out, there was no time to draw them")
        if self._cut:
            lines.append(f"{self._name}: {self._cut / self._rate_hz:.1f} s without pictures are not in it")
        return lines

    def _put(self, tick: Tick | None) -> None:
        """Wait until there is room, as long as somebody makes room."""
        while self._thread.is_alive():
            with suppress(Full):
                self._ticks.put(tick, timeout=WAIT_S)
                return

    def _work(self) -> None:
        try:
            while (tick := self._ticks.get()) is not None:
                self._draw(tick)
        except SinkError as error:
            self._problem = error
        except Exception as error:  # what OpenCV refuses ends the film, and with it the run, in a line
            self._problem = SinkError(f"{self._name}: {type(error).__name__}: {error}")

    def _draw(self, tick: Tick) -> None:
        number = tick.frame.number
        if tick.trial != self._trial:
            self._trial, self._next, self._last = tick.trial, 0, None
        picture = self._scene.draw(tick)
        if picture is None:
            return
        missing = number - self._next
        if missing > 0:
            stills = min(missing, round(LONGEST_STILL_S * self._rate_hz))
            self._film.add(picture if self._last is None else self._last, stills)
            self._stills += stills
            self._cut += missing - stills
        self._film.add(picture)
        self._last, self._next = picture, number + 1
