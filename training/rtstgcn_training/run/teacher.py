"""The model whose probabilities a training learns with `optimizer.distillation`; it may be larger, or delayed."""

from __future__ import annotations

from pathlib import Path

from rtstgcn_edge.errors import InputError

from ..checkpoint import Description, load_checkpoint
from ..configuration import Configuration
from ..models.rt_stgcn import RTSTGCN


def load_teacher(configuration: Configuration, description: Description) -> RTSTGCN | None:
    """`processor.teacher`, for a student of `description`; None where none is asked for. Raises InputError."""
    path, weight = configuration.processor.teacher, configuration.optimizer.distillation
    if path is None:
        if weight:
            raise InputError("optimizer.distillation: no teacher; name a checkpoint as processor.teacher")
        return None
    if not weight:
        raise InputError(
            f"processor.teacher {path}: optimizer.distillation is 0; give it a weight, as 0.5, or leave the teacher out"
        )
    return _load(path, description).requires_grad_(False)


def _load(path: Path, student: Description) -> RTSTGCN:
    teacher, its = load_checkpoint(path)
    joints = {"joints": (its.skeleton["joints"], student.skeleton["joints"])}
    rest = {key: (getattr(its, key), getattr(student, key)) for key in ("classes", "channels", "units", "rate_hz")}
    for key, (has, needs) in (joints | rest).items():
        if has != needs:
            of_this = "that" if key == "rate_hz" else "those"
            raise InputError(
                f"processor.teacher {path}: its {key} must be {of_this} of this training, {_said(needs)}, "
                f"not {_said(has)}"
            )
    return teacher


def _said(value: list[str] | float) -> str:
    return ", ".join(value) if isinstance(value, list) else f"{value:g}"
