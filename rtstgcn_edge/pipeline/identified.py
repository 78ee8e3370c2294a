"""A source whose bodies have no ids, as one whose bodies have them.

Ids are given before a frame is recorded, so that a recording holds them and its replay gives the same labels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from rtstgcn_edge.frames import Frame
from rtstgcn_edge.manifest import Manifest
from rtstgcn_edge.pipeline.identify import PEOPLE, Identify, Keep
from rtstgcn_edge.pipeline.steady import Steady
from rtstgcn_edge.recordings import HOLD_S
from rtstgcn_edge.sources.base import LiveSource, Source, SourceTrial


def identified(
    source: Source, manifest: Manifest, *, hold_s: float = HOLD_S, people: int = PEOPLE, keep: Keep = "oldest"
) -> Source:
    """The source itself where it knows ids, else (its `anonymous` is true) one that gives them.

    Args:
        source: is read by what is returned.
        manifest: of the model.
        hold_s: for how long a joint that is not seen keeps its last place, and the pipeline holds a skeleton.
        people: most skeletons at once.
        keep: who stays where there are more.
    """
    if not getattr(source, "anonymous", False):
        return source
    return Identified(source, manifest, hold_s, people, keep)


class Identified:
    """Frames of `source` with ids, and with unseen joints held."""

    def __init__(self, source: Source, manifest: Manifest, hold_s: float, people: int, keep: Keep) -> None:
        self._source = source
        self._limit = f"{people} at once, the {keep} stay"
        hold_ticks = round(hold_s * manifest.rate_hz)
        self._identify = Identify(
            manifest.skeleton["joints"],
            manifest.rate_hz,
            people=people,
            keep=keep,
            hold_ticks=hold_ticks + manifest.delay,
        )
        self._steady = Steady(hold_ticks)
        self.description, self.period_ns = source.description, source.period_ns
        self.classes, self.files, self.live = source.classes, source.files, source.live
        self.stop, self.close = source.stop, source.close

    @property
    def on_received(self) -> Callable[[int, bytes], None] | None:
        """That of the source."""
        return cast(LiveSource, self._source).on_received

    @on_received.setter
    def on_received(self, call: Callable[[int, bytes], None] | None) -> None:
        cast(LiveSource, self._source).on_received = call

    def trials(self) -> Iterator[SourceTrial]:
        """Those of the source; nobody is known at the start of one."""
        for trial in self._source.trials():
            self._identify.clear()
            self._steady.clear()
            yield SourceTrial(trial.name, self._frames(trial.frames))

    def _frames(self, frames: Iterator[Frame]) -> Iterator[Frame]:
        for frame in frames:
            self._identify.see(frame)
            self._steady.hold(frame.bodies, frame.number)
            yield frame

    def facts(self) -> dict[str, Any]:
        """What the source counted, and `people`."""
        counts = self._identify.counts() | {"joints_held": self._steady.held, "joints_guessed": self._steady.guessed}
        return self._source.facts() | {"people": counts}

    def remarks(self) -> list[str]:
        """Those of the source, and what is worth knowing of its people."""
        counts = self._identify.counts()
        lines = [
            f"people: {counts['ids']} ids, {counts['most']} at once; back after being unseen: {counts['returned']}"
        ]
        said = {
            "bodies found twice, taken once": counts["twice"],
            "bodies found less than three times in a row, or misread, left out": counts["unsure"],
            f"bodies left out ({self._limit})": counts["left_out"],
            "joints not seen, last place kept": self._steady.held,
            "joints not seen for longer, taken as guessed": self._steady.guessed,
        }
        return self._source.remarks() + lines + [f"{what}: {count}" for what, count in said.items() if count]
