"""Who is live: skeletons join when they are first seen, are held while unseen, and leave after a time.

Every body has an id here, its source's or that of `identify`; FIFOs follow the ids.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rtstgcn_edge.engine import Engine
from rtstgcn_edge.frames import Body, FloatArray


@dataclass(slots=True)
class Track:
    """One live skeleton."""

    age: int = 0
    """Ticks since it joined, this one included."""
    unseen: int = 0
    """Ticks in a row for which its last frame was held."""


class Tracker:
    """The live skeletons of an engine.

    Args:
        engine: its skeletons join and leave here.
        hold_ticks: ticks for which a skeleton that is not seen keeps its last frame; then its FIFOs are freed.
    """

    def __init__(self, engine: Engine, hold_ticks: int) -> None:
        self._engine = engine
        self.hold_ticks = hold_ticks
        self.tracks: dict[int, Track] = {}
        self.joints: dict[int, FloatArray] = {}

    def see(self, bodies: Iterable[Body]) -> None:
        """One tick: take the bodies seen, hold the others, let go of those unseen for too long.

        Raises ValueError for a body without an id, which a source gives that does not say that it is anonymous.
        """
        for track in self.tracks.values():
            track.age += 1
            track.unseen += 1
        for body in bodies:
            skeleton = body.track
            if skeleton is None:
                raise ValueError("a body without an id; a source that knows none says so by `anonymous`")
            if skeleton not in self.tracks:
                self._engine.join(skeleton)
                self.tracks[skeleton] = Track(age=1)
            self.tracks[skeleton].unseen = 0
            self.joints[skeleton] = body.joints
        for skeleton in [s for s, track in self.tracks.items() if track.unseen > self.hold_ticks]:
            self._free(skeleton)

    def clear(self) -> None:
        """Everybody leaves: the end of a trial."""
        for skeleton in list(self.tracks):
            self._free(skeleton)

    def _free(self, skeleton: int) -> None:
        self._engine.leave(skeleton)
        del self.tracks[skeleton], self.joints[skeleton]
