"""A camera that is read in a thread of its own, and comes back after it was lost. The newest frame wins."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple, Protocol

from rtstgcn_edge.errors import SourceError
from rtstgcn_edge.sources.camera.clock import FrameClock
from rtstgcn_edge.sources.camera.mailbox import Captured, Image, Mailbox

BACK_OFF_S = (0.25, 8.0)
"""First and longest wait between two attempts to open a camera that is gone."""
CLOSING_S = 1.0
"""For which the end waits for a read to return."""


class OpenCamera(Protocol):
    """What is read: see `stream.Stream`."""

    def grab(self) -> bool: ...

    def captured(self, arrived: int) -> int | None: ...

    def image(self) -> Image | None: ...

    def close(self) -> None: ...


class CaptureEvent(NamedTuple):
    """Something that happened to a camera: `kind` is lost or back; `text` says why."""

    at_ns: int
    kind: str
    text: str


class Capture:
    """Reads a camera. captured = skipped + damaged + put into the mailbox (= taken + dropped + waiting).

    Args:
        reopen: opens the camera anew; raises SourceError while it cannot.
        stream: the camera, open.
        rate_hz: the model's clock.
        back_off_s: first and longest wait between attempts (s).
    """

    def __init__(
        self,
        reopen: Callable[[], OpenCamera],
        stream: OpenCamera,
        rate_hz: float,
        back_off_s: tuple[float, float] = BACK_OFF_S,
    ) -> None:
        self._open, self._stream, self._back_off_s = reopen, stream, back_off_s
        self.clock = FrameClock(rate_hz)
        self.mailbox = Mailbox()
        self.captured = 0
        self.skipped = 0
        """Frames that the model's clock has no use for: another one is nearer to their tick, or they had waited."""
        self.damaged = 0
        self.lost = 0
        self.reconnects = 0
        self.attempts = 0
        """To open it anew, successful or not."""
        self.connected = True
        self.trouble = ""
        """Why the last attempt failed."""
        self.events: deque[CaptureEvent] = deque(maxlen=1000)
        """What happened, oldest first; whoever reads them takes them out."""
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reads the camera", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def close(self) -> None:
        """End the thread. A read that does not return is left alone; it ends with the process."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join(CLOSING_S)
        elif self._thread.ident is None:
            self._stream.close()

    def _run(self) -> None:
        stream: OpenCamera | None = self._stream
        while stream is not None:
            self._read(stream)
            stream.close()
            stream = self._reopened()

    def _read(self, stream: OpenCamera) -> None:
        """Frames until the camera is lost, or closed."""
        while not self._closing.is_set():
            if not stream.grab():
                break
            arrived = time.monotonic_ns()
            self._one(stream, arrived)
        else:
            return
        if not self._closing.is_set():
            self.connected = False
            self.lost += 1
            self.clock.interrupted()
            self.events.append(CaptureEvent(time.monotonic_ns(), "lost", "it gives no frame any more"))

    def _one(self, stream: OpenCamera, arrived: int) -> None:
        self.captured += 1
        captured = stream.captured(arrived)
        number = None if captured is None else self.clock.number(captured)
        if captured is None or number is None:
            self.skipped += 1
        elif (image := stream.image()) is None:
            self.damaged += 1
        else:
            self.mailbox.put(Captured(number, captured, arrived, image))

    def _reopened(self) -> OpenCamera | None:
        """Try until the camera is back; None where it is closed before."""
        wait, longest = self._back_off_s
        while not self._closing.wait(wait):
            wait = min(2 * wait, longest)
            self.attempts += 1
            try:
                stream = self._open()
            except SourceError as error:
                self.trouble = str(error)
                continue
            self.reconnects += 1
            self.connected, self.trouble = True, ""
            self.events.append(CaptureEvent(time.monotonic_ns(), "back", ""))
            return stream
        return None
