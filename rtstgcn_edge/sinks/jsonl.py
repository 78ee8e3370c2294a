"""`jsonl:-` or `jsonl:FILE`: a JSON object per frame and skeleton, see `label_line`."""

from __future__ import annotations

from rtstgcn_edge.frames import Tick
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.sinks.base import LineFile, Uncounted, check_file
from rtstgcn_edge.sinks.label_line import LabelLine
from rtstgcn_edge.uri import Uri


class JsonlSink(Uncounted):
    """Lines for programs."""

    check = staticmethod(check_file)

    def __init__(self, uri: Uri, manifest: Manifest) -> None:
        self._line = LabelLine(manifest)
        self._file = LineFile(uri)

    def emit(self, tick: Tick) -> None:
        """A line per prediction."""
        changed = {event.skeleton for event in tick.events} if tick.events else ()
        for prediction in tick.predictions:
            self._file.write(self._line(prediction, prediction.skeleton in changed) + "\n")

    def close(self) -> None:
        """Flush, and close a file."""
        self._file.close()
