"""`csv:-` or `csv:FILE`: a row per frame and skeleton, with a header."""

from __future__ import annotations

import csv

from rtstgcn_edge.frames import Tick
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.sinks.base import LineFile, Uncounted, check_file
from rtstgcn_edge.uri import Uri

COLUMNS = ["trial", "frame", "time_s", "skeleton", "label", "index", "probability", "decided", "warm", "held",
           "transport_ms", "align_ms", "infer_ms", "truth"]  # fmt: skip


class CsvSink(Uncounted):
    """Rows for spreadsheets and data frames."""

    check = staticmethod(check_file)

    def __init__(self, uri: Uri, manifest: Manifest) -> None:
        self._names, self._rate_hz = manifest.classes, manifest.rate_hz
        self._file = LineFile(uri)
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._headed = False

    def emit(self, tick: Tick) -> None:
        """A row per prediction."""
        self._head()
        for p in tick.predictions:
            stamps = p.stamps
            self._writer.writerow(
                (
                    p.trial,
                    p.frame,
                    f"{p.frame / self._rate_hz:.4f}",
                    p.skeleton,
                    self._names[p.label],
                    p.label,
                    f"{p.probabilities[p.label]:.4f}",
                    "" if p.decided is None else self._names[p.decided],
                    int(p.warm),
                    int(p.held),
                    f"{(stamps.arrived - stamps.captured) / 1e6:.3f}",
                    f"{(stamps.ready - stamps.arrived) / 1e6:.3f}",
                    f"{(stamps.inferred - stamps.ready) / 1e6:.3f}",
                    "" if p.truth is None else self._names[p.truth],
                )
            )

    def close(self) -> None:
        """Flush, and close a file."""
        self._head()
        self._file.close()

    def _head(self) -> None:
        # at the first row and not when opened, so that a target that cannot be written is met where the others are
        if not self._headed:
            self._headed = True
            self._writer.writerow(COLUMNS)
