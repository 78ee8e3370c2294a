"""Where a checkpoint comes from: data set, configuration, versions, commit."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import torch

from rtstgcn_edge import __version__
from rtstgcn_edge.recordings import Dataset

from .configuration import Configuration


def provenance(configuration: Configuration, dataset: Dataset) -> dict[str, Any]:
    """JSON-able; without the folders of the machine that trained."""
    about = {key: dataset.description[key] for key in ("name", "source", "split") if key in dataset.description}
    settings = configuration.model_dump(mode="json", exclude={"processor": {"data", "out", "init"}})
    return {
        "data": {"name": dataset.root.name, **about},
        "configuration": settings,
        "version": __version__,
        "git_commit": git_commit(),
        "torch": torch.__version__,
    }


def git_commit() -> str | None:
    """Commit of the source tree that runs; None for an installed package or a machine without git."""
    root = Path(__file__).parents[2]
    if not (root / ".git").exists():
        return None
    try:
        answer = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    return answer.stdout.strip() or None
