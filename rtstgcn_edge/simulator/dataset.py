"""A data set of simulated trials, in the directory form that training reads."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.simulator.gait import CHANNELS, CLASSES, RATE_HZ, SKELETON, UNITS, check_seed, simulate_gait
from rtstgcn_edge.skeletons import load_skeleton

_SOURCE = (
    "Synthetic: made by the gait simulator of rtstgcn-edge from textbook joint angles, no person was measured. "
    "For demonstrations and tests; results on it say nothing about people."
)


def write_dataset(out: Path, *, trials: int, seconds: float, seed: int, val_share: float = 0.2) -> None:
    """Write ``trials`` simulated trials of ``seconds`` each, every one of another synthetic person.

    Layout: ``{train,val}/features/TRIAL.npy`` float32 ``(C, L, V, M)`` with M = 1 and SI units,
    ``{train,val}/labels/TRIAL.csv`` one class index a line, ``actions.txt`` one class name a line,
    ``dataset.json``. The last ``val_share`` of the trials, rounded, is for validation.

    Raises:
        InputError: ``out`` is a file or a folder that is not empty, no trial is left for training,
            or ``seconds`` or ``seed`` are not for ``simulate_gait``.
    """
    _check_out(out)
    for_validation = _count_validation(trials, val_share)
    check_seed(seed)
    trial_seeds = np.random.SeedSequence(seed).generate_state(trials, np.uint64)
    for number, trial_seed in enumerate(trial_seeds):
        trial = simulate_gait(seconds, int(trial_seed))
        part = out / ("val" if number >= trials - for_validation else "train")
        for folder in ("features", "labels"):
            (part / folder).mkdir(parents=True, exist_ok=True)
        name = f"synthetic_{number:04d}"
        np.save(part / "features" / f"{name}.npy", trial.features[..., None])
        np.savetxt(part / "labels" / f"{name}.csv", trial.labels, fmt="%d")
    (out / "actions.txt").write_text("\n".join(CLASSES) + "\n", encoding="utf-8")
    description = _description(for_validation)
    (out / "dataset.json").write_text(json.dumps(description, indent=1) + "\n", encoding="utf-8")


def _description(for_validation: int) -> dict[str, object]:
    skeleton = load_skeleton(SKELETON)
    return {
        "name": "sim:gait (synthetic)",
        "rate_hz": RATE_HZ,
        "channels": CHANNELS,
        "units": UNITS,
        "nodes": skeleton.joints,
        "edges": skeleton.edges,
        "center": skeleton.center,
        "subject_pattern": "(.+)",
        "split": f"by synthetic person: val = the last {for_validation}, train = the rest",
        "classes": CLASSES,
        "background": None,
        "source": _SOURCE,
    }


def _check_out(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file: give a folder that is empty or does not exist")
    if out.is_dir() and any(out.iterdir()):
        raise InputError(f"{out} is not empty: give a folder that is empty or does not exist")


def _count_validation(trials: int, val_share: float) -> int:
    if trials < 1:
        raise InputError(f"trials {trials} is too few: give 1 or more")
    if not 0.0 <= val_share < 1.0:
        raise InputError(f"val_share {val_share} is not a share: give 0 or more and less than 1")
    for_validation = round(trials * val_share)
    if for_validation == trials:
        raise InputError(f"val_share {val_share} of {trials} trials leaves none for training: give a smaller share")
    return for_validation
