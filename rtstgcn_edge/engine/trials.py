"""Whole trials through the engine, one frame at a time, several trials side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from rtstgcn_edge.engine.engine import Engine
from rtstgcn_edge.engine.runner import FloatArray


class _Lane(NamedTuple):
    """A trial under way: x (C, L, V), the tick at which it joined, and the logits so far."""

    x: FloatArray
    joined: int
    logits: FloatArray


def stream(engine: Engine, trials: Iterable[FloatArray], side_by_side: int) -> Iterator[tuple[int, FloatArray]]:
    """Place and logits (L, classes) of each trial x (C, L, V), as it ends; row t labels frame t.

    Each trial starts from zeros; where the model's labels are delayed, its last frame is repeated to get them all.

    Args:
        engine: with no skeleton live; so it is again at the end.
        trials: recordings, taken one by one as there is room.
        side_by_side: how many are stepped at once; another joins where one has ended.
    """
    delay, classes = engine.manifest.delay, len(engine.manifest.classes)
    waiting = enumerate(trials)
    lanes: dict[int, _Lane] = {}
    tick = 0
    try:
        while True:
            for place, x in islice(waiting, side_by_side - len(lanes)):
                lanes[place] = _Lane(x, tick, np.empty((x.shape[1], classes), np.float32))
                engine.join(place)
            if not lanes:
                return
            rows = engine.step({s: one.x[:, min(tick - one.joined, one.x.shape[1] - 1)] for s, one in lanes.items()})
            for skeleton, row in zip(engine.ids, rows, strict=True):
                lane = lanes[skeleton]
                if tick - lane.joined >= delay:
                    lane.logits[tick - lane.joined - delay] = row
            engine.advance()
            tick += 1
            for place in [s for s, one in lanes.items() if tick - one.joined == one.x.shape[1] + delay]:
                engine.leave(place)
                yield place, lanes.pop(place).logits
    finally:
        for skeleton in list(engine.ids):
            engine.leave(skeleton)


def stream_trials(engine: Engine, trials: Sequence[FloatArray]) -> list[FloatArray]:
    """Logits (L, classes) of each trial x (C, L, V) in order, all side by side; see `stream`."""
    found = dict(stream(engine, trials, len(trials)))
    return [found[place] for place in range(len(trials))]
