"""The run: one short loop from frames to labels."""

from __future__ import annotations

import time
from collections.abc import Sequence

from rtstgcn_edge.engine import Engine
from rtstgcn_edge.frames import Body, Frame, Stamps
from rtstgcn_edge.manifest import Decision
from rtstgcn_edge.pipeline.align import Align
from rtstgcn_edge.pipeline.label import Labeller
from rtstgcn_edge.pipeline.ledger import Ledger
from rtstgcn_edge.pipeline.scoring import Scoring
from rtstgcn_edge.pipeline.track import Tracker
from rtstgcn_edge.sinks.base import Sink
from rtstgcn_edge.sources.base import Source, SourceTrial

now = time.monotonic_ns


class Pipeline:
    """Runs a source through an engine into sinks.

    Args:
        engine: the model.
        source: where frames come from.
        sinks: where labels go.
        decision: how probabilities become events.
        hold_s: seconds for which an unseen skeleton keeps its last frame.
    """

    def __init__(
        self, engine: Engine, source: Source, sinks: Sequence[Sink], decision: Decision, *, hold_s: float = 0.5
    ) -> None:
        self.engine, self.source, self.sinks, self.decision = engine, source, list(sinks), decision
        rate_hz = engine.manifest.rate_hz
        self.ledger = Ledger(deadline_ns=1e9 / rate_hz if source.paced else None)
        self.scoring = Scoring(source.classes, engine.manifest.background) if source.classes else None
        self._hold_ticks = round(hold_s * rate_hz)
        self._tracker = Tracker(engine, self._hold_ticks)
        self._stopping = False

    def stop(self) -> None:
        """End the run after the present frame; safe in a signal handler."""
        self._stopping = True

    def run(self) -> None:
        """All trials of the source, each from empty FIFOs."""
        for trial in self.source.trials():
            self._run_trial(trial)
            if self._stopping:
                return

    def _run_trial(self, trial: SourceTrial) -> None:
        align = Align(self.ledger.samples, self.ledger.ticks, self._hold_ticks)
        labeller = Labeller(self.engine.manifest, self.decision, trial.name)
        for frame in trial.frames:
            for tick in align.ticks(frame):
                self._step(tick, labeller)
            if self._stopping:
                break
        else:
            self._flush(labeller)
        if self.scoring:
            self.scoring.end_trial()
        self._tracker.clear()

    def _step(self, tick: Frame, labeller: Labeller) -> None:
        """One tick: frame -> bodies -> slots -> logits -> events -> emit -> account."""
        engine, tracker = self.engine, self._tracker
        stamps = Stamps(tick.captured, tick.arrived)
        tracker.see(tick.bodies)
        stamps.ready = now()
        logits = engine.step(tracker.joints)
        stamps.inferred = now()
        result = labeller.label(tick, engine.ids, tracker.tracks, logits, stamps)
        for sink in self.sinks:
            sink.emit(result)
        stamps.emitted = now()
        engine.advance()
        housekept = now() - stamps.emitted
        self.ledger.account(stamps, result, bool(tick.bodies), bool(engine.ids), housekept)
        if self.scoring:
            self.scoring.add(result.predictions)

    def _flush(self, labeller: Labeller) -> None:
        """The labels that a delayed model still owes at the end of a trial: its last frame, repeated."""
        for _ in range(self.engine.manifest.delay):
            moment = now()
            bodies = [Body(joints, skeleton) for skeleton, joints in self._tracker.joints.items()]
            self._step(Frame(-1, moment, moment, bodies), labeller)
