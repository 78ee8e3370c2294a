"""Logits of a tick -> predictions that name the frame they label, and events."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from rtstgcn_edge.frames import Event, FloatArray, Frame, Prediction, Stamps, Tick
from rtstgcn_edge.manifest import Decision, Manifest
from rtstgcn_edge.pipeline.decide import Decide
from rtstgcn_edge.pipeline.track import Track


class _Waiting(NamedTuple):
    """A frame that a delayed model has not labelled yet. `owed` is false where it stood in only to push others out."""

    number: int
    truth: int | None
    held: bool
    owed: bool


@dataclass(slots=True)
class _Labelled:
    """What labelling remembers of one skeleton: frames that still wait for their label, and the decision."""

    decide: Decide
    waiting: deque[_Waiting] = field(default_factory=deque)
    since: float | None = None


class Labeller:
    """Labels for the skeletons of one trial.

    A frame that is held for more than `hold_ticks` is not labelled: a delayed model needs it to label those before.
    """

    def __init__(self, manifest: Manifest, decision: Decision, trial: str, hold_ticks: int) -> None:
        self._manifest, self._decision, self._trial, self._hold_ticks = manifest, decision, trial, hold_ticks
        self._skeletons: dict[int, _Labelled] = {}

    def label(
        self, frame: Frame, ids: list[int], tracks: Mapping[int, Track], logits: FloatArray, stamps: Stamps
    ) -> Tick:
        """Predictions and events of a tick. `ids` gives the order of `logits` (N, classes).

        Logits that are not finite (a wild frame overflows the model until it has aged out) say nothing: all classes
        are as probable then, and no event comes of it.
        """
        result = Tick(self._trial, frame, stamps, live=tuple(ids))
        if len(self._skeletons) > len(ids):
            self._skeletons = {skeleton: self._skeletons[skeleton] for skeleton in ids if skeleton in self._skeletons}
        finite = [bool(np.isfinite(row).all()) for row in logits]
        result.overflowed = finite.count(False)
        probabilities = softmax(np.where(np.array(finite, bool)[:, None], logits, 0))
        for slot, skeleton in enumerate(ids):
            track = tracks[skeleton]
            state = self._state(skeleton, track)
            owed = track.unseen <= self._hold_ticks
            state.waiting.append(_Waiting(frame.number, frame.truth, track.unseen > 0, owed))
            if len(state.waiting) <= self._manifest.delay:
                continue
            number, truth, held, owed = state.waiting.popleft()
            if not owed:
                continue
            warm = track.age >= self._manifest.receptive_field and finite[slot]
            p = probabilities[slot]
            label = int(p.argmax())
            before, since = state.decide.label, state.since
            changed = state.decide.update(p, warm)
            decided = state.decide.label
            result.predictions.append(
                Prediction(self._trial, number, skeleton, label, p, warm, held, stamps, truth, decided)
            )
            if changed and decided is not None:
                seconds = number / self._manifest.rate_hz
                lasted = 0.0 if since is None else seconds - since
                chance = state.decide.probability(decided)
                result.events.append(Event(self._trial, number, skeleton, decided, chance, seconds, before, lasted))
                state.since = seconds
        return result

    def _state(self, skeleton: int, track: Track) -> _Labelled:
        if track.age == 1 or skeleton not in self._skeletons:
            self._skeletons[skeleton] = _Labelled(Decide(self._decision, self._manifest.rate_hz))
        return self._skeletons[skeleton]


def softmax(logits: FloatArray) -> FloatArray:
    """Probabilities (N, classes) of logits (N, classes)."""
    with np.errstate(over="ignore"):  # logits further apart than float32 reaches
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities: FloatArray = powers / powers.sum(axis=1, keepdims=True)
    return probabilities
