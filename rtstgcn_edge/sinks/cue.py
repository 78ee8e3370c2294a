"""When to cue: a class, how sure the model must be, and how long to leave the person alone after a cue.

A frame calls for a cue where its label (`on="label"`), or the decided label (`on="event"`), is one of the classes and
its probability in this very frame, not a smoothed one, is at least `confidence`: the decision is smooth already, and
smoothing twice would only delay. An event is cued once, at the first such frame while it lasts; a label at every such
frame. Between two cues lie at least `holdoff_s` of the labelled frames' time, whoever is concerned. Frames that are not
warm or that were held never cue.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from rtstgcn_edge.frames import Event, Prediction


class Verdict(Enum):
    """What becomes of a frame: it calls for nothing, is too unsure, comes too early after a cue, or cues."""

    NOTHING = 0
    UNSURE = 1
    HELD_OFF = 2
    CUE = 3


@dataclass
class CuePolicy:
    """The policy of one run.

    Attributes:
        classes: indices of the classes that call for a cue.
        confidence: least probability, 0 to 1.
        holdoff_s: least time between two cues.
        on_event: cue decisions, else labels.
        rate_hz: of the model's clock.
    """

    classes: frozenset[int]
    confidence: float
    holdoff_s: float
    on_event: bool
    rate_hz: float
    _trial: str = field(default="", init=False)
    _last: int | None = field(default=None, init=False)
    _due: set[int] = field(default_factory=set, init=False)

    def judge(self, p: Prediction, events: list[Event]) -> Verdict:
        """What one prediction calls for; `events` are those of its tick. To be called for every prediction in order."""
        if p.trial != self._trial:
            self._trial, self._last = p.trial, None
            self._due.clear()
        for event in events:
            if event.skeleton == p.skeleton:
                self._due.discard(event.skeleton)
                if event.label in self.classes:
                    self._due.add(event.skeleton)
        label = p.decided if self.on_event else p.label
        wanted = label in self.classes and p.warm and not p.held and (not self.on_event or p.skeleton in self._due)
        if label is None or not wanted:
            return Verdict.NOTHING
        if p.probabilities[label] < self.confidence:
            return Verdict.UNSURE
        if self._last is not None and (p.frame - self._last) / self.rate_hz < self.holdoff_s:
            return Verdict.HELD_OFF
        self._last = p.frame
        self._due.discard(p.skeleton)
        return Verdict.CUE
