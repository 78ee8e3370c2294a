"""`camera:N`, `camera:/dev/videoN`, `camera:rtsp://…`: a camera, and the bodies in its newest frame."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rtstgcn_edge.frames import Frame
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.notices import Notices
from rtstgcn_edge.sources.base import SourceTrial
from rtstgcn_edge.sources.camera.capture import Capture
from rtstgcn_edge.sources.camera.nodes import lasting_name
from rtstgcn_edge.sources.camera.options import CAMERA, wanted_pictures
from rtstgcn_edge.sources.camera.posing import Posing
from rtstgcn_edge.sources.camera.stream import Stream, check_target, is_address, without_password
from rtstgcn_edge.sources.camera.watch import Watch
from rtstgcn_edge.uri import Uri

LONGEST_WAIT_S = 0.05
"""After which a wait looks whether it shall stop."""

now = time.monotonic_ns


class CameraSource:
    """A camera read in a thread of its own; of its frames the newest is looked at, as fast as the device can."""

    live = True
    anonymous = True
    classes: tuple[str, ...] | None = None
    files: tuple[Path, ...] = ()

    def __init__(self, uri: Uri, manifest: Manifest) -> None:
        self.on_received: Callable[[int, bytes], None] | None = None
        target = uri.target.replace("%3F", "?").replace("%3f", "?")
        where = self._name = f"{uri.scheme}:{without_password(target)}"
        options = uri.options(CAMERA)
        check_target(where, target)
        wanted = wanted_pictures(uri, options)
        self._posing = Posing(where, options, manifest)
        try:
            stream = Stream(where, target, wanted)
            lasting = target if is_address(target) else lasting_name(target)
        except BaseException:
            self._posing.close()
            raise
        self._capture = Capture(lambda: Stream(where, lasting, wanted), stream, manifest.rate_hz)
        self._watch = Watch(self._capture, self._posing, where, Notices(), now())
        self._stopping = self._closed = False
        self.period_ns: float | None = 1e9 / min(manifest.rate_hz, stream.fps or manifest.rate_hz)
        self.description = f"{where}: {stream.description}, {self._posing.description}"

    def trials(self) -> Iterator[SourceTrial]:
        """The one trial."""
        yield SourceTrial("live", self._frames())

    def stop(self) -> None:
        """End the frames within 50 ms, or after the present image."""
        self._stopping = True

    def close(self) -> None:
        """Give camera and estimator back."""
        if not self._closed:
            self._closed = True
            self._capture.close()
            self._posing.close()

    def facts(self) -> dict[str, Any]:
        """Camera, what became of its frames, and the poses."""
        return {**self._watch.facts(), "pose": self._posing.facts()}

    def remarks(self) -> list[str]:
        """What is worth knowing at the end."""
        return [*self._watch.remarks(), *self._posing.remarks()]

    def _frames(self) -> Iterator[Frame]:
        self._capture.start()
        while not self._stopping:
            taken = self._capture.mailbox.take(LONGEST_WAIT_S)
            self._watch.look(now())
            if taken is not None:
                bodies = self._posing.bodies(taken.image, taken.captured)
                yield Frame(taken.number, taken.captured, taken.arrived, bodies, image=taken.image, posed=now())
