"""`replay:FILE.mcap`: a recorded run, once more, frame by frame as its source gave it.

Options: `speed` (default 1: at the pace at which it was recorded; or `max`), `from` (default `frames`; `samples` puts
the frames together anew from the bytes that a device sent). Labels are those of the run, bit for bit, with the same
model and options. A recording that was cut off plays to where it was.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

from rtstgcn_edge.errors import InputError, SourceError
from rtstgcn_edge.frames import Frame
from rtstgcn_edge.input_checks import check_names, check_rate, check_shape
from rtstgcn_edge.manifest import Manifest, ModelDescription
from rtstgcn_edge.model_file import bundled_models
from rtstgcn_edge.recordings.mcap.layout import (
    FRAMES_TOPIC,
    RECEIVED_TOPIC,
    TRIALS_TOPIC,
    unpack_frame,
    unpack_received,
)
from rtstgcn_edge.recordings.mcap.reader import Entry, McapRecording, read_metadata
from rtstgcn_edge.resample import same_rate
from rtstgcn_edge.sources.base import Recorded, SourceTrial, period_ns
from rtstgcn_edge.uri import Uri, choice, parse_uri, speed

SLICE_S = 0.05
"""How long a wait within a gap of the recording keeps `stop` from being heard."""


class McapReplay(Recorded):
    """The trials of a recording."""

    def __init__(self, uri: Uri, manifest: Manifest) -> None:
        options = uri.options({"speed": speed, "from": choice("frames", "samples")})
        path = Path(uri.target).expanduser()
        if not path.is_file():
            raise SourceError(f"{path}: no such recording")
        self._recording = recording = McapRecording(path)
        self._manifest = manifest
        self._speed = options.get("speed", 1.0)
        self._anew = options.get("from") == "samples"
        self._stopping = False
        self.files: tuple[Path, ...] = (path,)
        if not self._anew:  # else the samples are fitted to the model, as those of the device were
            _check(path, recording, manifest)
        if not recording.frames:
            raise InputError(f"{path}: no frame was recorded")
        if self._anew and not recording.received:
            raise InputError(f"{uri.text}: bytes of a device were not recorded; leave 'from' out")
        same_classes = recording.classes is not None and list(recording.classes) == manifest.classes
        self.classes = recording.classes if same_classes else None
        rate_hz = manifest.rate_hz if self._anew else recording.description.rate_hz
        self.period_ns = period_ns(rate_hz, self._speed)
        self.description = self._described()

    @staticmethod
    def device_model(uri: Uri) -> str | None:
        """The model of that run, where it is a bundled one."""
        path = Path(uri.target).expanduser()
        name = read_metadata(path).get("model") if path.is_file() else None
        return name if name in bundled_models() else None

    def stop(self) -> None:
        """End a wait within a gap soon."""
        self._stopping = True

    def trials(self) -> Iterator[SourceTrial]:
        """The trials in the order of the run."""
        if self._anew:
            yield SourceTrial(self._recording.trials[0], self._paced(self._joined()))
            return
        entries = self._recording.entries(TRIALS_TOPIC.name, FRAMES_TOPIC.name)
        begun = next(entries, None)
        while begun is not None and not self._stopping:
            frames = _OneTrial(entries)
            yield SourceTrial(json.loads(begun.data)["name"], self._paced(self._frames(frames)))
            begun = frames.next_trial

    def _frames(self, entries: Iterator[Entry]) -> Iterator[Frame]:
        channels, joints = len(self._manifest.channels), self._manifest.joints
        for entry in entries:
            try:
                recorded = unpack_frame(entry.data, channels, joints)
            except InputError as error:
                raise InputError(f"{self._recording.path}: {error}") from None
            truth = recorded.truth if self.classes else None
            yield Frame(recorded.number, entry.published, entry.logged, recorded.bodies, truth)

    def _joined(self) -> Iterator[Frame]:
        from rtstgcn_edge.sources.imu.source import ImuSource  # needs the extra of devices

        uri = parse_uri(self._recording.metadata["source"], ["imu"])
        entries = self._recording.entries(RECEIVED_TOPIC.name)
        steps = ((entry.logged, unpack_received(entry.data)) for entry in entries)
        frames: Iterator[Frame] = ImuSource.joined(uri, self._manifest, steps)
        return frames

    def _paced(self, frames: Iterator[Frame]) -> Iterator[Frame]:
        """Frames at the pace of their arrivals. The way from the sensor is that of the recording."""
        start, first = time.monotonic_ns(), None
        for frame in frames:
            now = time.monotonic_ns()
            if self._speed is None:
                frame.captured = frame.arrived = now
                yield frame
                continue
            first = frame.arrived if first is None else first
            due = start + round((frame.arrived - first) / self._speed)
            way = frame.arrived - frame.captured
            while due > now and not self._stopping:
                time.sleep(min((due - now) / 1e9, SLICE_S))
                now = time.monotonic_ns()
            frame.due = min(due, now)
            frame.captured, frame.arrived = frame.due - way, now
            yield frame

    def _described(self) -> str:
        recording, said = self._recording, self._recording.metadata
        count = f", {len(recording.trials)} trials" if len(recording.trials) != 1 else ""
        seconds = recording.seconds
        length = f"{seconds:.1f} s" if seconds < 60 else f"{seconds / 60:.1f} min"
        pace = "as fast as possible" if self._speed is None else _pace(self._speed)
        parts = [f"{recording.path}: recorded {said.get('created', '')} from {said.get('source', '')}{count}"]
        parts.append(f"{recording.frames} frames in {length}")
        if recording.fault:
            parts.append(f"{recording.fault}, plays what is there")
        if not _same(recording.description, self._manifest):
            made = f"with another model ({recording.description.name}), so labels may differ"
            parts.append(f"made {made if said.get('model') != '' else 'without a model'}")
        if self._anew:
            parts.append("put together anew from samples")
        return ", ".join([*parts, pace])


class _OneTrial:
    """Frames up to the next trial, which is then in `next_trial`."""

    def __init__(self, entries: Iterator[Entry]) -> None:
        self._entries = entries
        self.next_trial: Entry | None = None

    def __iter__(self) -> Iterator[Entry]:
        return self

    def __next__(self) -> Entry:
        entry = next(self._entries)
        if entry.topic == TRIALS_TOPIC.name:
            self.next_trial = entry
            raise StopIteration
        return entry


def _pace(factor: float) -> str:
    return "at its own pace" if factor == 1 else f"{factor:g} x its own pace"


def _check(path: Path, recording: McapRecording, manifest: Manifest) -> None:
    recorded = recording.description
    where, joints = str(path), recorded.skeleton["joints"]
    if recording.received and not same_rate(recorded.rate_hz, manifest.rate_hz):
        raise InputError(
            f"{where}: frames at {recorded.rate_hz:g} Hz, but model '{manifest.name}' runs at {manifest.rate_hz:g} Hz; "
            "from=samples resamples what the device sent"
        )
    check_rate(where, recorded.rate_hz, manifest)
    check_shape(where, len(recorded.channels), len(joints), manifest)
    check_names(where, {"channels": recorded.channels, "units": recorded.units, "nodes": joints}, manifest)


def _same(recorded: ModelDescription, manifest: Manifest) -> bool:
    """Whether both are descriptions of one training; a file says no more of its weights."""
    return recorded == ModelDescription.model_validate(manifest.model_dump(include=set(ModelDescription.model_fields)))
