"""An hour of six body-worn sensors in seconds: do the accounts close, is the time base true, are the labels right?

The virtual sensor sends what firmware would, with loss, jitter, skewed clocks and damaged bytes; codec, clock model,
join, resampler, engine and decisions are those of a run; only the clock is injected. What the virtual sensor did is
known, so every frame can be held against the truth.

python -m benchmarks.imu_hour [--seconds 3600] [--clean] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rtstgcn_firmware.codec import encode
from rtstgcn_firmware.protocols import open_protocol

from benchmarks.process_load import resident_mib
from rtstgcn_edge.engine import Engine
from rtstgcn_edge.errors import InputError, RtstgcnError
from rtstgcn_edge.frames import Frame, Tick
from rtstgcn_edge.machine import machine_facts, machine_lines
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.model_file import find_model, open_model
from rtstgcn_edge.notices import Notices
from rtstgcn_edge.pipeline import Pipeline
from rtstgcn_edge.resample import resample, same_rate
from rtstgcn_edge.sinks.base import Uncounted
from rtstgcn_edge.sources.base import Recorded, SourceTrial
from rtstgcn_edge.sources.imu.joining import Joining
from rtstgcn_edge.virtual_imu import Delivery, PythonFirmware, Settings, VirtualImu, load_movement, measure

GREETING_NS = 500_000_000
SETTLING_S = 10.0
"""After the start, until the time base is held against the truth; what it was before is told apart."""
Floats = npt.NDArray[np.float32]


class Wire(Recorded):
    """A virtual sensor and the host's side of the wire, on one injected clock, as a source of frames."""

    live = True
    period_ns: float | None = None
    classes: tuple[str, ...] | None = None
    files: tuple[Path, ...] = ()
    description = "a virtual sensor on an injected clock"

    def __init__(self, device: VirtualImu, manifest: Manifest, seconds: float) -> None:
        self._device, self._end_ns = device, round(seconds * 1e9)
        self.notices: list[str] = []
        self.joining = Joining("imu:virtual", manifest, open_protocol("wire"), {}, Notices(self.notices.append))
        self.now = 0
        self.resident_mib: list[float] = []
        """At every hundredth of the time."""

    def trials(self) -> Iterator[SourceTrial]:
        """The one trial."""
        yield SourceTrial("live", self._frames())

    def _frames(self) -> Iterator[Frame]:
        for arrival, data in self._device.take(GREETING_NS):
            self.joining.step(arrival, data)
        for _ in ("the greeting ends", "the run begins"):
            self.joining.step(GREETING_NS, b"")
        self.now = GREETING_NS
        while self.now < self._end_ns:
            if len(self.resident_mib) < 100 * self.now // self._end_ns:
                self.resident_mib.append(resident_mib())
            due = self.joining.device.due_ns()
            self.now = max(self.now, self._device.due_ns if due is None else min(due, self._device.due_ns))
            for arrival, data in self._device.take(self.now) or [Delivery(self.now, b"")]:
                yield from self.joining.step(arrival, data)
                for message in self.joining.device.wants(arrival):
                    self._device.receive(encode(message), self.now)
                self.joining.others.clear()


class Kept(Uncounted):
    """What a run gave, by frame number, in memory that is taken at the start.

    Attributes:
        captured: (ticks) when it was sampled, ns; -1 where no skeleton was seen.
        joints: (ticks, C, V).
        fresh: (ticks, V) whether the node's own sample of this tick came.
        labels: (ticks) once warm; -1 where there was none.
    """

    def __init__(self, ticks: int, manifest: Manifest) -> None:
        self.captured = np.full(ticks, -1, np.int64)
        self.joints = np.full((ticks, len(manifest.channels), manifest.joints), np.nan, np.float32)
        self.fresh = np.full((ticks, manifest.joints), False)
        self.labels = np.full(ticks, -1, np.int64)

    def emit(self, tick: Tick) -> None:
        """Keep it."""
        number = tick.frame.number
        for body in tick.frame.bodies:
            self.captured[number] = tick.frame.captured
            self.joints[number] = body.joints
            self.fresh[number] = True if body.confidence is None else body.confidence == 1
        for prediction in tick.predictions:
            if prediction.warm:
                self.labels[prediction.frame] = prediction.label

    def close(self) -> None:
        """Nothing is open."""


