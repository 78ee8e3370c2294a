"""What is recorded of a run: bytes as a device sent them, frames on their way in, labels on their way out, counters."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from rtstgcn_edge.frames import Frame, Tick
from rtstgcn_edge.recordings.mcap.layout import (
    EVENTS_TOPIC,
    FRAMES_TOPIC,
    PREDICTIONS_TOPIC,
    RECEIVED_TOPIC,
    STATUS_TOPIC,
    SUMMARY_TOPIC,
    TRIALS_TOPIC,
    describe_event,
    pack_frame,
    pack_prediction,
    pack_received,
)
from rtstgcn_edge.recordings.mcap.writer import McapFile, pack_json
from rtstgcn_edge.sources.base import LiveSource, Source, SourceTrial

STATUS_NS = 1_000_000_000
Facts = Callable[[], dict[str, Any]]


class Recorder:
    """A sink that records a run in an MCAP file, and what its source gives too.

    Args:
        path: of the file, which must be new.
        names: class names.
        metadata: what the file says of the run from the start.
        offset_ns: from monotonic time to that since 1970.
    """

    def __init__(self, path: Path, names: list[str], metadata: Mapping[str, str], offset_ns: int) -> None:
        """Raises InputError where no file can be made."""
        self._path, self._names = path, names
        self._file = McapFile(path, metadata, offset_ns)
        self._trial = -1
        self._begun = time.monotonic_ns()
        self._status_due = self._begun
        self._counters: Facts = dict
        self._summary: Facts | None = None
        self._facts: dict[str, Any] = {}

    def watch(self, source: Source) -> Source:
        """The source to run in place of this one: the same, but what it gives is recorded."""
        if source.live:
            cast(LiveSource, source).on_received = self._received
        return _Watched(source, self)

    def follow(self, counters: Facts, summary: Facts) -> None:
        """What to write once a second, and at the end; both JSON-able."""
        self._counters, self._summary = counters, summary

    def emit(self, tick: Tick) -> None:
        """Note labels and events of a tick. Raises SinkError where the file cannot be written any more."""
        stamps = tick.stamps
        for p in tick.predictions:
            name = self._names[p.label]
            self._file.add(PREDICTIONS_TOPIC, stamps.inferred, stamps.captured, pack_prediction, self._trial, p, name)
        for event in tick.events:
            said = describe_event(event, self._names)
            self._file.add(EVENTS_TOPIC, stamps.inferred, stamps.captured, pack_json, said)
        self._count(stamps.inferred)

    def close(self) -> None:
        """The last counters, the summary and the index. Raises SinkError."""
        now = time.monotonic_ns()
        if self._summary:
            self._file.add(STATUS_TOPIC, now, now, pack_json, self._counters())
            self._file.add(SUMMARY_TOPIC, now, now, pack_json, self._summary())
        try:
            self._file.close()
        finally:
            seconds, size = (now - self._begun) / 1e9, self._path.stat().st_size
            self._facts = {"recorded": str(self._path), "bytes": size, "bytes_per_second": round(size / seconds)}

    def facts(self) -> dict[str, Any]:
        """`recorded` (the file), its size in `bytes` and `bytes_per_second`; empty before it is closed."""
        return self._facts

    def remarks(self) -> list[str]:
        """One line, once the file is closed."""
        if not self._facts:
            return []
        size, rate = self._facts["bytes"], self._facts["bytes_per_second"]
        return [f"recorded {self._path}: {size / 1e6:.2f} MB, {rate / 1e3:.1f} kB a second"]

    def begin(self, name: str) -> None:
        """A trial begins."""
        self._trial += 1
        now = time.monotonic_ns()
        self._file.add(TRIALS_TOPIC, now, now, pack_json, {"number": self._trial, "name": name})

    def note(self, frame: Frame) -> None:
        """A frame, before anything is done to it."""
        self._file.add(
            FRAMES_TOPIC,
            frame.arrived,
            frame.captured,
            pack_frame,
            self._trial,
            frame.number,
            frame.truth,
            frame.bodies,
        )

    def _received(self, arrived: int, data: bytes) -> None:
        self._file.add(RECEIVED_TOPIC, arrived, arrived, pack_received, data)
        self._count(arrived)

    def _count(self, now: int) -> None:
        if now >= self._status_due:
            self._status_due = now + STATUS_NS
            self._file.add(STATUS_TOPIC, now, now, pack_json, self._counters())


class _Watched:
    """A source whose trials and frames are noted."""

    def __init__(self, source: Source, recorder: Recorder) -> None:
        self._source, self._recorder = source, recorder
        self.description, self.period_ns = source.description, source.period_ns
        self.classes, self.files, self.live = source.classes, source.files, source.live
        self.stop, self.close = source.stop, source.close
        self.facts, self.remarks = source.facts, source.remarks

    def trials(self) -> Iterator[SourceTrial]:
        for trial in self._source.trials():
            self._recorder.begin(trial.name)
            yield SourceTrial(trial.name, self._noted(trial.frames))

    def _noted(self, frames: Iterator[Frame]) -> Iterator[Frame]:
        for frame in frames:
            self._recorder.note(frame)
            yield frame
