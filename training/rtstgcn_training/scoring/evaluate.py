"""The verb `test`: what a checkpoint or a model file scores on a part of a data set."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.input_checks import check_names, check_rate
from rtstgcn_edge.manifest import ModelDescription
from rtstgcn_edge.recordings import Dataset, load_dataset
from rtstgcn_edge.scores import EventBoard, ScoreBoard, Scores, event_table, score_table

from ..files import write_whole

if TYPE_CHECKING:  # torch is loaded when the verb is used
    from ..chunked.labelling import Logits
    from ..data import Sequence
    from .tested import Tested


class Test:
    """`rtstgcn-edge test`."""

    @staticmethod
    def add_arguments(parser: argparse.ArgumentParser) -> None:
        add = parser.add_argument
        add("model", help="checkpoint NAME.safetensors, model file NAME.onnx, .c or .so, or bundled model")
        add("data", type=Path, help="data set folder")
        add("--part", default="val", help="part of the data set (default: val)")
        add(
            "--event",
            action="append",
            default=[],
            metavar="CLASS",
            help="score the detection of this class, as freeze; several count as one",
        )
        add("--resample", action="store_true", help="take recordings of another rate to the model's")
        add("--summary", type=Path, metavar="FILE", help="write all scores as JSON")
        add("--predictions", type=Path, metavar="FOLDER", help="write each trial's labels, one class index a line")
        add("--plots", type=Path, metavar="FOLDER", help="draw the confusion matrix and each trial's labels")

    @staticmethod
    def run(arguments: argparse.Namespace) -> int:
        from ..data import load_part
        from .score import enter
        from .tested import open_tested

        model = open_tested(arguments.model)
        said = model.description
        dataset = fitting(load_dataset(arguments.data), said)
        if not arguments.resample:
            _check_rate(dataset, said)
        _check_outputs(arguments, dataset, model)
        board, events = ScoreBoard(said.classes, said.background), _event_board(arguments.event, dataset, model)
        trials = load_part(dataset, arguments.part, model, said.rate_hz, said.channels)
        logits = _label(model, trials)
        enter(trials, logits, board, events)
        scores, detection = board.result(), {"raw": events.result().to_dict()} if events else {}
        if arguments.summary:
            facts = {"model": said.name, "part": arguments.part, **scores.to_dict(), "events": detection}
            write_whole({arguments.summary: (json.dumps(facts, indent=1) + "\n").encode()})
        _show(arguments, said, dataset, trials, logits)
        if arguments.plots:
            _draw_confusion(arguments.plots, scores, said)
        print(f"{said.name} on {dataset.root.name}, {arguments.part}: {_extent(scores, said.rate_hz)}")
        print(f"\n{score_table(scores)}")
        if detection:
            print(f"\n{event_table(detection)}")
        return 0


def _extent(scores: Scores, rate_hz: float) -> str:
    minutes = scores.frames / rate_hz / 60
    return f"{scores.frames} frames in {scores.trials} trials, {minutes:.1f} min"


def fitting(dataset: Dataset, said: ModelDescription) -> Dataset:
    """The data set as a model takes it. Raises InputError where its classes, channels, units or nodes are others."""
    from ..data import describe_taken
    from ..data.opened import BACKGROUND

    if said.background == 0 and said.classes == [BACKGROUND, *dataset.classes]:
        dataset = replace(dataset, classes=tuple(said.classes), background=0)  # labels count it, names leave it out
    if list(dataset.classes) != said.classes:
        raise InputError(
            f"{dataset.root}: classes {', '.join(dataset.classes)}; the model's are {', '.join(said.classes)}, "
            "in this order"
        )
    check_names(str(dataset.root / "dataset.json"), describe_taken(dataset, said.channels)[1], said)
    return dataset


def _check_rate(dataset: Dataset, said: ModelDescription) -> None:
    from ..data import recorded_rate

    try:
        check_rate(str(dataset.root / "dataset.json"), recorded_rate(dataset) or said.rate_hz, said)
    except InputError as error:
        raise InputError(f"{error}; --resample does so while it loads") from None


def _check_outputs(arguments: argparse.Namespace, dataset: Dataset, model: Tested) -> None:
    """Refuse, before any work, outputs that cannot be written or would lie on what is read."""
    for option in ("summary", "predictions", "plots"):
        path: Path | None = getattr(arguments, option)
        if path is None:
            continue
        if path.resolve().is_relative_to(dataset.root.resolve()):
            raise InputError(f"--{option} {path}: lies inside the data set; take a place outside of it")
        if path.resolve() in [file.resolve() for file in model.files]:
            raise InputError(f"--{option} {path}: is read by this test; take another place")
        if option == "summary":
            if path.is_dir() or not path.parent.is_dir():
                raise InputError(f"--summary {path}: names no file in an existing folder")
            place = path if path.exists() else path.parent
        else:
            try:
                path.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise InputError(f"--{option} {path}: {error.strerror}; name a folder that can be written") from None
            place = path
        if not os.access(place, os.W_OK):
            raise InputError(f"--{option} {path}: no permission to write there")


def _event_board(events: list[str], dataset: Dataset, model: Tested) -> EventBoard | None:
    """Onset delays take in the delays of the model and of resampling, as a person feels them."""
    from rtstgcn_edge.resample import Resampler, same_rate

    from ..data import recorded_rate

    if not events:
        return None
    said = model.description
    recorded_hz = recorded_rate(dataset) or said.rate_hz
    resampling_s = 0.0 if same_rate(recorded_hz, said.rate_hz) else Resampler(recorded_hz, said.rate_hz).delay_s
    try:
        return EventBoard(said.classes, events, said.rate_hz, delay_s=model.delay / said.rate_hz + resampling_s)
    except InputError as error:
        raise InputError(f"--{error}") from None


def _label(model: Tested, trials: list[Sequence]) -> list[Logits]:
    """Logits (L, classes) of each sequence, in order; a bar on a terminal."""
    from tqdm import tqdm  # type: ignore[import-untyped]

    found: dict[int, Logits] = {}
    frames = sum(trial.features.shape[1] for trial in trials)
    with tqdm(total=frames, unit="frame", unit_scale=True, leave=False, disable=not sys.stderr.isatty()) as bar:
        for place, logits in model.label(trial.features for trial in trials):
            found[place] = logits
            bar.update(len(logits))
    return [found[place] for place in range(len(trials))]


def _show(
    arguments: argparse.Namespace,
    said: ModelDescription,
    dataset: Dataset,
    trials: list[Sequence],
    logits: list[Logits],
) -> None:
    """The labels of each trial as files and as pictures, where they are asked for."""
    from .predictions import draw_labels, over_trials, write_labels

    if not arguments.predictions and not arguments.plots:
        return
    for one in over_trials(dataset, arguments.part, said.rate_hz, trials, logits):
        if arguments.predictions:
            write_labels(arguments.predictions, one)
        if arguments.plots:
            draw_labels(arguments.plots, one, said.classes, said.rate_hz, said.background)


def _draw_confusion(folder: Path, scores: Scores, said: ModelDescription) -> None:
    import numpy as np

    from ..plots import confusion  # slow to load

    confusion(np.array(scores.confusion), said.classes, folder / "confusion.png")