def first_sample(kept: Kept, rate_hz: float, model_hz: float) -> int:
    """Number of the device's sample at which frame 0 stands: by the last frame, when the clock model has settled."""
    last = int(np.flatnonzero(kept.captured >= 0)[-1])
    return round((float(kept.captured[last]) / 1e9 - last / model_hz) * rate_hz)


def time_base(kept: Kept, first: int, rate_hz: float, model_hz: float) -> dict[str, float]:
    """Errors of the capture times against the truth once settled (ms), and the largest before that.

    All nodes sample at true instants that are whole numbers of the period from 0.
    """
    numbers = np.flatnonzero(kept.captured >= 0)
    errors = np.abs(kept.captured[numbers] / 1e9 - first / rate_hz - numbers / model_hz) * 1e3
    settled = numbers >= numbers[0] + SETTLING_S * model_hz
    if not settled.any():
        raise InputError(f"--seconds: more than {SETTLING_S:g} are needed for the clock model to settle")
    later = errors[settled]
    return {
        "p50_ms": float(np.median(later)),
        "p99_ms": float(np.percentile(later, 99)),
        "max_ms": float(later.max()),
        "within_1_ms": float((later <= 1).mean()),
        "max_before_ms": float(errors[~settled].max()),
    }


def clean_frames(readings: Floats, first: int, count: int, rate_hz: float, model_hz: float) -> Floats:
    """(count, C, V): what an offline run is given, from sample `first` on; the recording repeats itself."""
    samples = math.ceil(count * rate_hz / model_hz) + 1
    recorded = readings[np.arange(first, first + samples) % len(readings)]
    if not same_rate(rate_hz, model_hz):
        recorded = resample(recorded, rate_hz, model_hz)
    frames: Floats = recorded[:count].transpose(0, 2, 1)
    return frames


def offline_labels(model: Path, frames: Floats) -> npt.NDArray[np.int64]:
    """The label of every frame of a recording without gaps."""
    engine = Engine(open_model(model))
    engine.join(0)
    labels = np.empty(len(frames), np.int64)
    for number, frame in enumerate(frames):
        labels[number] = engine.step({0: frame})[0].argmax()
        engine.advance()
    return labels


def measure_run(arguments: argparse.Namespace) -> dict[str, Any]:
    """One run, and all that it is held against."""
    path = find_model(arguments.model)
    engine = Engine(open_model(path))
    manifest = engine.manifest
    movement = load_movement(arguments.play, rate_hz=arguments.rate)
    counts = measure(movement.readings)
    settings = Settings(
        seed=arguments.seed,
        jitter_ms=5.0,
        skew_ppm=arguments.skew_ppm,
        own_clocks=arguments.clocks == "own",
        combined=arguments.combined,
        loss=0.0 if arguments.clean else 0.01,
        corrupt=0.0 if arguments.clean else 0.001,
    )
    device = VirtualImu(movement, counts, settings, PythonFirmware)
    source = Wire(device, manifest, arguments.seconds)
    kept = Kept(math.ceil(arguments.seconds * manifest.rate_hz) + 1, manifest)
    pipeline = Pipeline(engine, source, [kept], manifest.decision)
    start = time.process_time()
    pipeline.run()
    seconds = time.process_time() - start
    if not (kept.captured >= 0).any():
        raise InputError("no frame came of it")
    rates = movement.rate_hz, manifest.rate_hz
    first = first_sample(kept, *rates)
    frames = clean_frames(counts.readings(), first, len(kept.captured), *rates)
    labelled = kept.labels >= 0
    same_label = (kept.labels == offline_labels(path, frames))[labelled]
    same_value = (kept.joints == frames).all(axis=1)[kept.fresh] if same_rate(*rates) else np.array([])
    joining, ledger = source.joining, pipeline.ledger
    facts = {
        "model": manifest.name,
        "play": movement.name,
        "rate_hz": rates[0],
        "model_rate_hz": rates[1],
        "seconds": arguments.seconds,
        "settings": asdict(settings),
        "time_base": time_base(kept, first, *rates),
        "labels": len(same_label),
        "labels_as_offline": int(same_label.sum()),
        "node_values": len(same_value),
        "node_values_on_the_right_tick": int(same_value.sum()),
        "ticks": asdict(ledger.ticks) | {"closes": ledger.ticks.balanced()},
        "frames": asdict(ledger.samples) | {"closes": ledger.samples.balanced()},
        "wire": asdict(joining.protocol.counts),
        "device": joining.device.facts(),
        "sent": device.facts(),
        "notices": source.notices,
        "cpu_seconds": seconds,
        "resident_mib": source.resident_mib,
        "machine": machine_facts(),
    }
    return facts | {"accounts": accounts(facts)}


