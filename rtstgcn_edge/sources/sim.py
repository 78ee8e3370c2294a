"""`sim:gait`: the synthetic leg-IMU walker, for demonstrations and tests.

Options: `seed`, `seconds` (default: the fixed tour of about 20 s through all classes), `speed` (default 1, or `max`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.frames import Body, Frame
from rtstgcn_edge.hints import near_miss
from rtstgcn_edge.input_checks import check_names, check_rate, check_shape
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.simulator import CHANNELS, CLASSES, MAX_SECONDS, RATE_HZ, SKELETON, UNITS, demo_trial, simulate_gait
from rtstgcn_edge.skeletons import load_skeleton
from rtstgcn_edge.sources.base import Recorded, SourceTrial, pace, period_ns, rhythm
from rtstgcn_edge.uri import Uri, number, speed, whole


class SimSource(Recorded):
    """A seeded synthetic trial."""

    def __init__(self, uri: Uri, manifest: Manifest) -> None:
        if uri.target != "gait":
            hint = near_miss(uri.target, ["gait"]) or "known: gait"
            raise InputError(f"{uri.text}: no simulation named '{uri.target}'; {hint}")
        options = uri.options({"seed": whole(0), "seconds": number(0.1, MAX_SECONDS), "speed": speed})
        check_rate(uri.text, RATE_HZ, manifest)
        joints = load_skeleton(SKELETON).joints
        check_shape(uri.text, len(CHANNELS), len(joints), manifest)
        check_names(uri.text, {"channels": list(CHANNELS), "units": list(UNITS), "nodes": list(joints)}, manifest)
        seed = options.get("seed", 0)
        self._trial = simulate_gait(options["seconds"], seed) if "seconds" in options else demo_trial(seed)
        self._speed = options.get("speed", 1.0)
        self.files: tuple[Path, ...] = ()
        self._name = f"synthetic-gait-{seed}"
        self.classes: tuple[str, ...] | None = CLASSES if list(CLASSES) == manifest.classes else None
        self.period_ns = period_ns(RATE_HZ, self._speed)
        seconds = self._trial.features.shape[1] / RATE_HZ
        truth = "" if self.classes else ", labels left aside (they name other classes than the model's)"
        self.description = (
            f"sim:gait, a synthetic leg-IMU walker (no real person): {seconds:.1f} s, {rhythm(self._speed)}{truth}"
        )

    def trials(self) -> Iterator[SourceTrial]:
        """The one trial."""
        yield SourceTrial(self._name, self._frames())

    def _frames(self) -> Iterator[Frame]:
        features, labels = self._trial.features, self._trial.labels.tolist()
        for t, captured, arrived in pace(len(labels), RATE_HZ, self._speed):
            yield Frame(t, captured, arrived, [Body(features[:, t])], labels[t] if self.classes else None)
