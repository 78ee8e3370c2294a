"""What a virtual sensor feels: a recording, or the simulated walker, as readings of body-worn IMUs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from rtstgcn_firmware.messages import ALL_CHANNELS, MAX_NODES

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import near_miss
from rtstgcn_edge.recordings import FloatArray, Trial, check_finite, find_dataset, find_trials
from rtstgcn_edge.resample import resample, same_rate
from rtstgcn_edge.simulator import MAX_SECONDS, RATE_HZ, SKELETON, demo_trial, simulate_gait
from rtstgcn_edge.skeletons import load_skeleton
from rtstgcn_edge.uri import number, parse_uri, whole

_SENSORS = {"m/s^2": 0, "rad/s": 3}
"""Unit -> the first of its three channels."""
_OF_REPLAY = (".mcap", ".csv", ".xdf", ".xdfz")


@dataclass(frozen=True)
class Movement:
    """Readings (L, V, 6) float32, m/s^2 and rad/s, of V nodes at `rate_hz`.

    `nodes` are their names, none where nobody gave them; `channels` the bits of those of the six that were measured;
    `model` the bundled model that is made for it, empty where that is not known.
    """

    name: str
    readings: FloatArray
    rate_hz: float
    nodes: tuple[str, ...] = ()
    channels: int = ALL_CHANNELS
    model: str = ""

    @property
    def seconds(self) -> float:
        """Its length."""
        return len(self.readings) / self.rate_hz

    def at_rate(self, rate_hz: float) -> Movement:
        """The same, sampled at another rate."""
        if same_rate(rate_hz, self.rate_hz):
            return self
        return replace(self, readings=resample(self.readings, self.rate_hz, rate_hz), rate_hz=rate_hz)

    def faster(self, speed: float) -> Movement:
        """The same readings in less time."""
        return replace(self, rate_hz=self.rate_hz * speed)

    def of_nodes(self, chosen: Sequence[str]) -> Movement:
        """Only these nodes, by name or number, in this order; fewer are for no model. Raises InputError."""
        numbers = [self.node(text) for text in chosen]
        return replace(
            self,
            readings=np.ascontiguousarray(self.readings[:, numbers]),
            nodes=tuple(self.nodes[n] for n in numbers) if self.nodes else (),
            model=self.model if len(numbers) == self.readings.shape[1] else "",
        )

    def node(self, text: str) -> int:
        """Number of a node, by name or number. Raises InputError."""
        count = self.readings.shape[1]
        if text in self.nodes:
            return self.nodes.index(text)
        if text.isdecimal() and int(text) < count:
            return int(text)
        names = f" ({', '.join(self.nodes)})" if self.nodes else ""
        raise InputError(f"node {text!r}: {near_miss(text, self.nodes) or f'the nodes are 0 to {count - 1}{names}'}")


def load_movement(play: str, *, rate_hz: float | None = None, seed: int = 0) -> Movement:
    """What `play` names: `sim:gait`, a trial, or a part of a data set, whose trials follow each other.

    Args:
        play: `sim:gait?seed=..&seconds=..`, TRIAL.npy or DATASET/PART.
        rate_hz: sampled at this rate; None: the recording's.
        seed: of the simulated walker, where `play` names none.

    Raises:
        InputError: nothing there, or no recording of IMUs.
    """
    movement = _gait(play, seed) if play.startswith("sim:") else _recorded(Path(play).expanduser(), rate_hz)
    if not 1 <= movement.readings.shape[1] <= MAX_NODES:
        raise InputError(f"{play}: {movement.readings.shape[1]} nodes; the wire carries 1 to {MAX_NODES}")
    return movement.at_rate(rate_hz) if rate_hz else movement


def _gait(play: str, seed: int) -> Movement:
    uri = parse_uri(play, ["sim"])
    if uri.target != "gait":
        raise InputError(f"{play}: {near_miss(uri.target, ['gait']) or 'known: sim:gait'}")
    options = uri.options({"seed": whole(0), "seconds": number(0.1, MAX_SECONDS)})
    seed = options.get("seed", seed)
    trial = simulate_gait(options["seconds"], seed) if "seconds" in options else demo_trial(seed)
    readings = np.ascontiguousarray(trial.features.transpose(1, 2, 0))
    return Movement(f"synthetic-gait-{seed}", readings, RATE_HZ, tuple(load_skeleton(SKELETON).joints), model="demo")


def _recorded(path: Path, rate_hz: float | None) -> Movement:
    if path.suffix.lower() in _OF_REPLAY:
        raise InputError(
            f"{path}: a virtual sensor plays sim:gait, TRIAL.npy or DATASET/PART; this is for replay:{path}"
        )
    trials = find_trials(path)
    dataset = find_dataset(path)
    description: Mapping[str, Any] = dataset.description if dataset else {}
    said = description.get("rate_hz", rate_hz)
    if not isinstance(said, (int, float)) or not said > 0:
        raise InputError(f"{path}: no dataset.json says its rate; give --rate HZ")
    parts = [_readings(trial, description) for trial in trials]
    shapes = {part[0].shape[1] for part in parts}
    if len(shapes) > 1:
        raise InputError(f"{path}: trials of {' and '.join(map(str, sorted(shapes)))} nodes; play one of them")
    nodes = description.get("nodes")
    count = parts[0][0].shape[1]
    names = tuple(map(str, nodes)) if isinstance(nodes, list) and len(nodes) == count else ()
    name = trials[0].name if len(trials) == 1 else f"{path} ({len(trials)} trials)"
    return Movement(name, np.concatenate([part for part, _ in parts]), float(said), names, parts[0][1])


def _readings(trial: Trial, description: Mapping[str, Any]) -> tuple[FloatArray, int]:
    """(L, V, 6) of the first skeleton, and which of the six channels there are. Raises InputError."""
    features = trial.features()
    check_finite(trial, features)
    channels, frames, joints, _ = features.shape
    units = description.get("units") or ["m/s^2"] * 3 + ["rad/s"] * 3 * (channels > 3)
    if not isinstance(units, list) or len(units) != channels or any(units.count(unit) > 3 for unit in units):
        raise InputError(f"{trial.where}: {channels} channels in {units}; an IMU has three in m/s^2 and three in rad/s")
    readings = np.zeros((frames, joints, 6), np.float32)
    bits, used = 0, dict.fromkeys(_SENSORS, 0)
    for channel, unit in enumerate(units):
        if unit not in _SENSORS:
            raise InputError(f"{trial.where}: a channel in {unit}; an IMU measures m/s^2 and rad/s")
        place = _SENSORS[unit] + used[unit]
        used[unit] += 1
        bits |= 1 << place
        readings[..., place] = features[channel, ..., 0]
    return readings, bits