PARTS = ("used", "late", "duplicate", "refused", "dropped", "waiting")
LEFT_OUT = ("ignored", "kept_out", "unfit")


def accounts(facts: dict[str, Any]) -> dict[str, bool]:
    """Which of the sums close: every byte's packet, sample, frame and tick has one fate."""
    samples, nodes = facts["device"]["samples"], facts["device"]["nodes"].values()
    return {
        "samples": samples["received"] == samples["joined"] + sum(samples[part] for part in LEFT_OUT),
        "nodes": all(node["received"] == sum(node[part] for part in PARTS) for node in nodes)
        and samples["joined"] == sum(node["received"] for node in nodes),
        "frames": facts["frames"].pop("closes"),
        "ticks": facts["ticks"].pop("closes"),
    }


def report(facts: dict[str, Any]) -> str:
    """The headline for people."""
    base, ticks = facts["time_base"], facts["ticks"]
    labels, values = facts["labels"], facts["node_values"]
    sums = [f"{name} {'close' if closes else 'DO NOT CLOSE'}" for name, closes in facts["accounts"].items()]
    lines = [
        f"{facts['model']} at {facts['model_rate_hz']:g} Hz, {facts['play']} at {facts['rate_hz']:g} Hz, "
        f"{facts['seconds']:g} s of sensor time in {facts['cpu_seconds']:.0f} s",
        f"accounts       {', '.join(sums)}",
        f"time base      p50 {base['p50_ms']:.3f}, p99 {base['p99_ms']:.3f}, max {base['max_ms']:.3f} ms from the "
        f"truth, {100 * base['within_1_ms']:.3f} % within 1 ms; max {base['max_before_ms']:.3f} in the first "
        f"{SETTLING_S:g} s",
    ]
    if values:
        right = facts["node_values_on_the_right_tick"]
        lines.append(f"right tick     {right} of {values} samples are those of their frame's instant")
    if labels:
        share = 100 * facts["labels_as_offline"] / labels
        lines.append(f"labels         {share:.4f} % of {labels} as offline on the clean samples")
    lines.append(f"ticks          {ticks['labelled']} labelled, {ticks['held']} held, {ticks['reset']} reset")
    if facts["resident_mib"]:
        tenth, *_, last = facts["resident_mib"][len(facts["resident_mib"]) // 10 :]
        lines.append(f"memory         {tenth:.1f} MiB after a tenth of the time, {last:.1f} at the end")
    lines += [f"said           {line}" for line in facts["notices"]]
    return "\n".join([*lines, machine_lines(facts["machine"])])


def main() -> int:
    parser = argparse.ArgumentParser(description="body-worn sensors on an injected clock, held against the truth")
    add = parser.add_argument
    add("--seconds", type=float, default=3600.0, help="of sensor time (default 3600)")
    add("--model", default="demo", help="model (default: %(default)s)")
    add("--play", default="sim:gait", help="what the sensors feel: sim:gait, TRIAL.npy, DATASET/val")
    add("--rate", type=float, default=100.0, help="samples a second of each node (default 100)")
    add("--clean", action="store_true", help="no loss and no damaged bytes; jitter and skew stay")
    add("--clocks", choices=["own", "shared"], default="own", help="a clock for each node, or one (default own)")
    add("--combined", action="store_true", help="all nodes of an instant in one message")
    add("--skew-ppm", type=float, default=100.0, help="of the clocks (default 100)")
    add("--seed", type=int, default=0)
    add("--json", type=Path, metavar="FILE", help="write everything measured here too")
    arguments = parser.parse_args()
    try:
        facts = measure_run(arguments)
    except RtstgcnError as error:
        parser.error(str(error))
    print(report(facts))
    if arguments.json:
        arguments.json.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
