"""The run: one short loop from frames to labels."""

from __future__ import annotations

import time
from collections.abc import Sequence

from rtstgcn_edge.engine import Engine
from rtstgcn_edge.frames import Body, Frame, Stamps, Tick
from rtstgcn_edge.manifest import Decision
from rtstgcn_edge.pipeline.align import Align
from rtstgcn_edge.pipeline.identified import identified
from rtstgcn_edge.pipeline.label import Labeller
from rtstgcn_edge.pipeline.ledger import Ledger
from rtstgcn_edge.pipeline.scoring import Scoring
from rtstgcn_edge.pipeline.track import Tracker
from rtstgcn_edge.recordings import HOLD_S
from rtstgcn_edge.sinks.base import Sink
from rtstgcn_edge.sources.base import Source, SourceTrial

now = time.monotonic_ns

AFTER_THE_END = -1
"""Number of a frame that stands in to push the last ones through a delayed model; it is never labelled itself."""


class Pipeline:
    """Runs a source through an engine into sinks.

    Args:
        engine: the model.
        source: where frames come from; ids are given to bodies of one that is anonymous.
        sinks: where labels go.
        decision: how probabilities become events.
        hold_s: seconds for which an unseen skeleton keeps its last frame.
        events: classes whose detection is scored too, where the source has ground truth.
    """

    def __init__(
        self,
        engine: Engine,
        source: Source,
        sinks: Sequence[Sink],
        decision: Decision,
        *,
        hold_s: float = HOLD_S,
        events: Sequence[str] = (),
    ) -> None:
        self.engine, self.sinks, self.decision = engine, list(sinks), decision
        self.source = source = identified(source, engine.manifest, hold_s=hold_s)
        self.ledger = Ledger(deadline_ns=source.period_ns, live=source.live)
        self.scoring = Scoring(engine.manifest, events) if source.classes else None
        self._hold_ticks = round(hold_s * engine.manifest.rate_hz)
        # a delayed model holds a skeleton so much longer, to label the last frames on which it was seen
        self._tracker = Tracker(engine, self._hold_ticks + engine.manifest.delay)
        self._stopping = False
        self.complete = False
        """Whether the source was run to its end."""

    def stop(self) -> None:
        """End the run after the present frame, or soon where none comes; safe in a signal handler."""
        self._stopping = True
        self.source.stop()

    def run(self) -> None:
        """All trials of the source, each from empty FIFOs."""
        for trial in self.source.trials():
            self._run_trial(trial)
            if self._stopping:
                return
        self.complete = True

    def _run_trial(self, trial: SourceTrial) -> None:
        align = Align(self.ledger.samples, self.ledger.ticks, self._tracker.hold_ticks)
        labeller = Labeller(self.engine.manifest, self.decision, trial.name, self._hold_ticks)
        for arrival in trial.frames:
            for frame in align.ticks(arrival):
                tick = self._step(frame, labeller)
                self.ledger.account(tick, now() - tick.stamps.emitted)
                self._score(tick)
            if self._stopping:
                break
        if not self._stopping:
            self._flush(labeller)
        if self.scoring:
            self.scoring.end_trial()
        self._tracker.clear()

    def _step(self, frame: Frame, labeller: Labeller) -> Tick:
        """One tick: frame -> bodies -> slots -> logits -> events -> emit, then the housekeeping."""
        engine, tracker = self.engine, self._tracker
        stamps = Stamps(frame.captured, frame.arrived, posed=frame.posed, due=frame.due)
        tracker.see(frame.bodies)
        stamps.ready = now()
        logits = engine.step(tracker.joints)
        stamps.inferred = now()
        tick = labeller.label(frame, engine.ids, tracker.tracks, logits, stamps)
        for sink in self.sinks:
            sink.emit(tick)
        stamps.emitted = now()
        engine.advance()
        return tick

    def _score(self, tick: Tick) -> None:
        if self.scoring:
            self.scoring.add(tick.predictions)

    def _flush(self, labeller: Labeller) -> None:
        """The labels that a delayed model still owes at the end of a trial: its last frame, repeated."""
        for _ in range(self.engine.manifest.delay):
            moment = now()
            bodies = [Body(joints, skeleton) for skeleton, joints in self._tracker.joints.items()]
            tick = self._step(Frame(AFTER_THE_END, moment, moment, bodies), labeller)
            self.ledger.account_predictions(tick)
            self._score(tick)
