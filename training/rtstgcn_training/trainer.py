"""The training run: whole trials in chunks, AdamW with a one-cycle rate, scores after each epoch."""

from __future__ import annotations

import json
import math
import sys
import time
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm  # type: ignore[import-untyped]

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.recordings import load_dataset
from rtstgcn_edge.scores import Scores

from .augment import turn_joints
from .checkpoint import Description, load_checkpoint, save_checkpoint
from .configuration import Configuration, Optimizer
from .data import Sequence, describe, load_part
from .gradients import accumulate_gradients
from .labelling import score
from .losses import class_weights
from .models.rt_stgcn import RTSTGCN
from .provenance import provenance


def train(configuration: Configuration) -> Path:
    """Run a training; returns the checkpoint's path. Raises InputError for wrong data."""
    processor, optimizer, job = configuration.processor, configuration.optimizer, configuration.job
    if job.threads:
        torch.set_num_threads(job.threads)
    torch.manual_seed(optimizer.seed)
    dataset = load_dataset(processor.data)
    skeleton, channels, units, rate_hz = describe(dataset, processor.graph)
    if len(channels) % 3:
        for key, value in (
            ("optimizer.rotation_deg", optimizer.rotation_deg),
            ("arch.magnitude", configuration.arch.magnitude),
        ):
            if value:
                raise InputError(f"{key}: {len(channels)} channels are not xyz triples; leave it out")
    checkpoint = processor.out / f"{processor.name}.safetensors"
    if processor.init and checkpoint.resolve() == processor.init.resolve():
        raise InputError(
            f"processor.init {processor.init}: this training would write over it; take another name or out"
        )
    _make_folder(processor.out)
    description = Description(
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
    model = _start(description, processor.init)
    parts = {part: load_part(dataset, part, model, rate_hz) for part in ("train", "val")}
    if processor.init is None:
        model.features.fit([trial.features for trial in parts["train"]])
    run = _Run(model, optimizer, parts["train"], len(dataset.classes))
    for epoch in range(1, optimizer.epochs + 1):
        started = time.monotonic()
        loss = run.epoch(epoch)
        if not math.isfinite(loss):
            raise InputError(
                f"training diverged in epoch {epoch} (loss {loss}); lower optimizer.learning_rate. "
                + (f"{checkpoint} holds epoch {epoch - 1}" if epoch > 1 else "Nothing was written")
            )
        scores = None
        description.provenance["epochs"] = epoch
        description.provenance.pop("scores", None)  # they are those of the weights beside them, or none
        if epoch % job.validate_every == 0 or epoch == optimizer.epochs:
            scores = score(model, parts["val"], description.classes, description.background)
            description.provenance["scores"] = {"part": "val", **_headline(scores)}
        save_checkpoint(checkpoint, model, description)
        _report(processor.out, epoch, optimizer.epochs, loss, scores, time.monotonic() - started)
    return checkpoint


def _start(description: Description, init: Path | None) -> RTSTGCN:
    """A fresh model, or one with the weights of an earlier checkpoint of the same architecture and input."""
    model = description.build()
    if init is None:
        return model
    earlier, its_description = load_checkpoint(init)
    for key in ("skeleton", "channels", "units", "rate_hz", "classes"):
        if getattr(its_description, key) != getattr(description, key):
            raise InputError(f"processor.init {init}: its {key} is not that of this training")
    shape = {key: value for key, value in description.arch if key != "dropout"}
    if {key: value for key, value in its_description.arch if key != "dropout"} != shape:
        raise InputError(f"processor.init {init}: its arch is not that of this training (only dropout may differ)")
    model.load_state_dict(earlier.state_dict())
    description.provenance["init"] = its_description.provenance
    return model


class _Run:
    """Optimiser state and the pass over the training trials."""

    def __init__(self, model: RTSTGCN, options: Optimizer, trials: list[Sequence], classes: int) -> None:
        self.model, self.options, self.trials = model, options, trials
        self.generator = torch.Generator().manual_seed(options.seed)
        counts = torch.stack([torch.bincount(t.labels[t.labelled], minlength=classes) for t in trials]).sum(0)
        self.weights = class_weights(counts, options.class_weights)
        steps = max(options.epochs * -(-len(trials) // options.batch_size), 3)
        parameters = [p for p in model.parameters() if p.requires_grad]
        self.optimiser = torch.optim.AdamW(parameters, options.learning_rate, weight_decay=options.weight_decay)
        # The climb takes two steps at least and leaves one: torch divides by zero where either is too short.
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimiser, options.learning_rate, steps, pct_start=min(max(options.warmup, 2 / steps), 1 - 1 / steps)
        )

    def epoch(self, number: int) -> float:
        """One pass over all trials in random order; the mean loss of its steps."""
        self.model.train()
        order = torch.randperm(len(self.trials), generator=self.generator).tolist()
        size = self.options.batch_size
        batches = [[self.trials[i] for i in order[k : k + size]] for k in range(0, len(order), size)]
        total = 0.0
        with tqdm(batches, desc=f"epoch {number}", unit="step", leave=False, disable=not sys.stderr.isatty()) as bar:
            for batch in bar:
                total += self.step(batch)
                bar.set_postfix(loss=f"{total / (bar.n + 1):.4f}")
        return total / len(batches)

    def step(self, batch: list[Sequence]) -> float:
        """Gradients over all chunks of a batch of trials, then one step of the optimiser; the batch's loss."""
        self.optimiser.zero_grad(set_to_none=True)
        if self.options.rotation_deg:
            deviation = self.options.rotation_deg
            batch = [Sequence(t.name, turn_joints(t.features, deviation, self.generator), t.labels) for t in batch]
        loss = accumulate_gradients(self.model, batch, self.weights, self.options.smoothing, self.options.segment)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        return loss


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"processor.out: {path}: {error.strerror}; name a folder that can be written") from None


def _headline(scores: Scores) -> dict[str, Any]:
    whole = scores.to_dict()
    return {key: whole[key] for key in ("frames", "trials", "top1", "f1", "edit")}


def _report(out: Path, epoch: int, epochs: int, loss: float, scores: Scores | None, seconds: float) -> None:
    line: dict[str, Any] = {"epoch": epoch, "loss": round(loss, 5), "seconds": round(seconds, 1)}
    text = f"epoch {epoch}/{epochs}  loss {loss:.4f}"
    if scores is not None:
        line |= _headline(scores)
        text += f"  val top-1 {scores.top1:.4f}  " + "  ".join(f"{k} {v:.4f}" for k, v in scores.f1.items())
        text += f"  edit {scores.edit:.4f}"
    print(f"{text}  {seconds:.0f} s", file=sys.stderr, flush=True)
    with (out / "epochs.jsonl").open("w" if epoch == 1 else "a", encoding="utf-8") as log:
        log.write(json.dumps(line) + "\n")
