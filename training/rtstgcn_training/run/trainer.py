"""The training run, from a configuration to a checkpoint that labels."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from pydantic import ValidationError

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.scores import Scores
from rtstgcn_edge.sections import first_problem

from ..checkpoint import load_checkpoint, save_checkpoint
from ..chunked.device import pick_device
from ..chunked.memory import keep_freed_memory
from ..chunked.segment import resolve_segment
from ..configuration import Configuration
from ..losses import make_objective
from ..quantised import Exponents
from ..scoring.score import score
from .demo import write_demo
from .epoch_log import EpochLog
from .epochs import Epochs
from .interruption import termination_interrupts
from .material import Material, gather
from .provenance import environment
from .run_folder import RunFolder
from .selection import Selection
from .state import load_state, save_state

ORIGIN = ("init", "pretrained", "calibration")
"""Keys of the provenance that say where the first weights and the exponents came from."""


def train(configuration: Configuration, *, resume: bool = False, overwrite: bool = False) -> Path:
    """Run a training, or go on with one; returns the checkpoint's path.

    Args:
        configuration: of the run.
        resume: go on with the run in `processor.out`, where there is one.
        overwrite: begin anew in its place.

    Raises:
        InputError: wrong data, a run that is in the way, one that cannot go on, a file that cannot be written.
        KeyboardInterrupt: Ctrl-C or SIGTERM, after a line that says how to go on.
    """
    folder = RunFolder(configuration)
    with folder.held(), termination_interrupts():
        folder.claim(resume=resume, overwrite=overwrite)
        run = _Run.prepare(configuration, folder, resume=resume)
        try:
            run.to_the_end()
        except (MemoryError, RuntimeError) as error:
            told = ("allocate memory", "out of memory")  # torch has no error of its own for it on a CPU
            if isinstance(error, RuntimeError) and not any(words in str(error) for words in told):
                raise
            context = run.material.model.receptive_field - 1
            raise InputError(
                f"out of memory with chunks of {run.epochs.segment} frames and {context} of context; a smaller "
                'optimizer.segment takes less, "auto" finds the largest that fits'
            ) from None
        except KeyboardInterrupt:
            held = f"{folder.state} holds epoch {run.saved}" if run.saved else "no epoch was finished"
            _say(f"stopped: {held}; the same command with --resume goes on from there")
            raise
    return folder.checkpoint


class _Run:
    """The epochs of one run and the files that they leave."""

    @classmethod
    def prepare(cls, configuration: Configuration, folder: RunFolder, *, resume: bool) -> _Run:
        """All that a run needs, checked, at its beginning or where it was stopped; nothing is written yet."""
        keep_freed_memory()
        if configuration.job.threads:
            torch.set_num_threads(configuration.job.threads)
        torch.manual_seed(configuration.optimizer.seed)
        device = pick_device(configuration.job.device)
        earlier = _earlier(folder.state) if resume and folder.state.exists() else None
        began = earlier[1] if earlier else {}
        material = gather(configuration, origin=began.get("origin"), exponents=_exponents(folder.state, began))
        material.to(device)
        run = cls(configuration, folder, material, began.get("segment"))
        if earlier:
            run._restore(*earlier)
        if resume:
            _say(f"goes on after epoch {run.epochs.done}" if earlier else f"{folder.state}: none yet; begins anew")
        return run

    def __init__(
        self, configuration: Configuration, folder: RunFolder, material: Material, segment: int | None
    ) -> None:
        """`segment` is what "auto" came to at the run's beginning, None there."""
        self.options, self.job = configuration.optimizer, configuration.job
        self.folder, self.material, self.description = folder, material, material.description
        model, trials = material.model, material.train
        objective = make_objective(self.options, material.counts, material.description.background, material.teacher)
        if self.options.segment != "auto":
            segment = self.options.segment
        elif segment is None:
            segment = resolve_segment(
                "auto",
                model,
                max(len(trial.labels) for trial in trials),
                objective,
                self.job.memory_gib,
                held_besides=material.batch_bytes(self.options.batch_size),
            )
        self.epochs = Epochs(model, self.options, objective, trials, material.augmentation, segment)
        self.selection = Selection(self.options)
        self.saved = 0
        """The epoch that the state on the disk is of."""

    def _restore(self, tensors: dict[str, torch.Tensor], values: Mapping[str, Any]) -> None:
        for key, before in values.get("described", {}).items():
            if (now := self._described()[key]) != before:
                data = self.folder.plan.processor.data
                raise InputError(f"{data}: its {key} {now}; this run began with {before}, and cannot go on with others")
        self.epochs.restore(tensors, values)
        self.selection.restore(values["selection"])
        self.saved = self.epochs.done

    def to_the_end(self) -> None:
        """The epochs that are left, and then what is made of the checkpoint."""
        begun = self.epochs.done
        device = self.material.model.head.weight.device
        _say(f"{self.material.summary()}; chunks of {self.epochs.segment} frames on {device}")
        note = {"from_epoch": begun + 1, "segment": self.epochs.segment, **environment(str(device))}
        if begun:
            self.folder.go_on(note)
        else:
            self.folder.begin(note)
        try:
            with EpochLog(self.folder.root, begun) as log:
                kept = None
                while self.epochs.done < self.options.epochs and not self.selection.exhausted:
                    kept = self._epoch(log) or kept
                self._finish(log, kept)
        except OSError as error:
            raise InputError(f"{error.filename or self.folder.root}: cannot be written ({error.strerror})") from None

    def _epoch(self, log: EpochLog) -> Scores | None:
        """One epoch: learn, score, say, save. The scores, where the checkpoint is now of this epoch."""
        started, rate = time.monotonic(), self.epochs.rate
        loss = self.epochs.run(_beside_the_bar(log))
        epoch = self.epochs.done
        due = epoch == self.options.epochs or epoch % self.job.validate_every == 0
        scores = self._score() if due and self.material.val else None
        headline = _headline(scores) if scores else {}
        line = {"epoch": epoch, "loss": round(loss, 5), "learning_rate": rate}
        line["seconds"] = round(time.monotonic() - started, 1)
        log.append(line | headline)
        _say(_sentence(line, self.options.epochs, scores))
        return scores if self._save(epoch, loss, headline) else None

    def _save(self, epoch: int, loss: float, headline: dict[str, Any]) -> bool:
        """Checkpoints that are due, then the state; whether NAME.safetensors is now of this epoch."""
        provenance = self.description.provenance
        provenance["epochs"] = epoch
        provenance.pop("scores", None)  # they are those of the weights beside them, or none
        if headline:
            provenance["scores"] = {"part": "val", **headline}
        better = self.selection.add(epoch, {"loss": loss, **headline, **headline.get("f1", {})})
        keeps = better or self.options.keep == "last"
        if keeps:
            save_checkpoint(self.folder.checkpoint, self.epochs.scored, self.description)
        if epoch in self.options.checkpoint_indices:
            save_checkpoint(self.folder.kept(epoch), self.epochs.scored, self.description)
        tensors, values = self.epochs.state()
        values["selection"] = self.selection.state()
        values["described"] = self._described()
        values["exponents"] = self.description.exponents and self.description.exponents.model_dump()
        values["origin"] = {key: provenance[key] for key in ORIGIN if key in provenance}
        save_state(self.folder.state, tensors, values)
        self.saved = epoch
        return keeps

    def _described(self) -> dict[str, Any]:
        """What a run cannot change on the way, of what the data set says of itself."""
        described = {key: getattr(self.description, key) for key in ("channels", "units", "rate_hz", "classes")}
        return described | {"background": self.description.background, "joints": self.description.skeleton["joints"]}

    def _finish(self, log: EpochLog, scores: Scores | None) -> None:
        """Scores, predictions and pictures of the weights that the checkpoint holds."""
        from ..plots import confusion, curves  # slow to load

        if self.epochs.done < self.options.epochs:
            waited = f"{self.options.patience} epochs without a better {self.options.monitor}"
            _say(f"stopped early, after epoch {self.epochs.done}: {waited} than epoch {self.selection.epoch}'s")
        model, description = load_checkpoint(self.folder.checkpoint)
        pictures = {"curves": self.folder.plots / "curves.png"}
        self.folder.plots.mkdir(exist_ok=True)
        curves(log.epochs, pictures["curves"])
        if self.material.val:
            scores = scores or score(model, self.material.val, description.classes, description.background)
            whole = {"part": "val", "epoch": description.provenance["epochs"], **scores.to_dict()}
            self.folder.write_json(self.folder.scores, whole)
            pictures["confusion"] = self.folder.plots / "confusion.png"
            confusion(np.array(scores.confusion), description.classes, pictures["confusion"])
            pictures |= write_demo(model, self.material.demo, description, self.folder.demo)
        log.add_images(pictures, self.epochs.done)

    def _score(self) -> Scores:
        return score(self.epochs.scored, self.material.val, self.description.classes, self.description.background)


