"""Is a prepared data set what the same recordings give elsewhere?"""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from rtstgcn_edge.recordings import load_dataset


def assert_same_trials(prepared: Path, expected: Path, *, tolerance: float = 0.0) -> int:
    """Each prepared trial is in the same part of `expected`, with the same values and labels; returns how many."""
    made, known = load_dataset(prepared), load_dataset(expected)
    assert (made.classes, made.background) == (known.classes, known.background)
    for key in ("rate_hz", "channels", "units", "nodes", "edges", "center"):
        assert made.description[key] == known.description[key], key
    count = 0
    for part in ("train", "val"):
        if not any((prepared / part / "features").iterdir()):
            continue
        there = {trial.name: trial for trial in known.trials(part)}
        for trial in made.trials(part):
            features, truth = trial.features(), there[trial.name].features()
            assert features.shape == truth.shape and np.abs(features - truth).max() <= tolerance, trial.name
            frames, classes = features.shape[1], len(made.classes)
            assert np.array_equal(trial.labels(frames, classes), there[trial.name].labels(frames, classes)), trial.name
            count += 1
    return count


def assert_same_validation(validate: tuple[str, ...], expected: Path, subject_of: Callable[[str], str]) -> None:
    """Just the trials of these subjects are for validation there."""
    dataset = load_dataset(expected)
    assert {subject_of(trial.name) for trial in dataset.trials("val")} == set(validate)
    assert not {subject_of(trial.name) for trial in dataset.trials("train")} & set(validate)
