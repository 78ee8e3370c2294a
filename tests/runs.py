"""What a run needs, small: model files with a manifest of choice, sources of frames at hand, sinks that keep."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import torch
from model_files import describe
from random_models import random_model
from rtstgcn_export.exporter import make_manifest
from rtstgcn_export.float32 import emit_float32
from rtstgcn_training.models.config import Arch
from rtstgcn_training.models.rt_stgcn import RTSTGCN

from rtstgcn_edge.engine import Engine
from rtstgcn_edge.frames import Body, Event, Frame, Prediction, Stamps, Tick
from rtstgcn_edge.manifest import Decision, Manifest
from rtstgcn_edge.model_file import open_model
from rtstgcn_edge.pipeline import Pipeline
from rtstgcn_edge.simulator import CHANNELS, CLASSES, UNITS
from rtstgcn_edge.sinks.base import Uncounted
from rtstgcn_edge.skeletons import load_skeleton
from rtstgcn_edge.sources import SourceTrial
from rtstgcn_edge.sources.base import Recorded

Array = npt.NDArray[np.float32]
TINY = Arch(widths=[4, 6], kernel=3, dilation=[1, 2])
"""Receptive field 7."""


def tiny_model(arch: Arch = TINY, *, skeleton: str = "imu3", channels: int = 3, classes: int = 4) -> RTSTGCN:
    return random_model(arch, load_skeleton(skeleton), channels=channels, classes=classes, dtype=torch.float32)


def write_model(path: Path, model: RTSTGCN, **said: Any) -> Path:
    """The model file of `model`; `said` replaces keys of its description."""
    manifest = make_manifest(model, describe(model).model_copy(update=said))
    onnx.save(emit_float32(model, manifest), path)
    return path


def write_gait_model(path: Path, arch: Arch = TINY, **said: Any) -> Path:
    """A model file that takes what `sim:gait` gives."""
    model = tiny_model(arch, skeleton="imu6", channels=len(CHANNELS), classes=len(CLASSES))
    gait = {"name": "gait", "classes": list(CLASSES), "channels": list(CHANNELS), "units": list(UNITS)}
    return write_model(path, model, **(gait | said))


def tiny_manifest(**said: Any) -> Manifest:
    model = tiny_model()
    return make_manifest(model, describe(model).model_copy(update=said))


def random_recording(frames: int, *, channels: int = 3, joints: int = 3, bodies: int = 1, seed: int = 0) -> Array:
    """(C, L, V, M) of noise."""
    shape = (channels, frames, joints, bodies)
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def frames_of(x: Array, truth: Sequence[int] | None = None) -> list[Frame]:
    """The frames of one skeleton's recording (C, L, V), none lost."""
    return [Frame(t, 0, 0, [Body(x[:, t])], None if truth is None else truth[t]) for t in range(x.shape[1])]


class FrameSource(Recorded):
    """Frames at hand, by name of the trial."""

    description = "frames at hand"
    period_ns = None
    files = ()

    def __init__(self, trials: Mapping[str, Sequence[Frame]], classes: tuple[str, ...] | None = None) -> None:
        self._trials, self.classes = trials, classes

    def trials(self) -> Iterator[SourceTrial]:
        for name, frames in self._trials.items():
            yield SourceTrial(name, iter(frames))


class KeepingSink(Uncounted):
    """Keeps every tick."""

    def __init__(self) -> None:
        self.ticks: list[Tick] = []

    def emit(self, tick: Tick) -> None:
        self.ticks.append(tick)

    def close(self) -> None:
        pass

    @property
    def predictions(self) -> list[Prediction]:
        return [prediction for tick in self.ticks for prediction in tick.predictions]

    @property
    def events(self) -> list[Event]:
        return [event for tick in self.ticks for event in tick.events]


def engine_of(path: Path) -> Engine:
    return Engine(open_model(path))


def run_frames(
    engine: Engine,
    trials: Mapping[str, Sequence[Frame]],
    *,
    decision: Decision | None = None,
    hold_s: float = 0.5,
    classes: tuple[str, ...] | None = None,
    events: Sequence[str] = (),
) -> tuple[KeepingSink, Pipeline]:
    """Frames through the whole pipeline: what came out, and the pipeline with its accounts."""
    sink = KeepingSink()
    source = FrameSource(trials, classes)
    pipeline = Pipeline(engine, source, [sink], decision or Decision(), hold_s=hold_s, events=events)
    pipeline.run()
    return sink, pipeline


def program(*words: str) -> list[str]:
    """Command line of the program as a process of its own."""
    return [sys.executable, "-m", "rtstgcn_edge.cli.main", *words]


def environment(**variables: str) -> dict[str, str]:
    """As a person's shell: output buffered as usual, one thread."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
    return kept | {"OMP_NUM_THREADS": "1"} | variables


def finished(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """The program run to its end."""
    return subprocess.run(
        program(*words), capture_output=True, text=True, env=environment(**variables), timeout=300, check=False
    )


def prediction(frame: int = 0, **said: Any) -> Prediction:
    """A prediction of one class out of four, 0.2 ms under way, 0.3 ms to be ready, 1.5 ms in the model."""
    stamps = Stamps(captured=1_000_000, arrived=1_200_000, ready=1_500_000, inferred=3_000_000)
    label = said.pop("label", 1)
    p = np.full(4, 0.1, np.float32)
    p[label] = 0.7
    usual = {"trial": "walk", "skeleton": 0, "warm": True, "held": False, "stamps": stamps}
    return Prediction(frame=frame, label=label, probabilities=p, **(usual | said))


def tick_of(
    predictions: Sequence[Prediction] = (),
    events: Sequence[Event] = (),
    *,
    stamps: Stamps | None = None,
    live: Sequence[int] = range(10),
) -> Tick:
    """A tick at which one body was seen."""
    stamps = stamps or Stamps(0, 0)
    frame = Frame(0, stamps.captured, stamps.arrived, [Body(np.zeros((3, 3), np.float32))])
    return Tick("walk", frame, stamps, tuple(live), 0, list(predictions), list(events))


AWKWARD_NAMES = ["stäßding, µ", 'say "hi"', "back\\slash", "two\nlines"]
"""Class names that trip what quotes by hand."""
