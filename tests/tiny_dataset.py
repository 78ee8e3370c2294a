"""A small data set that a small model can learn in seconds: three movements of three joints."""

from __future__ import annotations

import json
import pickle
import shutil
from pathlib import Path
from typing import Any

import numpy as np

CLASSES = ("rest", "slow", "fast")
DESCRIPTION: dict[str, Any] = {
    "name": "tiny",
    "rate_hz": 20.0,
    "channels": ["acc_x", "acc_y", "acc_z"],
    "units": ["m/s^2", "m/s^2", "m/s^2"],
    "nodes": ["hip", "knee", "ankle"],
    "edges": [["hip", "knee"], ["knee", "ankle"]],
    "center": "hip",
    "background": 0,
    "source": "made for tests",
}


def write_tiny_dataset(root: Path, *, train: int = 6, val: int = 2, frames: int = 160, **description: Any) -> Path:
    """Write it to `root`; `description` replaces keys of dataset.json, None leaves one out."""
    generator = np.random.default_rng(0)
    for part, trials in (("train", train), ("val", val)):
        for folder in ("features", "labels"):
            (root / part / folder).mkdir(parents=True)
        for number in range(trials):
            labels = _labels(frames, generator)
            np.save(root / part / "features" / f"trial{number}.npy", _features(labels, generator)[..., None])
            np.savetxt(root / part / "labels" / f"trial{number}.csv", labels, fmt="%d")
    (root / "actions.txt").write_text("\n".join(CLASSES) + "\n", encoding="utf-8")
    whole = {key: value for key, value in (DESCRIPTION | description).items() if value is not None}
    (root / "dataset.json").write_text(json.dumps(whole), encoding="utf-8")
    return root


def as_single_file(root: Path, *, kind: str = "npy") -> Path:
    """Turn a data set at `root` into the single-file form, in place; shorter trials are padded with -1 labels.

    kind: of the label file, `npy`, `csv` or `pkl`; the latter holds the names too, else they are in a file.
    """
    for part in [path for path in root.iterdir() if path.is_dir()]:
        files = sorted((part / "features").glob("*.npy"))
        trials = [np.load(file) for file in files]
        labels = [np.loadtxt(part / "labels" / f"{file.stem}.csv", dtype=np.int64, ndmin=1) for file in files]
        data = np.zeros((len(files), *np.max([trial.shape for trial in trials], axis=0)), np.float32)
        padded = np.full((len(files), data.shape[2]), -1)
        for row, (trial, its_labels) in enumerate(zip(trials, labels, strict=True)):
            data[row, :, : trial.shape[1], :, : trial.shape[3]] = trial
            padded[row, : len(its_labels)] = its_labels
        np.save(root / f"{part.name}_data.npy", data)
        names = [file.stem for file in files]
        if kind == "pkl":
            (root / f"{part.name}_label.pkl").write_bytes(pickle.dumps((names, labels)))
        else:
            (root / f"{part.name}_names.txt").write_text("\n".join(names), encoding="utf-8")
        if kind == "npy":
            np.save(root / f"{part.name}_label.npy", padded)
        if kind == "csv":
            np.savetxt(root / f"{part.name}_label.csv", padded, fmt="%d", delimiter=",")
        shutil.rmtree(part)
    return root


def _labels(frames: int, generator: np.random.Generator) -> np.ndarray[Any, np.dtype[np.int64]]:
    runs = [np.full(generator.integers(15, 40), generator.integers(len(CLASSES))) for _ in range(frames // 15 + 1)]
    return np.concatenate(runs)[:frames]


def _features(
    labels: np.ndarray[Any, np.dtype[np.int64]], generator: np.random.Generator
) -> np.ndarray[Any, np.dtype[np.float32]]:
    """(C, L, V): a posture of its own and a slow, a fast or no swing for each class, larger towards the ankle."""
    phase = np.cumsum(np.array([0.0, 0.5, 1.5])[labels])
    swing = np.where(labels > 0, np.sin(phase), 0.0) + np.array([0.0, 1.0, -1.0])[labels]
    clean = np.array([1.0, -0.5, 0.3])[:, None, None] * swing[:, None] * np.array([0.5, 1.0, 2.0])
    return (clean + 0.1 * generator.standard_normal(clean.shape)).astype(np.float32)