def _earlier(path: Path) -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
    tensors, values = load_state(path)
    missing = {"epoch", "groups", "steps", "averaged", "segment", "trials", "selection", "origin"} - values.keys()
    if missing:
        raise InputError(f"{path}: not the state of a training (no {min(missing)}); --overwrite begins anew")
    return tensors, values


def _exponents(path: Path, values: Mapping[str, Any]) -> Exponents | None:
    """Those of a run in 8 bits, None of any other."""
    if values.get("exponents") is None:
        return None
    try:
        return Exponents.model_validate(values["exponents"])
    except ValidationError as error:
        raise InputError(f"{path}: exponents.{first_problem(error)}; --overwrite begins anew") from None


def _headline(scores: Scores) -> dict[str, Any]:
    whole = scores.to_dict()
    return {key: whole[key] for key in ("frames", "trials", "top1", "top5", "f1", "edit")}


def _beside_the_bar(log: EpochLog) -> dict[str, str]:
    """The newest scores, short."""
    scored = [line for line in log.epochs if "top1" in line]
    if not scored:
        return {}
    newest = scored[-1]
    return {name: f"{value:.3f}" for name, value in {"top1": newest["top1"], **newest["f1"]}.items()}


def _sentence(line: Mapping[str, Any], epochs: int, scores: Scores | None) -> str:
    text = f"epoch {line['epoch']}/{epochs}  loss {line['loss']:.4f}"
    if scores is not None:
        text += f"  val top-1 {scores.top1:.4f}  " + "  ".join(f"{k} {v:.4f}" for k, v in scores.f1.items())
        text += f"  edit {scores.edit:.4f}"
    return f"{text}  {line['seconds']:.0f} s"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
