"""Where a checkpoint comes from: data set, configuration, versions, commit, machine."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

import torch

from rtstgcn_edge import __version__
from rtstgcn_edge.machine import cpu_name
from rtstgcn_edge.recordings import Dataset

from ..configuration import Configuration


def provenance(configuration: Configuration, dataset: Dataset) -> dict[str, Any]:
    """JSON-able; without the folders of the machine that trained."""
    about = {key: dataset.description[key] for key in ("name", "source", "split") if key in dataset.description}
    processor = configuration.processor
    folders = {key for key in type(processor).model_fields if isinstance(getattr(processor, key), Path)}
    settings = configuration.model_dump(mode="json", exclude={"processor": folders})
    if processor.graph:
        settings["processor"]["graph"] = Path(processor.graph).name
    return {
        "data": {"name": dataset.root.name, **about},
        "configuration": settings,
        "version": __version__,
        "git_commit": git_commit(),
        "torch": torch.__version__,
    }


def environment(device: str) -> dict[str, Any]:
    """What a run runs on and with: JSON-able."""
    names = {re.split(r"[^\w.-]", line)[0] for line in requires("rtstgcn-edge") or ()}
    installed = {name: found for name in sorted(names, key=str.lower) if (found := _version(name))}
    return {
        "version": __version__,
        "git_commit": git_commit(),
        "git_dirty": git_dirty(),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "cpu": cpu_name(),
        "cpus": os.cpu_count(),
        "threads": torch.get_num_threads(),
        "device": device,
        "packages": installed,
    }


def git_commit() -> str | None:
    """Commit of the source tree that runs; None for an installed package or a machine without git."""
    return _git("rev-parse", "HEAD") or None


def git_dirty() -> bool | None:
    """Whether the source tree that runs differs from its commit; None where there is no commit to differ from."""
    if git_commit() is None:
        return None
    return bool(_git("status", "--porcelain"))


def _git(*words: str) -> str | None:
    root = Path(__file__).parents[3]
    if not (root / ".git").exists():
        return None
    try:
        answer = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    return answer.stdout.strip()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
