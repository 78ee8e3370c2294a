"""Who is there when: the skeletons of a trial as a run sees them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rtstgcn_edge.recordings.arrays import FloatArray, IntArray

HOLD_S = 0.5
"""Seconds for which a skeleton that is not seen keeps its last frame, where nothing else is asked for."""


def sequences(features: FloatArray) -> Iterator[FloatArray]:
    """Each skeleton of (C, L, V, M) as a sequence (C, L, V) of its own."""
    for skeleton in range(features.shape[3]):
        yield features[..., skeleton]


def seen(features: FloatArray) -> npt.NDArray[np.bool_]:
    """(M, L): at which frames each skeleton of (C, L, V, M) is seen.

    Of several skeletons one that is all zeros is not seen (as in NTU RGB+D and PKU-MMD); the only one of a recording
    always is: there zeros are data.
    """
    if features.shape[3] == 1:
        return np.ones((1, features.shape[1]), bool)
    there: npt.NDArray[np.bool_] = features.any(axis=(0, 2)).T
    return there


class Presence(NamedTuple):
    """A skeleton from its coming to its leaving.

    `start` is the frame at which it comes, `sequence` (C, L, V) what it shows from there on, `unseen` (L,) for how many
    frames in a row it had not been seen then: 0 where it is seen, above 0 where its last frame is held.
    """

    skeleton: int
    start: int
    sequence: FloatArray
    unseen: IntArray


def presences(features: FloatArray, hold_frames: int) -> Iterator[Presence]:
    """The skeletons of (C, L, V, M) as a run sees them, skeleton by skeleton.

    A skeleton comes when it is first `seen`, keeps its last frame while it is unseen, leaves when that has lasted for
    more than `hold_frames`, and starts anew when it is seen again. A presence in which nothing is held is a view of the
    features, any other a copy.
    """
    frames = features.shape[1]
    for skeleton, (sequence, there) in enumerate(zip(sequences(features), seen(features), strict=True)):
        moments = np.flatnonzero(there)
        if not len(moments):
            continue
        for stay in np.split(moments, np.flatnonzero(np.diff(moments) > hold_frames + 1) + 1):
            start, stop = int(stay[0]), min(int(stay[-1]) + hold_frames + 1, frames)
            times = np.arange(start, stop)
            shown = stay[np.searchsorted(stay, times, side="right") - 1]
            unseen = times - shown
            yield Presence(skeleton, start, sequence[:, shown] if unseen.any() else sequence[:, start:stop], unseen)
