"""Scores of a detector of events, such as freezes: frame by frame, event by event, delays, shares of time.

An event is a longest run of frames of the event's classes. A true event is detected where a frame is labelled as an
event within its zone, which reaches from `early_s` before its onset (but not into the true event before) to its end. A
predicted event that meets no zone is a false alarm. Undefined ratios are None.

The zone and the delay from onset to detection follow the episode-based evaluation of Pardoel et al. (PLOS ONE 16(10):
e0258544, 2021). Share of time and number of events are what severity is told by (Mancini et al., J NeuroEng Rehabil
18:1, 2021); their agreement is ICC(2,1) of Shrout and Fleiss (Psychol Bull 86:420, 1979).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.hints import near_miss
from rtstgcn_edge.scores.segments import Labels, checked_pair, segments

EARLY_S = 2.0
"""Seconds before its onset from which on an alarm belongs to an event."""


@dataclass(frozen=True)
class FrameDetection:
    """Every frame counts: `sensitivity` of the frames of events, `specificity` of the others."""

    sensitivity: float | None
    specificity: float | None
    precision: float | None
    f1: float | None


@dataclass(frozen=True)
class EventDetection:
    """Every event counts once: `true` = `detected` + `missed`; `false_alarms` of the `predicted` meet no zone.

    `specificity` is the share of the stretches between true events without a false alarm; `false_alarms_per_hour` is
    per hour of these stretches.
    """

    true: int
    detected: int
    missed: int
    predicted: int
    false_alarms: int
    sensitivity: float | None
    specificity: float | None
    precision: float | None
    f1: float | None
    false_alarms_per_hour: float | None


@dataclass(frozen=True)
class OnsetDelay:
    """From onset to first detection over the detected events, in ms; negative where the alarm came before."""

    median: float | None
    p90: float | None


@dataclass(frozen=True)
class Severity:
    """One figure of severity: of the truth, of the prediction, and their agreement over the trials, ICC(2,1)."""

    true: float
    predicted: float
    icc: float | None


@dataclass(frozen=True)
class EventScores:
    """What a detector scored; `hours` of recording, `time_share` and `count` over all of it."""

    classes: list[str]
    early_s: float
    hours: float
    frame: FrameDetection
    event: EventDetection
    onset_delay_ms: OnsetDelay
    time_share: Severity
    count: Severity

    def to_dict(self) -> dict[str, Any]:
        """The same as dictionaries and numbers, ready for JSON."""
        return asdict(self)


class EventBoard:
    """Gathers the trials of a split, one at a time, and scores the detection of events in them.

    Args:
        classes: names, in the order of the label numbers.
        events: names of those that are an event; several count as one kind.
        rate_hz: frames per second.
        delay_s: seconds by which the model gives a label after its frame; added to every onset delay.
        early_s: seconds before its onset from which on an alarm belongs to an event.

    Raises:
        InputError: for an event that is not a class, or where every class is one.
    """

    def __init__(
        self,
        classes: Sequence[str],
        events: Sequence[str],
        rate_hz: float,
        *,
        delay_s: float = 0.0,
        early_s: float = EARLY_S,
    ) -> None:
        self._classes, self._names = len(classes), list(dict.fromkeys(events))
        self._events = find_events(classes, events)
        self._rate_hz, self._delay_s, self._early_s = rate_hz, delay_s, early_s
        self._frames = np.zeros((2, 2), np.int64)  # truth, predicted
        self._detected = self._false_alarms = self._stretches = self._clean = 0
        self._delays: list[int] = []
        self._shares: list[tuple[float, float]] = []
        self._counts: list[tuple[int, int]] = []

    def add(self, predicted: Labels, truth: Labels) -> None:
        """Count one trial: predicted and true label of every frame, both (L,). Raises InputError as ScoreBoard does."""
        predicted, truth = checked_pair(predicted, truth, self._classes, len(self._counts))
        is_predicted, is_true = np.isin(predicted, self._events), np.isin(truth, self._events)
        self._frames += np.bincount(2 * is_true + is_predicted, minlength=4).reshape(2, 2)
        alarms, events = _runs(is_predicted), _runs(is_true)
        self._shares.append((is_true.mean(), is_predicted.mean()))
        self._counts.append((len(events), len(alarms)))

        ends = np.concatenate([[0], events[:, 1]])
        zones = np.maximum(events[:, 0] - round(self._early_s * self._rate_hz), ends[:-1])
        moments = np.concatenate([np.flatnonzero(is_predicted), [len(truth)]])
        first = moments[np.searchsorted(moments, zones)]
        detected = first < events[:, 1]
        self._detected += int(detected.sum())
        self._delays += (first - events[:, 0])[detected].tolist()

        # Zones do not overlap: an alarm meets one if it meets the last that begins before the alarm ends.
        false = ends[np.searchsorted(zones, alarms[:, 1])] <= alarms[:, 0]
        stretches = _runs(~is_true)
        alarmed = np.searchsorted(stretches[:, 0], alarms[false, 0], side="right")
        self._false_alarms += int(false.sum())
        self._stretches += len(stretches)
        self._clean += len(stretches) - len(np.unique(alarmed))

    def result(self) -> EventScores:
        """The scores of all trials so far, counts summed over them. Raises InputError when no trial was added."""
        if not self._counts:
            raise InputError("events: there is no trial to score; add at least one")
        (negative, false), (absent, found) = self._frames.tolist()
        frames, (true, predicted) = negative + false + absent + found, np.sum(self._counts, axis=0).tolist()
        frames_per_hour = 3600 * self._rate_hz
        delays = 1e3 * (np.array(self._delays) / self._rate_hz + self._delay_s)
        return EventScores(
            classes=self._names,
            early_s=self._early_s,
            hours=frames / frames_per_hour,
            frame=FrameDetection(
                sensitivity=_ratio(found, found + absent),
                specificity=_ratio(negative, negative + false),
                precision=_ratio(found, found + false),
                f1=_ratio(2 * found, 2 * found + false + absent),
            ),
            event=EventDetection(
                true=true,
                detected=self._detected,
                missed=true - self._detected,
                predicted=predicted,
                false_alarms=self._false_alarms,
                sensitivity=_ratio(self._detected, true),
                specificity=_ratio(self._clean, self._stretches),
                precision=_ratio(self._detected, self._detected + self._false_alarms),
                f1=_ratio(2 * self._detected, self._detected + self._false_alarms + true),
                false_alarms_per_hour=_ratio(self._false_alarms, (negative + false) / frames_per_hour),
            ),
            onset_delay_ms=OnsetDelay(
                median=float(np.median(delays)) if len(delays) else None,
                p90=float(np.percentile(delays, 90)) if len(delays) else None,
            ),
            time_share=Severity((absent + found) / frames, (false + found) / frames, icc(np.array(self._shares))),
            count=Severity(true, predicted, icc(np.array(self._counts, float))),
        )


def find_events(classes: Sequence[str], events: Sequence[str]) -> list[int]:
    """Numbers of the classes that are named as events. Raises InputError that names what there is."""
    for name in events:
        if name not in classes:
            raise InputError(
                f"event '{name}': no such class; {near_miss(name, classes) or 'one of ' + ', '.join(classes)}"
            )
    if not events or set(events) == set(classes):
        raise InputError(f"event: {len(set(events))} of {len(classes)} classes named; name at least one and not all")
    return [number for number, name in enumerate(classes) if name in events]


def icc(ratings: npt.NDArray[np.floating[Any]]) -> float | None:
    """ICC(2,1), absolute agreement of single ratings (targets, raters), of Shrout and Fleiss (1979).

    None for fewer than two targets or raters, and where all ratings are the same.
    """
    targets, raters = ratings.shape
    if targets < 2 or raters < 2 or np.ptp(ratings) == 0:
        return None
    mean, of_target, of_rater = ratings.mean(), ratings.mean(1), ratings.mean(0)
    between = raters * np.square(of_target - mean).sum() / (targets - 1)
    of_raters = targets * np.square(of_rater - mean).sum() / (raters - 1)
    rest = ratings - of_target[:, None] - of_rater + mean
    error = np.square(rest).sum() / ((targets - 1) * (raters - 1))
    whole = between + (raters - 1) * error + raters * (of_raters - error) / targets
    return float((between - error) / whole)


def _runs(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """(n, 2) start and stop of the runs of True."""
    found = [(start, stop) for label, start, stop in segments(mask.astype(np.int8)) if label]
    return np.array(found, np.int64).reshape(-1, 2)


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None
