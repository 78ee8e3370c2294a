"""A training configuration: one JSON file, five sections, validated before anything runs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from rtstgcn_edge.manifest import Decision
from rtstgcn_edge.sections import Section

from ..models.config import Arch

Fraction = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[int, Field(ge=1)]

OTHER_FILES = ("configuration", "environment", "leave_one_out", "scores", "state")
"""Files of a run that are not the model's, whose names a model cannot have."""


class Processor(Section):
    """What is trained on what, and where it goes. Paths are relative to the working folder."""

    name: str
    """Also the file name of the checkpoint."""
    description: str = ""
    data: Path
    out: Path
    graph: str | None = None
    """Skeleton by name or JSON file; by default the one that the data set describes."""
    rate_hz: Annotated[float, Field(gt=0)] | None = None
    """The model's rate, to which recordings of another are resampled; by default theirs."""
    channels: Annotated[list[str], Field(min_length=1)] | None = None
    """Names of the channels to take, in this order; by default all of the data set's."""
    subject_pattern: str | None = None
    """Regular expression whose one group is the subject in a trial's name; by default what the data set says."""
    leave_out: list[str] = Field(default=[])
    """Subjects whose trials validate, from whichever part they come; all others of `train` and `val` train."""
    init: Path | None = None
    """Checkpoint (.safetensors) whose weights and channel statistics the training starts from."""
    pretrained: Path | None = None
    """Checkpoint (.safetensors) of another model, which lends what does not depend on its sensors and classes."""
    teacher: Path | None = None
    """Checkpoint (.safetensors) of the model whose probabilities are learnt with `optimizer.distillation`."""
    actions: Path | None = None
    """File that names one class a line; by default the data set's own actions.txt."""
    background_unnamed: bool = False
    """The names leave the background out; it is class 0, before the first."""
    demo: Literal["auto"] | list[str | int] = "auto"
    """Trials of `val`, by name or number, whose labels are written and drawn at the end; "auto" takes three."""

    @field_validator("name")
    @classmethod
    def _names_files(cls, value: str) -> str:
        if not re.fullmatch(r"\w[\w.-]*", value):
            raise ValueError(f"{value!r}; it names files: letters, digits, '_', '.' and '-', and none of '.-' first")
        if value.lower() in OTHER_FILES:
            raise ValueError(f"{value!r} is the name of another file of a run; take one that is none of {OTHER_FILES}")
        return value

    @field_validator("data", "out", "init", "pretrained", "teacher", "actions", mode="before")
    @classmethod
    def _is_path(cls, value: Any) -> Any:
        if isinstance(value, str) and (not value or "\0" in value):
            raise ValueError(f"{value!r} is no path; '.' is the working folder")
        return value

    @field_validator("demo", mode="before")
    @classmethod
    def _names_or_numbers(cls, value: Any) -> Any:
        if value != "auto" and not (isinstance(value, list) and all(type(one) in (str, int) for one in value)):
            raise ValueError(f'"auto", or a list of trials by name or number, not {value!r}')
        return value


