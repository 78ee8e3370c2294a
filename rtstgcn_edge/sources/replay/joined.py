"""Recordings of sensors as they were sampled: joined and resampled as the live sources do it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from rtstgcn_edge.errors import InputError, SourceError
from rtstgcn_edge.frames import Frame
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.resample import SAME_CLOCK, same_rate
from rtstgcn_edge.sources.base import Recorded, SourceTrial, period_ns, rhythm
from rtstgcn_edge.sources.live.join import HOLD_MS, Join
from rtstgcn_edge.sources.live.mapping import make_mapping
from rtstgcn_edge.sources.replay.samples import Samples, observed_rate
from rtstgcn_edge.uri import Uri, number, speed

COMMON: dict[str, Callable[[str], Any]] = {
    "speed": speed,
    "rate_hz": number(0.1),
    "nodes": str,
    "axes": str,
    "hold_ms": number(0, 10_000),
}
"""Options of all such recordings."""
FAR = 0.05
"""Share by which a rate that is given may be off from what the file shows."""
_BLOCK = 4096


class JoinedReplay(Recorded):
    """One trial out of a file of samples."""

    options: ClassVar[dict[str, Callable[[str], Any]]] = COMMON
    classes: tuple[str, ...] | None = None

    def read(self, uri: Uri, path: Path, manifest: Manifest, given: dict[str, Any]) -> Samples:
        """The samples in the file. Raises InputError."""
        raise NotImplementedError

    def __init__(self, uri: Uri, manifest: Manifest) -> None:
        given = uri.options(self.options)
        path = Path(uri.target).expanduser()
        if not path.is_file():
            raise SourceError(f"{path}: no such recording")
        samples = self.read(uri, path, manifest, given)
        self._nodes = samples.nodes
        self._mapping = make_mapping(
            uri.text,
            {node: one.given for node, one in samples.nodes.items()},
            manifest,
            nodes=given.get("nodes"),
            axes=given.get("axes"),
        )
        self._rate_hz, self._rate_out = _rate(uri, samples, given.get("rate_hz")), manifest.rate_hz
        self._joints = [str(joint) for joint in manifest.skeleton["joints"]]
        self._hold_ms = given.get("hold_ms", HOLD_MS)
        self._speed = given.get("speed", 1.0)
        try:
            self._join = self._new_join()
        except InputError as error:
            raise InputError(f"{uri.text}: {error}") from None
        self._name = path.stem
        self.files = (path,)
        self.period_ns = period_ns(manifest.rate_hz, self._speed)
        self.description = self._described(path, samples.notes)

    def trials(self) -> Iterator[SourceTrial]:
        """The one trial."""
        yield SourceTrial(self._name, self._paced())

    def facts(self) -> dict[str, Any]:
        """What became of the samples of each node."""
        counts = {joint: self._join.counts[k].facts(self._join.waiting(k)) for k, joint in enumerate(self._joints)}
        return {"rate_hz": self._rate_hz, "nodes": counts}

    def remarks(self) -> list[str]:
        """Nodes of which much is missing."""
        lines = []
        for joint, counts in zip(self._joints, self._join.counts, strict=True):
            if counts.lost or counts.held or counts.refused:
                lines.append(
                    f"node {joint}: of {counts.received} samples {counts.refused} refused; {counts.lost} lost, "
                    f"held for {counts.held} ticks"
                )
        return lines

    def _new_join(self) -> Join:
        return Join(len(self._joints), self._rate_hz, self._rate_out, hold_ms=self._hold_ms)

    def _described(self, path: Path, notes: list[str]) -> str:
        wanted = [self._nodes[node].instants for node in self._mapping.node_of]
        seconds = (max(int(one[-1]) for one in wanted) - min(int(one[0]) for one in wanted)) / 1e9
        resampled = "" if same_rate(self._rate_hz, self._rate_out) else f", resampled to {self._rate_out:g} Hz"
        aside = len(self._nodes) - len(self._joints)
        notes = notes + ([f"{aside} other nodes left aside"] if aside else [])
        rate = f"{len(self._joints)} nodes at {self._rate_hz:g} Hz{resampled}"
        return ", ".join([f"{path}: {seconds:.1f} s, {rate}", *notes, "without ground truth", rhythm(self._speed)])

    def _paced(self) -> Iterator[Frame]:
        """The frames, each at its instant."""
        start, first = time.monotonic_ns(), None
        for frame in self._joined():
            now = time.monotonic_ns()
            due = now
            if self._speed is not None:
                first = frame.captured if first is None else first
                due = start + round((frame.captured - first) / self._speed)
                if due > now:
                    time.sleep((due - now) / 1e9)
                    now = time.monotonic_ns()
            frame.captured, frame.arrived = due, now
            yield frame

    def _joined(self) -> Iterator[Frame]:
        """The frames that the samples give, in order of their time."""
        join = self._join = self._new_join()
        joint_of, convert = self._mapping.joint_of, self._mapping.convert
        newest = 0
        for instant, node, row in self._in_order():
            if instant != newest:
                yield from join.frames(newest)
                newest = instant
            joint = joint_of[node]
            join.add(joint, None, instant, instant, instant, convert(joint, row))
        yield from join.frames(newest)
        yield from join.flush()

    def _in_order(self) -> Iterator[tuple[int, int, list[float]]]:
        """Instant, node and values of every sample of the nodes that are wanted."""
        wanted = self._mapping.node_of
        instants = np.concatenate([self._nodes[node].instants for node in wanted])
        nodes = np.repeat(wanted, [len(self._nodes[node].instants) for node in wanted])
        rows = np.concatenate([np.arange(len(self._nodes[node].instants)) for node in wanted])
        order = np.lexsort((nodes, instants))
        for begin in range(0, len(order), _BLOCK):
            block = order[begin : begin + _BLOCK]
            triples = zip(instants[block].tolist(), nodes[block].tolist(), rows[block].tolist(), strict=True)
            for instant, node, row in triples:
                yield instant, node, self._nodes[node].values[row].tolist()


def _rate(uri: Uri, samples: Samples, given: float | None) -> float:
    """As given, as the file says it, or as its times show it: the whole number where one is near enough."""
    if samples.rate_hz is not None:
        return samples.rate_hz
    observed = observed_rate(uri.text, samples.nodes)
    if given is None:
        whole = round(observed)
        return float(whole) if whole and abs(observed / whole - 1) <= SAME_CLOCK else round(observed, 2)
    if abs(given / observed - 1) > FAR:
        raise InputError(f"{uri.text}: rate_hz={given:g}, but its samples come at {observed:.4g} Hz; leave rate_hz out")
    return given
