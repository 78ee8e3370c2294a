"""One pass after another over the training trials: everything that a step changes, and nothing else."""

from __future__ import annotations

import hashlib
import math
import sys
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor
from tqdm import tqdm  # type: ignore[import-untyped]

from rtstgcn_edge.errors import InputError

from ..augment import Augmentation, augment
from ..chunked.gradients import accumulate_gradients
from ..configuration import Optimizer
from ..data import Sequence
from ..losses import Objective
from ..models.rt_stgcn import RTSTGCN
from .average import Average
from .optimiser import make_optimiser, make_schedule
from .state import grouped, optimiser_state, restore_optimiser


class Epochs:
    """Weights, moments, rate and randomness, from epoch to epoch.

    Args:
        model: learns.
        options: the optimizer section.
        objective: the loss.
        trials: the training trials; never changed.
        augmentation: what is done to a trial anew for each step.
        segment: frames of a chunk.
    """

    def __init__(
        self,
        model: RTSTGCN,
        options: Optimizer,
        objective: Objective,
        trials: list[Sequence],
        augmentation: Augmentation,
        segment: int,
    ) -> None:
        self.model, self.options, self.objective = model, options, objective
        self.trials, self.augmentation, self.segment = trials, augmentation, segment
        self.done = 0
        """Epochs finished."""
        self.generator = torch.Generator().manual_seed(options.seed)
        self.optimiser = make_optimiser(model.parameters(), options)
        self.schedule = make_schedule(self.optimiser, options, -(-len(trials) // options.batch_size))
        self.average = Average(model, options.average) if options.average else None

    @property
    def scored(self) -> RTSTGCN:
        """The model that is scored and saved."""
        return self.average.model if self.average else self.model

    @property
    def rate(self) -> float:
        """Learning rate of the next step."""
        return float(self.optimiser.param_groups[0]["lr"])

    def run(self, shown: Mapping[str, str]) -> float:
        """One pass over all trials in random order; the mean loss of its steps. `shown` stands beside the bar."""
        self.model.train()
        order = torch.randperm(len(self.trials), generator=self.generator).tolist()
        size = self.options.batch_size
        batches = [[self.trials[i] for i in order[k : k + size]] for k in range(0, len(order), size)]
        total = 0.0
        name = f"epoch {self.done + 1}/{self.options.epochs}"
        with tqdm(batches, name, unit="step", leave=False, disable=not sys.stderr.isatty(), dynamic_ncols=True) as bar:
            for number, batch in enumerate(bar, start=1):
                total += self.step(batch)
                bar.set_postfix(loss=f"{total / number:.4f}", **shown)
        self.done += 1
        return total / len(batches)

    def step(self, batch: list[Sequence]) -> float:
        """Gradients over all chunks of a batch of trials, then one step of the optimiser; the batch's loss."""
        self.optimiser.zero_grad(set_to_none=True)
        seen = [augment(trial, self.options, self.augmentation, self.generator) for trial in batch]
        loss = accumulate_gradients(self.model, seen, self.objective, self.segment)
        limit = self.options.clip or math.inf
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), limit).item()
        if not (math.isfinite(loss) and math.isfinite(norm)):
            raise InputError(
                f"training diverged in epoch {self.done + 1} (loss {loss:g}, gradient {norm:g}) on "
                f"{', '.join(trial.name for trial in batch)}; lower optimizer.learning_rate, or look at these trials"
            )
        self.optimiser.step()
        self.schedule.step()
        if self.average:
            self.average.update(self.model)
        return loss

    def state(self) -> tuple[dict[str, Tensor], dict[str, Any]]:
        """Tensors and plain values that `restore` needs to go on as if nothing had happened."""
        moments, groups = optimiser_state(self.optimiser)
        tensors = {f"model/{name}": tensor for name, tensor in self.model.state_dict().items()}
        tensors |= {f"optimiser/{name}": tensor for name, tensor in moments.items()}
        tensors |= {"random/order": self.generator.get_state(), "random/torch": torch.get_rng_state()}
        if torch.cuda.is_available():
            tensors["random/cuda"] = torch.cuda.get_rng_state()
        if self.average:
            tensors |= {f"average/{name}": tensor for name, tensor in self.average.model.state_dict().items()}
        values = {
            "epoch": self.done,
            "groups": groups,
            "steps": self.schedule.last_epoch,
            "averaged": self.average.steps if self.average else 0,
            "segment": self.segment,
            "trials": fingerprint(self.trials),
        }
        return tensors, values

    def restore(self, tensors: dict[str, Tensor], values: Mapping[str, Any]) -> None:
        """Go on from what `state` gave. Raises InputError where the trials are not those of then."""
        if values["trials"] != fingerprint(self.trials):
            raise InputError(
                "processor.data: its training trials (names, lengths, labels) are not those that this run began with; "
                "put them back to go on, or train anew in another processor.out"
            )
        if values["epoch"] > self.options.epochs:
            raise InputError(f"optimizer.epochs: {self.options.epochs}; {values['epoch']} are done already")
        self.model.load_state_dict(grouped(tensors, "model"))
        restore_optimiser(self.optimiser, grouped(tensors, "optimiser"), values["groups"])
        steps = {"last_epoch": values["steps"], "_step_count": values["steps"] + 1}
        self.schedule.load_state_dict(self.schedule.state_dict() | steps)
        if self.average:
            self.average.model.load_state_dict(grouped(tensors, "average"))
            self.average.steps = values["averaged"]
        self.generator.set_state(tensors["random/order"])
        torch.set_rng_state(tensors["random/torch"])
        if torch.cuda.is_available() and "random/cuda" in tensors:
            torch.cuda.set_rng_state(tensors["random/cuda"])
        self.done = values["epoch"]


def fingerprint(trials: list[Sequence]) -> str:
    """SHA-256 of the trials' names, lengths and labels."""
    digest = hashlib.sha256()
    for trial in trials:
        digest.update(f"{trial.name} {len(trial.labels)}\n".encode())
        digest.update(trial.labels.numpy().tobytes())
    return digest.hexdigest()
