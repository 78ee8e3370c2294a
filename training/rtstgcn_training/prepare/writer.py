"""Recordings written as a data set of the directory form, whole or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import near_miss

from .recording import Description, IntArray, Part, Recording
from .report import Report

PARTS: tuple[Part, Part] = ("train", "val")


@dataclass
class Summary:
    """What was written: trials and frames of each class, part by part; `notes` is the report."""

    description: Description
    trials: dict[Part, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))
    frames: dict[Part, IntArray] = field(default_factory=dict)
    subjects: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.frames = {part: np.zeros(len(self.description.classes), np.int64) for part in PARTS}

    def add(self, part: Part, recording: Recording) -> None:
        """Count one trial."""
        self.trials[part] += 1
        self.frames[part] += np.bincount(recording.labels, minlength=len(self.description.classes))
        if recording.subject is not None:
            self.subjects[recording.name] = recording.subject


def write_dataset(
    out: Path,
    description: Description,
    recordings: Iterable[Recording],
    *,
    validate: Sequence[str] | None = None,
    split: str = "",
    report: Report | None = None,
    name_subjects: bool = True,
) -> Summary:
    """Write a data set that training reads; `docs/architecture.md`, "Recordings", shows the layout.

    All goes to `OUT.partial` first and is renamed at the end, so a failure leaves no folder that looks whole.

    Args:
        out: folder that does not exist.
        description: of all recordings.
        recordings: read one at a time, so they may come from a generator.
        validate: subjects whose recordings are for validation; None goes by each recording's `part`.
        split: the rule that made the parts, in words.
        report: what was noticed while reading; what is noticed here is added.
        name_subjects: whether `dataset.json` says who is in which trial.

    Raises:
        InputError: `out` exists or cannot be written, a recording does not fit the description, holds a value that is
            not finite or shares its name, a subject of `validate` is in none, or there is no recording at all.
    """
    report = report or Report()
    summary = Summary(description)
    partial = check_free(out)
    _make(partial, out)
    try:
        for part in PARTS:
            for folder in ("features", "labels"):
                _make(partial / part / folder, out)
        for recording in recordings:
            part = _part(recording, validate)
            _check(recording, description, summary)
            _note_constant_nodes(recording, description, report)
            summary.add(part, recording)
            _write(partial / part, recording, out)
        _check_whole(out, summary, validate)
        summary.notes = [*_gaps(summary), *report.lines()]
        described = description.to_dict() | {
            "split": split,
            "notes": summary.notes,
        }
        if name_subjects and summary.subjects:
            described["subjects"] = summary.subjects
        _finish(partial, out, description.classes, json.dumps(described, indent=1, ensure_ascii=False))
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return summary


def check_subjects(validate: Iterable[str], known: Iterable[str]) -> None:
    """Refuse a subject that nobody is."""
    there = sorted(set(known))
    for subject in validate:
        if subject not in there:
            hint = near_miss(subject, there) or f"the subjects are {', '.join(there)}"
            raise InputError(f"subject {subject!r} is in no recording; {hint}")


def check_free(out: Path) -> Path:
    """The folder to write to until all is there. Raises InputError where it or `out` exists."""
    partial = out.parent / f"{out.name}.partial"
    if not out.name or out.exists() or out.is_symlink():
        raise InputError(f"{out} exists; give a folder that does not")
    if partial.exists():
        raise InputError(
            f"{partial} exists: another preparation writes it, or one was cut off; remove it to start anew"
        )
    return partial


def _make(folder: Path, out: Path) -> None:
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise _unwritable(out, error) from None


def _write(folder: Path, recording: Recording, out: Path) -> None:
    features = recording.features if recording.features.ndim == 4 else recording.features[..., None]
    lines = "\n".join(map(str, recording.labels.tolist())) + "\n"
    try:
        np.save(folder / "features" / f"{recording.name}.npy", np.ascontiguousarray(features, np.float32))
        (folder / "labels" / f"{recording.name}.csv").write_text(lines, encoding="utf-8")
    except OSError as error:
        raise _unwritable(out, error) from None


def _finish(partial: Path, out: Path, classes: Sequence[str], described: str) -> None:
    try:
        (partial / "actions.txt").write_text("\n".join(classes) + "\n", encoding="utf-8")
        (partial / "dataset.json").write_text(described + "\n", encoding="utf-8")
        partial.rename(out)
    except OSError as error:
        raise _unwritable(out, error) from None


def _unwritable(out: Path, error: OSError) -> InputError:
    # numpy tells a full disk in words of its own, without an errno
    return InputError(f"{out}: cannot be written ({error.strerror or error}); nothing was left there")


def _part(recording: Recording, validate: Sequence[str] | None) -> Part:
    if validate is None:
        return recording.part or "train"
    if recording.subject is None:
        raise InputError(f"{recording.name}: nobody knows its subject, so subjects cannot be chosen for validation")
    return "val" if recording.subject in validate else "train"


def _check(recording: Recording, description: Description, summary: Summary) -> None:
    name, shape = recording.name, recording.features.shape
    if not name or "/" in name or "\\" in name or name.startswith("."):
        raise InputError(f"recording {name!r}: not a name for a file")
    if name in summary.names:
        raise InputError(f"recording {name!r} is there twice; give each a name of its own")
    summary.names.add(name)
    expected = (len(description.channels), len(recording.labels), description.skeleton.num_joints)
    if len(shape) not in (3, 4) or shape[:3] != expected or 0 in shape:
        raise InputError(
            f"recording {name!r}: features {shape}; {expected[0]} channels x {expected[1]} labelled frames x "
            f"{expected[2]} joints x skeletons are expected, and not none"
        )
    beyond = ~(np.abs(recording.features) <= np.finfo(np.float32).max)
    if beyond.any():
        channel, frame, joint = np.argwhere(beyond)[0][:3]
        raise InputError(
            f"recording {name!r}: frame {frame}, {description.skeleton.joints[joint]} {description.channels[channel]} "
            "is not a finite number of float32; repair or cut the recording"
        )
    wrong = recording.labels[(recording.labels < 0) | (recording.labels >= len(description.classes))]
    if recording.labels.ndim != 1 or recording.labels.dtype.kind not in "iu" or len(wrong):
        shown = f"label {wrong[0]}" if len(wrong) else f"labels {recording.labels.dtype} {recording.labels.shape}"
        raise InputError(f"recording {name!r}: {shown}; class indices 0 to {len(description.classes) - 1} are expected")


def _note_constant_nodes(recording: Recording, description: Description, report: Report) -> None:
    """A sensor that never moves by a bit is dead; of several skeletons, those that are not there are zero."""
    if recording.features.ndim == 4 and recording.features.shape[3] > 1:
        return
    if len(recording.labels) < 2 * description.rate_hz:
        return
    spread = np.ptp(recording.features, axis=1).reshape(len(description.channels), -1)
    for joint in np.flatnonzero((spread == 0).all(axis=0)):
        report.note(recording.name, f"trial in which {description.skeleton.joints[joint]} never changes")


def _check_whole(out: Path, summary: Summary, validate: Sequence[str] | None) -> None:
    if not sum(summary.trials.values()):
        raise InputError(f"{out}: no recording to write; was the right folder given?")
    check_subjects(validate or (), summary.subjects.values())


def _gaps(summary: Summary) -> list[str]:
    """What keeps the set from being trained or scored."""
    lines = [f"no trial in {part}/" for part in PARTS if not summary.trials[part]]
    missing = [
        name
        for name, train, val in zip(
            summary.description.classes, summary.frames["train"], summary.frames["val"], strict=True
        )
        if val and not train
    ]
    if missing and summary.trials["train"]:
        lines.append(f"classes in val/ that train/ does not show: {', '.join(missing)}")
    return lines
