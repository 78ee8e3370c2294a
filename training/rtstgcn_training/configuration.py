"""A training configuration: one JSON file, four sections, validated before anything runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import near_miss
from rtstgcn_edge.manifest import Decision
from rtstgcn_edge.sections import Section, first_problem

from .models.config import Arch

Fraction = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[int, Field(ge=1)]


class Processor(Section):
    """What is trained on what, and where it goes. Paths are relative to the working folder."""

    name: Annotated[str, Field(pattern=r"^\w[\w.-]*$")]
    """Also the file name of the checkpoint."""
    description: str = ""
    data: Path
    out: Path
    graph: str | None = None
    """Skeleton by name or JSON file; by default the one that the data set describes."""
    init: Path | None = None
    """Checkpoint (.safetensors) whose weights and channel statistics the training starts from."""


class Optimizer(Section):
    """How the weights are found."""

    seed: int = 0
    epochs: Positive = 20
    batch_size: Positive = 4
    """Whole trials that one step of the optimiser sees."""
    segment: Positive = 4096
    """Frames of a chunk, without its context; bounds the memory."""
    learning_rate: Annotated[float, Field(gt=0)] = 2e-3
    weight_decay: Annotated[float, Field(ge=0)] = 1e-2
    warmup: Fraction = 0.2
    """Share of the steps in which the one-cycle rate climbs."""
    class_weights: Literal["none", "inverse", "inverse_sqrt"] = "inverse_sqrt"
    smoothing: Annotated[float, Field(ge=0)] = 0.15
    """Weight of the truncated smoothing term."""
    rotation_deg: Annotated[float, Field(ge=0)] = 0.0
    """Each joint's xyz channels are turned by a random angle of this standard deviation, anew for each trial."""


class Job(Section):
    """How the run is carried out."""

    threads: Annotated[int, Field(ge=0)] = 0
    """CPU threads; 0 leaves it to torch."""
    validate_every: Positive = 1
    """Epochs between scores on the validation part; the last epoch is always scored."""


class Configuration(Section):
    """The whole configuration."""

    processor: Processor
    arch: Arch = Arch()
    optimizer: Optimizer = Optimizer()
    job: Job = Job()
    decision: Decision = Decision()


def bundled_configurations() -> dict[str, Path]:
    """Name -> path of the configurations that come with the package: inside it, or beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / "configs"
    folder = inside if inside.is_dir() else package.parent / "configs"
    return {path.stem: path for path in sorted(folder.glob("[!.]*.json"), key=lambda path: path.stem)}


def find_configuration(name_or_path: str) -> Path:
    """Path of a bundled configuration or of a file. Raises InputError that lists what there is."""
    bundled = bundled_configurations()
    if name_or_path in bundled:
        return bundled[name_or_path]
    path = Path(name_or_path)
    if path.exists():
        return path
    if path.suffix or len(path.parts) > 1:
        raise InputError(f"{path}: no such configuration file")
    hint = near_miss(name_or_path, bundled) or f"bundled: {', '.join(bundled) or 'none'}; or give a .json file"
    raise InputError(f"no configuration named '{name_or_path}'; {hint}")


def load_configuration(path: Path) -> Configuration:
    """Configuration at `path`. Raises InputError naming the key and what would be right."""
    try:
        values: Any = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None
    except ValueError as error:
        raise InputError(f"{path}: not JSON ({error})") from None
    try:
        return Configuration.model_validate(values)
    except ValidationError as error:
        raise InputError(f"{path}: {first_problem(error)}") from None