class Optimizer(Section):
    """How the weights are found."""

    seed: Annotated[int, Field(ge=0, lt=2**63)] = 0
    epochs: Positive = 20
    batch_size: Positive = 4
    """Whole trials that one step of the optimiser sees."""
    piece: Annotated[int, Field(ge=0)] = 0
    """Longer trials are cut into pieces of at most so many frames, each a trial of its own; 0 leaves them whole."""
    segment: Positive | Literal["auto"] = 4096
    """Frames of a chunk, without its context; bounds the memory. "auto" takes the most that fits."""
    optimizer: Literal["adamw", "adam", "sgd"] = "adamw"
    learning_rate: Annotated[float, Field(gt=0)] = 2e-3
    schedule: Literal["one_cycle", "cosine", "step", "constant"] = "one_cycle"
    warmup: Fraction = 0.2
    """Share of the steps in which the one-cycle or cosine rate climbs."""
    learning_rate_decay: Annotated[float, Field(gt=0, le=1)] = 0.1
    """Factor of the step schedule."""
    decay_every: Positive = 10
    """Epochs between two steps of the step schedule."""
    weight_decay: Annotated[float, Field(ge=0)] = 1e-2
    momentum: Annotated[float, Field(ge=0, lt=1)] = 0.9
    """Of SGD."""
    clip: Annotated[float, Field(ge=0)] = 1.0
    """Largest norm of a step's gradient; 0 takes it as it is."""
    average: Annotated[float, Field(ge=0, lt=1)] = 0.0
    """Decay of the moving average of the weights that is scored and saved in their place; 0 is off."""
    precision: Literal["float32", "int8"] = "float32"
    """Arithmetic that the weights learn to live with; "int8" starts from `processor.init`."""
    calibration_trials: Positive = 12
    """Training trials, drawn by `seed`, on which the exponents of "int8" are chosen."""
    class_weights: Literal["none", "inverse", "inverse_sqrt"] = "inverse_sqrt"
    smoothing: Annotated[float, Field(ge=0)] = 0.15
    """Weight of the truncated smoothing term."""
    pull: Annotated[float, Field(ge=0)] = 0.0
    """Weight of the scatter of the logits within each class of a trial."""
    segmental: Annotated[float, Field(ge=0)] = 0.0
    """Weight of the differentiable surrogate of the segmental F1."""
    distillation: Annotated[float, Field(ge=0)] = 0.0
    """Weight of the divergence from `processor.teacher`."""
    temperature: Annotated[float, Field(gt=0)] = 2.0
    """Of the distillation: above 1 softens the probabilities of both."""
    monitor: Literal["loss", "top1", "f1@10", "f1@25", "f1@50", "edit"] = "f1@50"
    """What tells a better epoch: the training loss, or a score on `val`."""
    patience: Annotated[int, Field(ge=0)] = 0
    """Epochs without a better one after which the training stops; 0 never stops early."""
    keep: Literal["last", "best"] = "last"
    """The epoch that NAME.safetensors holds."""
    checkpoint_indices: list[Positive] = Field(default=[])
    """Epochs, from 1, that are also kept as NAME-epochNNN.safetensors."""
    rotation_deg: Annotated[float, Field(ge=0)] = 0.0
    """Each joint's xyz channels are turned by a random angle of this standard deviation, anew for each trial."""
    turn_body_deg: Annotated[float, Field(ge=0)] = 0.0
    """The whole body's positions are turned by a random angle of this standard deviation."""
    turn_body_axis: Literal["x", "y", "z", "any"] = "y"
    """Axis of that turn."""
    scale: Fraction = 0.0
    """Standard deviation of the logarithm of the body's size, or of each sensor's gain."""
    mirror: Fraction = 0.0
    """Probability that left and right are swapped."""
    mirror_signs: list[str] | None = None
    """Channels whose sign a mirror changes; None: x of positions."""
    roll: Fraction = 0.0
    """Probability that a trial begins at a random frame, and what came before follows its end."""
    time_warp: Fraction = 0.0
    """Standard deviation of the logarithm of the speed, which changes smoothly."""
    joint_noise: Annotated[float, Field(ge=0)] = 0.0
    """White noise, as a share of each channel's standard deviation at its joint."""
    joint_shift: Annotated[float, Field(ge=0)] = 0.0
    """Metres: standard deviation of a displacement of each joint that stays through the trial."""
    joint_drop: Annotated[float, Field(ge=0, lt=1)] = 0.0
    """Share of the time for which a joint is not seen and keeps its last place."""
    frame_drop: Annotated[float, Field(ge=0, lt=1)] = 0.0
    """Probability that a frame repeats the one before it, as a held one does."""

    @field_validator("segment", mode="before")
    @classmethod
    def _frames_or_auto(cls, value: Any) -> Any:
        if isinstance(value, str) and value != "auto":
            raise ValueError(f'"auto", or a number of frames, not {value!r}')
        return value


class Job(Section):
    """How the run is carried out."""

    threads: Annotated[int, Field(ge=0, le=4096)] = 0
    """CPU threads; 0 leaves it to torch."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    """"auto" takes the GPU where there is one."""
    memory_gib: Annotated[float, Field(gt=0)] | None = None
    """All that a training may take, for `segment` "auto"; None is what is free."""
    validate_every: Positive = 1
    """Epochs between scores on the validation part; the last epoch is always scored."""


class Configuration(Section):
    """The whole configuration."""

    processor: Processor
    arch: Arch = Arch()
    optimizer: Optimizer = Optimizer()
    job: Job = Job()
    decision: Decision = Decision()
