"""The folder of one run: what lies in it, and whether a training may write there."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from rtstgcn_edge.errors import InputError

from ..configuration import Configuration
from ..files import write_whole
from .optimiser import SPREAD_OVER_ALL_EPOCHS

try:
    import fcntl
except ImportError:  # Windows: no such lock
    fcntl = None  # type: ignore[assignment]

FREE = (
    "processor.data",
    "processor.demo",
    "processor.description",
    "processor.out",
    "optimizer.checkpoint_indices",
    "optimizer.epochs",
    "optimizer.segment",
    "job",
    "decision",
)
"""Keys (and whole sections) that may change between a stop and its resumption; epochs under a condition."""


class RunFolder:
    """Paths of a run's files, and the rules of writing there.

    Args:
        configuration: names the folder and the model.
    """

    def __init__(self, configuration: Configuration) -> None:
        self.root, self.name = configuration.processor.out, configuration.processor.name
        self.plan = configuration
        self.checkpoint = self.root / f"{self.name}.safetensors"
        self.state = self.root / "state.safetensors"
        self.configuration = self.root / "configuration.json"
        self.environment = self.root / "environment.json"
        self.scores = self.root / "scores.json"
        self.plots = self.root / "plots"
        self.demo = self.root / "demo"

    def kept(self, epoch: int) -> Path:
        """Checkpoint of an epoch that `optimizer.checkpoint_indices` names."""
        return self.root / f"{self.name}-epoch{epoch:03d}.safetensors"

    def claim(self, *, resume: bool, overwrite: bool) -> None:
        """Make the folder; refuse where it holds a run that is neither resumed nor overwritten.

        Raises:
            InputError: a run is there, or it cannot be resumed, with the reason and what to do.
        """
        if resume and overwrite:
            raise InputError("--resume and --overwrite: a run either goes on or begins anew; give one")
        for key in ("init", "pretrained", "teacher"):
            other = getattr(self.plan.processor, key)
            if other and self._writes(other):
                raise InputError(
                    f"processor.{key} {other}: this training would write over it; take another name or out"
                )
        self._make()
        if not self.configuration.exists() and not self.checkpoint.exists():
            return
        if not resume and not overwrite:
            raise InputError(
                f"{self.root}: holds a run already; --resume goes on with it, --overwrite begins anew in its place, "
                "or name another processor.out"
            )
        if resume:
            self._check_unchanged()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Inside, no other training may write here; a process that dies lets go. Leaves no folder that is empty.

        Raises:
            InputError: another one is at it, or the folder cannot be made.
        """
        self._make()
        descriptor = os.open(self.root, os.O_RDONLY) if fcntl else None
        try:
            if descriptor is not None:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    raise InputError(
                        f"{self.root}: another training is at work there; wait for it, or name another processor.out"
                    ) from None
                except OSError:  # a file system without locks
                    pass
            yield
        finally:
            with suppress(OSError):  # what was refused before it began leaves nothing
                self.root.rmdir()
            if descriptor is not None:
                os.close(descriptor)

    def finished(self) -> bool:
        """Whether the run in the folder came to the end of what is asked for now."""
        if not self.scores.is_file():
            return False
        before = self._begun_with()
        return before.optimizer.epochs == self.plan.optimizer.epochs

    def begin(self, environment: dict[str, Any]) -> None:
        """Clear away what a former run left and write configuration and environment."""
        for path in (self.state, self.scores, self.checkpoint, self.checkpoint.with_suffix(".json")):
            path.unlink(missing_ok=True)
        for path in self.root.iterdir():
            if self._is_kept(path):
                path.unlink()
        for folder in (self.plots, self.demo):
            shutil.rmtree(folder, ignore_errors=True)
        self._write_plan([environment])

    def go_on(self, environment: dict[str, Any]) -> None:
        """Note that the run goes on, here and with what; its scores come anew at the end."""
        try:
            before = json.loads(self.environment.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            before = None  # lost or damaged: a note, which no weight depends on
        self._write_plan([*(before if isinstance(before, list) else []), environment])
        self.scores.unlink(missing_ok=True)

    def write_json(self, path: Path, content: Any) -> None:
        """Replace a JSON file of the folder."""
        write_whole({path: json_bytes(content)})

    def _write_plan(self, environments: list[dict[str, Any]]) -> None:
        plan = self.plan.model_dump(mode="json")
        write_whole({self.configuration: json_bytes(plan), self.environment: json_bytes(environments)})

    def _make(self) -> None:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(
                f"processor.out: {self.root}: {error.strerror}; name a folder that can be written"
            ) from None

    def _writes(self, path: Path) -> bool:
        path = path.resolve()
        return path == self.checkpoint.resolve() or (path.parent == self.root.resolve() and self._is_kept(path))

    def _is_kept(self, path: Path) -> bool:
        return bool(re.fullmatch(rf"{re.escape(self.name)}-epoch\d{{3,}}\.(safetensors|json)", path.name))

    def _begun_with(self) -> Configuration:
        try:
            return Configuration.model_validate_json(self.configuration.read_bytes())
        except (OSError, ValidationError):
            raise InputError(
                f"{self.configuration}: not the configuration of a run that can go on; --overwrite begins anew"
            ) from None

    def _check_unchanged(self) -> None:
        before = self._begun_with()
        old, new = flat(before.model_dump(mode="json")), flat(self.plan.model_dump(mode="json"))
        for key in sorted(old.keys() | new.keys()):
            free = any(key == name or key.startswith(f"{name}.") for name in FREE)
            if not free and old.get(key) != new.get(key):
                raise InputError(
                    f"{key}: {_said(new, key)}; this run began with {_said(old, key)}. Put it back to go on, or train "
                    "anew in another processor.out (or with --overwrite)"
                )
        epochs = "optimizer.epochs"
        if old[epochs] != new[epochs] and self.plan.optimizer.schedule in SPREAD_OVER_ALL_EPOCHS:
            raise InputError(
                f"{epochs}: {new[epochs]}; this run began with {old[epochs]}, and its {self.plan.optimizer.schedule} "
                "rate is spread over all of them. Train on from its checkpoint as processor.init of another run"
            )


def _said(values: dict[str, Any], key: str) -> str:
    return json.dumps(values[key]) if key in values else "nothing"


def json_bytes(content: Any) -> bytes:
    """A JSON file's content."""
    return (json.dumps(content, indent=1) + "\n").encode()


def flat(values: dict[str, Any], outer: str = "") -> dict[str, Any]:
    """Nested keys with dots between them."""
    pairs: dict[str, Any] = {}
    for key, value in values.items():
        pairs |= flat(value, f"{outer}{key}.") if isinstance(value, dict) and value else {f"{outer}{key}": value}
    return pairs
