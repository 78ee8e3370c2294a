"""Joints that a camera does not see keep their last place, for a while."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.frames import Body, FloatArray

NEVER = -(1 << 40)


@dataclass(slots=True)
class _Last:
    """Values (C, V) of the joints of one skeleton when they were last seen, and at which tick (V,)."""

    joints: FloatArray
    ticks: npt.NDArray[np.int64]


class Steady:
    """Holds joints whose confidence is 0 for up to `hold_ticks`; after that, their values are taken as they are."""

    def __init__(self, hold_ticks: int) -> None:
        self._hold_ticks = hold_ticks
        self._last: dict[int, _Last] = {}
        self.held = 0
        """Joints that kept their last value, over all frames."""
        self.guessed = 0
        """Joints that were not seen, and taken as the estimator guessed them."""

    def clear(self) -> None:
        """A new trial."""
        self._last = {}

    def hold(self, bodies: list[Body], tick: int) -> None:
        """Put the last values in the place of what is not seen, in bodies that have an id."""
        gone = [one for one, last in self._last.items() if tick - int(last.ticks.max()) > self._hold_ticks]
        for one in gone:
            del self._last[one]
        for body in bodies:
            if body.track is not None and body.confidence is not None:
                self._hold(body, body.track, body.confidence > 0, tick)

    def _hold(self, body: Body, track: int, seen: npt.NDArray[np.bool_], tick: int) -> None:
        last = self._last.get(track)
        if last is None:
            last = self._last[track] = _Last(body.joints.copy(), np.full(len(seen), NEVER))
        if not seen.all():
            held = ~seen & (tick - last.ticks <= self._hold_ticks)
            body.joints = np.where(held, last.joints, body.joints)
            self.held += int(held.sum())
            self.guessed += len(seen) - int(seen.sum()) - int(held.sum())
        last.joints[:, seen] = body.joints[:, seen]
        last.ticks[seen] = tick
