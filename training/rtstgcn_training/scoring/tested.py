"""What `test` scores: a checkpoint, labelled by the batch model, or a model file, stepped by the runtime's engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from torch import Tensor

from rtstgcn_edge.engine import Engine, stream
from rtstgcn_edge.manifest import ModelDescription
from rtstgcn_edge.model_file import find_model, open_model
from rtstgcn_edge.skeletons import Skeleton

from ..checkpoint import load_checkpoint
from ..chunked.labelling import Logits, label_trials

SIDE_BY_SIDE = 8
"""Trials that are stepped at once: about a third more frames a second than one by one; more gain little."""


@dataclass(frozen=True)
class Tested:
    """A model of either kind.

    `label` gives place and logits (L, classes) of each trial x (C, L, V), not always in order. `files` is what the
    model was read from.
    """

    description: ModelDescription
    skeleton: Skeleton
    delay: int
    label: Callable[[Iterable[Tensor]], Iterator[tuple[int, Logits]]]
    files: tuple[Path, ...]

    @property
    def channels(self) -> int:
        """C, channels of the input."""
        return len(self.description.channels)


def open_tested(what: str) -> Tested:
    """The checkpoint NAME.safetensors, the model file or the bundled model. Raises InputError or ModelError."""
    return _checkpoint(Path(what)) if what.endswith(".safetensors") else _model_file(find_model(what))


def _checkpoint(path: Path) -> Tested:
    model, description = load_checkpoint(path)

    def label(trials: Iterable[Tensor]) -> Iterator[tuple[int, Logits]]:
        return enumerate(label_trials(model, trials))

    return Tested(description, model.skeleton, model.delay, label, (path, path.with_suffix(".json")))


def _model_file(path: Path) -> Tested:
    model = open_model(path)
    engine = Engine(model)

    def label(trials: Iterable[Tensor]) -> Iterator[tuple[int, Logits]]:
        return stream(engine, (x.numpy() for x in trials), SIDE_BY_SIDE)

    skeleton = Skeleton.from_dict(model.manifest.skeleton)
    return Tested(model.manifest, skeleton, model.manifest.delay, label, (path,))
