"""`lsl:NAME`: sensors that stream over the Lab Streaming Layer; several streams as `lsl:LEFT,RIGHT`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rtstgcn_edge.errors import InputError, SourceError
from rtstgcn_edge.frames import Frame
from rtstgcn_edge.lsl import pylsl
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.notices import Notices
from rtstgcn_edge.resample import same_rate
from rtstgcn_edge.sources.base import SourceTrial
from rtstgcn_edge.sources.live.join import HOLD_MS, Join
from rtstgcn_edge.sources.live.mapping import make_mapping
from rtstgcn_edge.sources.lsl.finding import described, find_stream, predicate
from rtstgcn_edge.sources.lsl.inbox import BACK, LOST, Inbox
from rtstgcn_edge.sources.lsl.inlet import Inlet
from rtstgcn_edge.sources.lsl.placing import Placing
from rtstgcn_edge.sources.streams import Stream, StreamNode, describe, find_nodes, units_said
from rtstgcn_edge.uri import Uri, number

WAIT_MS = 200.0
"""More than for a wire: senders get samples over the air, in bursts, and a stream loses none."""
LONGEST_WAIT_S = 0.05
"""After which a wait looks whether it shall stop."""
SILENCE_NS = 1_000_000_000
"""Without a sample, before it is said."""
ROOM_S = 4.0
"""Samples that may wait where this computer falls behind."""

OPTIONS: dict[str, Callable[[str], Any]] = {
    "type": str,
    "source_id": str,
    "timeout": number(0.1, 600),
    "rate_hz": number(0.1, 10_000),
    "nodes": str,
    "axes": str,
    "wait_ms": number(0, 1000),
    "hold_ms": number(0, 10_000),
}


class LslSource:
    """Streams, joined into frames of a model."""

    live = True
    classes: tuple[str, ...] | None = None
    files: tuple[Path, ...] = ()

    def __init__(self, uri: Uri, manifest: Manifest) -> None:
        options = uri.options(OPTIONS)
        names = [name.strip() for name in uri.target.split(",")]
        if not all(names) or len(set(names)) < len(names):
            raise InputError(f"{uri.text}: names no stream; as in lsl:gait, or lsl:left,right for streams of their own")
        self.on_received: Callable[[int, bytes], None] | None = None
        self._name, self._stopping = uri.text, False
        self._notices = Notices()
        self._inlets: list[Inlet] = []
        try:
            self._open(pylsl(uri.text), names, options)
            streams = [described(inlet.info) for inlet in self._inlets]
            self._rate_hz = self._common_rate(options.get("rate_hz"))
            self._inbox.room = round(ROOM_S * self._rate_hz * len(names))
            nodes = find_nodes(uri.text, streams, manifest)
            mapping = make_mapping(
                uri.text,
                {index: node.given for index, node in enumerate(nodes)},
                manifest,
                nodes=options.get("nodes"),
                axes=options.get("axes"),
            )
            self._join = self._new_join(manifest, options)
        except BaseException:
            self.close()
            raise
        self._joints = [str(joint) for joint in manifest.skeleton["joints"]]
        rate = self._rate_hz if self._regular else None
        self._placing = Placing(nodes, len(names), rate, mapping, self._join)
        self._lost = self._stalls = 0
        self.period_ns: float | None = 1e9 / manifest.rate_hz
        self.description = self._described(streams, nodes, manifest)

    def trials(self) -> Iterator[SourceTrial]:
        """The one trial."""
        yield SourceTrial("live", self._frames())

    def stop(self) -> None:
        """End the frames soon."""
        self._stopping = True

    def close(self) -> None:
        """Let the streams go."""
        for inlet in self._inlets:
            inlet.close()

    def facts(self) -> dict[str, Any]:
        """Streams and nodes, with what became of their samples."""
        streams = [
            {
                "name": inlet.info.name(),
                "host": inlet.info.hostname(),
                "source_id": inlet.info.source_id(),
                "rate_hz": self._rate_hz,
                "clock_correction_ms": inlet.correction_ns / 1e6,
                "sessions": inlet.sessions,
            }
            for inlet in self._inlets
        ]
        nodes = {joint: self._join.counts[k].facts(self._join.waiting(k)) for k, joint in enumerate(self._joints)}
        return {
            "streams": streams,
            "nodes": nodes,
            "lost": self._lost,
            "stalls": self._stalls,
            "dropped": self._inbox.dropped,
        }

    def remarks(self) -> list[str]:
        """Losses."""
        lines = []
        if self._lost:
            lines.append(
                f"streams lost {self._lost} times, found again {sum(i.sessions - 1 for i in self._inlets)} times"
            )
        if self._stalls:
            lines.append(f"silent for a second and more {self._stalls} times")
        if self._inbox.dropped:
            lines.append(f"{self._inbox.dropped} samples given up: this computer fell behind")
        for joint, counts, unplaced in zip(self._joints, self._join.counts, self._placing.unplaced, strict=True):
            dropped = counts.dropped - unplaced
            if counts.lost or counts.refused or dropped:
                lines.append(
                    f"node {joint}: of {counts.received} samples {counts.refused} refused, {dropped} dropped; "
                    f"{counts.lost} lost"
                )
        return lines

    def _open(self, library: Any, names: list[str], options: dict[str, Any]) -> None:
        self._inbox = Inbox()
        for index, name in enumerate(names):
            matching = predicate(name, options.get("type"), options.get("source_id"))
            info = find_stream(library, self._name, name, matching, options.get("timeout", 5.0))
            try:
                self._inlets.append(Inlet(library, index, info, matching, self._inbox))
            except RuntimeError as error:
                raise SourceError(f"{self._name}: stream {name} is there but does not open ({error})") from None

    def _common_rate(self, given: float | None) -> float:
        rates = {inlet.info.name(): inlet.info.nominal_srate() for inlet in self._inlets}
        self._regular = all(rates.values())
        if given is None and not self._regular:
            name = next(name for name, rate in rates.items() if not rate)
            raise InputError(f"{self._name}: stream {name} says no rate; give it, as in rate_hz=100")
        rate = given or next(iter(rates.values()))
        for name, said in rates.items():
            if said and not same_rate(said, rate):
                raise InputError(f"{self._name}: stream {name} is at {said:g} Hz, not {rate:g} Hz; one rate is taken")
        return float(rate)

    def _new_join(self, manifest: Manifest, options: dict[str, Any]) -> Join:
        try:
            return Join(
                len(manifest.skeleton["joints"]),
                self._rate_hz,
                manifest.rate_hz,
                wait_ms=options.get("wait_ms", WAIT_MS),
                hold_ms=options.get("hold_ms", HOLD_MS),
            )
        except InputError as error:
            raise InputError(f"{self._name}: {error}") from None

    def _described(self, streams: list[Stream], nodes: list[StreamNode], manifest: Manifest) -> str:
        hosts = ", ".join(sorted({inlet.info.hostname() for inlet in self._inlets}))
        said = [f"{self._name} on {hosts}: {describe(nodes)} at {self._rate_hz:g} Hz"]
        if not same_rate(self._rate_hz, manifest.rate_hz):
            said.append(f"resampled to {manifest.rate_hz:g} Hz")
        if not units_said(streams):
            said.append("units not said: taken as the model's")
        return ", ".join(said)

    def _frames(self) -> Iterator[Frame]:
        """Chunk by chunk; where none comes, when a frame is due without."""
        for inlet in self._inlets:
            inlet.start()
        heard = time.monotonic_ns()
        silent = False
        while not self._stopping:
            chunks = self._inbox.take(self._patience())
            for chunk in chunks:
                if self.on_received:
                    self.on_received(chunk.arrival_ns, chunk.to_bytes())
                self._placing.add(chunk)
                yield from self._join.frames(chunk.arrival_ns)
            now = time.monotonic_ns()
            if chunks:
                heard, silent = now, False
            else:
                yield from self._join.frames(now)
                if not silent and now - heard > SILENCE_NS:
                    silent = True
                    self._stalls += 1
                    self._notices.say("silent", f"{self._name}: no sample for {(now - heard) / 1e9:.1f} s")
            self._tell()

    def _patience(self) -> float:
        due = self._join.due_ns()
        if due is None:
            return LONGEST_WAIT_S
        return min(max((due - time.monotonic_ns()) / 1e9, 0.0), LONGEST_WAIT_S)

    def _tell(self) -> None:
        while self._inbox.events:
            stream, kind = self._inbox.events.popleft()
            name = self._inlets[stream].info.name()
            if kind == LOST:
                self._lost += 1
                self._notices.say(f"lost {name}", f"{self._name}: stream {name} is gone; waiting for it to come back")
            elif kind == BACK:
                self._notices.say(f"back {name}", f"{self._name}: stream {name} is back")
