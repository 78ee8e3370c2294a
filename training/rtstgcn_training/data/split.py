"""Who is in which part: subject-wise splits, one subject left out, and nobody in two parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import near_miss
from rtstgcn_edge.recordings import Dataset, Trial

if TYPE_CHECKING:
    from ..configuration import Processor

_SHOWN = 3
"""Names of a long list that a message shows."""


@dataclass(frozen=True)
class Parts:
    """Trials of each part by its name (`train`, `val`, ...), and its subjects, None where nothing says who they are."""

    trials: dict[str, list[Trial]]
    subjects: dict[str, list[str]] | None

    @property
    def warning(self) -> str | None:
        """What a person should know of the split before trusting scores."""
        if self.subjects is not None:
            return None
        return (
            "nothing says who the subjects are, so that one may be in two parts; "
            "say it as 'subjects' or 'subject_pattern' of dataset.json, or as processor.subject_pattern"
        )


def split_trials(dataset: Dataset, processor: Processor | None = None) -> Parts:
    """The trials of each part as `processor` (subject_pattern, leave_out) wants them, nobody in two parts.

    Subjects are found by `subject_pattern` of the processor, `subjects` of the data set's description ({TRIAL: subject}
    or {PART/TRIAL: subject}) or its `subject_pattern`, the first that there is. Those in `leave_out` validate, from
    whichever of `train` and `val` they come; all others of the two train.

    Raises:
        InputError: a subject in two parts, a trial without a subject, or a subject to leave out that there is not.
    """
    trials = {part: dataset.trials(part) for part in dataset.parts()}
    of_trial = _subjects(dataset, trials, processor.subject_pattern if processor else None)
    leave_out = processor.leave_out if processor else []
    if leave_out:
        _leave_out(dataset, trials, of_trial, leave_out)
    if of_trial is None:
        return Parts(trials, None)
    people = {part: {of_trial[trial] for trial in its} for part, its in trials.items()}
    for part, its in people.items():
        for other, others in people.items():
            if part < other and (twice := sorted(its & others, key=_natural)):
                shown = [
                    _some([trial.name for trial in trials[where] if of_trial[trial] == twice[0]])
                    for where in (part, other)
                ]
                raise InputError(
                    f"{dataset.root}: subject {twice[0]} is in {part} ({shown[0]}) and in {other} ({shown[1]}); "
                    "put each subject into one part, or name those that validate as processor.leave_out"
                )
    return Parts(trials, {part: sorted(its, key=_natural) for part, its in people.items()})


def leave_one_out(dataset: Dataset, processor: Processor | None = None) -> list[str]:
    """Subjects of `train` and `val`: each in turn to be `processor.leave_out`. Raises InputError for fewer than two."""
    trials = {part: dataset.trials(part) for part in dataset.parts() if part in ("train", "val")}
    of_trial = _subjects(dataset, trials, processor.subject_pattern if processor else None)
    if of_trial is None:
        raise InputError(f"{dataset.root}: {_unknown()}")
    people = sorted(set(of_trial.values()), key=_natural)
    if len(people) < 2:
        raise InputError(f"{dataset.root}: {_some(people) or 'nobody'} is the only subject; two are needed at least")
    return people


def _subjects(dataset: Dataset, trials: dict[str, list[Trial]], pattern: str | None) -> dict[Trial, str] | None:
    """Subject of each trial, or None where nothing says who they are."""
    described = dataset.root / "dataset.json"
    info = dataset.description
    named = info.get("subjects")
    where = "processor.subject_pattern" if pattern is not None else f"{described}: subject_pattern"
    if pattern is None and named is not None:
        return _named(f"{described}: subjects", trials, named)
    pattern = info.get("subject_pattern") if pattern is None else pattern
    return None if pattern is None else _matched(where, trials, pattern)


def _named(where: str, trials: dict[str, list[Trial]], named: object) -> dict[Trial, str]:
    if not isinstance(named, dict) or not all(type(subject) in (str, int) for subject in named.values()):
        raise InputError(f"{where} is not an object of trials and their subjects, as {{'TRIAL': 'S01'}}")
    found = {}
    for part, its in trials.items():
        for trial in its:
            subject = named.get(f"{part}/{trial.name}", named.get(trial.name))
            if subject is None:
                raise InputError(f"{where}: no subject of {part}/{trial.name}; name that of every trial")
            found[trial] = str(subject)
    return found


def _matched(where: str, trials: dict[str, list[Trial]], pattern: object) -> dict[Trial, str]:
    compiled = compile_pattern(where, pattern)
    found = {}
    for part, its in trials.items():
        for trial in its:
            match = compiled.search(trial.name)
            if match is None or not match[1]:
                raise InputError(f"{where} {pattern!r} finds no subject in the name of {part}/{trial.name}")
            found[trial] = match[1]
    return found


def compile_pattern(where: str, pattern: object) -> re.Pattern[str]:
    """A regular expression with one group, the subject. Raises InputError."""
    try:
        compiled = re.compile(pattern) if isinstance(pattern, str) else None
    except re.error as error:
        raise InputError(f"{where} {pattern!r} is no regular expression ({error})") from None
    if compiled is None or compiled.groups != 1:
        raise InputError(f"{where} {pattern!r}; give a regular expression with one group, the subject, as '^(S\\d+)'")
    return compiled


def _leave_out(
    dataset: Dataset, trials: dict[str, list[Trial]], of_trial: dict[Trial, str] | None, leave_out: list[str]
) -> None:
    """Deal the trials of `train` and `val` anew, in place."""
    if of_trial is None:
        raise InputError(f"processor.leave_out: {_unknown()}")
    both = [trial for part in ("train", "val") for trial in trials.get(part, [])]
    people = sorted({of_trial[trial] for trial in both}, key=_natural)
    for subject in leave_out:
        if subject not in people:
            hint = near_miss(subject, people) or f"there are {', '.join(people)}"
            raise InputError(f"processor.leave_out: no subject '{subject}' in {dataset.root}; {hint}")
    trials["train"] = [trial for trial in both if of_trial[trial] not in leave_out]
    trials["val"] = [trial for trial in both if of_trial[trial] in leave_out]
    if not trials["train"]:
        raise InputError("processor.leave_out names every subject; somebody must be left to train on")


def _unknown() -> str:
    return (
        "nothing says who the subjects are; "
        "say it as 'subjects' or 'subject_pattern' of dataset.json, or as processor.subject_pattern"
    )


def _natural(name: str) -> list[tuple[int, str]]:
    """Sort key by which 2 comes before 10."""
    return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in re.split(r"(\d+)", name)]


def _some(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
