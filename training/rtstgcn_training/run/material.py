"""What a training is made of before its first step: data, description and model, all checked."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.recordings import Dataset

from ..augment import Augmentation, augmentation
from ..checkpoint import Description
from ..configuration import Configuration
from ..data import Sequence, describe, load_trials, pieces, split_trials
from ..data.opened import open_dataset
from ..losses import absent_classes, class_counts
from ..models.rt_stgcn import RTSTGCN
from ..quantised import Exponents
from .demo import choose
from .precision import check_precision, with_precision
from .provenance import provenance
from .teacher import load_teacher
from .transfer import start_model


@dataclass(frozen=True)
class Material:
    """Trials are in memory; `val` is empty where the data set has none."""

    description: Description
    model: RTSTGCN
    teacher: RTSTGCN | None
    train: list[Sequence]
    val: list[Sequence]
    demo: list[Sequence]
    """Those of `val` that are drawn at the end."""
    counts: Tensor
    """Labelled training frames of each class, (classes,)."""
    augmentation: Augmentation

    def to(self, device: torch.device) -> None:
        """Move the models; trials stay in main memory and go over chunk by chunk."""
        for model in (self.model, self.teacher):
            if model is not None:
                model.to(device)

    def batch_bytes(self, batch_size: int) -> int:
        """Bytes of the features of the largest batch, which augmentation may copy."""
        sizes = sorted(trial.features.numel() * trial.features.element_size() for trial in self.train)
        return sum(sizes[-batch_size:])

    def summary(self) -> str:
        """How much there is to learn from, and with what; one line."""
        frames = [sum(len(sequence.labels) for sequence in part) for part in (self.train, self.val)]
        learned = sum(parameter.numel() for parameter in self.model.parameters() if parameter.requires_grad)
        reach = self.model.receptive_field
        bits = ", 8 bits" if self.description.exponents else ""
        return (
            f"{self.description.name}: learns from {frames[0]:,} frames in {len(self.train)} sequences, is scored on "
            f"{frames[1]:,} in {len(self.val)}; {learned:,} parameters{bits}, receptive field {reach} frames "
            f"({reach / self.description.rate_hz:.1f} s)"
        )


def gather(
    configuration: Configuration, *, origin: dict[str, Any] | None, exponents: Exponents | None = None
) -> Material:
    """Read and check everything; warnings go to standard error.

    Args:
        configuration: of the run.
        origin: what the provenance of a run that goes on says of its first weights; such a run brings its own weights.
            None begins anew: with fresh weights, or those that the configuration names.
        exponents: of a run that goes on in 8 bits.

    Raises:
        InputError: naming what is wrong.
    """
    processor = configuration.processor
    dataset, graph = open_dataset(processor)
    description = _describe(configuration, dataset, graph)
    augmentation(configuration.optimizer, description, [])
    check_precision(configuration)
    teacher = load_teacher(configuration, description)
    if origin is None:
        model = start_model(description, processor.init, processor.pretrained)
    else:
        description.exponents = exponents
        model = description.build()
        description.provenance |= origin
    parts = split_trials(dataset, processor)
    if parts.warning:
        warn(parts.warning)
    train, val = (
        load_trials(trials, dataset, model, description.rate_hz, processor.channels) if trials else []
        for trials in (parts.trials.get("train") or dataset.trials("train"), parts.trials.get("val"))
    )
    if configuration.optimizer.piece:
        train = pieces(train, configuration.optimizer.piece)
    demo = choose(val, processor.demo) if val else _without_val(configuration)
    counts = class_counts(train, len(description.classes))
    for name in absent_classes(counts, description.classes):
        warn(f"no training frame is '{name}'; the model cannot learn it")
    if origin is None and processor.init is None:
        model.features.fit([trial.features for trial in train])
    model = with_precision(model, description, configuration.optimizer, train)
    augmented = augmentation(configuration.optimizer, description, train)
    return Material(description, model, teacher, train, val, demo, counts, augmented)


def warn(text: str) -> None:
    """A line on standard error."""
    print(f"warning: {text}", file=sys.stderr, flush=True)


def _describe(configuration: Configuration, dataset: Dataset, graph: str | None) -> Description:
    processor = configuration.processor
    skeleton, channels, units, rate_hz = describe(dataset, graph, processor.channels, processor.rate_hz)
    if len(channels) % 3 and configuration.arch.magnitude:
        raise InputError(f"arch.magnitude: {len(channels)} channels are not xyz triples; leave it out")
    if configuration.arch.body_scaled and len(set(units)) > 1:
        there = ", ".join(f"{name} in {unit}" for name, unit in zip(channels, units, strict=True))
        raise InputError(f"arch.body_scaled: {there} are no position; name those of one in processor.channels")
    return Description(
        name=processor.name,
        description=processor.description,
        arch=configuration.arch,
        skeleton=skeleton.to_dict(),
        channels=channels,
        units=units,
        rate_hz=rate_hz,
        classes=list(dataset.classes),
        background=dataset.background,
        decision=configuration.decision,
        provenance=provenance(configuration, dataset),
    )


def _without_val(configuration: Configuration) -> list[Sequence]:
    """A training on everything that there is: nothing to score, so nothing can depend on scores."""
    options, data = configuration.optimizer, configuration.processor.data
    if options.monitor != "loss" and (options.patience or options.keep == "best"):
        key = "patience" if options.patience else "keep"
        raise InputError(f"optimizer.{key}: {data} has no part val to score; leave it out, or monitor the loss")
    if configuration.processor.demo != "auto":
        raise InputError(f"processor.demo: {data} has no part val to draw trials of; leave it out")
    warn(f"{data}: no part val; the model is trained without scores")
    return []
