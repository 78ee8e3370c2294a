"""A small data set that a small model can learn in seconds: three movements of three joints."""

from __future__ import annotations

import json
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
